/* cookie.c -- name=value pairs between semicolons */
#include "http/cookie.h"
#include "base/pool.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

static const char *unquoted(struct pool *mem, const char *value, size_t n)
{
	while (n && (value[n - 1] == ' ' || value[n - 1] == '\t'))
		n--;
	if (n >= 2 && value[0] == '"' && value[n - 1] == '"') {
		value++;
		n -= 2;
	}
	return pool_dup_n(mem, value, n);
}

const char *cookie_get(struct pool *mem, const char *header, const char *name)
{
	size_t len = strlen(name);

	while (header && *header) {
		header += strspn(header, "; \t");
		if (!strncmp(header, name, len) && header[len] == '=') {
			const char *value = header + len + 1;

			return unquoted(mem, value, strcspn(value, ";"));
		}
		header += strcspn(header, ";");
	}
	return NULL;
}

const char *cookie_line(struct pool *mem, const char *name, const char *value,
			int64_t age_s, int secure)
{
	return pool_fmt(mem,
			"%s=%s; Path=/; Max-Age=%" PRId64
			"; HttpOnly; SameSite=Lax%s",
			name, value, age_s, secure ? "; Secure" : "");
}
