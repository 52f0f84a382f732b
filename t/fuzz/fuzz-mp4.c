/* fuzz-mp4.c -- boxes of an MP4 */
#include "proc/check.h"
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	int fd = memfd_create("mp4", MFD_CLOEXEC);

	MUST(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
	if (check_mp4(fd) == 0)
		MUST(n > 24);
	close(fd);
	return 0;
}
