/* 6032-check-place.c -- whatever tells where a file was made is found */
#include "tap.h"
#include "proc/check.h"

#include <sys/mman.h>
#include <unistd.h>

#define STEP (1 << 20)

/* A file of zeros and then the bytes. */
static int found(size_t before, const void *bytes, size_t n)
{
	int fd = memfd_create("place", MFD_CLOEXEC), rc = -1;

	if (fd >= 0 && ftruncate(fd, (off_t)before) == 0 &&
	    pwrite(fd, bytes, n, (off_t)before) == (ssize_t)n)
		rc = check_place(fd);
	close(fd);
	return rc;
}

#define FOUND(before, text) found(before, text, sizeof(text) - 1)

#define GPS_ENTRY	    "\x25\x88\x04\0\1\0\0\0\x40\0\0\0"
#define ANY_ENTRY	    "\x0f\x01\x02\0\4\0\0\0\x40\0\0\0"
#define BIG_ENTRY	    "\x88\x25\0\4\0\0\0\1\0\0\0\x40"

static void exif(void)
{
	is_int(FOUND(0,
		     "\xff\xd8\xff\xe1zzExif\0\0II*\0\x08\0\0\0\2\0" ANY_ENTRY
			     GPS_ENTRY "\0\0\0\0"),
	       1, "EXIF with a folder for it");
	is_int(FOUND(0,
		     "\xff\xd8\xff\xe1zzExif\0\0II*\0\x08\0\0\0\1\0" ANY_ENTRY
		     "\0\0\0\0"),
	       0, "EXIF without");
	is_int(FOUND(77, "MM\0*\0\0\0\x08\0\1" BIG_ENTRY "\0\0\0\0"), 1,
	       "the other byte order, anywhere");
	is_int(FOUND(0, "II*\0\x08\0\0\0\1\0" ANY_ENTRY
			"\x1a\0\0\0\1\0" GPS_ENTRY "\0\0\0\0"),
	       1, "in a later folder");
	is_int(FOUND(0, "II*\0\x08\0\0\0\1\0" ANY_ENTRY "\x08\0\0\0"), 1,
	       "folders in a ring");
	is_int(FOUND(0, "II*\0\xff\xff\xff\xff"), 0, "a folder that is not");
}

static void words(void)
{
	is_int(FOUND(9, "exif:GPSLatitude"), 1, "XMP");
	is_int(FOUND(9, "\0\0\0\x1e\251xyz\0\x12\x15\xc7+48.1"), 1, "a phone");
	is_int(FOUND(9, "com.apple.quicktime.location.ISO6709"), 1, "another");
	is_int(FOUND(9, "\0\0\0\x20loci\0\0\0\0"), 1, "3GPP");
	is_int(FOUND(9, "LOCATION"), 1, "a tag");
	is_int(FOUND(9, "L\0o\0c\0a\0t\0i\0o\0n\0"), 1,
	       "a tag of wide letters");
	is_int(FOUND(9, "gpmd"), 1, "telemetry");
	is_int(FOUND(9, "zTXtXML:com.adobe.xmp"), 1, "what is packed");
	is_int(FOUND(9, "a song of mine"), 0, "none of these");
	is_int(FOUND(0, ""), 0, "nothing");
	for (size_t k = 0; k < 12; k++)
		if (FOUND(STEP - k, "exif:GPSLatitude") != 1)
			ok(0, "over the end of a step");
	is_int(FOUND(3 * STEP + 5, "exif:GPSLatitude"), 1, "far behind");
}

int main(void)
{
	exif();
	words();
	return done_testing();
}
