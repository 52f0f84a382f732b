/* 2004-multipart-parts.c -- parts of a form, however their bytes arrive */
#include "tap.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/pool.h"
#include "http/multipart.h"

#define TYPE "multipart/form-data; boundary=b0"
#define HEAD "Content-Disposition: form-data; name=\"f\""

static struct pool pool;

/* Hands on the text in steps of so many bytes. */
struct drip {
	const char *text;
	size_t left, step;
};

static int drip_read(void *from, void *to, size_t size)
{
	struct drip *d = from;
	size_t n = d->step < size ? d->step : size;

	if (n > d->left)
		n = d->left;
	memcpy(to, d->text, n);
	d->text += n;
	d->left -= n;
	return (int)n;
}

/* "name|filename|type|bytes;" for each part, or the error. */
static int dump(struct drip *d, struct buf *out)
{
	struct multipart mp;
	struct part part;
	const char *bytes;
	int rc, n;

	buf_clear(out);
	rc = multipart_open(&mp, &pool, TYPE, drip_read, d);
	if (rc < 0)
		return rc;
	while ((rc = multipart_next(&mp, &part)) > 0) {
		buf_fmt(out, "%s|%s|%s|", part.name,
			part.filename ? part.filename : "-", part.type);
		while ((n = multipart_bytes(&mp, &bytes)) > 0)
			buf_put(out, bytes, (size_t)n);
		if (n < 0)
			return n;
		buf_char(out, ';');
	}
	return rc;
}

/* The same in one piece and in every small step: all must agree. */
static const char *parts_n(const char *text, size_t n)
{
	static struct buf whole, stepped;
	struct drip d = { text, n, n };
	int rc = dump(&d, &whole);

	for (size_t step = 1; step < 9; step++) {
		d = (struct drip){ text, n, step };
		if (dump(&d, &stepped) != rc || stepped.len != whole.len ||
		    (whole.len && memcmp(stepped.at, whole.at, whole.len) != 0))
			return "steps disagree";
	}
	return rc < 0 ? err_name(rc) : buf_text(&whole);
}

static const char *parts(const char *text)
{
	return parts_n(text, strlen(text));
}

static void whole_forms(void)
{
	is_str(parts("--b0\r\n" HEAD "\r\n\r\nabc\r\n--b0--\r\n"), "f|-||abc;",
	       "one field");
	is_str(parts("pre\r\n--b0 \t\r\n" HEAD "; filename=\"a.jpg\"\r\n"
		     "Content-Type: image/jpeg\r\n\r\n\r\n\r\n--b\r\n--b0\r\n"
		     "content-disposition:form-data;name=g\r\n\r\n\r\n"
		     "--b0--epilogue"),
	       "f|a.jpg|image/jpeg|\r\n\r\n--b;g|-||;",
	       "a file with half boundaries, an empty field");
	is_str(parts("--b0--\r\n"), "", "a form without parts");
	is_str(parts("--b0\r\n\r\nx\r\n--b0--"), "|-||x;", "an empty head");
	is_str(parts("--b0\r\n" HEAD "\r\n\r\n--b0--"), "GONE",
	       "a boundary needs its own line end");
	is_str(parts("--b0\r\n" HEAD "\r\n\r\n\r\r\n\r\r\n--b0--"),
	       "f|-||\r\r\n\r;", "bare CRs before the boundary");
}

static void broken_forms(void)
{
	static const char nul[] = "--b0\r\nX: a\0b\r\n\r\n\r\n--b0--";
	char *head = pool_alloc(&pool, 20000);
	struct buf b = { 0 };

	is_str(parts(""), "GONE", "an empty body");
	is_str(parts("--b0\r\n" HEAD "\r\n\r\nabc"), "GONE", "cut in a part");
	is_str(parts("--b0\r\n" HEAD), "GONE", "cut in a head");
	is_str(parts("--b0\r\n" HEAD "\r\n\r\nabc\r\n--b0"), "GONE",
	       "cut after a boundary");
	is_str(parts("--b0x\r\n" HEAD "\r\n\r\nabc\r\n--b0--"), "REQUEST",
	       "a longer boundary");
	is_str(parts("--b0\r\nno colon\r\n\r\n\r\n--b0--"), "REQUEST",
	       "a head without colon");
	is_str(parts("--b0\r\nContent-Disposition: attachment; name=f\r\n\r\n"
		     "\r\n--b0--"),
	       "REQUEST", "not form-data");
	is_str(parts_n(nul, sizeof(nul) - 1), "REQUEST", "NUL in a head");
	memset(head, 'a', 19999);
	buf_fmt(&b, "--b0\r\nX: %s\r\n\r\n\r\n--b0--", head);
	is_str(parts(buf_text(&b)), "REQUEST", "a head that is too long");
	buf_clear(&b);
	for (int i = 0; i <= MULTIPART_MAX_PARTS; i++)
		buf_str(&b, "--b0\r\n\r\n\r\n");
	is_str(parts(buf_text(&b)), "REQUEST", "too many parts");
	buf_done(&b);
}

static int opens(const char *type)
{
	struct multipart mp;
	struct drip d = { "", 0, 1 };

	return multipart_open(&mp, &pool, type, drip_read, &d);
}

static void types(void)
{
	is_int(opens(NULL), E_UNSUPPORTED, "no type");
	is_int(opens("text/plain"), E_UNSUPPORTED, "another type");
	is_int(opens("multipart/form-data"), E_REQUEST, "no boundary");
	is_int(opens("Multipart/Form-Data; charset=x; boundary=\"a b\""), 0,
	       "a quoted boundary");
	is_int(opens("multipart/form-data; boundary=a\"b"), E_REQUEST,
	       "a character that is not allowed");
	is_int(opens("multipart/form-data; boundary=\"\""), E_REQUEST,
	       "an empty boundary");
	is_int(opens("multipart/form-data; boundary=12345678901234567890"
		     "12345678901234567890123456789012345678901234567890x"),
	       E_REQUEST, "71 characters");
}

static const char *filename(const char *value)
{
	struct buf b = { 0 };
	const char *text;

	buf_fmt(&b, "--b0\r\n" HEAD "; %s\r\n\r\n\r\n--b0--", value);
	text = pool_dup(&pool, parts(buf_text(&b)));
	buf_done(&b);
	return text;
}

static void names(void)
{
	is_str(filename("filename=\"\""), "f|||;", "no file was chosen");
	is_str(filename("filename=\"a;b=c.jpg\""), "f|a;b=c.jpg||;",
	       "a semicolon between quotes");
	is_str(filename("filename=\"a%22b%0d%0ac.jpg\""), "f|a\"b c.jpg||;",
	       "a browser's escapes");
	is_str(filename("filename=\"a\\\"b.jpg\""), "f|a\"b.jpg||;",
	       "an escaped quote");
	is_str(filename("filename=\"100%41.jpg\""), "f|100%41.jpg||;",
	       "a per cent sign of its own");
	is_str(filename("filename=\"%C3%A9t%C3%A9.jpg\""),
	       "f|\xc3\xa9t\xc3\xa9"
	       ".jpg||;",
	       "a name encoded by RFC 7578");
	is_str(filename("filename=x.jpg; filename*=UTF-8'en'%F0%9F%8E%89.jpg"),
	       "f|\xf0\x9f\x8e\x89.jpg||;", "RFC 8187 wins");
	is_str(filename("filename=\"../../etc/passwd\""), "f|passwd||;",
	       "folders before it");
	is_str(filename("filename=\"C:\\dir\\a.jpg\""), "f|a.jpg||;",
	       "a path of Windows");
	is_str(filename("filename=\"a\xff\xfe.jpg\""), "f|a.jpg||;",
	       "bytes that are not UTF-8");
}

static void long_names(void)
{
	char name[600];
	const char *tidy;

	memset(name, 'a', sizeof(name));
	memcpy(name + 500, ".jpeg", 6);
	tidy = filename_tidy(&pool, name, 505);
	is_int(strlen(tidy), FILENAME_MAX_CHARS, "500 characters are cut");
	is_str(tidy + FILENAME_MAX_CHARS - 5, ".jpeg", "not the extension");
	tidy = filename_tidy(&pool, "a\0b.jpg", 7);
	ok(!strchr(tidy, '/') && strlen(tidy) < 8, "NUL in a name");
}

static void large(void)
{
	struct buf b = { .max_bytes = 4 << 20 };
	struct drip d;
	struct multipart mp;
	struct part part;
	const char *bytes;
	size_t held, sum = 0;
	int n;

	buf_str(&b, "--b0\r\n" HEAD "\r\n\r\n");
	for (int i = 0; i < 300000; i++)
		buf_str(&b, "\r\n--b\r0--");
	buf_str(&b, "\r\n--b0--");
	d = (struct drip){ b.at, b.len, 100000 };
	is_int(multipart_open(&mp, &pool, TYPE, drip_read, &d), 0, "3 MB");
	is_int(multipart_next(&mp, &part), 1, "its part");
	held = pool.held_bytes;
	while ((n = multipart_bytes(&mp, &bytes)) > 0)
		sum += (size_t)n;
	is_int(sum, 300000 * 9, "all its bytes");
	is_int(pool.held_bytes, held, "no memory is taken meanwhile");
	is_int(multipart_next(&mp, &part), 0, "and the end");
	buf_done(&b);
}

int main(void)
{
	pool.ceiling_bytes = 64 << 20;
	whole_forms();
	broken_forms();
	types();
	names();
	long_names();
	large();
	pool_done(&pool);
	return done_testing();
}
