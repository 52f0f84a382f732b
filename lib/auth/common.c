/*
 * common.c -- what lists of stolen passwords begin with
 *
 * Those lists are a few hundred words under many decorations, so the words are
 * kept and the decorations are taken off.
 */
#include "auth/common.h"
#include "base/base.h"

#include <ctype.h>
#include <string.h>

#define PLAIN_BYTES  64
#define NUMBER_CHARS 12 /* shorter ones are dates and telephone numbers */
#define PIECE_CHARS  4

static const char *const words[] = {
	"abcabc",     "access",	    "admin",	      "administrator",
	"adidas",     "alexander",  "alexandra",      "amanda",
	"america",    "andrea",	    "andrew",	      "angel",
	"anthony",    "arsenal",    "ashley",	      "asshole",
	"august",     "austin",	    "babygirl",	      "bailey",
	"banana",     "barcelona",  "baseball",	      "basketball",
	"batman",     "beautiful",  "benjamin",	      "blink",
	"bonjour",    "bubbles",    "buster",	      "butterfly",
	"changeit",   "changeme",   "charlie",	      "cheese",
	"chelsea",    "chicken",    "chocolate",      "christian",
	"christmas",  "computer",   "contentgremlin", "cookie",
	"corvette",   "cowboys",    "dallas",	      "daniel",
	"december",   "default",    "denise",	      "diamond",
	"dolphin",    "dragon",	    "einstein",	      "elephant",
	"elizabeth",  "eminem",	    "ferrari",	      "flower",
	"football",   "forever",    "freedom",	      "friends",
	"fuckyou",    "gabriel",    "george",	      "ginger",
	"goodluck",   "google",	    "gremlin",	      "guest",
	"hallo",      "hannah",	    "harley",	      "heather",
	"hello",      "helloworld", "hunter",	      "iloveyou",
	"internet",   "jasmine",    "jennifer",	      "jessica",
	"jonathan",   "jordan",	    "joseph",	      "joshua",
	"justin",     "killer",	    "letmein",	      "liverpool",
	"london",     "lovely",	    "loveme",	      "maggie",
	"manchester", "maria",	    "marina",	      "martin",
	"master",     "matrix",	    "matthew",	      "maverick",
	"mercedes",   "merlin",	    "metallica",      "michael",
	"michelle",   "monday",	    "monkey",	      "monster",
	"mustang",    "mypassword", "nicole",	      "november",
	"october",    "orange",	    "passwort",	      "passw",
	"passwd",     "password",   "patrick",	      "peanut",
	"pepper",     "phoenix",    "pokemon",	      "porsche",
	"princess",   "purple",	    "qazwsx",	      "rainbow",
	"ranger",     "rebecca",    "richard",	      "robert",
	"rockyou",    "samantha",   "samsung",	      "scooter",
	"secret",     "september",  "shadow",	      "silver",
	"slipknot",   "snoopy",	    "snowball",	      "soccer",
	"spiderman",  "starwars",   "startrek",	      "steelers",
	"stephanie",  "summer",	    "sunshine",	      "superman",
	"superstar",  "sweety",	    "taylor",	      "temporary",
	"tester",     "testing",    "test",	      "testtest",
	"thomas",     "thunder",    "tigger",	      "tinkerbell",
	"toyota",     "trustno",    "tweety",	      "united",
	"unknown",    "user",	    "valentina",      "vanessa",
	"victoria",   "welcome",    "whatever",	      "william",
	"windows",    "winner",	    "winter",	      "yamaha",
	"yankees",    "zxcvbnm",
};

static const char *const runs[] = {
	"abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba",
	"01234567890123456789",	      "98765432109876543210",
	"qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm",
	"azertyuiopqsdfghjklmwxcvbn", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
	"q1w2e3r4t5y6u7i8o9p0",	      "1q2w3e4r5t6z7u8i9o0p",
	"1q2w3e4r5t6y7u8i9o0p",	      "1a2b3c4d5e6f7g8h9i",
	"a1b2c3d4e5f6g7h8i9",	      "123qweasdzxc",
	"qweasdzxcrtyfghvbn",	      "qwe123asd456",
};

static char plain_char(char c)
{
	static const char from[] = "013457@$!|";
	static const char to[] = "oieastasil";
	const char *at = strchr(from, c);

	return c && at ? to[at - from] : c;
}

/* Lower case, without digits and signs at the ends, 4 read as a. */
static void plain(const char *password, char out[PLAIN_BYTES])
{
	size_t n = strlen(password), len = 0;

	while (n && !isalpha((unsigned char)password[n - 1]))
		n--;
	while (n && !isalpha((unsigned char)*password)) {
		password++;
		n--;
	}
	for (size_t i = 0; i < n && len + 1 < PLAIN_BYTES; i++)
		out[len++] =
			plain_char((char)tolower((unsigned char)password[i]));
	out[len] = '\0';
}

static bool is_word(const char *password)
{
	char text[PLAIN_BYTES];

	plain(password, text);
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (!strcmp(words[i], text))
			return true;
	return false;
}

static bool is_short_number(const char *password)
{
	size_t n = strlen(password);

	return n < NUMBER_CHARS && strspn(password, "0123456789.-/ ") == n;
}

static bool is_run(const char *password)
{
	char lower[PLAIN_BYTES] = "";

	if (strlen(password) >= sizeof(lower))
		return false;
	for (size_t i = 0; password[i]; i++)
		lower[i] = (char)tolower((unsigned char)password[i]);
	for (size_t i = 0; i < ARRAY_LEN(runs); i++)
		if (strstr(runs[i], lower))
			return true;
	return false;
}

/* "aaaaaaaa", "abcabcabc" */
static bool is_repeated(const char *password)
{
	size_t n = strlen(password);

	for (size_t piece = 1; piece <= PIECE_CHARS && piece < n; piece++)
		if (!strncmp(password, password + piece, n - piece))
			return true;
	return false;
}

bool common_password(const char *password)
{
	return is_word(password) || is_short_number(password) ||
	       is_run(password) || is_repeated(password);
}
