/*
 * err.c -- the table of errors, and the sentence of the last one
 *
 * One sentence is kept, in static memory: an error must be reportable when
 * there is no memory left. Programs have one thread.
 */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SENTENCE_BYTES 1024

struct err_row {
	int code;
	const char *name;
	int http;
	int exit;
	int retry;
	const char *text;
};

static const struct err_row rows[] = {
#define ERR_ROW(name, value, http, ex, retry, text)                            \
	{ E_##name, #name, http, ex, retry, text },
	ERR_TABLE(ERR_ROW)
#undef ERR_ROW
};

static char sentence[SENTENCE_BYTES];
static int sentence_code;

static const struct err_row *row_of(int rc)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].code == rc)
			return &rows[i];
	return &rows[0];
}

static int keep(int code, const char *text)
{
	sentence_code = code;
	snprintf(sentence, sizeof(sentence), "%.*s", SENTENCE_BYTES - 1, text);
	return code;
}

int err(int code, const char *fmt, ...)
{
	char text[SENTENCE_BYTES];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return keep(code, text);
}

static int code_of_errno(int number)
{
	switch (number) {
	case ENOSPC:
	case EDQUOT: return E_SPACE;
	case ENOENT:
	case ENOTDIR: return E_ABSENT;
	case EEXIST: return E_EXISTS;
	case EACCES:
	case EPERM:
	case EROFS: return E_ACCESS;
	case ENOMEM: return E_MEMORY;
	case EMFILE:
	case ENFILE:
	case EAGAIN: return E_BUSY;
	case EFBIG: return E_LARGE;
	case EPIPE:
	case ECONNRESET: return E_GONE;
	default: return E_IO;
	}
}

__attribute__((format(printf, 2, 0))) static int
keep_errno(int number, const char *fmt, va_list ap)
{
	char text[SENTENCE_BYTES];
	int n = vsnprintf(text, sizeof(text), fmt, ap);

	if (n >= 0 && (size_t)n < sizeof(text))
		snprintf(text + n, sizeof(text) - (size_t)n, ": %s",
			 strerror(number));
	return keep(code_of_errno(number), text);
}

int err_errno(int number, const char *fmt, ...)
{
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = keep_errno(number, fmt, ap);
	va_end(ap);
	return rc;
}

int err_sys(const char *fmt, ...)
{
	int number = errno;
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = keep_errno(number, fmt, ap);
	va_end(ap);
	return rc;
}

int err_add(int rc, const char *fmt, ...)
{
	char before[SENTENCE_BYTES / 2];
	char text[2 * SENTENCE_BYTES];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(before, sizeof(before), fmt, ap);
	va_end(ap);
	snprintf(text, sizeof(text), "%s: %s", before, err_text(rc));
	return keep(rc, text);
}

const char *err_text(int rc)
{
	if (rc == sentence_code && sentence[0])
		return sentence;
	return row_of(rc)->text;
}

const char *err_name(int rc)
{
	return row_of(rc)->name;
}

const char *err_class_text(int rc)
{
	return row_of(rc)->text;
}

int err_http(int rc)
{
	return row_of(rc)->http;
}

int err_exit(int rc)
{
	return row_of(rc)->exit;
}

int err_can_retry(int rc)
{
	return row_of(rc)->retry;
}
