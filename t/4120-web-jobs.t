#!/bin/sh
# 4120-web-jobs.t -- moderators see all jobs, and have them tried again
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"

make_site
add_user bob
add_user mod
sql() {
	sqlite3 -cmd '.timeout 60000' "$site/db.sqlite" "$1"
}
sql "UPDATE user SET rights = 3 WHERE uid = 3"
seed() {
	"$build/t/tool-seed" "$site" "$@" >"$tmp/seed.log" 2>&1 ||
		give_up "$(cat "$tmp/seed.log")"
}

# job TITLE DEED STATE CLASS KIND [REASON [LOG]]
job() {
	sql "INSERT INTO job(maker, subject, deed, state, lane, rank, party, blocks,
		way, tries, losses, attempts, due_at, class, reason, log,
		progress, made_at, kind) SELECT 'media', id, '$2', $3, 0, 5, 0, 1,
		0, 2, 1, 0, unixepoch() + 7250, $4, '${6-}', '${7-}', 430,
		unixepoch() - 7250, '$5' FROM media WHERE title = '$1'"
}

# row TITLE -- its item of the list, in one line
row() {
	tr '\n' ' ' <"$tmp/body" | sed 's/<li>/\n&/g; s/<\/ul>/\n/g' |
		grep -F "value=\"" | grep -F ">$1<"
}

# choice TEXT -- how many jobs the link tells
choice() {
	sed -n "s/.*>$1 <b>\\([0-9,]*\\)<.*/\\1/p" "$tmp/body"
}

# state TITLE -- of its job
state() {
	sql "SELECT j.state FROM job j JOIN media m ON m.id = j.subject
		WHERE m.title = '$1'"
}

cgi GET jobs /mod/jobs
is 'who is not signed in' "$status" 303
like 'signs in first' "$(header Location)" '/auth/login/\?next=%2Fmod%2Fjobs%2F$'
enter bob
cgi GET jobs /mod/jobs
is 'who does not moderate' "$status" 403
cgi GET index.cgi /
unlike 'is not led there' "$(body)" /mod/jobs/
enter mod
cgi GET index.cgi /
like 'a moderator is' "$(body)" '<a href="/mod/jobs/">Jobs</a>'
cgi GET jobs /mod/jobs
is 'no jobs' "$status" 200
like 'are said to be none' "$(body)" 'No jobs here'
like 'nothing works on them' "$(body)" 'The worker is not running'
unlike 'nothing can be checked' "$(body)" 'name="job"'
unlike 'there is one page' "$(body)" 'class="pager"'

seed ann failed Broken
seed bob failed Missing
seed ann working Again
seed ann working Runs
seed ann working 'Waits <b>'
job Broken probe 3 -29 video 'It is <cut> off.' 'moov <atom> not found'
job Missing v720 3 -30 video 'A program is missing: ffmpeg.'
job Again opus 1 -31 audio 'It stood still.'
job Runs v1080 2 0 video
job 'Waits <b>' small 1 0 image
sql "INSERT INTO attempt(job, number, state, since_at, host, boot, pid,
	pid_start, told_at) SELECT id, 1, 2, unixepoch() - 130, 'h', 'b', 1, 1, 0
	FROM job WHERE state = 2"
cgi GET jobs /mod/jobs
is 'all jobs' "$status" 200
is 'the worst first' "$(grep -o 'dir="auto" href="/u/[^"]*' "$tmp/body" |
	sed 's|.*/u/||' | tr '\n' ' ')" \
	'bob/m/missing/ ann/m/broken/ ann/m/again/ ann/m/runs/ ann/m/waits-b/ '
like 'what is made, of what kind, whose' "$(row Missing)" '>The 720p version, image of bob<'
like 'failed' "$(row Broken)" '<span class="word bad" id="word-1">Failed<'
sql "UPDATE job SET failed_at = unixepoch() - 190 WHERE id = 1"
cgi GET jobs /mod/jobs
is 'the latest failure first' "$(grep -o 'dir="auto" href="/u/[^"]*' \
	"$tmp/body" | sed 's|.*/m/||' | head -n 1)" broken/
like 'with its time' "$(row Broken)" '>Failed 3 min ago<'
like 'why, in words' "$(row Broken)" '>The file is damaged<.*It is &lt;cut&gt; off\.<'
like 'with the log' "$(row Broken)" '<details>.*moov &lt;atom&gt; not found'
unlike 'where there is one' "$(row Missing)" '<details>'
like 'its past' "$(row Broken)" \
	'Failed 2 times, interrupted 1 time, asked for 2 h ago'
like 'to be tried again' "$(row Again)" 'To be tried again in 2 h<'
like 'running' "$(row Runs)" 'Running for 2 min, 43 %<.*<progress value="43"'
like 'waiting' "$(row 'Waits &lt;b&gt;')" '>Waiting<'
is 'counted: all' "$(choice All | sort -u)" 5
is 'failed' "$(choice Failed)" 2
is 'by kind' "$(choice Video)" 3
is 'by reason' "$(choice 'Stood still and was ended')" 1
for words in hung cancelled spawning; do
	case $words in
	spawning) n=1 text=Starting ;;
	hung) n=3 text='Hangs, is being ended' ;;
	cancelled) n=4 text='Cancelled, is being ended' ;;
	esac
	sql "UPDATE attempt SET state = $n"
	cgi GET jobs /mod/jobs
	like "an attempt that is $words" "$(row Runs)" ">$text<"
done

# --- filters
query=state=failed cgi GET jobs /mod/jobs
is 'two failed' "$(grep -c 'name="job"' "$tmp/body")" 2
is 'of which one is damaged' "$(choice 'The file is damaged')" 1
is 'and others are not' "$(choice Waiting)" 1
like 'this is where one is' "$(body)" \
	'href="/mod/jobs/\?state=failed" aria-current="true">Failed'
query='state=failed&class=tool' cgi GET jobs /mod/jobs
like 'by both' "$(row Missing)" Missing
none 'only what is both' "$(row Broken)"
query='kind=audio' cgi GET jobs /mod/jobs
is 'by kind' "$(grep -c 'name="job"' "$tmp/body")" 1
like 'what is chosen stays in links' "$(links kind=audio)" 'state=failed&kind=audio$'
query='kind=paper' cgi GET jobs /mod/jobs
like 'nothing of that' "$(body)" 'No jobs here'
query=state=lost cgi GET jobs /mod/jobs
is 'a state that there is not' "$status" 422
query=class=bad cgi GET jobs /mod/jobs
is 'a class that there is not' "$status" 422

# --- it asks for itself again, when asked to
cgi GET jobs /mod/jobs
is 'not by itself' "$(header Refresh)" ''
like 'by a link' "$(body)" 'href="/mod/jobs/\?live=1">Keep this page fresh'
query='state=failed&live=1' cgi GET jobs /mod/jobs
is 'each ten seconds' "$(header Refresh)" 10
query='state=failed&live=1&did=retry&n=7' cgi GET jobs /mod/jobs
is 'without saying again what was done' "$(header Refresh)" \
	'10; url=/mod/jobs/?state=failed&live=1'
like 'until one has enough' "$(body)" 'href="/mod/jobs/\?state=failed">Stop that'

# --- some
query=state=failed cgi GET jobs /mod/jobs
post jobs /mod/jobs deed=retry job=2 state=failed
is 'one checked' "$status" 303
is 'leads back' "$(header Location)" '/mod/jobs/?state=failed&did=retry&n=1'
is 'it waits again' "$(state Missing)" 1
is 'its media is worked on' "$(sql "SELECT state FROM media WHERE
	title = 'Missing'")" 1
is 'and not another' "$(state Broken)" 3
query='did=retry&n=1' cgi GET jobs /mod/jobs
like 'which is said' "$(body)" '1 job will be tried again\.'
query='did=retry&n=2000&left=1500' cgi GET jobs /mod/jobs
like 'also what there was no time for' "$(body)" \
	'2,000 jobs will be tried again\. There was no time for 1,500 more'
post jobs /mod/jobs deed=retry job=1 job=2 job=77
is 'two, and one that is gone' "$(header Location)" '/mod/jobs/?did=retry&n=2'
cgi GET jobs /mod/jobs
post jobs /mod/jobs deed=retry
is 'none' "$(header Location)" '/mod/jobs/?did=retry&n=0'
cgi GET jobs /mod/jobs
post jobs /mod/jobs deed=eat job=1
is 'a deed that there is not' "$status" 422
cgi GET jobs /mod/jobs
post jobs /mod/jobs deed=retry job=one
is 'no number' "$status" 422
cgi GET jobs /mod/jobs
post jobs /mod/jobs deed=retry job=1 HTTP_SEC_FETCH_SITE=cross-site
is 'from another site' "$status" 403
printf 'deed=retry&job=1' >"$tmp/form"
cgi POST jobs /mod/jobs CONTENT_TYPE=application/x-www-form-urlencoded \
	CONTENT_LENGTH=16 <"$tmp/form"
is 'without a token' "$status" 403
enter bob
cgi GET login /auth/login
post jobs /mod/jobs deed=retry job=1
is 'who does not moderate' "$status" 403
post jobs /mod/jobs/all deed=retry
is 'may not do it to all' "$status" 403

# --- all of a filter
sql "UPDATE job SET state = 3, kind = 'video' WHERE id = 1;
	WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
		WHERE i < 1200)
	INSERT INTO job(maker, subject, deed, state, lane, rank, party, blocks, way,
		tries, losses, attempts, due_at, class, reason, log, progress,
		made_at, kind)
	SELECT 'media', 1, 'd' || i, 3, 0, 5, 0, 1, 0, 4, 0, 4, 0, -31, '', '', 0,
		0, CASE WHEN i % 3 THEN 'image' ELSE 'audio' END FROM n"
enter mod
query=state=failed cgi GET jobs /mod/jobs
like 'all 1,201 of them' "$(body)" \
	'href="/mod/jobs/all/\?state=failed&amp;deed=retry">Try again \(1,201\)'
query='state=failed&kind=image&deed=retry' cgi GET jobs /mod/jobs/all
is 'asks before that' "$status" 200
like 'how many' "$(body)" '<h1>Try again: 800 jobs\?</h1>'
like 'which' "$(body)" 'These are: Failed, image\.'
post jobs /mod/jobs/all deed=retry state=failed kind=image
is 'all of them' "$(header Location)" \
	'/mod/jobs/?state=failed&kind=image&did=retry&n=800'
is 'wait again' "$(sql "SELECT count(*) FROM job WHERE state = 1
	AND kind = 'image' AND tries = 0 AND deed LIKE 'd%'")" 800
is 'and no others' "$(sql "SELECT count(*) FROM job WHERE state = 3")" 401
query=deed=retry cgi GET jobs /mod/jobs/all
post jobs /mod/jobs/all deed=retry
is 'what waits for its next try, too' "$(header Location)" \
	'/mod/jobs/?did=retry&n=1203'
is 'nothing has failed' "$(sql "SELECT count(*) FROM job WHERE state = 3")" 0
is 'what runs goes on' "$(state Runs)" 2

# --- pages
query='kind=audio' cgi GET jobs /mod/jobs
is 'thirty a page' "$(grep -c 'name="job"' "$tmp/body")" 30
first=$(sed -n 's/.*name="job" value="\([0-9]*\)".*/\1/p' "$tmp/body" | head -n 1)
older=$(links 'older=')
query=${older#*\?} cgi GET jobs /mod/jobs
is 'thirty more' "$(grep -c 'name="job"' "$tmp/body")" 30
like 'of the same filter' "$older" 'kind=audio'
newer=$(links 'newer=')
query=${newer#*\?} cgi GET jobs /mod/jobs
is 'and back' "$(sed -n 's/.*name="job" value="\([0-9]*\)".*/\1/p' "$tmp/body" |
	head -n 1)" "$first"
unlike 'to the first' "$(body)" 'newer='

sql "INSERT INTO job(maker, subject, deed, state, lane, rank, party, blocks,
	way, tries, losses, attempts, due_at, class, reason, log, progress,
	made_at) VALUES('media', 999, 'x', 3, 0, 5, 0, 1, 0, 0, 0, 0, 0, -31,
	'It stood still and was ended.', '', 0, 0)"
orphan=$(sql "SELECT id FROM job WHERE subject = 999")
sql "UPDATE job SET state = 3 WHERE id = 1"
query=state=failed cgi GET jobs /mod/jobs
like 'a job of what is gone' "$(row 'media 999')" 'media 999'
unlike 'what the class says is not said twice' "$(row 'media 999')" 'It stood still'
post jobs /mod/jobs deed=retry "job=$orphan" job=1
is 'keeps no other from being tried' "$(sql 'SELECT state FROM job
	WHERE id = 1')" 1
sql "DELETE FROM job WHERE id = $orphan"

# --- charts
hour=$(($(date +%s) / 3600))
sql "INSERT INTO history VALUES($hour, 'media', 'video', 0, 3, 9000, 5),
	($((hour - 1)), 'media', 'image', 0, 4, 4000, 5),
	($((hour - 1)), 'media', 'image', -31, 2, 4000, 0),
	($((hour - 90)), 'media', 'image', 0, 99, 4000, 5);
	INSERT INTO queue VALUES(unixepoch() - 300000, 17, 0, 5),
	(unixepoch() - 7200, 23, 1, 6)"
cgi GET jobs /mod/jobs
like 'what was done in two days' "$(body)" '<b>Done an hour</b> <span class="hint">7 jobs<'
like 'what failed' "$(body)" '<b>Failed tries an hour</b> <span class="hint">2 tries<'
like 'what waits now' "$(body)" \
	"<b>Jobs in the queue</b> <span class=\"hint\">$(sql 'SELECT count(*)
		FROM job WHERE state = 1' | sed 's/...$/,&/') waiting<"
like 'what waited' "$(body)" '<td>23</td><td>6</td>'
like 'why it failed' "$(body)" '<li><span class="key s0"></span>Stood still and was'
like 'how long it takes' "$(body)" '<b>Time a job takes</b> <span class="hint">1 s on average<'
is 'four pictures' "$(grep -c '<svg class="chart"' "$tmp/body")" 4
like 'which say what they show' "$(body)" \
	'<desc id="failed-desc">Tries that failed .*: 2 tries in all\.</desc>'
like 'also in numbers' "$(body)" "<th scope=\"row\">$(date -u -d "@$((hour * 3600))" \
	'+%d %b %H:%M')</th><td>[03]</td><td>[03]</td></tr>"
like 'what held before' "$(body)" '<td>17</td><td>5</td>'
unlike 'nothing has a style of its own' "$(body)" 'style='

# --- cancelling
cgi GET jobs /mod/jobs
post jobs /mod/jobs deed=cancel job=4 job=5
is 'two' "$(header Location)" '/mod/jobs/?did=cancel&n=2'
is 'what waits has failed' "$(state 'Waits <b>')" 3
is 'what runs is ended' "$(sql "SELECT state FROM attempt WHERE job = 4")" 4
is 'its owner reads why' "$(sql "SELECT state, note FROM media
	WHERE title = 'Waits <b>'")" '3|A moderator cancelled it.'
query=state=cancelled cgi GET jobs /mod/jobs
like 'it is shown' "$(row 'Waits &lt;b&gt;')" '>Cancelled [0-9]* s ago<.*A moderator cancelled it\.'
is 'apart from failures' "$(choice Failed)" 0
query=deed=cancel cgi GET jobs /mod/jobs/all
like 'all' "$(body)" '<h1>Cancel: 1,204 jobs\?</h1>'
like 'with a button of that colour' "$(body)" '<button class="bad">Cancel them<'
post jobs /mod/jobs/all deed=cancel
is 'are cancelled' "$(sql "SELECT count(*) FROM job WHERE state < 3")" 1
query=deed=retry cgi GET jobs /mod/jobs/all
like 'which nobody takes back unasked' "$(body)" '<h1>Try again: 0 jobs\?</h1>'
query='state=cancelled&deed=retry' cgi GET jobs /mod/jobs/all
like 'but where one looks at that alone' "$(body)" 'Try again: 1,204 jobs\?'
sql "UPDATE job SET class = -39 WHERE id = 2"
query=state=quarantined cgi GET jobs /mod/jobs
like 'quarantined' "$(row Missing)" 'word bad".*>Quarantined [0-9]* s ago<.*The machine went down'

start_worker
has_worker() {
	[ -n "$(sql "SELECT version FROM process WHERE sandbox <> ''")" ]
}
check 'a worker says who it is' until_true 60 has_worker
cgi GET jobs /mod/jobs
unlike 'which is no alarm' "$(body)" 'worker is not running'
sql "DELETE FROM history"
cgi GET jobs /mod/jobs
post jobs /mod/jobs deed=retry job=1
is 'one of them again' "$(header Location)" '/mod/jobs/?did=retry&n=1'
has_failed() {
	[ -n "$(sql "SELECT n FROM history WHERE kind = 'video' AND class < 0")" ]
}
check 'what fails now stands in the figures' until_true 60 has_failed
cgi GET jobs /mod/jobs
like 'and on the page' "$(body)" '<b>Failed tries an hour</b> <span class="hint">[1-9]'

done_testing
