/* vec.h -- arrays that grow in a pool, and the words of a line */
#ifndef MEDIA_VEC_H
#define MEDIA_VEC_H

#include "base/pool.h"

#include <string.h>

/* A copy of an array of n items, with room for one more at least. */
static inline void *vec_grown(struct pool *mem, const void *at, int n,
			      size_t size)
{
	size_t room = 1;
	void *copy;

	while (room <= (size_t)n)
		room *= 2;
	copy = pool_array(mem, room, size);
	if (n)
		memcpy(copy, at, (size_t)n * size);
	return copy;
}

/* Append: the array is full where n is 0 or a power of two. */
#define VEC_ADD(mem, array, n, item)                                           \
	do {                                                                   \
		if (((n) & ((n)-1)) == 0)                                      \
			(array) = vec_grown((mem), (array), (n),               \
					    sizeof(*(array)));                 \
		(array)[(n)++] = (item);                                       \
	} while (0)

/* The words of a line, parted by blanks; NULL at the end. */
char **words_of(struct pool *, const char *line);

#endif
