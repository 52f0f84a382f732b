/*
 * record-line.h -- the lines of a record, for record-*.c alone
 *
 * A record's single values stand in a table, which drives both directions:
 * record_read() fills a struct by it, record_print() writes one by it. Lines
 * that the table does not know go to the record's own function.
 */
#ifndef PROC_RECORD_LINE_H
#define PROC_RECORD_LINE_H

#include "proc/record.h"

enum field_type {
	FIELD_TEXT,    /* const char *; min and max are of its length */
	FIELD_I64,     /* int64_t */
	FIELD_INT,     /* int, pid_t */
	FIELD_BOOL,    /* yes or no */
	FIELD_VERDICT, /* enum verdict, by its name */
};

struct record_field {
	const char *name;
	enum field_type type;
	size_t offset;
	int64_t min, max;
	bool required; /* else absent when zero */
};

struct record_type {
	const char *name;
	const struct record_field *fields;
	int fields_n;
	/* a line that is not in fields; value is NUL-terminated, in mem */
	int (*line)(struct pool *mem, void *rec, const char *name,
		    const char *value);
	int (*print)(const void *rec, struct buf *out);
	/* what must hold of a whole record, read or about to be written */
	int (*check)(const void *rec);
};

int record_parse(const struct record_type *, struct pool *mem, const char *text,
		 size_t len, void *ret);
int record_print(const struct record_type *, const void *rec, struct buf *out);
int record_read(const struct record_type *, int dir, struct pool *mem,
		void *ret);
int record_write(const struct record_type *, int dir, const void *rec,
		 bool durable);

/* One line more; E_FORMAT when the value does not fit into a line. */
int record_put(struct buf *out, const char *name, const char *value,
	       size_t max);

/* A whole decimal number within bounds, or E_FORMAT. */
int record_number(const char *text, int64_t min, int64_t max, int64_t *ret);

#endif
