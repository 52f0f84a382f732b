/* router.h -- index.cgi under busybox httpd, which sends it every address */
#ifndef WEB_ROUTER_H
#define WEB_ROUTER_H

/*
 * If the server is busybox httpd and the address is another program's, become
 * that program; an address that is nobody's is left for the 404 page.
 */
void router_exec(void);

#endif
