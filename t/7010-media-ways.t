#!/bin/sh
# 7010-media-ways.t -- every way of every output, run by gremlin-run on media
# of each sort: it passes its checks, has its size, and tells nobody anything
. "$(dirname "$0")/tap.sh"

for need in ffmpeg ffprobe; do
	command -v $need >/dev/null || skip_all "no $need here"
done
tool=$build/t/tool-media
run=$build/worker/gremlin-run
recipes=$src/lib/media/recipes
real=$src/../shared/media
have_vips=$(command -v vips)
have_heif=$(command -v heif-convert)
cd "$tmp" || exit 1

# make NAME ARG... -- a file made by ffmpeg
make() {
	made=$1
	shift
	ffmpeg -nostdin -v error -y "$@" "$made" || fail "ffmpeg makes $made"
}

# attempt KIND FACTS OUTPUT WAY FILE -- into $dir; fails unless all succeeded
attempt() {
	dir=$tmp/$3.$4
	rm -rf "$dir"
	mkdir -p "$dir/out"
	ln "$5" "$dir/in" || cp "$5" "$dir/in"
	"$tool" spec "$recipes" "$1" "$2" "$3" "$4" "$dir" || return 1
	"$run" -f "$dir"
	why=$(sed -n 's/^message=//p' "$dir/exit")
	grep -q '^verdict=ok$' "$dir/exit"
}

of() { sed -n "s/^$2=//p" "$1"; }

# probe NAME FILE -- $kind, facts of the first way in $tmp/facts; every other
# way must find the same size and length
probe() {
	sniffed=$("$tool" sniff "$recipes" "$2" 2>&1) || {
		fail "$1 is recognised" "$sniffed"
		return 1
	}
	kind=${sniffed% *}
	echo "type=${sniffed#* }" >none
	rm -f facts
	for way in $("$tool" ways "$recipes" "$kind" none | cut -d' ' -f3); do
		usable "$way" || continue
		cp none facts.$way
		if ! attempt "$kind" none probe "$way" "$2"; then
			note "$1: probe by $way: $why"
			continue
		fi
		"$tool" learn "$recipes" "$kind" facts.$way probe "$dir"
		[ -n "$(of facts.$way width)$(of facts.$way length_ms)" ] ||
			continue
		[ -f facts ] || cp facts.$way facts
		is "$1: what $way sees" \
			"$(of facts.$way width)x$(of facts.$way height)" \
			"$(of facts width)x$(of facts height)"
	done
	[ -f facts ] || {
		fail "$1: somebody can look at it"
		return 1
	}
	if planned=$("$tool" plan "$recipes" "$kind" facts 2>&1); then
		kind=${planned%% *}
	else
		fail "$1: there is a plan" "$planned"
		return 1
	fi
}

# what this machine cannot do is not tried
usable() {
	case $1 in
	vips* | webp) [ -n "$have_vips" ] ;;
	heif*) [ -n "$have_heif" ] ;;
	esac
}

# bytes that would tell where a file comes from, in any file that is kept
secrets='SECRET|Exif|http://ns\.adobe|NIKON|COOLPIX|Apple|iPhone|\+40\.7'

# verify NAME FILE MIME WIDTH HEIGHT
verify() {
	found=$(LC_ALL=C grep -aoE "$secrets" "$2" | sort -u | tr '\n' ' ')
	none "$1 tells nothing" "$found"
	[ "$4" -gt 0 ] || return
	size=$(ffprobe -v error -select_streams v -show_entries \
		stream=width,height -of csv=p=0:s=x "$2" | tr -s '\n' x)
	like "$1 has its size" "$size" "^$4x$5x+\$"
}

# ways NAME FILE [OUTPUT...] -- run each way of the planned outputs
ways() {
	name=$1
	file=$2
	shift 2
	"$tool" ways "$recipes" "$kind" facts >list || fail "$name: ways"
	while read -r k output way; do
		case " ${*:-$output} " in *" $output "*) ;; *) continue ;; esac
		usable "$way" || continue
		one_way "$name" "$file"
	done <list
}

# may_fail OUTPUT WAY -- named in $failing: this way cannot do such a file
one_way() {
	if ! attempt "$k" facts "$output" "$way" "$2"; then
		case " ${failing-} " in
		*" $way "*) pass "$1: $output by $way fails, as it must" ;;
		*) fail "$1: $output by $way" "$why
$(tail -5 "$dir/log")" ;;
		esac
		return
	fi
	case " ${failing-} " in
	*" $way "*)
		fail "$1: $output by $way should fail"
		return
		;;
	esac
	pass "$1: $output by $way"
	"$tool" learn "$recipes" "$k" facts "$output" "$dir"
	"$tool" files "$recipes" "$k" facts "$output" >list.files
	while read -r product mime width height; do
		case $way in
		remux) # lies as the upload does, and is turned by players
			[ -z "$(of facts rotation)" ] || {
				verify "$1: $product, turned" \
					"$dir/out/$product" "$mime" "$height" "$width"
				continue
			}
			;;
		esac
		verify "$1: $product by $way" "$dir/out/$product" "$mime" \
			"$width" "$height"
	done <list.files
}

# --- pictures

# bytes TEXT -- with \ooo in it
bytes() { printf '%b' "$1"; }

# block OCTAL -- what a camera tells, big endian: Make, and this Orientation
block() {
	bytes 'MM\0000*\0000\0000\0000\0010\0000\0002'
	bytes '\0001\0017\0000\0002\0000\0000\0000\0010\0000\0000\0000\0046'
	bytes "\\0001\\0022\\0000\\0003\\0000\\0000\\0000\\0001\\0000$1\\0000\\0000"
	bytes '\0000\0000\0000\0000SECRETS\0000'
}

# segments OCTAL -- the same for a JPEG, with XMP and a comment
segments() {
	bytes '\0377\0341\0000\0066Exif\0000\0000'
	block "$1"
	bytes '\0377\0341\0000\0050http://ns.adobe.com/xap/1.0/\0000<SECRET/>'
	bytes '\0377\0376\0000\0010SECRET'
}

# little N BYTES -- a number, the small end first
little() {
	[ "$2" -eq 0 ] || {
		bytes "\\$(printf %04o $(($1 % 256)))"
		little $(($1 / 256)) $(($2 - 1))
	}
}

# webp_with_exif IN WIDTH HEIGHT OCTAL OUT -- of a plain lossy WebP
webp_with_exif() {
	old=$(($(wc -c <"$1") - 12))
	{
		bytes RIFF
		little $((4 + 18 + old + 8 + 46)) 4
		bytes 'WEBPVP8X\0012\0000\0000\0000\0010\0000\0000\0000'
		little $(($2 - 1)) 3
		little $(($3 - 1)) 3
		tail -c +13 "$1"
		bytes EXIF
		little 46 4
		block "$4"
	} >"$5"
}

# with_exif IN ORIENTATION OUT
with_exif() {
	{
		head -c 2 "$1"
		segments "$2"
		tail -c +3 "$1"
	} >"$3"
}

# four quarters: red, green; blue, white
quarters="color=red:s=64x32[a];color=lime:s=64x32[b];color=blue:s=64x32[c];
color=white:s=64x32[d];[a][b]hstack[e];[c][d]hstack[f];[e][f]vstack"
make quarters.jpg -f lavfi -i "$quarters" -frames:v 1 -q:v 2

# letters FILE -- the colours of its quarters, by row
letters() {
	ffmpeg -nostdin -v error -i "$1" -vf \
		format=rgb24,scale=2:2:flags=area -f rawvideo - | od -An -v -tu1 -w3 |
		while read -r r g b; do
			case $((r > 127))$((g > 127))$((b > 127)) in
			100) printf R ;;
			010) printf G ;;
			001) printf B ;;
			111) printf W ;;
			*) printf '?' ;;
			esac
		done
}

for case in 1RGBW 2GRWB 3WBGR 4BWRG 5RBGW 6BRWG 7WGBR 8GWRB; do
	orientation=${case%%[A-Z]*}
	octal=$(printf '\\%04o' "$orientation")
	with_exif quarters.jpg "$octal" turned.jpg
	probe "orientation $orientation" turned.jpg || continue
	is "orientation $orientation is read" "$(of facts orientation)" \
		"$orientation"
	is 'the maker is read' "$(of facts camera_make)" SECRETS
	for way in vips ffmpeg; do
		usable $way || continue
		attempt image facts small $way turned.jpg ||
			fail "small by $way" "$why"
		is "orientation $orientation by $way, WebP" \
			"$(letters "$dir/out/small.webp")" "${case#?}"
		is "orientation $orientation by $way, JPEG" \
			"$(letters "$dir/out/small.jpg")" "${case#?}"
		none "orientation $orientation by $way tells nothing" \
			"$(LC_ALL=C grep -aoE "$secrets" "$dir"/out/small.*)"
	done
done

# ffmpeg turns no WebP by itself
make quarters.webp -i quarters.jpg -quality 95
for case in 3WBGR 5RBGW 6BRWG 7WGBR 8GWRB; do
	orientation=${case%%[A-Z]*}
	octal=$(printf '\\%04o' "$orientation")
	webp_with_exif quarters.webp 128 64 "$octal" turned.webp
	probe "WebP of orientation $orientation" turned.webp || continue
	is "orientation $orientation is read" "$(of facts orientation)" \
		"$orientation"
	for way in vips ffmpeg; do
		usable $way || continue
		attempt image facts small $way turned.webp ||
			fail "small by $way" "$why"
		is "WebP of orientation $orientation by $way" \
			"$(letters "$dir/out/small.jpg")" "${case#?}"
	done
done

picture='testsrc2=s=700x500:d=0.04'
make plain.png -f lavfi -i "$picture" -frames:v 1
make alpha.png -f lavfi -i "color=red@0.5:s=40x30,format=rgba" -frames:v 1
make deep.png -f lavfi -i "$picture" -frames:v 1 -pix_fmt rgb48be
make deep.tiff -f lavfi -i "$picture" -frames:v 1 -pix_fmt rgb48le
make grey.jpg -f lavfi -i "$picture" -frames:v 1 -pix_fmt gray
make plain.bmp -f lavfi -i "$picture" -frames:v 1
make still.webp -f lavfi -i "$picture" -frames:v 1
make still.gif -f lavfi -i "$picture" -frames:v 1
make dot.png -f lavfi -i "$picture" -vf scale=1:1 -frames:v 1
make wide.png -f lavfi -i "color=red:s=3000x2" -frames:v 1
for f in plain.png alpha.png deep.png deep.tiff grey.jpg plain.bmp still.webp \
	still.gif dot.png; do
	probe $f $f && ways $f $f small
done
probe wide.png wide.png && ways wide.png wide.png large
is 'what is transparent is so in WebP' "$(ffprobe -v error -show_entries \
	stream=pix_fmt -of csv=p=0 "$(
		probe alpha.png alpha.png >/dev/null
		attempt image facts small ffmpeg alpha.png
		echo "$dir/out/small.webp"
	)")" yuva420p
is 'and lies on white in JPEG' "$(ffmpeg -nostdin -v error \
	-i small.ffmpeg/out/small.jpg -vf scale=1:1 -f rawvideo \
	-pix_fmt rgb24 - | od -An -tu1 | awk '{ print ($1 > 245) ($2 > 110) }')" 11

make moving.gif -f lavfi -i testsrc2=s=120x90:r=10:d=1
make moving.webp -f lavfi -i testsrc2=s=120x90:r=10:d=1 -c:v libwebp_anim
probe moving.gif moving.gif && ways moving.gif moving.gif motion
is 'an animation lasts as long as it did' "$(ffprobe -v error -show_entries \
	format=duration -of csv=p=0 motion.gif/out/motion.mp4)" 1.000000
if [ -n "$have_vips" ]; then
	failing='ffmpeg ffmpeg-rest'
	probe moving.webp moving.webp && ways moving.webp moving.webp
	failing=
	is 'of WebP too' "$(ffprobe -v error -show_entries format=duration \
		-of csv=p=0 motion.webp/out/motion.mp4)" 1.000000
	vips copy plain.png plain.avif && probe plain.avif plain.avif &&
		ways plain.avif plain.avif small
	vips black large.png 16000 16000 --bands 3
	(probe large large.png) >large.log 2>&1
	like 'a picture of 256 million pixels is refused' "$(cat large.log)" \
		'LARGE: It has 16000 x 16000 pixels'
	is 'before it has eaten memory' \
		$(($(of probe.vips/exit rss_bytes) < 200000000)) 1
	rm -f large.png
else
	skip 'AVIF, animated WebP, large pictures' 'no vips here'
fi

# a few packets with weeks between them would be filled with silence
if make gaps.mka -f lavfi -i sine=d=2:r=48000 -c:a libopus -bsf:a \
	'setts=ts=TS+if(gt(N\,40)\,1000*100000*(N-40)\,0)'; then
	(probe gaps gaps.mka) >gaps.log 2>&1
	like 'a sound of ten weeks is refused' "$(cat gaps.log)" \
		'LARGE: It lasts 1666:41 hours, and this site takes 24:00'
fi

# what is cut off is shown as far as it goes, by some way
for f in grey.jpg plain.png; do
	head -c $(($(wc -c <$f) * 2 / 3)) $f >cut.bin
	probe "cut $f" cut.bin || continue
	good=
	for way in vips ffmpeg jpeg-rest ffmpeg-rest vips-rest; do
		usable $way || continue
		attempt image facts small $way cut.bin && good="$good $way"
	done
	like "cut $f: the strict ways see it" " $good " \
		'^ *( jpeg-rest)?( ffmpeg-rest)?( vips-rest)? *$'
	[ -z "$have_vips" ] || like "cut $f: some way takes it" "$good" rest
done

head -c 2000 still.webp >cut.bin
(probe 'cut WebP' cut.bin) >cut.log 2>&1
like 'of a cut WebP nothing can be read' "$(cat cut.log)" \
	'^not ok .* somebody can look at it'

# --- films

wide='-f lavfi -i testsrc2=s=854x480:r=25:d=5 -f lavfi -i sine=d=5:r=48000'
av='-f lavfi -i testsrc2=s=320x240:r=25:d=2 -f lavfi -i sine=d=2:r=48000'
meta='-metadata title=SECRET -metadata location=+40.7-074.0/'
h264='-c:v libx264 -preset ultrafast -pix_fmt yuv420p -profile:v main'
# shellcheck disable=SC2086
{
	make fits.mp4 $wide $h264 -b:v 500k -c:a aac $meta -metadata:s:a artist=SECRET
	make turned.mp4 -i fits.mp4 -c copy -metadata:s:v rotate=90
	make vp8.webm $av -c:v libvpx -deadline realtime -c:a libopus -live 1 $meta
	make mpeg4.avi $av -c:v mpeg4 -c:a libmp3lame $meta
	make mpeg2.mpg $av -c:v mpeg2video -c:a mp2
	make h264.ts $av $h264 -c:a ac3 -f mpegts
	make deep.mkv -f lavfi -i testsrc2=s=642x362:r=25:d=2 $h264 -profile:v high10 \
		-pix_fmt yuv420p10le -color_primaries bt2020 -colorspace bt2020nc \
		-color_trc smpte2084 $meta
	make mute.mkv -f lavfi -i testsrc2=s=321x241:r=50:d=2 -c:v ffv1 \
		-pix_fmt yuv444p
	make halves.mkv -f lavfi -i testsrc2=s=720x576:r=50:d=2 -vf \
		tinterlace=interleave_top,setfield=tff,setsar=64/45 $h264 -flags +ildct+ilme
	make one.mp4 -f lavfi -i testsrc2=s=64x48:r=25:d=0.04 $h264
	make song.mp4 -f lavfi -i sine=d=2 -c:a aac $meta
}

# video_sum FILE -- of its pictures as they are stored
video_sum() {
	ffmpeg -nostdin -v error -i "$1" -map 0:v -c copy -bsf h264_mp4toannexb \
		-f md5 -
}

probe fits.mp4 fits.mp4 && ways fits.mp4 fits.mp4 small whole v360
for f in vp8.webm mpeg4.avi mpeg2.mpg mute.mkv halves.mkv one.mp4; do
	probe $f $f && ways $f $f small v360
done
probe turned.mp4 turned.mp4 && ways turned.mp4 turned.mp4 whole small
is 'a film that fits is copied' "$(video_sum whole.remux/out/whole.mp4)" \
	"$(video_sum fits.mp4)"
# its only key frame is the first: one cannot go elsewhere
failing=ffmpeg
probe h264.ts h264.ts && ways h264.ts h264.ts small
failing=
probe h264.ts h264.ts && ways h264.ts h264.ts v360
probe deep.mkv deep.mkv && ways deep.mkv deep.mkv v360
is 'what was bright is as others are' "$(ffprobe -v error -show_entries \
	stream=pix_fmt,color_space,color_transfer,color_primaries \
	-of csv=p=0 v360.hdr/out/v360.mp4 | head -1)" yuv420p,bt709,bt709,bt709

# a film that was cut has the length that is left, and says so
make front.mp4 -i fits.mp4 -c copy -movflags +faststart
head -c $(($(wc -c <front.mp4) / 3)) front.mp4 >cut.bin
failing=remux # which keeps the half picture at its end
probe 'cut film' cut.bin && ways 'cut film' cut.bin whole
failing=
make long.mp4 -stream_loop 4 -i front.mp4 -c copy -movflags +faststart
head -c $(($(wc -c <long.mp4) / 3)) long.mp4 >cut.bin
probe 'long cut film' cut.bin
is 'a film that ends before its header says is cut' "$(of facts cut)" 1

# even where sniff were fooled, no tool may follow a playlist
printf '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n%s/h264.ts\n' "$tmp" >list
echo type=mp4 >none
refute 'ffprobe refuses a playlist called a film' \
	attempt video none probe ffmpeg list
like 'since it is none of the formats' "$(cat probe.ffmpeg/log)" 'whitelist'
printf 'ffconcat version 1.0\nfile fits.mp4\n' >list
refute 'and another' attempt video none probe ffmpeg list

# --- sounds

make cover.png -f lavfi -i testsrc2=s=400x400:d=0.04 -frames:v 1
make long.wav -f lavfi -i "anoisesrc=d=2:a=0.5" -ac 1 -ar 8000
# shellcheck disable=SC2086
{
	make song.mp3 -f lavfi -i sine=d=3 -i cover.png -map 0 -map 1 \
		-c:a libmp3lame -c:v copy -disposition:v attached_pic $meta
	make lying.mp3 -f lavfi -i "anoisesrc=d=5:a=0.5" -f lavfi -i sine=d=15 \
		-filter_complex '[0][1]concat=n=2:v=0:a=1' -c:a libmp3lame \
		-q:a 2 -write_xing 0
	make song.m4a -f lavfi -i sine=d=2 -c:a aac $meta
	make raw.aac -f lavfi -i sine=d=2 -c:a aac -f adts
	make six.flac -f lavfi -i "aevalsrc=0|0|0|0|0|sin(900*t):d=2" $meta
	make song.opus -f lavfi -i sine=d=2 -c:a libopus $meta
	make song.ogg -f lavfi -i sine=d=2 -c:a libvorbis $meta
}
for f in song.mp3 song.m4a; do
	probe $f $f && ways $f $f
done
for f in raw.aac six.flac song.opus song.ogg long.wav song.mp4 lying.mp3; do
	probe $f $f && ways $f $f m4a mp3
done
probe song.opus song.opus && ways song.opus song.opus opus
probe song.mp4 song.mp4
is 'an .mp4 of sound alone is a sound' "$kind" audio
probe lying.mp3 lying.mp3
is 'a length is measured, not believed' \
	$(($(of facts length_ms) / 1000)) 20
probe song.mp3 song.mp3
is 'what a file says of itself is known' "$(of facts title)" SECRET

# --- real ones

if [ -d "$real" ]; then
	probe gps-nikon.jpg "$real/gps-nikon.jpg" &&
		ways gps-nikon.jpg "$real/gps-nikon.jpg" small
	like 'where it was taken is known' "$(of facts gps_lat)" '^43\.46'
	[ -z "$have_vips$have_heif" ] || {
		probe iphone.heic "$real/iphone.heic" &&
			ways iphone.heic "$real/iphone.heic" small
	}
	failing='vips ffmpeg vips-rest'
	probe corrupted.jpg "$real/corrupted.jpg" &&
		ways corrupted.jpg "$real/corrupted.jpg" small
	failing=
	film=$real/big-buck-bunny-480p-30s.mp4
	probe 'Big Buck Bunny' "$film" &&
		ways 'Big Buck Bunny' "$film" small whole storyboard
	is 'its storyboard is told' "$(for f in interval_ms columns rows count \
		width height; do of facts storyboard_$f; done | tr '\n' ' ')" \
		'1000 10 4 31 160 90 '
	for n in landscape-5 landscape-6 portrait-3; do
		f=$real/orientation-$n.jpg
		probe $n "$f" && ways $n "$f" small
	done
else
	skip 'real media' '../shared/media is not here'
fi
done_testing
