/*
 * form.h -- fields of a form or a query string, declared before they are read
 *
 * A program lists what it takes, and the index of a field is a constant, so
 * that a misspelt one does not compile. What is not declared is dropped.
 *
 *	enum { F_NAME, F_PASSWORD };
 *	static const struct field login_form[] = {
 *		[F_NAME] = { "name", "name", field_line, 254 },
 *		[F_PASSWORD] = { "password", "password", field_secret, 256 },
 *		{ 0 },
 *	};
 */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include <stddef.h>
#include <stdint.h>

struct pool;

#define FORM_MAX_BYTES (256 * 1024) /* of one urlencoded body */
#define FORM_MAX_PAIRS 500

enum field_flag {
	FIELD_OPTIONAL = 1, /* may be missing or empty */
	FIELD_MANY = 2,	    /* all values of the name, a blank between */
};

struct value {
	const char *text; /* never NULL; "" when missing */
	size_t bytes;
	int64_t number;
	int sent; /* the client sent it, be it empty */
};

struct field {
	const char *name;  /* in the form */
	const char *label; /* in a sentence: "the title is too long" */
	/* makes text and number from the raw text, or says E_FIELD */
	int (*check)(struct pool *, const struct field *, struct value *);
	size_t max; /* characters; for numbers the largest */
	int flags;
};

struct form {
	struct pool *mem;
	const struct field *fields;
	struct value *values;
	int count;
};

/* Ready to take values. fields: ends with a row whose name is NULL. */
void form_init(struct form *, struct pool *mem, const struct field *fields);

/* Keep one value, not checked; the last one of a name counts, but for
 * FIELD_MANY. */
void form_put(struct form *, const char *name, const char *bytes, size_t n);

/*
 * Keep the values of an application/x-www-form-urlencoded text (WHATWG URL,
 * section 5), which is decoded in place.
 *
 * Returns 0, or E_REQUEST for more than FORM_MAX_PAIRS pairs.
 */
int form_urlencoded(struct form *, char *text, size_t n);

/*
 * Run the checkers over all fields, in the order of their declaration.
 *
 * Returns 0, or E_FIELD for the first that is missing or not right; the
 * others are checked all the same, so that the form can be shown again.
 */
int form_check(struct form *);

/* What was sent in a field: checked, once form_check() went well. */
const char *form_text(const struct form *, int field);
int64_t form_number(const struct form *, int field);
int form_sent(const struct form *, int field);

/* Checkers. Text is UTF-8 and loses control characters and outer blanks. */
int field_line(struct pool *, const struct field *, struct value *);
int field_text(struct pool *, const struct field *, struct value *);
/* Kept byte by byte, for passwords; UTF-8 without control characters. */
int field_secret(struct pool *, const struct field *, struct value *);
/* A whole number from 0 to max. */
int field_number(struct pool *, const struct field *, struct value *);
/* Any number of those, with FIELD_MANY; number is how many. */
int field_numbers(struct pool *, const struct field *, struct value *);
/* A check box: number is 1 when it was sent. */
int field_flag(struct pool *, const struct field *, struct value *);
/* Letters, digits, "-" and "_": tokens and keys. */
int field_token(struct pool *, const struct field *, struct value *);
/* A path of this site to go on to; anything else becomes "". */
int field_local(struct pool *, const struct field *, struct value *);

#endif
