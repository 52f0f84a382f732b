/*
 * req.h -- one request, as CGI hands it over (RFC 3875)
 *
 * Only what this file names reaches the program: SCRIPT_NAME, PATH_INFO,
 * QUERY_STRING, the method, the body's type and length, and the headers of
 * the table below. SERVER_NAME is never used: Apache takes it from the
 * client's Host header.
 *
 * A text with a byte under 0x20 refuses the whole request: servers decode
 * %0d%0a into PATH_INFO, and nothing that we read needs one.
 */
#ifndef HTTP_REQ_H
#define HTTP_REQ_H

#include <stdint.h>

struct pool;

/* One bit each, so that a set of methods is a number. */
enum method {
	GET = 1,
	HEAD = 2,
	POST = 4,
	PUT = 8,
	PATCH = 16,
	DELETE = 32,
	OPTIONS = 64,
	METHOD_OTHER = 128,
};

/* The headers and server variables that may be asked for. */
#define REQ_VARS(X)                                                            \
	X(ACCEPT, "HTTP_ACCEPT")                                               \
	X(AUTHORIZATION, "HTTP_AUTHORIZATION")                                 \
	X(CONTENT_TYPE, "CONTENT_TYPE")                                        \
	X(COOKIE, "HTTP_COOKIE")                                               \
	X(HOST, "HTTP_HOST")                                                   \
	X(IF_MODIFIED_SINCE, "HTTP_IF_MODIFIED_SINCE")                         \
	X(IF_NONE_MATCH, "HTTP_IF_NONE_MATCH")                                 \
	X(IF_RANGE, "HTTP_IF_RANGE")                                           \
	X(METHOD_OVERRIDE, "HTTP_X_HTTP_METHOD_OVERRIDE")                      \
	X(ORIGIN, "HTTP_ORIGIN")                                               \
	X(RANGE, "HTTP_RANGE")                                                 \
	X(SEC_FETCH_SITE, "HTTP_SEC_FETCH_SITE")                               \
	X(TRANSFER_ENCODING, "HTTP_TRANSFER_ENCODING")                         \
	X(TUS_RESUMABLE, "HTTP_TUS_RESUMABLE")                                 \
	X(UPLOAD_CHECKSUM, "HTTP_UPLOAD_CHECKSUM")                             \
	X(UPLOAD_LENGTH, "HTTP_UPLOAD_LENGTH")                                 \
	X(UPLOAD_METADATA, "HTTP_UPLOAD_METADATA")                             \
	X(UPLOAD_OFFSET, "HTTP_UPLOAD_OFFSET")                                 \
	X(USER_AGENT, "HTTP_USER_AGENT")                                       \
	X(HTTPS, "HTTPS")                                                      \
	X(REMOTE_ADDR, "REMOTE_ADDR")                                          \
	X(SERVER_SOFTWARE, "SERVER_SOFTWARE")

enum req_var {
#define REQ_ENUM(name, variable) REQ_##name,
	REQ_VARS(REQ_ENUM)
#undef REQ_ENUM
	REQ_VAR_COUNT
};

#define REQ_PARTS_MAX 4

struct req {
	struct pool *mem;
	enum method method;
	const char *script;   /* SCRIPT_NAME: "/cgi-bin/media", or "" */
	const char *path;     /* PATH_INFO, decoded by the server; never NULL */
	const char *query;    /* QUERY_STRING, not decoded; never NULL */
	int64_t length_bytes; /* of the body; -1 where no length was given */
	const char *vars[REQ_VAR_COUNT];

	/* what the pattern of the route caught, see url_match() */
	struct req_part {
		const char *name;
		const char *text;
	} parts[REQ_PARTS_MAX];
	int part_count;
};

/*
 * Read the request from the environment, after taking HTTP_PROXY out of it:
 * a client sets that variable by a header, and some server passes it on.
 *
 * mem: must live as long as the request; strings may point into the
 *     environment, which must not be changed afterwards.
 * ret: filled on success only.
 *
 * Returns 0, or
 *   E_REQUEST  a control character in what we read, or a length that is none
 */
int req_from_env(struct req *ret, struct pool *mem);

/* Whether a web server started us; if not, argv may be looked at. */
int req_is_cgi(void);

/* A header or server variable, or NULL where the client sent none. */
const char *req_var(const struct req *, enum req_var);

/*
 * What the route's pattern caught under this name, decoded. A name that the
 * pattern does not have is our own bug and ends the program.
 */
const char *req_part(const struct req *, const char *name);

/* The name of a method, as in an Allow header; "?" for METHOD_OTHER. */
const char *method_name(enum method);

/* Whether the connection to the client is encrypted, as the server says. */
int req_is_https(const struct req *);

/* Whether this server is busybox httpd, which calls index.cgi for all. */
int req_is_busybox(const struct req *);

#endif
