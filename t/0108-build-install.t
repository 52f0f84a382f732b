#!/bin/sh
# 0108-build-install.t -- `make install` fills SITE/releases/VERSION, and makes
# it `current` only where nothing is
. "$(dirname "$0")/tap.sh"

unset MAKEFLAGS MFLAGS MAKELEVEL
make=${GREMLIN_MAKE:-make}

install_to() {
	"$make" -s -C "$build" install prefix="$1"
}

check 'installed' install_to "$tmp/site"
is 'the first release is current' "$(readlink "$tmp/site/current")" \
	"releases/$(ls "$tmp/site/releases")"
for dir in templates static share/apache share/busybox share/lighttpd; do
	check "it has $dir" test -d "$tmp/site/current/$dir"
done
check 'and a server to start' test -x "$tmp/site/current/share/busybox/serve"

ln -sfn releases/0.0.1 "$tmp/site/current"
check 'installed again' install_to "$tmp/site"
is 'current stays what it was' "$(readlink "$tmp/site/current")" releases/0.0.1

check 'with a blank in the name' install_to "$tmp/my site"
check 'too' test -d "$tmp/my site/current/templates"

done_testing
