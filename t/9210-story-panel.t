#!/bin/sh
# 9210-story-panel.t -- the list of uploads keeps itself fresh in a browser
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/rows.sh"

command -v chromium >/dev/null || skip_all 'chromium is not installed'
command -v node >/dev/null || skip_all 'node is not installed'
[ -d "$src/t/node_modules/playwright-core" ] ||
	skip_all 'playwright-core is not installed: npm ci --prefix t'
why=$(why_no_server busybox)
[ -z "$why" ] || skip_all "$why"

make_site
start_server busybox
seed ann failed Broken
job Broken probe 3 0 1 0 -29 'It is damaged.' 'a line of the log'
sql "UPDATE media SET trouble = 2"
seed ann working Waits
seed ann working Runs
job Runs v360 2 20 1 430
begun 1
HOME=$tmp node "$src/t/panel.js" "$url" ann "$password" "$site/db.sqlite"
