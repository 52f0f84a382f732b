# tap.sh -- Test Anything Protocol for tests in sh; sourced
#
#	. "$(dirname "$0")/tap.sh"
#	check 'two files are the same' cmp a b
#	is 'one and one' $((1 + 1)) 2
#	like 'a status line' "$head" '^HTTP/1.1 200 '
#	done_testing
#
# $tmp is a folder of the test's own, gone when it ends; at_exit names a
# command to run before that. $src and $build are the trees.
# shellcheck shell=sh disable=SC2034
set -u
LC_ALL=C.UTF-8
export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
src=${GREMLIN_SRC:-$(cd "$(dirname "$0")/.." && pwd)}
build=${GREMLIN_BUILD:-$src}
tap_count=0
tap_failed=0
tap_exit=
tmp=$(mktemp -d "${TMPDIR:-/tmp}/gremlin-t.XXXXXX") || exit 1

tap_end() {
	trap '' INT TERM HUP
	eval "$tap_exit"
	chmod -R u+w "$tmp"
	rm -rf "$tmp"
}
trap tap_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# at_exit COMMAND -- the last one registered runs first
at_exit() {
	tap_exit="$1; $tap_exit"
}

# diag TEXT -- to standard error, which prove shows
diag() {
	printf '%s\n' "$*" | sed 's/^/#   /' >&2
}

# note TEXT -- for who runs the test alone
note() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

pass() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1"
}

fail() {
	tap_count=$((tap_count + 1))
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_count - $1"
	diag "failed: $1${2:+
$2}"
}

# check NAME COMMAND... -- the command succeeds; else its output is shown
check() {
	tap_name=$1
	shift
	if tap_out=$("$@" 2>&1); then
		pass "$tap_name"
	else
		fail "$tap_name" "$tap_out"
	fi
}

# refute NAME COMMAND... -- the command fails
refute() {
	tap_name=$1
	shift
	if tap_out=$("$@" 2>&1); then
		fail "$tap_name" "$tap_out"
	else
		pass "$tap_name"
	fi
}

is() {
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		fail "$1" "got '$2', wanted '$3'"
	fi
}

# none NAME TEXT -- the text, a list of what is wrong, is empty
none() {
	if [ -z "$2" ]; then
		pass "$1"
	else
		fail "$1" "$2"
	fi
}

# like NAME TEXT ERE -- some line of the text matches
like() {
	if printf '%s\n' "$2" | grep -Eq -e "$3"; then
		pass "$1"
	else
		fail "$1" "no match for $3 in: $2"
	fi
}

unlike() {
	if printf '%s\n' "$2" | grep -Eq -e "$3"; then
		fail "$1" "a match for $3 in: $2"
	else
		pass "$1"
	fi
}

skip() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

skip_all() {
	echo "1..0 # SKIP $*"
	exit 0
}

done_testing() {
	echo "1..$tap_count"
	[ "$tap_failed" -eq 0 ]
	exit
}

# until_true SECONDS COMMAND... -- try until it succeeds, ten times a second;
# the bound is for what hangs, not a time to measure
until_true() {
	tap_tries=$(($1 * 10))
	shift
	until "$@"; do
		tap_tries=$((tap_tries - 1))
		[ "$tap_tries" -gt 0 ] || return 1
		sleep 0.1
	done
}

# sources ERE -- the files of the tree (not what a build makes) whose path
# matches, sorted, relative to $src
sources() {
	(
		cd "$src" || exit
		if [ -e .git ] && command -v git >/dev/null; then
			git ls-files -co --exclude-standard |
				while read -r f; do [ ! -f "$f" ] || echo "$f"; done
		else
			find . \( -name node_modules -o -name build-aux \
				-o -name autom4te.cache -o -name '_*' \) -prune \
				-o -type f -print | sed 's|^\./||' |
				grep -vE '^(aclocal.m4|configure|config\.h\.in|Makefile\.in)~?$'
		fi
	) | grep -E -e "$1" | LC_ALL=C sort
}
