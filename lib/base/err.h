/*
 * err.h -- one table of errors for pages, jobs and the command line
 *
 * What can fail returns int: 0 or a count, or one of these, which are
 * negative. The sentence that belongs to the failure is kept beside it, and
 * only the skeleton of a program logs or shows it; libraries do not log.
 *
 *	return err(E_ABSENT, "no entry '%s'", slug);
 *
 * Columns: name, value, HTTP status, exit status (sysexits.h), whether trying
 * again can help, text for people. Values are kept in the database as the
 * class of a failed job: a number is never used again for something else.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#define ERR_TABLE(X)                                                           \
	X(BUG, 1, 500, 70, 0, "the program is at fault")                       \
	X(IO, 2, 500, 74, 1, "reading or writing failed")                      \
	X(SPACE, 3, 507, 73, 1, "the disk is full")                            \
	X(MEMORY, 4, 503, 71, 1, "memory ran out")                             \
	X(ABSENT, 5, 404, 66, 0, "not found")                                  \
	X(EXISTS, 6, 409, 73, 0, "exists already")                             \
	X(DENIED, 7, 403, 77, 0, "not allowed")                                \
	X(SIGNIN, 8, 401, 77, 0, "sign in first")                              \
	X(REQUEST, 9, 400, 65, 0, "the request is malformed")                  \
	X(FIELD, 10, 422, 65, 0, "a field is not right")                       \
	X(METHOD, 11, 405, 64, 0, "that method is not for this page")          \
	X(LARGE, 12, 413, 65, 0, "too large")                                  \
	X(LENGTH, 13, 411, 65, 0, "the length of the body is missing")         \
	X(TIMEOUT, 14, 408, 75, 1, "took too long")                            \
	X(CSRF, 15, 403, 77, 1, "the form did not come from this site")        \
	X(BUSY, 16, 503, 75, 1, "busy, try again in a moment")                 \
	X(FROZEN, 17, 503, 75, 1, "the site is being upgraded")                \
	X(NEWER, 18, 503, 75, 1, "the database is of a newer release")         \
	X(CORRUPT, 19, 500, 76, 0, "the data are damaged")                     \
	X(CONFIG, 20, 500, 78, 0, "the settings are not right")                \
	X(LIMIT, 21, 429, 75, 1, "too many tries")                             \
	X(RANGE, 22, 416, 65, 0, "that part of the file does not exist")       \
	X(FORMAT, 23, 500, 65, 0, "cannot be read")                            \
	X(GONE, 24, 400, 74, 1, "the other side went away")                    \
	X(ACCESS, 25, 500, 77, 0, "the system refuses access")                 \
	X(USAGE, 26, 400, 64, 0, "wrong usage")                                \
	X(OWNER, 27, 500, 77, 0, "run as the owner of the site")               \
	X(UNSUPPORTED, 28, 415, 65, 0, "not a format that this site can use")  \
	X(DAMAGED, 29, 422, 65, 0, "the file is damaged")                      \
	X(TOOL, 30, 500, 69, 1, "a program or encoder is missing")             \
	X(HUNG, 31, 500, 75, 1, "stood still and was ended")                   \
	X(OOM, 32, 500, 71, 1, "needed more memory than it may use")           \
	X(LOST, 33, 500, 75, 1, "was interrupted")                             \
	X(STOPPED, 34, 500, 75, 1, "was stopped")                              \
	X(REFUSED, 35, 500, 77, 0, "the sandbox refused it")                   \
	X(EMPTY, 36, 422, 65, 0, "the file is empty")                          \
	X(MOVING, 37, 503, 75, 1,                                              \
	  "the change is kept, but its files could not be moved yet")          \
	X(CANCELLED, 38, 409, 75, 1, "was cancelled")                          \
	X(QUARANTINE, 39, 500, 75, 1, "the machine went down during it twice")

enum err_code {
#define ERR_ENUM(name, value, http, ex, retry, text) E_##name = -(value),
	ERR_TABLE(ERR_ENUM)
#undef ERR_ENUM
};

/*
 * Keep the sentence that explains a failure, and return its code.
 *
 * code: one of E_*. fmt: what happened, to what, and what to do; no newline.
 */
int err(int code, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * The same for a failed system call: the code follows from errno and its text
 * is added to the sentence.
 */
int err_sys(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Like err_sys(), for an errno that was kept in a variable. */
int err_errno(int number, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Put words before the sentence that is kept; returns rc as it is. */
int err_add(int rc, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The sentence kept last, or the table's text of rc where there is none. */
const char *err_text(int rc);

/* 0 for success and any count, for who has no use for the count. */
static inline int err_only(int rc)
{
	return rc < 0 ? rc : 0;
}

/* Columns of the table; an unknown rc counts as E_BUG. */
const char *err_name(int rc);
const char *err_class_text(int rc);
int err_http(int rc);
int err_exit(int rc);
int err_can_retry(int rc);

#endif
