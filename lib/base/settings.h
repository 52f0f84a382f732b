/*
 * settings.h -- gremlin.ini: every key has a default, an empty file is valid
 *
 * The table is the documentation: gremlin.ini.5, `gremlin doctor` and the
 * parser read it. Columns: section, key, type, field, default, what it means.
 */
#ifndef BASE_SETTINGS_H
#define BASE_SETTINGS_H

#include <stdint.h>

struct pool;

#define SETTINGS_TABLE(X)                                                      \
	X(site, name, TEXT, site_name, "contentgremlin",                       \
	  "what the site is called on its pages")                              \
	X(site, base_url, TEXT, base_url, "",                                  \
	  "address for feeds and mails, such as https://media.example.org")    \
	X(site, urls, WORD, urls, "auto",                                      \
	  "auto, pretty (/u/NAME/) or plain (/cgi-bin/person/u/NAME)")         \
	X(site, registration, WORD, registration, "closed",                    \
	  "open: everybody may make an account; closed: the admin does")       \
	X(site, page_items, NUMBER, page_items, "24", "media a page")          \
	X(limits, upload_bytes, BYTES, upload_bytes, "8G",                     \
	  "the largest file that is taken")                                    \
	X(limits, free_bytes, BYTES, free_bytes, "256M",                       \
	  "intake stops when less than this is free on the disk")              \
	X(limits, pixels, NUMBER, pixels, "100000000",                         \
	  "the largest picture or frame, width times height")                  \
	X(limits, length_s, NUMBER, length_s, "86400",                         \
	  "the longest film or sound, in seconds")                             \
	X(db, busy_ms, NUMBER, busy_ms, "10000",                               \
	  "how long to wait for another writer")                               \
	X(files, redirect, WORD, redirect, "auto",                             \
	  "auto or no: private files by short-lived links where the web "      \
	  "server keeps the Range header to itself")                           \
	X(scrub, days, NUMBER, scrub_days, "30",                               \
	  "every file is read and compared once in so many days; 0: never")    \
	X(scrub, percent, NUMBER, scrub_percent, "4",                          \
	  "of the time that the disk has, so much for that at most")           \
	X(worker, slots, NUMBER, slots, "0",                                   \
	  "jobs at a time; 0: one for each core")                              \
	X(worker, video_slots, NUMBER, video_slots, "1",                       \
	  "of these, how many may encode video")                               \
	X(worker, tries, NUMBER, tries, "4", "tries before a job has failed")  \
	X(worker, backoff_s, NUMBER, backoff_s, "30",                          \
	  "pause before the second try; doubles, at most a day")               \
	X(worker, stall_s, NUMBER, stall_s, "60",                              \
	  "a command of which nothing moves for this long is ended")           \
	X(worker, spin_s, NUMBER, spin_s, "600",                               \
	  "a command of which only CPU time moves for this long is ended")     \
	X(worker, slice_s, NUMBER, slice_s, "0",                               \
	  "films are made in slices of so many seconds; 0: in one go")         \
	X(worker, memory, BYTES, memory, "4G", "address space of one command") \
	X(worker, history_days, NUMBER, history_days, "90",                    \
	  "how long the figures of the page of jobs are kept")                 \
	X(worker, grace_s, NUMBER, grace_s, "86400",                           \
	  "a file without a row is seen for this long before it goes")         \
	X(worker, launcher, TEXT, launcher, "",                                \
	  "words put before gremlin-run, such as srun")                        \
	X(worker, require_sandbox, WORD, require_sandbox, "no",                \
	  "yes: run no job where Landlock or seccomp is missing")

struct settings {
#define SETTINGS_C_TEXT	  const char *
#define SETTINGS_C_WORD	  const char *
#define SETTINGS_C_NUMBER int64_t
#define SETTINGS_C_BYTES  int64_t
#define SETTINGS_FIELD(section, key, type, field, def, help)                   \
	SETTINGS_C_##type field;
	SETTINGS_TABLE(SETTINGS_FIELD)
#undef SETTINGS_FIELD
};

/*
 * Read gremlin.ini beneath the folder of a site.
 *
 * ret: every field filled; its strings live as long as the pool.
 *
 * Returns 0, E_CONFIG with file, line and what is wrong (an unknown key too),
 * E_ABSENT, E_ACCESS or E_IO.
 */
int settings_read(struct pool *, int dir, struct settings *ret);

/* The text of gremlin.ini for a new site: every key, commented out. */
const char *settings_example(struct pool *);

#endif
