/* banned.h -- functions that must not compile; included by force */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#ifndef __cplusplus
/* what declares them comes first, so that only our own use fails */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* for clang the C library makes it a macro, which may not be poisoned */
#undef sprintf

#pragma GCC poison strcpy strcat sprintf vsprintf strtok strncpy strncat gets
#pragma GCC poison system popen pclose tmpnam tempnam mktemp gmtime localtime
#pragma GCC poison atoi atol atoll
#endif

#endif
