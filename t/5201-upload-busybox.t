#!/bin/sh
# 5201-upload-busybox.t -- uploads and private films under busybox httpd
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/upload.sh"

upload_story busybox
