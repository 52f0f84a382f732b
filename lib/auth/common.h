/* common.h -- passwords that everybody tries first */
#ifndef AUTH_COMMON_H
#define AUTH_COMMON_H

#include <stdbool.h>

/*
 * Whether a password is a common word, however it is decorated (case, digits
 * and signs at its ends, 4 for a), a run along the keyboard or the alphabet,
 * a short piece again and again, or a short number.
 */
bool common_password(const char *password);

#endif
