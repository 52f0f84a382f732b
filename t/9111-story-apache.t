#!/bin/sh
# 9111-story-apache.t -- the whole main job under Apache
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/story.sh"

story apache
