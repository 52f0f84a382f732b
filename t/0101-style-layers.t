#!/bin/sh
# 0101-style-layers.t -- a layer includes none above it
. "$(dirname "$0")/tap.sh"

cd "$src" || exit 1
layers='base proc db http view model job auth media web'

# above LAYER -- those it may not include, as alternatives of an ERE
above() {
	echo "$layers" | sed "s/.*\b$1\b *//; s/ /|/g"
}

for layer in $layers; do
	[ -d "lib/$layer" ] || continue
	up=$(above "$layer")
	none "lib/$layer includes nothing from above" "$(grep -nE \
		"^#include \"(${up:-none}|cgi-bin|worker)/" \
		"lib/$layer"/*.[ch]* /dev/null)"
	none "lib/$layer names its headers as layer/noun.h" "$(grep -nE \
		'^#include "[^/"]+"' "lib/$layer"/*.[ch]* /dev/null |
		grep -vE '"(config|[a-z_-]+\.(tpl|sql))\.h"')"
done

none 'every folder of lib is a layer' "$(for dir in lib/*/; do
	dir=${dir%/}
	case " $layers " in
	*" ${dir#lib/} "*) ;;
	*) echo "$dir" ;;
	esac
done)"

none 'own headers stand before those of the system' "$(for f in $(sources \
	'^(lib|cgi-bin|worker)/.*\.(c|cc)$'); do
	awk '/^#include </ { sys = 1 }
		/^#include "/ && sys { print FILENAME ":" FNR ": " $0; exit }' "$f"
done)"

none 'a header has its guard' "$(for f in $(sources '^lib/.*\.h$'); do
	guard=$(echo "${f#lib/}" | tr 'a-z/.-' 'A-Z___')
	grep -q "^#ifndef $guard$" "$f" || echo "$f: no #ifndef $guard"
done)"

none 'a source begins with its name and one line' "$(for f in $(sources \
	'^(lib|cgi-bin|worker|t)/.*\.(c|cc|h)$'); do
	head -n 2 "$f" | grep -Eq -e "^(/\*| \*) $(basename "$f") -- " || echo "$f"
done)"

done_testing
