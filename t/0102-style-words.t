#!/bin/sh
# 0102-style-words.t -- what no file of the tree may say, and banned functions
. "$(dirname "$0")/tap.sh"

cd "$src" || exit 1
all=$(sources '.')

none 'nothing calls itself unfinished' \
	"$(grep -InwE 'TO''DO|FIX''ME|X''XX|HA''CK' $all)"

none 'no path of a developer'\''s machine' \
	"$(grep -InE '(^|[[:space:]"'\''(=:])/(work|root|home|Users|tmp/h)/' $all)"

c=$(sources '^(lib|cgi-bin|worker)/.*\.(c|cc|h)$' | grep -v 'banned\.h$')
none 'no function that copies without a limit or calls a shell' "$(grep -nE \
	'\b(strcpy|strcat|sprintf|vsprintf|strtok|gets|system|popen|mktemp|tmpnam|alloca|strncpy|strncat)\(' \
	$c /dev/null)"

none 'fork only in gremlin-run, exec elsewhere by posix_spawn' "$(grep -nE \
	'\b(v?fork|clone)\(' $c /dev/null | grep -Ev '^worker/(gremlin-run|run-child)\.c:')"

none 'no goto' "$(grep -nE '^[[:space:]]*goto ' $c /dev/null)"

none 'no SQL in C' "$(grep -nE \
	'"(SELECT|INSERT INTO|UPDATE [a-z]+ SET|DELETE FROM|CREATE TABLE) ' \
	$(sources '^(lib|cgi-bin|worker)/.*\.(c|cc)$') /dev/null)"

done_testing
