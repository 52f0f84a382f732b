/* 2003-form-fields.c -- declared fields, and what is wrong with them */
#include "tap.h"
#include "base/err.h"
#include "base/pool.h"
#include "http/form.h"

static struct pool pool;

enum {
	F_TITLE,
	F_BODY,
	F_SECRET,
	F_PAGE,
	F_AGREE,
	F_CSRF,
	F_NEXT,
	F_ROWS
};

static const struct field fields[] = {
	[F_TITLE] = { "title", "title", field_line, 10 },
	[F_BODY] = { "body", "description", field_text, 20, FIELD_OPTIONAL },
	[F_SECRET] = { "pw", "password", field_secret, 8, FIELD_OPTIONAL },
	[F_PAGE] = { "page", "page", field_number, 99, FIELD_OPTIONAL },
	[F_AGREE] = { "agree", "box", field_flag, 1, FIELD_OPTIONAL },
	[F_CSRF] = { "csrf", "token", field_token, 12, FIELD_OPTIONAL },
	[F_NEXT] = { "next", "next page", field_local, 20, FIELD_OPTIONAL },
	[F_ROWS] = { "row", "row", field_numbers, 99,
		     FIELD_OPTIONAL | FIELD_MANY },
	{ 0 },
};

static int parse(struct form *f, const char *text)
{
	int rc;

	form_init(f, &pool, fields);
	rc = form_urlencoded(f, pool_dup(&pool, text), strlen(text));
	return rc < 0 ? rc : form_check(f);
}

static void good(void)
{
	struct form f;

	is_int(parse(&f, "title=+A%26b+&body=x%0D%0Ay&pw=+a+&page=7&agree=on"
			 "&csrf=aB-_9&next=%2Fu%2F&other=1"),
	       0, "a form");
	is_str(form_text(&f, F_TITLE), "A&b", "a line is trimmed");
	is_str(form_text(&f, F_BODY), "x\ny", "lines end in LF");
	is_str(form_text(&f, F_SECRET), " a ", "a password is kept as it is");
	is_int(form_number(&f, F_PAGE), 7, "a number");
	is_int(form_number(&f, F_AGREE), 1, "a checked box");
	is_str(form_text(&f, F_CSRF), "aB-_9", "a token");
	is_str(form_text(&f, F_NEXT), "/u/", "a path of ours");
	is_int(parse(&f, "title=a&title=b"), 0, "a field sent twice");
	is_str(form_text(&f, F_TITLE), "b", "the last one counts");
	is_int(form_number(&f, F_AGREE), 0, "an open box");
	is_int(parse(&f, "title=a&row=7&row=12&row=3"), 0, "one sent thrice");
	is_str(form_text(&f, F_ROWS), "7 12 3", "all values are kept");
	is_int(form_number(&f, F_ROWS), 3, "and counted");
	is_int(parse(&f, "title=a&row=7"), 0, "once");
	is_int(form_number(&f, F_ROWS), 1, "is one");
	is_int(parse(&f, "title=a"), 0, "not at all");
	is_int(form_number(&f, F_ROWS), 0, "is none");
	is_int(parse(&f, "title=a&row=7&row=x"), E_FIELD, "a word among them");
	is_int(parse(&f, "title=a&row=7&row="), E_FIELD, "nothing among them");
	is_int(parse(&f, "title=a&row=100"), E_FIELD, "one too large");
	is_int(parse(&f, "title=a&row=1%00x"), E_FIELD, "a NUL behind it");
	ok(!form_sent(&f, F_BODY), "a field that was not sent");
	is_str(form_text(&f, F_BODY), "", "is empty");
	is_int(parse(&f, "&&title=a&=x&%00=y&title%00x=z"), 0, "odd pairs");
	is_str(form_text(&f, F_TITLE), "a", "do no harm");
}

static void bad(void)
{
	struct form f;

	is_int(parse(&f, ""), E_FIELD, "a required field is missing");
	is_str(err_text(E_FIELD), "The title is missing.", "which one");
	is_int(parse(&f, "title=+%00+"), E_FIELD, "empty after cleaning");
	is_int(parse(&f, "title=12345678901"), E_FIELD, "too long");
	is_int(parse(&f, "title=1234567890"), 0, "just long enough");
	is_int(parse(&f, "title=%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9"), 0,
	       "characters are counted, not bytes");
	is_int(parse(&f, "title=a&page=1x"), E_FIELD, "not a number");
	is_int(parse(&f, "title=a&page=100"), E_FIELD, "too large a number");
	is_int(parse(&f, "title=a&csrf=a%0Ab"), E_FIELD, "not a token");
	is_int(parse(&f, "title=a&pw=a%00b"), E_FIELD, "NUL in a password");
	is_int(parse(&f, "page=x&title=ok&body=12"), E_FIELD,
	       "one bad field of three");
	is_str(form_text(&f, F_BODY), "12", "leaves the others checked");
	is_int(parse(&f, "title=a&next=%2F%2Fevil"), 0, "another site");
	is_str(form_text(&f, F_NEXT), "", "is not gone to");
}

static void many(void)
{
	struct form f;
	char text[2 * (FORM_MAX_PAIRS + 2)];

	form_init(&f, &pool, fields);
	memset(text, 'a', sizeof(text));
	for (size_t i = 1; i < sizeof(text); i += 2)
		text[i] = '&';
	is_int(form_urlencoded(&f, text, sizeof(text)), E_REQUEST,
	       "too many pairs");
}

int main(void)
{
	good();
	bad();
	many();
	pool_done(&pool);
	return done_testing();
}
