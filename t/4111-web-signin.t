#!/bin/sh
# 4111-web-signin.t -- log in, log out, register, by their environment
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"

make_site '[site]' 'registration = open'

cgi GET login /auth/login
before=$cookie
post login /auth/login name=ann password=wrong
is 'a wrong password' "$status" 403
like 'comes back with the form' "$(body)" 'id="error".*The name or the password'
like 'which keeps the name' "$(body)" 'name="name".* value="ann"'
unlike 'and not the password' "$(body)" 'value="wrong"'
post login /auth/login name=nobody password=wrong
is 'an unknown name' "$status" 403
like 'is told the same' "$(body)" 'The name or the password is not right'
post login /auth/login name= password=x
is 'no name' "$status" 422
like 'says what is missing' "$(body)" 'The name is missing'

post login /auth/login name=Ann "password=$password"
is 'the right one' "$status" 303
is 'leads home' "$(header Location)" /
unlike 'with a new token' "$cookie" "$before"
cgi GET index.cgi /
like 'she is signed in' "$(body)" 'class="me".*>ann<'
ann=$cookie
cookie=$before
cgi GET index.cgi /
unlike 'the token from before is not' "$(body)" 'class="me"'
cookie=$ann

csrf_of_ann=$(cgi GET index.cgi / && hidden csrf)
cookie=
cgi GET login /auth/login
sed -i "s/name=\"csrf\" value=\"[^\"]*\"/name=\"csrf\" value=\"$csrf_of_ann\"/" \
	"$tmp/body"
post login /auth/login name=ann "password=$password"
is "another browser's form" "$status" 403
like 'says so' "$(body)" 'too old, or is not of this site'
: >"$tmp/body"
post login /auth/login name=ann "password=$password"
is 'a form without token' "$status" 403
cgi GET login /auth/login
post login /auth/login name=ann "password=$password" \
	HTTP_ORIGIN=https://evil.example
is 'a form of another site' "$status" 403
cgi GET login /auth/login
post login /auth/login name=ann "password=$password" \
	HTTP_SEC_FETCH_SITE=cross-site
is 'as the browser says' "$status" 403
cgi GET login /auth/login
saved=$cookie
cookie=
post login /auth/login name=ann "password=$password"
is 'a browser without cookies' "$status" 403
like 'is told to allow them' "$(body)" 'allow cookies'
cookie=$saved

query='next=%2Fu%2Fann%2F'
cgi GET login /auth/login
is 'where to go on' "$(hidden next)" /u/ann/
post login /auth/login name=ann "password=$password" next=/u/ann/
is 'is gone to' "$(header Location)" /u/ann/
cookie=
query='next=%2F%2Fevil.example%2F'
cgi GET login /auth/login
is 'another site is not' "$(hidden next)" ''
post login /auth/login name=ann "password=$password" next=//evil.example/
is 'not even by the form' "$(header Location)" /

cgi GET index.cgi /
in=$cookie
post logout /auth/logout
is 'log out' "$status" 303
like 'takes the cookie' "$(header Set-Cookie)" '^gremlin=; .*Max-Age=0'
cookie=$in
cgi GET index.cgi /
unlike 'and ends the session' "$(body)" 'class="me"'

cookie=
cgi GET register /auth/register
is 'register' "$status" 200
post register /auth/register name=bob password=12345678
is 'a password that everybody tries' "$status" 422
like 'is named as such' "$(body)" 'among the first'
post register /auth/register name=ANN "password=$password"
is 'a name that is taken' "$status" 409
post register /auth/register name=b/b "password=$password"
is 'a name that is none' "$status" 422
post register /auth/register name=Admin "password=$password"
is 'a name that visitors take for the site' "$status" 422
post register /auth/register name=bob "password=$password"
is 'a new account' "$status" 303
cgi GET index.cgi /
like 'is signed in' "$(body)" 'class="me".*>bob<'
enter bob
is 'and can come back' "$status" 303

sed -i 's/open/closed/' "$site/gremlin.ini"
cookie=
cgi GET register /auth/register
like 'closed' "$(body)" 'does not take new accounts'
unlike 'there is no form' "$(body)" '<form'
cgi GET login /auth/login
unlike 'and no link' "$(body)" '/auth/register/'
post register /auth/register name=carl "password=$password"
is 'nor by hand' "$status" 403

cgi GET login /auth/login
for word in one two three four five; do
	post login /auth/login name=bob "password=$word"
done
post login /auth/login name=bob "password=$password"
is 'too many tries' "$status" 429
like 'say how long to wait' "$(body)" 'wait ([2-9]|[0-9]{2,}) seconds|wait 1 second '
printf 'x=%s' "$(head -c 300000 /dev/zero | tr '\0' a)" >"$tmp/form"
cgi POST login /auth/login CONTENT_LENGTH=300002 \
	CONTENT_TYPE=application/x-www-form-urlencoded <"$tmp/form"
is 'a form that is too large' "$status" 413
cgi POST login /auth/login CONTENT_LENGTH=5 CONTENT_TYPE=text/plain <"$tmp/form"
is 'another type' "$status" 415
cgi POST login /auth/login CONTENT_LENGTH=5 HTTP_TRANSFER_ENCODING=chunked \
	SERVER_SOFTWARE='busybox httpd/1.35' \
	CONTENT_TYPE=application/x-www-form-urlencoded <"$tmp/form"
is 'chunks that nobody decodes' "$status" 411

done_testing
