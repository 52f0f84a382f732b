// player.js -- what the browser's own controls lack: a choice among the
// renditions of a video, the waveform of a sound as a way to get to a place
// in it, and animations that move by themselves where that is welcome.

function choose(video, sources) {
	const row = document.createElement("label");
	const list = document.createElement("select");

	for (const source of sources)
		list.add(new Option(source.dataset.label, source.src));
	list.addEventListener("change", () => {
		const at = video.currentTime;
		const paused = video.paused;

		video.src = list.value;
		video.addEventListener("loadedmetadata", () => {
			video.currentTime = at;
			if (!paused)
				video.play();
		}, { once: true });
	});
	row.className = "quality";
	row.append("Quality", list);
	document.querySelector(".facts").prepend(row);
}

function seek(wave, audio) {
	const done = document.createElement("span");

	done.className = "done";
	done.hidden = true;
	wave.append(done);
	wave.classList.add("live");
	wave.addEventListener("click", (event) => {
		const box = wave.getBoundingClientRect();

		if (!(audio.duration > 0))
			return;
		audio.currentTime = (event.clientX - box.left) / box.width *
			audio.duration;
		audio.play();
	});
	audio.addEventListener("timeupdate", () => {
		done.hidden = false;
		done.style.left =
			`${audio.currentTime / audio.duration * 100}%`;
	});
}

const video = document.querySelector(".stage video");
const audio = document.querySelector(".stage audio");
const wave = document.querySelector(".stage .waveform");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

if (video) {
	const sources = video.querySelectorAll("source");

	if (sources.length > 1)
		choose(video, sources);
	if ("loop" in video.dataset && !still)
		video.play().catch(() => {});
}
if (audio && wave)
	seek(wave, audio);
