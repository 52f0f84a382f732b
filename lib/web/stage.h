/*
 * stage.h -- the picture, player or state on the page of a media
 */
#ifndef WEB_STAGE_H
#define WEB_STAGE_H

struct shown;
struct view;

/*
 * Fill the part of media.tpl that shows it: what was made of it decides
 * between picture, video and audio; a media that is not published yet shows
 * its state.
 *
 * Returns 0, or what the database says.
 */
int stage_fill(struct view *page, const struct shown *);

#endif
