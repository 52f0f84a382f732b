#!/bin/sh
# 5106-uploads-words.t -- what is made of an upload, what failed, and what can
# be done about it, in words and buttons
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"
. "$(dirname "$0")/rows.sh"

make_site
add_user bob
add_user mod
sql "UPDATE user SET rights = 3 WHERE uid = 3"
states() {
	sql "SELECT deed || ' ' || state FROM job ORDER BY id" | tr '\n' ';'
}

# --- what is made now
seed ann working Film
job Film v360 2 20 0 430
job Film v720 1 60 0 0
job Film v1080 1 80 0 0
enter ann
cgi GET uploads /u/ann/panel
like 'before its attempt is known' "$(row Film)" \
	'<span class="doing">Making the 360p version, 43 %</span>'
begun 130
cgi GET uploads /u/ann/panel
like 'which output, how far, how long' "$(row Film)" \
	'>Making the 360p version, 43 %, about 3 minutes left<'
like 'and what follows' "$(row Film)" '>Next: the 720p version, and 1 more<'
like 'as a whole' "$(row Film)" \
	'>Being prepared, 0 %<.*<progress value="0" max="100" aria-labelledby='
sql "UPDATE job SET blocks = 1 WHERE state = 2"
cgi GET media /u/ann/m/film
like 'its page says the same' "$(body)" \
	'>Making the 360p version, 43 %, about 3 minutes left<'
sql "UPDATE job SET blocks = 0, progress = 1 WHERE state = 2"
cgi GET uploads /u/ann/panel
like 'nobody guesses from nothing' "$(row Film)" '>Making the 360p version, 0 %<'
sql "UPDATE job SET progress = 998 WHERE state = 2"
cgi GET uploads /u/ann/panel
like 'then it is checked' "$(row Film)" '>Checking the 360p version<'
sql "UPDATE job SET deed = 'own.thing', progress = 500 WHERE state = 2;
	UPDATE attempt SET since_at = unixepoch() + 9000"
cgi GET uploads /u/ann/panel
like 'an output of a recipe of the site, and a clock that jumped' \
	"$(row Film)" '>Making “own\.thing”, 50 %<'

# --- waiting
sql "DELETE FROM attempt; DELETE FROM job; UPDATE media SET title = 'First'"
seed ann working Second
job First small 1 1 0 0
job Second small 1 2 0 0
cgi GET uploads /u/ann/panel
like 'the first' "$(row First)" '>Waiting, next in line<'
like 'the second' "$(row Second)" '>Waiting, 2nd in line<.*>One other goes before'
sql "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
	WHERE i < 1001) INSERT INTO job(maker, subject, deed, state, lane, rank,
	party, blocks, way, tries, losses, attempts, due_at, class, reason,
	log, progress, made_at) SELECT 'other', i, '', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	'', '', 0, 0 FROM n"
cgi GET uploads /u/ann/panel
like 'with a thousand others' "$(row First)" \
	'>Waiting, far behind<.*>More than 1,000 others go before it\.<'
sql "DELETE FROM job WHERE maker = 'other';
	UPDATE job SET class = -3, reason = 'There was no room on the disk.',
	due_at = unixepoch() + 240, log = 'No space' WHERE rank = 1"
cgi GET uploads /u/ann/panel
like 'why, and until when' "$(row First)" \
	'>Waiting<.*>There was no room on the disk\. Next try in about 4 minutes\.<'

like 'with its log' "$(row First)" '<pre tabindex="0">No space</pre>'
like 'and a way not to wait' "$(row First)" 'value="small".*>Try now<'
post tend /u/ann/m/film/retry "next=$(hidden next)" output=small
is 'it is due at once' "$status $(sql "SELECT due_at FROM job WHERE rank = 1")" \
	'303 0'
cgi GET uploads /u/ann/panel
like 'that nobody works' "$(body)" 'the worker of this site is not running\.'
sql "INSERT INTO process(role, pid, pid_start, boot, version, since_at, sandbox)
	VALUES('worker', 1, 1, '', '', unixepoch() - 60, '')"
cgi GET uploads /u/ann/panel
unlike 'a worker of cron comes and goes' "$(body)" 'is not running'

# --- what failed of something that is shown
sql "DELETE FROM job"
seed ann public Shown
seed bob public Other
job Shown v720 3 60 0 0 -31 'It <i>stood</i> still.' '</pre><b>log</b> & "more"'
job Shown v1080 3 80 0 0 -29 'It is damaged.'
job Shown storyboard 2 70 0 613
begun 60
cgi GET uploads /u/ann/panel
like 'it is published' "$(row Shown)" '>Published<'
like 'what is still made of it' "$(row Shown)" \
	'>Making the storyboard, 61 %, less than a minute left</span> <progress value="61"'
like 'what failed of it, and why' "$(row Shown)" \
	'Could not make the 720p version\.</span> It &lt;i&gt;stood&lt;/i&gt; still\.<'
like 'with its log' "$(row Shown)" \
	'<details class="log"> <summary>Last lines of the log</summary> <pre tabindex="0">&lt;/pre&gt;&lt;b&gt;log&lt;/b&gt; &amp; &quot;more&quot;</pre>'
is 'a log that is empty has no fold' \
	"$(row Shown | grep -o '<details' | wc -l)" 1
like 'a button for each' "$(row Shown)" \
	'action="/u/ann/m/shown/retry/".*name="output" value="v720".*name="output" value="v1080"'
cgi GET media /u/ann/m/shown
like 'its page speaks of it' "$(body)" \
	'2 files of it could not be made\. One more file of it is still being made\.'

cgi GET uploads /u/ann/panel
next=$(hidden next)
is 'forms lead back here' "$next" /u/ann/panel/
post tend /u/ann/m/shown/retry "next=$next" output=v1080
is 'one of them is tried again' "$status" 303
is 'only that one' "$(states)" 'v720 3;v1080 1;storyboard 2;'
is 'and one is told' "$(header Location)" \
	'/u/ann/panel/?done=retried&entry=shown'
query='done=retried&entry=shown' cgi GET uploads /u/ann/panel
like 'in words' "$(body)" 'class="banner" role="status">“Shown” is tried again\.<'
post tend /u/ann/m/shown/retry "next=$next" output=v1080
is 'the same once more changes nothing' "$status $(states)" \
	'303 v720 3;v1080 1;storyboard 2;'
cgi GET uploads /u/ann/panel
post tend /u/ann/m/shown/retry "next=$next" output=storyboard
is 'nor what did not fail' "$(header Location) $(states)" \
	'/u/ann/panel/?done=none&entry=shown v720 3;v1080 1;storyboard 2;'
query='done=none&entry=shown' cgi GET uploads /u/ann/panel
like 'which is told' "$(body)" '“Shown” has nothing left to try again\.<'
query='done=retried&entry=other' cgi GET uploads /u/ann/panel
unlike 'nobody else is named' "$(body)" Other
query='done=%3Cb%3E&entry=%3Cb%3E' cgi GET uploads /u/ann/panel
unlike 'made-up words say nothing' "$(body)" 'class="banner"'
post tend /u/ann/m/shown/retry "next=$next"
is 'all of them' "$(states)" 'v720 1;v1080 1;storyboard 2;'
cgi GET uploads /u/ann/panel
post tend /u/ann/m/shown/retry next=//evil.example/
is 'it leads to no other site' "$(header Location)" /u/ann/m/shown/
cgi GET tend /u/ann/m/shown/retry
is 'nothing is done by a link' "$status" 405
cgi POST tend /u/ann/m/shown/retry CONTENT_LENGTH=0 \
	CONTENT_TYPE=application/x-www-form-urlencoded </dev/null
is 'or without the token' "$status" 403

# --- others
sql "UPDATE job SET state = 3 WHERE deed = 'v720'"
enter bob
cgi GET submit /submit
post tend /u/ann/m/shown/retry
is 'another person' "$status" 403
is 'changes nothing' "$(states)" 'v720 3;v1080 1;storyboard 2;'
enter mod
cgi GET uploads /u/ann/panel
like 'a moderator is offered it' "$(row Shown)" 'value="v720"'
post tend /u/ann/m/shown/retry "next=$(hidden next)"
is 'and may' "$status $(states)" '303 v720 1;v1080 1;storyboard 2;'

done_testing
