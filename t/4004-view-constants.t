#!/bin/sh
# 4004-view-constants.t -- markers of a template become constants
. "$(dirname "$0")/tap.sh"

cat >"$tmp/two-words.tpl" <<'TPL'
{{%AUTOESCAPE context="HTML"}}
{{! NOT_THIS }}<p class="{{A}}">{{A}}{{B_HTML:none}}
{{#S}}{{>INNER}}{{/S}} {{lower}} { {NOR_THIS} }
TPL
awk -f "$src/templates/tpl.awk" "$tmp/two-words.tpl" >"$tmp/two-words.tpl.h"
is 'each marker once, and the template itself' \
	"$(sed -n '/^#define T_/p' "$tmp/two-words.tpl.h")" \
	'#define T_TWO_WORDS "TWO_WORDS"
#define T_A "A"
#define T_B_HTML "B_HTML"
#define T_S "S"
#define T_INNER "INNER"'

# compiles CONSTANT
compiles() {
	printf '#include "two-words.tpl.h"\nconst char *x = %s;\n' "$1" \
		>"$tmp/use.c"
	${CC:-cc} -I"$tmp" -c -o "$tmp/use.o" "$tmp/use.c"
}
check 'a marker compiles' compiles T_B_HTML
refute 'a misspelt one does not' compiles T_B_HTLM

done_testing
