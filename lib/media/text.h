/*
 * text.h -- {placeholders} of a recipe
 *
 *	{width}		the value; nothing where it is absent
 *	{audio?TEXT}	TEXT where the fact is true
 *	{audio!TEXT}	TEXT where it is not
 *
 * TEXT may hold placeholders again. There is no way to write a brace.
 */
#ifndef MEDIA_TEXT_H
#define MEDIA_TEXT_H

#include "base/buf.h"
#include "media/vars.h"

/* E_CONFIG: braces do not match, or a name is unknown or of strangers. */
int text_check(const char *text);

/*
 * Append the text with its placeholders filled in.
 *
 * Returns 0, or E_FORMAT: a value holds other bytes than a number or a name
 * can have, so it does not get into a command.
 */
int text_expand(struct buf *out, const struct vars *, const char *text);

#endif
