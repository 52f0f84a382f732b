#!/bin/sh
# 9200-story-browser.t -- the whole main job in a real browser, with
# JavaScript and without
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

picture=$src/../shared/media/orientation-landscape-6.jpg
video=$src/../shared/media/big-buck-bunny-480p-30s.mp4
[ -r "$video" ] || skip_all '../shared/media is not there'
command -v chromium >/dev/null || skip_all 'chromium is not installed'
command -v node >/dev/null || skip_all 'node is not installed'
[ -d "$src/t/node_modules/playwright-core" ] ||
	skip_all 'playwright-core is not installed: npm ci --prefix t'
why=$(why_no_server busybox)
[ -z "$why" ] || skip_all "$why"

make_site
start_worker
start_server busybox
HOME=$tmp node "$src/t/browser.js" "$url" ann "$password" "$picture" "$video"
