/*
 * pool.h -- memory that lives as long as one request, job or worker tick
 *
 * Nothing is freed one by one. A pool has a ceiling: who reaches it ends this
 * one request or job by pool->full(), which must not return.
 */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stdarg.h>
#include <stddef.h>

struct pool_chunk;

struct pool {
	struct pool_chunk *top;
	size_t held_bytes;
	size_t ceiling_bytes; /* 0: 16 MiB */
	/* called at the ceiling, must not return; NULL: message and exit 71 */
	void (*full)(struct pool *);
};

/* Memory of n bytes, zeroed and aligned for any type; never NULL. */
void *pool_alloc(struct pool *, size_t n) __attribute__((malloc));

/* Give back what is behind the first n of `had` bytes, where nothing was taken
 * since: less memory is touched, and a page costs what it touches. */
void pool_trim(struct pool *, const void *at, size_t had, size_t n);

/* A zeroed array; an overflow of n * size counts as the ceiling. */
void *pool_array(struct pool *, size_t n, size_t size);

/* Copies, always with a NUL after the last byte; pool_dup(NULL) is NULL. */
char *pool_dup(struct pool *, const char *text);
char *pool_dup_n(struct pool *, const char *bytes, size_t n);

char *pool_fmt(struct pool *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
char *pool_vfmt(struct pool *, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* Free everything; the pool can be used again. */
void pool_done(struct pool *);

#define POOL_NEW(pool, type) ((type *)pool_alloc((pool), sizeof(type)))

#endif
