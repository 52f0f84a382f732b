/*
 * nodl.c -- what SQLite links but may not use in a static program
 *
 * Extensions are never loaded; with these in place a static link is quiet,
 * and no static program can reach the dynamic loader.
 */
#include <dlfcn.h>
#include <stddef.h>

void *dlopen(const char *file, int mode)
{
	(void)file;
	(void)mode;
	return NULL;
}

void *dlsym(void *restrict handle, const char *restrict name)
{
	(void)handle;
	(void)name;
	return NULL;
}

int dlclose(void *handle)
{
	(void)handle;
	return 0;
}

char *dlerror(void)
{
	static char text[] = "no dynamic loading in static programs";

	return text;
}
