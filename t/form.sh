# form.sh -- a form with files, as a browser sends it; after cgi.sh
#
#	form_start				csrf and nonce of the last page
#	form_field title 'A dog'
#	form_file dog.jpg "$tmp/dog.jpg"
#	form_send submit /submit
# shellcheck shell=sh disable=SC2034,SC2154

boundary=----------------------------1df2a0

form_empty() {
	: >"$tmp/form"
}

form_start() {
	csrf=$(hidden csrf)
	nonce=$(hidden nonce)
	form_empty
	form_field csrf "$csrf"
	form_field nonce "$nonce"
}

form_field() {
	printf -- '--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' \
		"$boundary" "$1" "$2" >>"$tmp/form"
}

# form_file NAME FILE [FIELD] -- NAME as it stands between the quotes
form_file() {
	{
		printf -- '--%s\r\nContent-Disposition: form-data; ' "$boundary"
		printf 'name="%s"; filename="' "${3:-file}"
		printf '%b' "$1"
		printf '"\r\nContent-Type: application/octet-stream\r\n\r\n'
		cat "$2"
		printf '\r\n'
	} >>"$tmp/form"
}

form_end() {
	printf -- '--%s--\r\n' "$boundary" >>"$tmp/form"
}

# form_send PROGRAM PATH [VAR=VALUE]... -- sets status
form_send() {
	program=$1
	path_info=$2
	shift 2
	form_end
	cgi POST "$program" "$path_info" \
		CONTENT_TYPE="multipart/form-data; boundary=$boundary" \
		CONTENT_LENGTH="$(wc -c <"$tmp/form")" "$@" <"$tmp/form"
}
