/*
 * noiconv.c -- what the C++ library links but may not use in static programs
 *
 * It converts the names of foreign locales, which we never set; the converters
 * are shared libraries. The linker sends these calls here (--wrap).
 */
#include <errno.h>
#include <stddef.h>

void *__wrap_iconv_open(const char *to, const char *from);
size_t __wrap_iconv(void *with, char **in, size_t *in_left, char **out,
		    size_t *out_left);
int __wrap_iconv_close(void *with);

void *__wrap_iconv_open(const char *to, const char *from)
{
	(void)to;
	(void)from;
	errno = EINVAL;
	return (void *)-1;
}

size_t __wrap_iconv(void *with, char **in, size_t *in_left, char **out,
		    size_t *out_left)
{
	(void)with;
	(void)in;
	(void)in_left;
	(void)out;
	(void)out_left;
	errno = EBADF;
	return (size_t)-1;
}

int __wrap_iconv_close(void *with)
{
	(void)with;
	return 0;
}
