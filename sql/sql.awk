# sql.awk -- make a C header of named SQL statements
#
# A line `-- .name` begins a statement; it ends before the next one. Other
# comments and white space at the ends of lines are dropped. media.sql's
# `-- .by_slug` becomes SQL_MEDIA_BY_SLUG; a file's text before the first name is
# its own constant, named after the file (schema.sql: SQL_SCHEMA).

function flush() {
	if (text != "")
		printf "#define %s%s\n", name, text
	text = ""
}

FNR == 1 {
	noun = FILENAME
	sub(/.*\//, "", noun)
	sub(/\.sql$/, "", noun)
	noun = "SQL_" toupper(noun)
	name = noun
	guard = noun "_SQL_H"
	printf "/* made from %s */\n#ifndef %s\n#define %s\n\n",
		FILENAME, guard, guard
}

/^-- \./ {
	flush()
	name = noun "_" toupper(substr($2, 2))
	next
}

{
	sub(/[ \t]*--.*/, "")
	gsub(/^[ \t]+|[ \t]+$/, "")
	gsub(/[ \t]+/, " ")
	if ($0 == "")
		next
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	text = text " \\\n\t\"" $0 " \""
}

END {
	flush()
	print "\n#endif"
}
