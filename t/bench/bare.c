/* bare.c -- the least that a CGI program in C can be: what others are held to
 */
#include <stdio.h>

int main(void)
{
	puts("Status: 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
	     "<!doctype html><title>bare</title><p>Nothing more.");
	return 0;
}
