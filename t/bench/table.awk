# table.awk -- the figures of the bench, each beside its budget

# row(WHAT, MEASURED, AGAINST, RATIO, BUDGET, MET) -- MET is 1, 0, or "" where
# there is no budget
function row(what, measured, against, ratio, budget, met) {
	printf "%-42s %12s  %-22s %7s  %-8s %s\n", what, measured, against,
		ratio, budget, met == "" ? "" : met ? "met" : "NOT MET"
}

# A page against the bare program, or another page.
function page(what, name, than, budget,    r, c) {
	if (!(name ".wall_us" in f)) {
		row(what, "not there", "", "", budget " x", 0)
		return
	}
	r = f[name ".wall_us"] / f[than ".wall_us"]
	c = f[name ".cpu_us"] / f[than ".cpu_us"]
	row(what, ms(f[name ".wall_us"]), than " " ms(f[than ".wall_us"]),
		times(r), "<= " budget, r <= budget)
	row("    its CPU time", ms(f[name ".cpu_us"]),
		than " " ms(f[than ".cpu_us"]), times(c), "", "")
}

function rate(what, name, budget,    r) {
	if (!(name ".rps" in f))
		return
	r = f[name ".rps"] / f["bare.rps"]
	row(what, sprintf("%d/s", f[name ".rps"]),
		sprintf("bare %d/s", f["bare.rps"]), times(r),
		budget ? ">= " budget : "", budget ? r >= budget : "")
}

function ms(us) { return sprintf("%.2f ms", us / 1000) }
function times(r) { return sprintf("%.2f x", r) }

{ f[$1] = $2 }

END {
	row("", "measured", "against", "ratio", "budget", "")
	page("home, 24 among 100,000, signed out", "home", "bare", 3)
	page("the same among 1,000", "home_small", "home", 1.15)
	page("media page, a picture", "image", "bare", 3.5)
	page("media page, a film", "film", "bare", 3.5)
	rate("home through busybox httpd", "home", 0.6)
	rate("media page, a film, through it", "film", 0)
	rate("fossil's timeline of 24 through it", "fossil", 0)
	if ("upload.mb_s" in f) {
		r = f["upload.mb_s"] / f["cat_fsync.mb_s"]
		row("upload", sprintf("%d MB/s", f["upload.mb_s"]),
			sprintf("cat, fsync %d MB/s", f["cat_fsync.mb_s"]),
			times(r), ">= 0.5", r >= 0.5)
		row("    without the fsync of cat", "",
			sprintf("cat %d MB/s", f["cat.mb_s"]),
			times(f["upload.mb_s"] / f["cat.mb_s"]), "", "")
		row("    its memory", sprintf("%.1f MiB", f["upload.rss_mib"]),
			"", "", "< 8 MiB", f["upload.rss_mib"] < 8)
	} else
		row("upload", "not there", "", "", ">= 0.5", 0)
	row("idle worker, memory", sprintf("%.1f MiB", f["after.rss_mib"]),
		"", "", "< 8 MiB", f["after.rss_mib"] < 8)
	n = f["after.switches"] - f["idle.switches"]
	row("    wake-ups", n, "in " f["idle.seconds"] " s", "",
		"1 in 5 s", n <= f["idle.seconds"] / 5)
	r = f["worker.wall_ms"] / f["xargs.wall_ms"]
	row(sprintf("%d jobs of %d ms, %d at a time, each", f["jobs"],
		f["encode.cpu_ms"], f["parallel"]),
		sprintf("%.1f ms", f["worker.wall_ms"]),
		sprintf("xargs %.1f ms", f["xargs.wall_ms"]),
		sprintf("%.3f x", r), "<= 1.05", r <= 1.05)
	row("    CPU time of all", sprintf("%.1f ms", f["worker.cpu_ms"]),
		sprintf("xargs %.1f ms", f["xargs.cpu_ms"]),
		sprintf("%.3f x", f["worker.cpu_ms"] / f["xargs.cpu_ms"]), "", "")
	if ("repair_ms" in f) {
		row(sprintf("start and repair, %d jobs, %d attempts",
			f["queue.jobs"], f["queue.attempts"]),
			sprintf("%.0f ms", f["repair_ms"]), "", "", "<= 2 s",
			f["repair_ms"] <= 2000)
		row("    until it has adopted what lives",
			sprintf("%.0f ms", f["adopt_ms"]), "", "", "<= 2 s",
			f["adopt_ms"] <= 2000)
		row("    memory of that worker",
			sprintf("%.1f MiB", f["queue.rss_mib"]), "", "",
			"< 8 MiB", f["queue.rss_mib"] < 8)
	}
	limit = 50 * (f["fsync_ms"] > 1 ? f["fsync_ms"] : 1)
	row("from done to exec", sprintf("%.1f ms", f["start_ms"]),
		sprintf("an fsync %.2f ms", f["fsync_ms"]), "",
		sprintf("<= %d ms", limit), f["start_ms"] <= limit)
	row("    the slowest of them", sprintf("%.1f ms", f["start_worst_ms"]),
		"", "", "", "")
}
