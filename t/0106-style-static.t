#!/bin/sh
# 0106-style-static.t -- static programs call nothing that needs a shared
# library at run time: such a call works on the machine that built it alone
# (dlopen is in all of them, as the C library's own)
. "$(dirname "$0")/tap.sh"

command -v nm >/dev/null || skip_all 'nm is not installed'
seen=0
for f in "$build"/cgi-bin/* "$build"/worker/gremlin*; do
	test -f "$f" -a -x "$f" || continue
	head -c 4 "$f" | grep -q ELF || continue
	readelf -l "$f" | grep -q INTERP && continue
	seen=$((seen + 1))
	none "${f#"$build"/}" "$(nm "$f" | grep -E \
		' [TW] (getaddrinfo|gethostby[a-z_]*|getpw[a-z_]*|getgr(nam|gid|ent)[a-z_]*|iconv_open)$')"
done
[ "$seen" -gt 0 ] || skip_all 'no program is static'

done_testing
