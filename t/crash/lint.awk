# lint.awk -- was everything on the disk before somebody relied on it?
#
# Reads calls in the order in which they began, one a line, as `strace -y`
# prints them behind PID and TIME. A complaint a line: what, by which call.
#
# - A file that gets another name was synced after its last write, but spec,
#   start and watch: who finds those torn takes them for absent.
# - A folder that got or lost a name was synced before the same process commits,
#   but folders of attempts: those are made anew. Exit records count.
# - Who answers that it is done has synced the log of the database, and all
#   that he wrote.
# - Nobody ends with such a folder left unsynced.

# path(FD-OR-DIR, NAME) -- of `4</site>` and `"content/raw"`
function path(dir, name) {
	sub(/^[^<]*</, "", dir)
	sub(/>[^>]*$/, "", dir)
	sub(/^"/, "", name)
	sub(/".*$/, "", name)
	if (name ~ /^\//)
		return name
	return name == "" || name == "." ? dir : dir "/" name
}

function folder(p) {
	sub(/\/[^\/]*$/, "", p)
	return p
}

function base(p) {
	sub(/^.*\//, "", p)
	return p
}

function complain(what) {
	print what ": " $0
	bad++
}

function is_ours(p) {
	return index(p, site "/") == 1
}

# Folders of attempts are made anew after a crash, but for how they ended; what
# is handed out is handed out anew.
function counts(p) {
	if (!is_ours(p) || p ~ /\/(run|log|public\/x)\//)
		return 0
	return p !~ /\/(work|public\/x)(\/|$)/ || p ~ /\/exit$/
}

function renamed(from, to) {
	if (!is_ours(to))
		return
	delete dirty[to]
	if (from in dirty) {
		if (base(to) !~ /^(spec|start|watch)$/)
			complain("named before it was synced")
		dirty[to] = 1
		writer[to] = pid
		delete dirty[from]
	}
	changed(to)
}

function changed(p) {
	if (counts(p))
		open_folder[folder(p)] = pid
}

function synced(p) {
	syncs++
	delete dirty[p]
	delete open_folder[p]
	if (p !~ /\.sqlite-wal$/)
		return
	for (f in open_folder)
		if (open_folder[f] == pid)
			complain("committed while " f " was not synced")
}

function answered() {
	answers++
	for (p in dirty)
		if (writer[p] == pid && counts(p))
			complain("answered while " p " was not synced")
	for (f in open_folder)
		if (open_folder[f] == pid)
			complain("answered while " f " was not synced")
}

{
	pid = $1
	line = $0
	sub(/^[^ ]+ +[^ ]+ +/, "", line)
	if (line ~ /^\+\+\+ exited/)
		for (f in open_folder)
			if (open_folder[f] == pid)
				complain("ended while " f " was not synced")
	call = line
	sub(/\(.*/, "", call)
	if (line !~ / = [0-9]+(<.*>)?$/)
		next
	args = line
	sub(/^[^(]*\(/, "", args)
	n = split(args, a, /, /)
}

call ~ /^(write|pwrite64|writev|ftruncate)$/ {
	p = path(a[1], "")
	if (call ~ /^writev?$/ && line ~ /"Status: (202|30[23]) /)
		answered()
	else if (is_ours(p) && p !~ /\.sqlite-shm$/) {
		dirty[p] = 1
		writer[p] = pid
	}
}
# The result tells the path.
call == "openat" && /O_CREAT/ && / = [0-9]+<.*\/content\/incoming\// {
	sub(/^.* = /, "", line)
	p = path(line, "")
	if (p !~ /\.tmp$/)
		changed(p)
}
call ~ /^f(data)?sync$/ { synced(path(a[1], "")) }
call ~ /^renameat2?$/ { names++; renamed(path(a[1], a[2]), path(a[3], a[4])) }
call ~ /^linkat$/ {
	names++
	if (path(a[1], a[2]) in dirty)
		complain("named before it was synced")
	changed(path(a[3], a[4]))
}
call ~ /^unlinkat$/ {
	p = path(a[1], a[2])
	if (p in dirty && p ~ /\/content\/incoming\//)
		delete open_folder[folder(p)] # it never was
	delete dirty[p]
	delete open_folder[p]
	# what is deleted must not come back to be seen
	if (p ~ /\/content\/(public|private)\//)
		changed(p)
}
call ~ /^mkdirat$/ { changed(path(a[1], a[2])) }

END {
	for (f in open_folder)
		complain("never synced " f)
	for (p in dirty)
		if (p ~ /\/content\/(incoming|raw|public|private)\// ||
		    p ~ /\/exit$/ || p ~ /\.sqlite/)
			complain("never synced " p)
	printf "%d answers, %d new names, %d syncs, %d complaints\n",
		answers, names, syncs, bad
	exit bad > 0
}
