#!/bin/sh
# 8000-gremlin-help.t -- what gremlin says of itself, its manuals and its
# completion agree
. "$(dirname "$0")/tap.sh"

gremlin=$build/worker/gremlin
manual=$src/worker/gremlin.8
settings=$src/worker/gremlin.ini.5
unset GREMLIN_SITE
status=0

says() {
	status=0
	out=$(timeout 60 "$gremlin" "$@" 2>&1) || status=$?
}

says --version
like 'a version' "$out" '^contentgremlin [0-9]+\.[0-9]+'
says --help
is 'help succeeds' "$status" 0
commands=$(echo "$out" | sed -n 's/^  \([a-z]\{1,\}\( [a-z]\{1,\}\)\{0,1\}\) .*/\1/p' |
	sed 's/ *$//')
like 'it lists commands' "$commands" '^user add$'

says
is 'no command is wrong usage' "$status" 64
says fly
is 'an unknown one too' "$status" 64
like 'and says where to look' "$out" 'gremlin --help'
says user fly
is 'an unknown second word' "$status" 64
says init --fly
is 'an unknown option' "$status" 64
like 'is named' "$out" 'no option --fly'
says user add
is 'too few arguments' "$status" 64
says user add ann bob
is 'too many' "$status" 64
says -C
is '-C without its folder' "$status" 64
says user
is 'half a command lists the whole ones' "$(echo "$out" | grep -c '^  user ')" 3

# each command, its options and the manual
IFS='
'
for command in $commands; do
	unset IFS
	says $command --help
	is "$command has help" "$status $(echo "$out" | grep -c '^usage: gremlin')" \
		'0 1'
	none "the manual has $command" "$(grep -Eq "^\.Ss $command( |$)" \
		"$manual" || echo missing)"
	body=$(awk -v head=".Ss $command" '/^\.S[sh] / { on = 0 }
		$0 == head || index($0, head " ") == 1 { on = 1 } on' "$manual")
	for option in $(echo "$out" | sed -n 's/^  --\([a-z-]*\).*/\1/p'); do
		[ "$option" = help ] || like "with --$option" "$body" \
			"(Fl|Op Fl) -$option( |$)"
	done
done
unset IFS
none 'the manual has no other commands' "$(sed -n \
	's/^\.Ss \([a-z]*\( [a-z]*\)*\).*/\1/p' "$manual" | sed 's/ $//' |
	while read -r name; do
		echo "$commands" | grep -qxF -e "$name" || echo "$name"
	done)"

if command -v nm >/dev/null; then
	none 'it holds no templates' "$(nm -C "$gremlin" | grep ctemplate)"
fi

# the settings: gremlin.ini as made by init is the table of the parser
mkdir "$tmp/site"
says -C "$tmp/site" init
is 'a site' "$status" 0
sed -n 's/^;\([a-z_]*\) =[ ]*\(.*\)/\1=\2/p' "$tmp/site/gremlin.ini" \
	>"$tmp/table"
awk '/^\.Sh FILES/ { exit } /^\.It Ic / { key = $3; print key "=" }
	/^Default: none/ { next }
	/^\.Ql / && waits { print key "=" $2 } { waits = /^Default:$/ }' \
	"$settings" | awk -F= '{ seen[$1] = $2; if (!($1 in n)) order[++k] = $1;
		n[$1] = 1 } END { for (i = 1; i <= k; i++)
		print order[i] "=" seen[order[i]] }' >"$tmp/manual"
check 'settings are read from both' test -s "$tmp/table"
check 'gremlin.ini(5) has each setting with its default' \
	diff "$tmp/table" "$tmp/manual"

# the completion of bash
if command -v bash >/dev/null; then
	completed() {
		bash -c '. "$1"; shift; COMP_WORDS=("$@")
			COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
			_gremlin; printf "%s\n" "${COMPREPLY[@]}"' bash \
			"$src/contrib/completion/gremlin" "$gremlin" "$@"
	}
	is 'commands are completed' "$(completed in)" init
	is 'second words too' "$(completed user p)" password
	is 'and options' "$(completed user add --ad)" --admin
else
	skip 'completion' 'bash is not installed'
fi

done_testing
