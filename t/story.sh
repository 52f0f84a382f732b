# story.sh -- the whole main job through one web server; sourced after site.sh
#
# ann signs in, uploads a picture, a video and a song by the plain form, and
# one film for herself alone; a stranger looks at what is public and gets
# nothing else; a moderator sees what has failed and has it tried again; she
# changes her mind, deletes, and leaves.
# shellcheck shell=sh disable=SC2013,SC2034,SC2154

make_media() {
	ff='ffmpeg -nostdin -v error -y'
	$ff -f lavfi -i testsrc2=s=900x600 -frames:v 1 "$tmp/picture.jpg" &&
		$ff -f lavfi -i testsrc2=s=320x240:r=12:d=3 \
			-f lavfi -i sine=d=3 -c:v mpeg4 "$tmp/video.avi" &&
		$ff -f lavfi -i sine=d=3:f=330 "$tmp/song.flac"
}

# media_of TITLE -- the path of its page, by the list of uploads
media_of() {
	fetch /u/ann/panel/
	links "/m/$(echo "$1" | tr 'A-Z ' 'a-z-')[^/]*/?$" | head -n 1
}

story_of_sign_in() {
	fetch /
	is 'home, signed out' "$status" 200
	unlike 'without the way to uploads' "$(body)" 'name="file"'
	like 'a policy for scripts' "$(header Content-Security-Policy)" \
		"default-src 'none'"
	fetch / -I
	is 'HEAD of home' "$status" 200
	is 'has no body' "$(wc -c <"$tmp/body" | tr -d ' ')" \
		"$(wc -c <"$tmp/head" | tr -d ' ')"
	fetch /submit/
	unlike 'a stranger gets no form' "$(body)" 'name="file"'
	like 'but the way to sign in' "$status $(header Location) $(body)" \
		'auth/login'

	fetch /auth/login/
	fetch /auth/login/ -d "csrf=$(hidden csrf)" -d name=ann -d password=wrong
	like 'a wrong password is refused' "$(body)" 'id="error"'
	fetch /auth/login/ -d name=ann --data-urlencode "password=$password"
	like 'a form without its token too' "$status" '^4'
	sign_in ann
	is 'signed in' "$status" 303
	like 'with a cookie for the server alone' "$(header Set-Cookie)" HttpOnly
	fetch /
	like 'home knows her' "$(body)" '/u/ann/'
}

story_of_upload() {
	for upload in 'A picture:picture.jpg:public' 'A film:video.avi:public' \
		'A song:song.flac:public' 'For me:video.avi:private'; do
		title=${upload%%:*}
		rest=${upload#*:}
		submit "$title" "$tmp/${rest%:*}" "${rest#*:}"
		is "$title is received" "$status" 303
	done
	for title in 'A picture' 'A film' 'A song' 'For me'; do
		until_true 120 settled "$title"
		check "$title is published" published "$title"
	done
}

# What a server makes of a file of the page: its type and its ranges.
story_of_file() {
	fetch "$1" -I
	is "$1 is there" "$status" 200
	like 'with its type' "$(header Content-Type)" \
		"$(type_of "${1##*.}" | sed 's/[+.]/\\&/g')"
	fetch "$1" -r 2-5
	is 'a part of it' "$status $(wc -c <"$tmp/body" | tr -d ' ')" '206 4'
	fetch "$1" -I
	fetch "$1" -H "If-None-Match: $(header ETag)"
	is 'not again' "$status" 304
}

# type_of EXTENSION -- as contrib/busybox/httpd.conf has it, without charset
type_of() {
	sed -n "s/^\.$1://p" "$src/contrib/busybox/httpd.conf" | sed 's/;.*//'
}

story_of_stranger() {
	picture=$(media_of 'A picture')
	film=$(media_of 'A film')
	song=$(media_of 'A song')
	mine=$(media_of 'For me')
	fetch "$mine"
	is 'she sees her own' "$status" 200
	links '/file/' >"$tmp/private"
	check 'whose files go through a program' test -s "$tmp/private"
	while read -r file; do
		fetch "$file" -L
		is "she gets $file" "$status" 200
		case $file in
		*.mp4*)
			fetch "$file" -L -r 2-5
			is 'and can seek in it' \
				"$status $(wc -c <"$tmp/body" | tr -d ' ')" '206 4'
			;;
		esac
	done <"$tmp/private"

	jar=$tmp/stranger
	fetch /
	like 'a stranger sees the picture' "$(body)" 'A picture'
	like 'and the film' "$(body)" 'A film'
	unlike 'but not what is private' "$(body)" 'For me'
	fetch /u/ann/
	unlike 'nor in her gallery' "$(body)" 'For me'
	fetch "$mine"
	is 'nor by its address' "$status" 404
	while read -r file; do
		fetch "$file"
		is "nor $file" "$status" 404
	done <"$tmp/private"

	for page in "$picture" "$film" "$song"; do
		fetch "$page"
		is "$page" "$status" 200
		links '^/content/' >"$tmp/files"
		check 'has files' test -s "$tmp/files"
		links '/file/' >"$tmp/originals"
		while read -r file; do
			story_of_file "$file"
		done <"$tmp/files"
	done
	check 'an original to download' test -s "$tmp/originals"
	fetch "$(head -n 1 "$tmp/originals")"
	is 'which comes' "$status" 200
	check 'unchanged' cmp "$tmp/body" "$tmp/song.flac"
	like 'as an attachment' "$(header Content-Disposition)" '^attachment'
	like 'in a sandbox' "$(header Content-Security-Policy)" sandbox
	jar=$tmp/jar
}

story_of_secrets() {
	for path in /../gremlin.ini /gremlin.ini /db.sqlite /../db.sqlite \
		/content/private/ /content/raw/ /content/public/ /static/ \
		/content/../../gremlin.ini /static/../../db.sqlite \
		/cgi-bin/../../db.sqlite /no/such/page/; do
		fetch "$path" --path-as-is
		like "$path is not to be had" "$status" '^(400|403|404)$'
	done
	fetch /no/such/page/
	like 'an unknown page says so in our own words' "$(body)" '<main'
}

story_of_types() {
	dir=$site/content/public/ty/types
	mkdir -p "$dir"
	for ext in $(sed -n 's/^\.\([a-z0-9]*\):.*/\1/p' \
		"$src/contrib/busybox/httpd.conf"); do
		echo x >"$dir/f.$ext"
		fetch "/content/public/ty/types/f.$ext" -I
		is "the type of .$ext" "$(header Content-Type | sed 's/;.*//')" \
			"$(type_of "$ext")"
	done
	rm -r "$site/content/public/ty"
}

story_of_second_thoughts() {
	fetch "$picture"
	file=$(links '^/content/' | head -n 1)
	fetch "${picture%/}/edit/"
	fetch "${picture%/}/edit/" --data-urlencode "csrf=$(hidden csrf)" \
		-d title='A private picture' -d alt= -d description=x \
		-d visibility=private
	is 'edited' "$status" 303
	fetch "$file"
	is 'its files are public no more' "$status" 404
	jar=$tmp/stranger
	fetch "$picture"
	is 'nor is its page' "$status" 404
	jar=$tmp/jar
	fetch "${film%/}/confirm-delete/"
	fetch "${film%/}/confirm-delete/" -d "csrf=$(hidden csrf)"
	is 'deleted' "$status" 303
	fetch "$film"
	is 'gone' "$status" 404
	fetch /
	fetch /auth/logout/ -d "csrf=$(hidden csrf)"
	is 'signed out' "$status" 303
	fetch "$picture"
	is 'a stranger again' "$status" 404
}

# has_failed TITLE -- does the page of jobs list it so?
has_failed() {
	fetch '/mod/jobs/?state=failed'
	body | grep -qF ">$1<"
}

story_of_moderator() {
	head -c 3000 "$tmp/video.avi" >"$tmp/broken.avi"
	submit 'A wreck' "$tmp/broken.avi"
	printf '%s\n' "$password" | gremlin user add --moderator mod \
		>"$tmp/user.log" 2>&1 || give_up "$(cat "$tmp/user.log")"
	fetch /mod/jobs/
	is 'she does not moderate' "$status" 403
	jar=$tmp/mod
	sign_in mod
	check 'a moderator sees what has failed' until_true 120 has_failed 'A wreck'
	job=$(sed -n 's/.*name="job" value="\([0-9]*\)".*/\1/p' "$tmp/body" |
		head -n 1)
	fetch '/mod/jobs/' -d "csrf=$(hidden csrf)" -d deed=retry -d "job=$job"
	is 'and has it tried again' "$status" 303
	fetch "$(header Location)"
	like 'which is said' "$(body)" '1 job will be tried again'
	check 'but it fails again' until_true 120 has_failed 'A wreck'
	like 'what was done is counted' "$(body)" \
		'<b>Done an hour</b> <span class="hint">[1-9][0-9]* jobs<'
	fetch /mod/storage/
	is 'what each byte is' "$status" 200
	like 'and that the worker runs' "$(body)" '<dd>runs, started '
	jar=$tmp/jar
}

# idle -- nothing is left of uploads and attempts
idle() {
	! find "$site/content/incoming" "$site/content/work" -mindepth 1 |
		grep -q .
}

story() {
	why=$(why_no_server "$1")
	[ -z "$why" ] || skip_all "$why"
	command -v ffmpeg >/dev/null || skip_all 'ffmpeg is not installed'
	make_media || skip_all 'ffmpeg makes no test media'
	make_site
	start_worker
	start_server "$1"
	story_of_sign_in
	story_of_upload
	story_of_stranger
	story_of_moderator
	story_of_secrets
	story_of_types
	story_of_second_thoughts
	check 'nothing is left over' until_true 60 idle
	check 'the site is sound' gremlin check
	done_testing
}
