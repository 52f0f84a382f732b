#!/bin/sh
# 9112-story-lighttpd.t -- the whole main job under lighttpd
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/story.sh"

story lighttpd
