/*
 * url.h -- the table of addresses, and everything that is made from it
 *
 * One table says which program answers which path. index.cgi routes by it,
 * every link of the site is made from it, and a test compares it with the
 * routes that the programs declare.
 *
 * Two styles. Pretty: "/u/ann/m/dog/", as GNU MediaGoblin's, where the web
 * server or index.cgi finds the program. Plain, which works everywhere:
 * "/cgi-bin/media/u/ann/m/dog", without a final slash, since busybox httpd
 * sends every path that ends in one to index.cgi.
 *
 * A pattern is matched against a decoded path; "{name}" stands for one or
 * more bytes other than "/". A path matches with and without a final slash.
 */
#ifndef HTTP_URL_H
#define HTTP_URL_H

#include <stddef.h>

struct buf;
struct pool;
struct req;

#define URL_TABLE(X)                                                           \
	X(HOME, "index.cgi", "/")                                              \
	X(PERSON, "person", "/u/{user}")                                       \
	X(PANEL, "uploads", "/u/{user}/panel")                                 \
	X(RETRIES, "tend", "/u/{user}/panel/retry")                            \
	X(SEEN, "tend", "/u/{user}/panel/seen")                                \
	X(MEDIA, "media", "/u/{user}/m/{slug}")                                \
	X(RETRY, "tend", "/u/{user}/m/{slug}/retry")                           \
	X(CANCEL, "tend", "/u/{user}/m/{slug}/cancel")                         \
	X(EDIT, "edit", "/u/{user}/m/{slug}/edit")                             \
	X(DELETE, "delete", "/u/{user}/m/{slug}/confirm-delete")               \
	X(JOBS, "jobs", "/mod/jobs")                                           \
	X(ALLJOBS, "jobs", "/mod/jobs/all")                                    \
	X(STORAGE, "storage", "/mod/storage")                                  \
	X(REMAKE, "storage", "/mod/storage/remake")                            \
	X(SUBMIT, "submit", "/submit")                                         \
	X(LOGIN, "login", "/auth/login")                                       \
	X(LOGOUT, "logout", "/auth/logout")                                    \
	X(REGISTER, "register", "/auth/register")                              \
	X(FILE, "file", "/file/{key}/{name}")

enum url {
#define URL_ENUM(name, program, pattern) URL_##name,
	URL_TABLE(URL_ENUM)
#undef URL_ENUM
	URL_COUNT
};

enum url_style {
	URL_STYLE_AUTO,
	URL_STYLE_PRETTY,
	URL_STYLE_PLAIN,
};

/* How links are made in this request. */
struct urls {
	const char
		*prefix; /* before "/cgi-bin/": "" or "/~ann/site", encoded */
	int pretty;
};

/*
 * Find out where the site stands and which style its links have.
 *
 * style: the setting `urls`. AUTO is pretty under busybox httpd, whose
 *     index.cgi routes, and where the server's configuration says that it
 *     rewrites, by GREMLIN_PRETTY in the environment (after an internal
 *     redirect of Apache: REDIRECT_GREMLIN_PRETTY); else plain.
 * ret: its strings live as long as rq->mem.
 */
void urls_init(struct urls *ret, const struct req *rq, enum url_style style);

/* auto, pretty or plain; E_CONFIG for any other word. */
int url_style(const char *word, enum url_style *ret);

/*
 * Make a link: URL(mem, urls, URL_MEDIA, name, slug). One text for each
 * "{...}" of the pattern, not encoded; the link is percent-encoded (RFC 3986).
 */
#define URL(mem, urls, which, ...)                                             \
	url_make((mem), (urls), (which),                                       \
		 (const char *const[]){ __VA_ARGS__ __VA_OPT__(, ) NULL })
const char *url_make(struct pool *mem, const struct urls *, enum url which,
		     const char *const parts[]);

/* The link that leads to this request: the same parts and query. */
const char *url_again(struct pool *mem, const struct urls *, enum url which,
		      const struct req *);

/*
 * A link to a file below the document root, which is never a program:
 * url_file(mem, urls, "static/site.css"). path: not encoded, no first slash.
 */
const char *url_file(struct pool *mem, const struct urls *, const char *path);

/* A link to a file of a folder. base: a link that ends in "/". */
const char *url_below(struct pool *mem, const char *base, const char *name);

/* The same link with "?name=value" or "&name=value" at its end, encoded. */
const char *url_query(struct pool *mem, const char *link, const char *name,
		      const char *value);

/*
 * Match a path against a pattern.
 *
 * path: decoded. rq: its parts are set on a match; NULL: only look.
 *
 * Returns 1 if it matches, else 0.
 */
int url_match(const char *pattern, const char *path, struct req *rq);

/* Which row of the table a path belongs to, or -1. */
int url_find(const char *path);

const char *url_program(enum url);
const char *url_pattern(enum url);

/* Append text percent-encoded: one segment of a path, one value of a query. */
void url_encode(struct buf *, const char *text);

/*
 * Decode "%41" in place of n bytes of text, and "+" as a blank where
 * plus is set (HTML forms). A "%" that no two hex digits follow stays.
 *
 * Returns the decoded length, at most n; a NUL may be among the bytes, and
 * one is put after them only where there is room in the n.
 */
size_t url_decode(char *text, size_t n, int plus);

/*
 * Whether a stranger's text is a path of this site that we may redirect to:
 * it begins with one "/", not with "//" or "/\", and holds no byte that a
 * header may not hold.
 */
int url_is_local(const char *text);

#endif
