# rows.sh -- uploads and jobs in the database of a site, as a worker would
# leave them, and the list that tells of them; after site.sh and cgi.sh
# shellcheck shell=sh disable=SC2034,SC2154

sql() {
	sqlite3 "$site/db.sqlite" "$1"
}

# seed NAME STATE TITLE [COUNT] -- see tool-seed.c
seed() {
	"$build/t/tool-seed" "$site" "$@" >"$tmp/seed.log" 2>&1 ||
		give_up "$(cat "$tmp/seed.log")"
}

# job TITLE DEED STATE RANK BLOCKS PROGRESS [CLASS REASON LOG DUE]
job() {
	sql "INSERT INTO job(maker, subject, deed, state, lane, rank, party,
		blocks, way, tries, losses, attempts, due_at, class, reason, log,
		progress, made_at) SELECT 'media', id, '$2', $3, 0, $4, uid, $5,
		0, 0, 0, 1, ${10:-0}, ${7:-0}, '${8:-}', '${9:-}', $6, 0
		FROM media WHERE title = '$1'"
}

# begun SECONDS -- the jobs that run have an attempt that began so long ago
begun() {
	sql "INSERT INTO attempt(job, number, state, since_at, host, boot, pid,
		pid_start, told_at) SELECT id, 1, 2, unixepoch() - $1, '', '', 1, 1, 0
		FROM job WHERE state = 2"
}

# row TITLE -- its item in the list of uploads, in one line
row() {
	tr '\n' ' ' <"$tmp/body" | sed 's/<li /\n&/g; s/<\/ul>/\n/g' |
		grep -F ">$1<"
}
