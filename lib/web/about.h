/* about.h -- files, facts and camera on the page of a media */
#ifndef WEB_ABOUT_H
#define WEB_ABOUT_H

struct shown;
struct view;

/* Fill what stands beside a media: downloads, facts, EXIF, its place. */
void about_fill(struct view *page, const struct shown *);

#endif
