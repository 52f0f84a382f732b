#!/bin/sh
# 9110-story-busybox.t -- the whole main job under busybox httpd
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/story.sh"

story busybox
