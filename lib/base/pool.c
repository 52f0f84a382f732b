/* pool.c -- chunks of memory that are freed together */
#include "base/pool.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES	 (16 * 1024)
#define DEFAULT_CEILING	 (16 * 1024 * 1024)
#define POOL_ALIGNMENT	 16
#define LARGE_FROM_BYTES (CHUNK_BYTES / 2)

struct pool_chunk {
	struct pool_chunk *next;
	size_t used, size;
	_Alignas(POOL_ALIGNMENT) char bytes[];
};

static void pool_full(struct pool *p)
{
	static const char text[] = "memory ceiling reached\n";

	if (p->full)
		p->full(p);
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(71);
	_exit(71);
}

static struct pool_chunk *chunk_new(struct pool *p, size_t size)
{
	size_t ceiling = p->ceiling_bytes ? p->ceiling_bytes : DEFAULT_CEILING;
	struct pool_chunk *c = NULL;

	if (size <= ceiling && p->held_bytes <= ceiling - size)
		c = malloc(sizeof(*c) + size);
	if (!c)
		pool_full(p);
	c->next = NULL;
	c->used = 0;
	c->size = size;
	p->held_bytes += size;
	return c;
}

/* A large piece gets a chunk of its own, below the one that is filled. */
static struct pool_chunk *chunk_for(struct pool *p, size_t n)
{
	struct pool_chunk *c;

	if (p->top && p->top->size - p->top->used >= n)
		return p->top;
	if (n < LARGE_FROM_BYTES || !p->top) {
		c = chunk_new(p, n < CHUNK_BYTES ? CHUNK_BYTES : n);
		c->next = p->top;
		p->top = c;
		return c;
	}
	c = chunk_new(p, n);
	c->next = p->top->next;
	p->top->next = c;
	return c;
}

static size_t aligned(size_t n)
{
	return (n + POOL_ALIGNMENT - 1) & ~(size_t)(POOL_ALIGNMENT - 1);
}

void *pool_alloc(struct pool *p, size_t n)
{
	struct pool_chunk *c;
	char *at;

	if (n > SIZE_MAX / 2)
		pool_full(p);
	n = aligned(n);
	c = chunk_for(p, n);
	at = c->bytes + c->used;
	c->used += n;
	return memset(at, 0, n);
}

void pool_trim(struct pool *p, const void *at, size_t had, size_t n)
{
	struct pool_chunk *c = p->top;
	const char *from = at;

	if (c && from + aligned(had) == c->bytes + c->used)
		c->used -= aligned(had) - aligned(n);
}

void *pool_array(struct pool *p, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		pool_full(p);
	return pool_alloc(p, bytes);
}

char *pool_dup_n(struct pool *p, const char *bytes, size_t n)
{
	char *at = pool_alloc(p, n + 1);

	if (n)
		memcpy(at, bytes, n);
	return at;
}

char *pool_dup(struct pool *p, const char *text)
{
	return text ? pool_dup_n(p, text, strlen(text)) : NULL;
}

char *pool_vfmt(struct pool *p, const char *fmt, va_list ap)
{
	char first[256]; /* most texts fit, and are then made only once */
	va_list again;
	char *at;
	int n;

	va_copy(again, ap);
	n = vsnprintf(first, sizeof(first), fmt, again);
	va_end(again);
	if (n < 0)
		pool_full(p);
	if ((size_t)n < sizeof(first))
		return pool_dup_n(p, first, (size_t)n);
	at = pool_alloc(p, (size_t)n + 1);
	vsnprintf(at, (size_t)n + 1, fmt, ap);
	return at;
}

char *pool_fmt(struct pool *p, const char *fmt, ...)
{
	va_list ap;
	char *at;

	va_start(ap, fmt);
	at = pool_vfmt(p, fmt, ap);
	va_end(ap);
	return at;
}

void pool_done(struct pool *p)
{
	while (p->top) {
		struct pool_chunk *next = p->top->next;

		free(p->top);
		p->top = next;
	}
	p->held_bytes = 0;
}
