/* dice.c -- chance, and what is sent: all of it follows from the seed */
#include "crash.h"

#include <stdio.h>

static uint64_t state;

struct item items[ITEMS_MAX];
int items_n;

/* splitmix64 */
static uint64_t next(uint64_t *s)
{
	uint64_t z = *s += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

void dice_start(uint64_t seed)
{
	state = seed;
}

uint64_t dice(void)
{
	return next(&state);
}

int dice_below(int n)
{
	return (int)(dice() % (uint64_t)n);
}

bool dice_percent(int percent)
{
	return dice_below(100) < percent;
}

static size_t dice_size(void)
{
	if (dice_percent(60))
		return 1000 + (size_t)dice_below(3000);
	if (dice_percent(80))
		return 60000 + (size_t)dice_below(200000);
	return 1000000 + (size_t)dice_below(2000000);
}

struct item *item_new(int visibility)
{
	struct item *it = &items[items_n];

	if (items_n == ITEMS_MAX)
		give_up("more than %d uploads", ITEMS_MAX);
	*it = (struct item){ .n = items_n++,
			     .bytes = dice_size(),
			     .visibility = visibility,
			     .maybe_visibility = -1 };
	return it;
}

const char *item_title(const struct item *it)
{
	static char title[16];

	snprintf(title, sizeof(title), "k%d", it->n);
	return title;
}

void item_bytes(const struct item *it, struct buf *ret)
{
	uint64_t s = drive.seed ^ ((uint64_t)(it->n + 1) << 32);

	size_t before = ret->len;

	ret->max_bytes = 16 << 20;
	buf_fmt(ret, MAGIC " %s\n", item_title(it));
	while (ret->len - before < it->bytes) {
		uint64_t word = next(&s);

		buf_put(ret, &word, sizeof(word));
	}
}

void item_made(const struct item *it, const char *output, struct buf *ret)
{
	ret->max_bytes = 16 << 20;
	buf_fmt(ret, "%s of\n", output);
	item_bytes(it, ret);
}
