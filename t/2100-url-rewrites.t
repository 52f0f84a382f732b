#!/bin/sh
# 2100-url-rewrites.t -- the rules for Apache and lighttpd lead every address
# of the table in lib/http/url.h to the program that the table names
. "$(dirname "$0")/tap.sh"

cd "$src" || exit 1
check 'the table has rows' grep -Eq '^	X\([A-Z]+, "[a-z.]+", "/' lib/http/url.h

# rewritten RULES PATH -- what the first rule that matches makes of it; a rule
# is "PATTERN REPLACEMENT" a line, without the first slash
cat >"$tmp/rewrite.pl" <<'E2'
my ($rules, $path) = @ARGV;
open my $in, '<', $rules or die;
while (<$in>) {
	my ($pattern, $to) = split ' ';
	my @part = $path =~ /$pattern/ or next;
	$to =~ s/\$(\d)/$part[$1 - 1] \/\/ ''/ge;
	print "$to\n";
	exit;
}
E2

sed -n 's/^	RewriteRule \([^ ]*\) \([^ ]*\) .*/\1 \2/p' \
	contrib/apache/htaccess >"$tmp/apache"
sed -n 's/^	"\(.*\)" => "\/\{0,1\}\(.*\)",$/\1 \2/p' \
	contrib/lighttpd/gremlin.conf | sed 's|^^/|^|' >"$tmp/lighttpd"

sed -n 's/^	X([A-Z]*, "\([a-z.]*\)", "\([^"]*\)").*/\1 \2/p' \
	lib/http/url.h >"$tmp/table"
while read -r program pattern; do
	path=$(echo "${pattern%/}" | sed 's/{[a-z]*}/a.b-1/g')
	for server in apache lighttpd; do
		for end in '' /; do
			is "$server: $path$end" "$(perl "$tmp/rewrite.pl" \
				"$tmp/$server" "${path#/}${path:+$end}")" \
				"cgi-bin/$program$path"
		done
	done
done <"$tmp/table"

for server in apache lighttpd; do
	is "$server: an unknown address is the router's" \
		"$(perl "$tmp/rewrite.pl" "$tmp/$server" no/such)" \
		cgi-bin/index.cgi/no/such
	for path in cgi-bin/media/u/a/m/b static/style.css \
		content/public/ab/key/f.mp4; do
		like "$server: $path stays" "$(perl "$tmp/rewrite.pl" \
			"$tmp/$server" "$path")" '^-?$'
	done
done

done_testing
