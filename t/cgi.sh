# cgi.sh -- run a page by its environment, with no server; after site.sh
#
#	cgi GET login /auth/login
#	is 'a form' "$status" 200
#	post login /auth/login name=ann password=secret
#
# Cookies are kept from call to call, like a browser's. More variables of the
# environment: cgi GET media /u/ann/m/dog HTTP_IF_NONE_MATCH='"x"'
# shellcheck shell=sh disable=SC2034,SC2154

cookie=
query=

# cgi METHOD PROGRAM PATH [VAR=VALUE]... -- body from stdin; sets status and
# exited; $tmp/head, $tmp/body and $tmp/log hold the reply and what was said
cgi() {
	method=$1
	program=$2
	path_info=$3
	shift 3
	env -i GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD="$method" \
		SERVER_SOFTWARE=test GREMLIN_PRETTY=1 HTTP_HOST=example.org \
		SCRIPT_NAME="/cgi-bin/$program" PATH_INFO="$path_info" \
		QUERY_STRING="$query" HTTP_COOKIE="$cookie" "$@" \
		"$site/current/cgi-bin/$program" >"$tmp/reply" 2>"$tmp/log"
	exited=$?
	query=
	sed '/^\r$/q' "$tmp/reply" >"$tmp/head"
	sed '1,/^\r$/d' "$tmp/reply" >"$tmp/body"
	status=$(sed -n '1s/^Status: \([0-9]*\) .*/\1/p' "$tmp/head")
	given=$(header Set-Cookie | sed 's/;.*//')
	[ -z "$given" ] || cookie=$given
}

# encode TEXT -- as a value of a form
encode() {
	printf %s "$1" | od -An -v -tx1 | tr -d '\n' | tr ' ' %
}

# post PROGRAM PATH [FIELD=VALUE]... [HTTP_...=VALUE]... -- with the csrf of
# the last page
post() {
	program=$1
	path_info=$2
	shift 2
	csrf=$(hidden csrf)
	form=csrf=$csrf
	extra=
	for pair; do
		case $pair in
		HTTP_*) extra=$pair ;;
		*) form="$form&${pair%%=*}=$(encode "${pair#*=}")" ;;
		esac
	done
	printf %s "$form" >"$tmp/form"
	cgi POST "$program" "$path_info" \
		CONTENT_TYPE=application/x-www-form-urlencoded \
		CONTENT_LENGTH="${#form}" ${extra:+"$extra"} <"$tmp/form"
}

# enter NAME -- sign in
enter() {
	cookie=
	cgi GET login /auth/login
	post login /auth/login "name=$1" "password=$password"
}
