/* markdown.h -- what people write, as HTML that is safe (CommonMark 0.30) */
#ifndef VIEW_MARKDOWN_H
#define VIEW_MARKDOWN_H

struct pool;

#define MARKDOWN_MAX_BYTES (64 * 1024)

/*
 * Make HTML of Markdown, by cmark in safe mode: HTML in it is left out, and
 * so are links that are not http, https, mailto or relative. Links carry
 * rel="nofollow ugc". A picture becomes a link to it, since pages fetch
 * nothing from elsewhere. Headings begin at h3, below those of the page.
 *
 * text: UTF-8; only the first MARKDOWN_MAX_BYTES count.
 *
 * Returns the HTML in the pool, "" for an empty text.
 */
const char *markdown_html(struct pool *, const char *text);

/* The same text in one line without markup, at most max_chars characters,
 * with "..." (one character) where it was cut. */
const char *markdown_summary(struct pool *, const char *text, int max_chars);

#endif
