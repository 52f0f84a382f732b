#!/bin/sh
# 2102-server-types.t -- the web servers' configurations name the type of every
# extension that recipes write and pages load
. "$(dirname "$0")/tap.sh"

cd "$src" || exit 1

# written -- "EXTENSION TYPE" of each file of the recipes; .webm stands for
# video in every server, and browsers take sound as that
written() {
	awk '
		/^[^ \t]/ { files = /^files[ \t]*=/; sub(/^[a-z]*[ \t]*=/, "") }
		files && NF == 2 { sub(/.*\./, "", $1); print $1, $2 }' \
		lib/media/recipes/*.ini |
		sed 's|^webm audio/webm|webm video/webm|' | sort -u
}

# loaded -- the same of the files in templates/static
loaded() {
	for f in $(sources '^templates/static/'); do
		case $f in
		*.css) echo css text/css ;;
		*.js) echo js text/javascript ;;
		*.svg) echo svg image/svg+xml ;;
		*) echo "${f##*.} unknown/$f" ;;
		esac
	done | sort -u
}

sed -n 's/^\.\([a-z0-9]*\):\([^;]*\).*/\1 \2/p' \
	contrib/busybox/httpd.conf | sort >"$tmp/busybox"
sed -n 's/^		"\.\([a-z0-9]*\)" => "\([^";]*\).*/\1 \2/p' \
	contrib/lighttpd/gremlin.conf | sort >"$tmp/lighttpd"
{
	awk '$1 == "AddType" { for (i = 3; i <= NF; i++) print $i, $2 }' \
		contrib/apache/htaccess
	# what every Apache knows
	printf '%s\n' 'jpg image/jpeg' 'png image/png' 'css text/css'
} | sort >"$tmp/apache"

written >"$tmp/wanted"
check 'recipes write something' grep -q '^mp4 video/mp4$' "$tmp/wanted"
loaded >>"$tmp/wanted"
for server in busybox lighttpd apache; do
	while read -r type; do
		check "$server: $type" grep -qx "$type" "$tmp/$server"
	done <"$tmp/wanted"
done

none 'lighttpd has all that busybox has' \
	"$(comm -23 "$tmp/busybox" "$tmp/lighttpd")"

done_testing
