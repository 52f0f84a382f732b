/*
 * nodl.c -- what SQLite links but may not use in a static program
 *
 * Extensions are never loaded. The linker sends its calls of dlopen and its
 * kin here (--wrap), so the link is quiet and nothing reaches the loader.
 */
#include <stddef.h>

void *__wrap_dlopen(const char *file, int mode);
void *__wrap_dlsym(void *handle, const char *name);
int __wrap_dlclose(void *handle);
const char *__wrap_dlerror(void);

void *__wrap_dlopen(const char *file, int mode)
{
	(void)file;
	(void)mode;
	return NULL;
}

void *__wrap_dlsym(void *handle, const char *name)
{
	(void)handle;
	(void)name;
	return NULL;
}

int __wrap_dlclose(void *handle)
{
	(void)handle;
	return 0;
}

const char *__wrap_dlerror(void)
{
	return "no dynamic loading in static programs";
}
