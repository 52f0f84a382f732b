#!/bin/sh
# 9001-crash-kills.t -- pages, workers, runners and commands killed at random
# while people send files: what was acknowledged is there, and nothing else is
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"
. "$(dirname "$0")/crash/crash.sh"

crash_prepare

# storm SEED KILLS [OPTION]... -- its words are in $words
storm() {
	crash_site "$1"
	QUIET=1 crash_storm "$@"
	rc=$?
	words=$(cat "$crash_log")
	note "$(tail -n 1 "$crash_log")"
	crash_remove
}

# one seed that stays, and one that never comes again
for seed in 1 "$(date +%s)"; do
	storm "$seed" 60
	is "60 kills, seed $seed" "$rc $(printf %s "$words" | grep WRONG)" '0 '
done

# --- whoever finds everything well might be blind
storm 3 40 --rash
like 'a client that takes sending for an answer is found out' "$words" \
	'WRONG: k[0-9]* was acknowledged and is not there'

storm 4 0 --harm
sees() {
	like "it sees $1" "$words" "$2"
}
sees 'a job that runs twice at once' '^WRONG: .*RUNS TWICE: job [0-9]'
sees 'a lost original' '^WRONG: k0: content/raw/.* is not what it must be'
sees 'a flipped bit' '^WRONG: k1: content/.*small-.*jpg is not what it must be'
sees 'a lost rendition' '^WRONG: k2: .*film-.*mp4 is not what it must be'
sees 'a file without a row' '^WRONG: .*/nobodys-01234567.jpg belongs to no row'
sees 'a row that is missing' '^WRONG: k3: [0-9] of 4 files'
sees 'what may be seen by others than was asked for' \
	'^WRONG: k4 has visibility'
sees 'an upload that is gone' '^WRONG: k5 was acknowledged and is not there'
sees 'one that is there twice' '^WRONG: k6 is there 2 times'
sees 'that gremlin check agrees' '^WRONG: gremlin check'
done_testing
