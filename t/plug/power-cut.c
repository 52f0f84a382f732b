/*
 * power-cut.c -- what a power failure leaves of a disk
 *
 *	power-cut LOG DISK FROM SEED
 *
 * LOG is what qemu's blklogwrites has written: dm-log-writes, see the kernel's
 * Documentation/admin-guide/device-mapper/log-writes.rst. DISK is a copy of the
 * disk before the first of these writes. A moment is chosen by SEED: behind any
 * write or flush that ends at FROM, an offset in LOG, or later. All that was
 * written before the last flush up to then goes to DISK; of what came after it,
 * each block or not, by chance: a disk is free to keep what it has not flushed,
 * in any order.
 *
 * Prints the moment as an offset in LOG, and how much was kept and dropped.
 */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAGIC	     UINT64_C(0x6a736677736872)
#define FLAG_FLUSH   UINT64_C(1)
#define FLAG_FUA     UINT64_C(2)
#define FLAG_DISCARD UINT64_C(4)
#define BLOCK	     4096 /* what a disk writes whole */

struct super {
	uint64_t magic, version, nr_entries;
	uint32_t sector_bytes;
} __attribute__((packed));

struct entry {
	uint64_t sector, nr_sectors, flags, data_len;
};

static int log_fd, disk_fd;
static uint32_t sector_bytes;
static uint64_t state;
static int64_t kept, dropped;

static _Noreturn void give_up(const char *what)
{
	fprintf(stderr, "power-cut: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* xorshift64*: the same seed, the same disk */
static uint64_t dice(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * UINT64_C(2685821657736338717);
}

static void write_block(const char *data, size_t n, int64_t at)
{
	if (pwrite(disk_fd, data, n, at) != (ssize_t)n)
		give_up("write to the disk");
}

static void apply(const struct entry *e, int64_t data_at, bool sure)
{
	int64_t n = (int64_t)(e->nr_sectors * sector_bytes);
	int64_t to = (int64_t)(e->sector * sector_bytes);
	char block[BLOCK];

	for (int64_t i = 0; i < n; i += BLOCK) {
		size_t part = (size_t)(n - i < BLOCK ? n - i : BLOCK);

		if (!sure && dice() % 2) {
			dropped += (int64_t)part;
			continue;
		}
		if (e->flags & FLAG_DISCARD)
			memset(block, 0, part);
		else if (pread(log_fd, block, part, data_at + i) !=
			 (ssize_t)part)
			give_up("read the log");
		write_block(block, part, to + i);
		kept += (int64_t)part;
	}
}

/* Returns the offset behind the entry, or 0 where the log ends. */
static int64_t next(int64_t at, struct entry *ret, int64_t *ret_data)
{
	struct entry e;
	int64_t data = at + sector_bytes;

	if (pread(log_fd, &e, sizeof(e), at) != sizeof(e))
		return 0;
	ret->sector = le64toh(e.sector);
	ret->nr_sectors = le64toh(e.nr_sectors);
	ret->flags = le64toh(e.flags);
	*ret_data = data;
	if (ret->flags & FLAG_DISCARD)
		return data;
	return data + (int64_t)(ret->nr_sectors * sector_bytes);
}

/* The end of the n-th write or flush that ends at `from` or behind; with n = -1
 * how many there are. */
static int64_t moment_of(int64_t first, int64_t from, int64_t n)
{
	int64_t at, behind, data, seen = 0;
	struct entry e;

	for (at = first; (behind = next(at, &e, &data)); at = behind)
		if (behind >= from && seen++ == n)
			return behind;
	return seen;
}

/* The end of the last flush before the moment. */
static int64_t last_flush(int64_t first, int64_t moment)
{
	int64_t flush = first, data, at, behind;
	struct entry e;

	for (at = first; (behind = next(at, &e, &data)) && behind <= moment;
	     at = behind)
		if (e.flags & FLAG_FLUSH)
			flush = behind;
	return flush;
}

static void replay(int64_t first, int64_t moment)
{
	int64_t flush = last_flush(first, moment), data, at, behind;
	struct entry e;

	for (at = first; (behind = next(at, &e, &data)) && behind <= moment;
	     at = behind)
		apply(&e, data, behind <= flush || (e.flags & FLAG_FUA));
}

int main(int argc, char **argv)
{
	struct super super;
	int64_t from, end, moment, writes;

	if (argc != 5)
		return 64;
	log_fd = open(argv[1], O_RDONLY | O_CLOEXEC);
	disk_fd = open(argv[2], O_WRONLY | O_CLOEXEC);
	if (log_fd < 0 || disk_fd < 0)
		give_up("open the log and the disk");
	if (pread(log_fd, &super, sizeof(super), 0) != sizeof(super) ||
	    le64toh(super.magic) != MAGIC)
		give_up("this is no log of writes");
	sector_bytes = le32toh(super.sector_bytes);
	from = strtoll(argv[3], NULL, 10);
	end = lseek(log_fd, 0, SEEK_END);
	state = strtoull(argv[4], NULL, 10) * 2 + 1;
	dice();
	writes = moment_of(sector_bytes, from, -1);
	if (writes == 0)
		give_up("nothing was written from there on");
	moment = moment_of(sector_bytes, from,
			   (int64_t)(dice() % (uint64_t)writes));
	replay(sector_bytes, moment);
	printf("%" PRId64 " of %" PRId64 ", %" PRId64 " KiB kept, %" PRId64
	       " KiB dropped\n",
	       moment, end, kept >> 10, dropped >> 10);
	return 0;
}
