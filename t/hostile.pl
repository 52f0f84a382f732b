#!/usr/bin/perl
# hostile.pl DIR SECRET FILM -- files that nobody should have to open
#
# SECRET is the path of a file that none of them may get hold of; FILM a small
# MP4 whose moov stands at its end. Each file has the name of something
# harmless.
use strict;
use warnings;
use Compress::Zlib qw(compress crc32);
use MIME::Base64 qw(encode_base64);

my ($dir, $secret, $film) = @ARGV;

sub put {
	my ($name, @bytes) = @_;
	open(my $f, '>:raw', "$dir/$name") or die "$dir/$name: $!";
	print $f @bytes;
	close($f) or die "$dir/$name: $!";
}

# --- texts that name other files ----------------------------------------------

my $hls = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n$secret\n"
	. "#EXTINF:9,\nfile:$secret\n#EXT-X-ENDLIST\n";
put('hls.mp4', $hls);
put('hls.jpg', $hls);
put('ffconcat.mp4', "ffconcat version 1.0\nfile '$secret'\n");
put('dash.mp4', '<?xml version="1.0"?><MPD type="static"><Period>'
	. '<AdaptationSet mimeType="video/mp4"><Representation id="1">'
	. "<BaseURL>file:$secret</BaseURL>"
	. '</Representation></AdaptationSet></Period></MPD>');
put('svg.jpg', '<svg xmlns="http://www.w3.org/2000/svg" '
	. 'xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
	. "<image xlink:href=\"file://$secret\" width=\"9\" height=\"9\"/></svg>");
put('svg-entity.jpg', '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM '
	. "\"file://$secret\">]><svg><text>&x;</text></svg>");
put('subtitle.mp4', "1\n00:00:00,000 --> 00:00:09,000\n"
	. "<img src=\"file://$secret\">\n");
put('font.jpg', "\0\1\0\0\0\1\0\0\0\0\0\0" . "glyf\0\0\0\0" . "\xff" x 64);
put('mvg.png', "push graphic-context\nimage over 0,0 0,0 '$secret'\n");

# an AVI with a stream of subtitles that is a playlist
sub chunk {
	my ($id, $data) = @_;
	return $id . pack('V', length $data) . $data
		. (length($data) % 2 ? "\0" : '');
}
sub strl {
	my ($type, $format) = @_;
	return chunk('LIST', 'strl'
		. chunk('strh', $type . ("\0" x 16) . pack('V6', 1, 25, 0, 25, 0, 0)
			. ("\0" x 12))
		. chunk('strf', $format));
}
my $gab = "GAB2\0" . pack('v', 2) . pack('V', 4) . "x\0\0\0" . pack('v', 4)
	. pack('V', length $hls) . $hls;
put('playlist.avi', 'RIFF' . pack('V', 1 << 20) . 'AVI '
	. chunk('LIST', 'hdrl'
		. chunk('avih', pack('V14', 40000, 0, 0, 0x10, 25, 0, 2, 0, 64, 64))
		. strl('vidsMJPG', pack('V3v2V6', 40, 64, 64, 1, 24, 0x47504a4d))
		. strl("txts\0\0\0\0", ''))
	. chunk('LIST', 'movi' . chunk('01tx', $gab)
		. chunk('00dc', "\xff\xd8\xff\xd9")));

# --- pictures that are far larger than their files -----------------------------

sub png {
	my ($w, $h, $bits, $data) = @_;
	my $png = "\x89PNG\r\n\x1a\n";
	for (['IHDR', pack('NNCCCCC', $w, $h, $bits, 0, 0, 0, 0)],
		['IDAT', $data], ['IEND', '']) {
		my $body = join('', @$_);
		$png .= pack('N', length $_->[1]) . $body . pack('N', crc32($body));
	}
	return $png;
}
my $zeros = "\0" x (1 << 24);
put('bomb.png', png(65535, 65535, 1, compress($zeros)));
put('zlib-bomb.png', png(64, 64, 8, compress($zeros x 4)));
put('wide.png', png(0x7fffffff, 1, 8, compress("\0" x 999)));
put('bomb.gif', 'GIF89a' . pack('vvCCC', 65535, 65535, 0, 0, 0)
	. ',' . pack('vvvvC', 0, 0, 65535, 65535, 0) . "\2\1\x44\0;");
put('bomb.webp', 'RIFF' . pack('V', 30) . 'WEBPVP8X' . pack('V', 10)
	. "\0\0\0\0\xff\xff\xff\xff\xff\xff" . 'VP8L' . pack('V', 5)
	. "\x2f\xff\xff\xff\x0f" . "\0");
put('bomb.tiff', 'II*' . "\0" . pack('V', 8) . pack('v', 5)
	. join('', map { pack('vvVV', @$_) } [256, 4, 1, 65535], [257, 4, 1, 65535],
		[259, 3, 1, 8], [273, 4, 1, 80], [279, 4, 1, 99])
	. pack('V', 8) . compress($zeros));
put('bomb.jpg', "\xff\xd8\xff\xc0" . pack('nCnnC', 11, 8, 65500, 65500, 1)
	. "\1\x11\0" . "\xff\xda" . pack('nC', 8, 1) . "\1\0\0\x3f\0" . "\xff\xd9");

# --- containers -----------------------------------------------------------------

my $mp4 = do { local (@ARGV, $/) = ($film); <> };

# a film that says that it lasts for 68 years
my $long = $mp4;
$long =~ s/(mvhd.{12})(.{4})(.{4})/$1 . pack('NN', 1, 0x7fffffff)/se;
$long =~ s/(mdhd.{12})(.{4})(.{4})/$1 . pack('NN', 1, 0x7fffffff)/sge;
put('years.mp4', $long);

my $size = $mp4;
$size =~ s/(avc1|mp4v)(\0{6}.{18})(.{4})/$1 . $2 . pack('nn', 65535, 65535)/se;
put('dimensions.mp4', $size);

# references to media outside: the box of data references, and all around it,
# grows; what follows moov is nothing
sub grow {
	my ($boxes, $by, @path) = @_;
	my ($out, $at) = ('', 0);
	while ($at + 8 <= length $boxes) {
		my ($n, $type) = unpack('Na4', substr($boxes, $at, 8));
		my $body = substr($boxes, $at + 8, $n - 8);
		if ($type eq $path[0]) {
			$body = @path == 1 ? $by : grow($body, $by, @path[1 .. $#path]);
		}
		$out .= pack('Na4', 8 + length $body, $type) . $body;
		$at += $n < 8 ? length $boxes : $n;
	}
	return $out;
}
my $url = "file://$secret\0";
put('reference.mp4', grow($mp4, pack('NN', 0, 1)
	. pack('Na4N', 12 + length $url, 'url ', 0) . $url,
	qw(moov trak mdia minf dinf dref)));

my $deep = '';
$deep = pack('Na4', 8 + length $deep, 'moov') . $deep for 1 .. 5000;
put('deep.mp4', pack('Na4a4N', 16, 'ftyp', 'isom', 0) . $deep);

# EBML: 10,000 tracks; folders of cues that name each other
sub ebml {
	my ($id, $data) = @_;
	return pack('H*', $id) . "\x01" . substr(pack('Q>', length $data), 1) . $data;
}
my $head = ebml('1a45dfa3', ebml('4282', 'matroska') . ebml('4287', "\4")
	. ebml('4285', "\2"));
my $tracks = join('', map { ebml('ae', ebml('d7', pack('N', $_))
	. ebml('73c5', pack('N', $_)) . ebml('83', "\1")
	. ebml('86', 'V_MPEG4/ISO/ASP')
	. ebml('e0', ebml('b0', "\x40") . ebml('ba', "\x40"))) } 1 .. 10000);
put('tracks.mkv', $head, ebml('18538067', ebml('1654ae6b', $tracks)
	. ebml('1f43b675', ebml('e7', "\0") . ebml('a3', "\x81\0\0\x80" . 'x' x 99))));
my $seek = ebml('4dbb', ebml('53ab', pack('H*', '114d9b74'))
	. ebml('53ac', "\0"));
put('circle.mkv', $head, ebml('18538067', ebml('114d9b74', $seek x 1000)));

# a transport stream: 256 programs of 40 streams
sub crc {
	my $crc = 0xffffffff;
	for my $byte (unpack('C*', shift)) {
		$crc ^= $byte << 24;
		$crc = $crc & 0x80000000
			? ($crc << 1 ^ 0x04c11db7) & 0xffffffff
			: $crc << 1 for 1 .. 8;
	}
	return $crc;
}
sub section {
	my ($pid, $table, $id, $body) = @_;
	my $s = pack('CnnCCC', $table, 0xb000 | length($body) + 9, $id, 0xc1, 0, 0)
		. $body;
	$s = "\0" . $s . pack('N', crc($s));
	my ($ts, $n) = ('', 0);
	while (length $s) {
		my $part = substr($s, 0, 184, '');
		$ts .= pack('CnC', 0x47, ($n ? 0 : 0x4000) | $pid, 0x10 | $n++ & 15)
			. $part . "\xff" x (184 - length $part);
	}
	return $ts;
}
my $ts = section(0, 0, 1, join('', map { pack('nn', $_, 0xe000 | 32 + $_) }
	1 .. 250));
for my $program (1 .. 250) {
	$ts .= section(32 + $program, 2, $program, pack('nn', 0xe100, 0xf000)
		. join('', map { pack('Cnn', 0x1b,
			0xe000 | 300 + ($program * 40 + $_) % 7800, 0xf000) } 1 .. 40));
}
put('streams.ts', $ts x 3);

# --- sound --------------------------------------------------------------------

my $frames = ("\xff\xfb\x90\x64" . "\0" x 413) x 200;
put('id3.mp3', "ID3\4\0\0\x7f\x7f\x7f\x7f" . 'APIC' . "\x7f\x7f\x7f\x7f\0\0"
	. "\0image/png\0\3\0" . 'x' x 999 . $frames);
put('id3-deep.mp3', ("ID3\4\0\0\0\0\0\x0a" . 'CHAP' . "\0\0\0\0\0\0") x 5000,
	$frames);
my $cover = png(65535, 65535, 8, compress($zeros));
my $flac = pack('NN', 3, 9) . 'image/png' . pack('N6', 0, 65535, 65535, 8, 0,
	length $cover) . $cover;
put('cover.txt', ";FFMETADATA1\nMETADATA_BLOCK_PICTURE="
	. (encode_base64($flac, '') =~ s/=/\\=/gr) . "\n");
