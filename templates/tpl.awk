# tpl.awk -- NAME.tpl to NAME.tpl.h: each marker, section and include, and the
# template itself, as a constant, so that a misspelt one does not compile

function constant(name) {
	if (!(name in seen))
		printf "#define T_%s \"%s\"\n", name, name
	seen[name] = 1
}

NR == 1 {
	file = FILENAME
	sub(/.*\//, "", file)
	name = toupper(file)
	sub(/\.TPL$/, "", name)
	gsub(/-/, "_", name)
	printf "/* %s.h -- the markers of %s, made by tpl.awk */\n", file, file
	printf "#ifndef TEMPLATES_%s_TPL_H\n", name
	printf "#define TEMPLATES_%s_TPL_H\n\n", name
	constant(name)
}

{
	rest = $0
	while (match(rest, /\{\{[#>\/]?[A-Z][A-Z0-9_]*/)) {
		marker = substr(rest, RSTART + 2, RLENGTH - 2)
		sub(/^[#>\/]/, "", marker)
		constant(marker)
		rest = substr(rest, RSTART + RLENGTH)
	}
}

END {
	print "\n#endif"
}
