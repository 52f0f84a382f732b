#!/bin/sh
# 5202-upload-apache.t -- uploads and private films under Apache
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/upload.sh"

upload_story apache
