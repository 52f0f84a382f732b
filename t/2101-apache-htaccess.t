#!/bin/sh
# 2101-apache-htaccess.t -- a host with .htaccess alone, on which the whole site
# lies below the document root: pretty addresses work, content is never
# executed, and nothing but www is to be had
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

why=$(why_no_server apache)
[ -z "$why" ] || skip_all "$why"

program() {
	cat >"$1" <<-'END'
		#!/bin/sh
		printf 'Content-Type: text/plain\r\n\r\n'
		echo "$SCRIPT_NAME $PATH_INFO $GREMLIN_PRETTY"
	END
	chmod 755 "$1"
}

release=$site/releases/1
mkdir -p "$release/cgi-bin" "$release/static" "$release/share/apache" \
	"$site/content/public/ab/key" "$site/www/content" "$site/run" "$site/log"
ln -s releases/1 "$site/current"
ln -s ../current/cgi-bin ../current/static "$site/www/"
ln -s ../../content/public "$site/www/content/public"
ln -s ../current/share/apache/htaccess "$site/www/.htaccess"
cp "$src/contrib/apache/htaccess" "$release/share/apache/"
cp "$src/contrib/apache/site-htaccess" "$site/.htaccess"
touch "$site/gremlin.ini" "$release/static/style.css"
program "$release/cgi-bin/media"
program "$release/cgi-bin/index.cgi"
program "$site/content/public/ab/key/evil.cgi"

cat >"$release/share/apache/httpd.conf" <<-END
	ServerRoot $site/run
	PidFile pid
	ErrorLog $site/log/error.log
	ServerName localhost
	TypesConfig /etc/mime.types
	$(grep -E '^(Define modules|LoadModule)' "$src/contrib/apache/httpd.conf")
	DocumentRoot $tmp
	AddHandler cgi-script .cgi
	<Directory />
		Require all denied
	</Directory>
	<Directory $tmp>
		AllowOverride AuthConfig FileInfo Limit Options
		Options FollowSymLinks
		Require all granted
	</Directory>
END
start_server apache

fetch /site/www/u/ann/m/dog/
is 'pretty' "$(body)" '/site/www/cgi-bin/media /u/ann/m/dog 1'
fetch /site/www/u/ann/m/dog
is 'without the final slash' "$(body)" '/site/www/cgi-bin/media /u/ann/m/dog 1'
fetch '/site/www/u/a%3Fn%20n/m/%C3%A4/'
is 'encoded' "$(body)" '/site/www/cgi-bin/media /u/a?n n/m/ä 1'
fetch /site/www/cgi-bin/media/u/ann/m/dog
is 'plain' "$(body)" '/site/www/cgi-bin/media /u/ann/m/dog 1'
fetch /site/www/
is 'home' "$(body)" '/site/www/cgi-bin/index.cgi  1'
fetch /site/www/no/such
is 'unknown' "$(body)" '/site/www/cgi-bin/index.cgi /no/such 1'
fetch /site/www/content/public/ab/key/evil.cgi
like 'content is not executed' "$(body)" '^#!/bin/sh'
is 'and kept for ever' "$(header Cache-Control)" \
	'public, max-age=31536000, immutable'
is 'as what it is called' "$(header X-Content-Type-Options)" nosniff
fetch /site/www/static/style.css
is 'the style sheet' "$status $(header Content-Type)" \
	'200 text/css; charset=utf-8'
for path in gremlin.ini current/cgi-bin/media content/public/ab/key/evil.cgi \
	releases/1/static/style.css log/error.log .htaccess; do
	fetch "/site/$path"
	is "$path is not to be had" "$status" 403
done

done_testing
