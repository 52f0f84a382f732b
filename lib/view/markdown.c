/* markdown.c -- cmark, and what we change in its tree */
#include "view/markdown.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/pool.h"
#include "base/str.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_HEADING 3
#define LAST_HEADING  6

static void node_done(cmark_node **node)
{
	if (*node)
		cmark_node_free(*node);
}

static void iter_done(cmark_iter **iter)
{
	if (*iter)
		cmark_iter_free(*iter);
}

static cmark_node *parse(const char *text)
{
	size_t n = strlen(text);

	if (n > MARKDOWN_MAX_BYTES)
		n = MARKDOWN_MAX_BYTES;
	return cmark_parse_document(text, n, CMARK_OPT_VALIDATE_UTF8);
}

static void lower_heading(cmark_node *node)
{
	int level = cmark_node_get_heading_level(node) + FIRST_HEADING - 1;

	cmark_node_set_heading_level(
		node, level < LAST_HEADING ? level : LAST_HEADING);
}

static void picture_to_link(cmark_node *picture)
{
	cmark_node *link = cmark_node_new(CMARK_NODE_LINK);
	cmark_node *child;

	cmark_node_set_url(link, cmark_node_get_url(picture));
	while ((child = cmark_node_first_child(picture)))
		cmark_node_append_child(link, child);
	cmark_node_replace(picture, link);
	cmark_node_free(picture);
}

static void change(cmark_node *root)
{
	_cleanup_(iter_done) cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);

		if (event == CMARK_EVENT_ENTER &&
		    cmark_node_get_type(node) == CMARK_NODE_HEADING)
			lower_heading(node);
		if (event == CMARK_EVENT_EXIT &&
		    cmark_node_get_type(node) == CMARK_NODE_IMAGE)
			picture_to_link(node);
	}
}

/* In safe mode the text cannot hold this tag: its "<" is escaped. */
static const char *mark_links(struct pool *mem, const char *html)
{
	static const char tag[] = "<a href=";
	struct buf b = { 0 };
	const char *at, *text;

	while ((at = strstr(html, tag))) {
		buf_put(&b, html, (size_t)(at - html));
		buf_str(&b, "<a rel=\"nofollow ugc\" href=");
		html = at + sizeof(tag) - 1;
	}
	buf_str(&b, html);
	text = pool_dup(mem, buf_text(&b));
	buf_done(&b);
	return text;
}

const char *markdown_html(struct pool *mem, const char *text)
{
	_cleanup_(node_done) cmark_node *root = parse(text);
	const char *marked;
	char *html;

	change(root);
	html = cmark_render_html(root, CMARK_OPT_SAFE);
	marked = mark_links(mem, html);
	free(html);
	return marked;
}

static void append_plain(struct buf *b, cmark_node *node)
{
	const char *literal;

	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
	case CMARK_NODE_CODE_BLOCK:
		literal = cmark_node_get_literal(node);
		buf_str(b, literal ? literal : "");
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
	case CMARK_NODE_ITEM:
		if (b->len && b->at[b->len - 1] != ' ')
			buf_char(b, ' ');
		break;
	default: break;
	}
}

const char *markdown_summary(struct pool *mem, const char *text, int max_chars)
{
	_cleanup_(node_done) cmark_node *root = parse(text);
	_cleanup_(iter_done) cmark_iter *iter = cmark_iter_new(root);
	struct buf b = { 0 };
	const char *plain;

	while (cmark_iter_next(iter) != CMARK_EVENT_DONE)
		append_plain(&b, cmark_iter_get_node(iter));
	plain = str_tidy(mem, buf_text(&b), b.len, (size_t)max_chars + 1,
			 false);
	buf_done(&b);
	if (str_chars(plain) <= (size_t)max_chars)
		return plain;
	return pool_fmt(mem, "%s\xe2\x80\xa6",
			str_tidy(mem, plain, strlen(plain),
				 (size_t)max_chars - 1, false));
}
