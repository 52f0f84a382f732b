// storyboard.js -- look into a video without playing it: move the pointer
// over its tile, or over the bar below the player.
//
// A storyboard is one picture of data-columns times data-rows frames, of
// which data-count are filled, one for each data-interval seconds.

function show(sprite, board, frame) {
	const columns = Number(board.columns);
	const rows = Number(board.rows);
	const x = frame % columns;
	const y = Math.floor(frame / columns);

	sprite.style.backgroundImage = `url("${board.storyboard}")`;
	sprite.style.backgroundSize = `${columns * 100}% ${rows * 100}%`;
	sprite.style.backgroundPosition =
		`${columns > 1 ? x / (columns - 1) * 100 : 0}% ` +
		`${rows > 1 ? y / (rows - 1) * 100 : 0}%`;
}

function part(element, event) {
	const box = element.getBoundingClientRect();
	const at = (event.clientX - box.left) / box.width;

	return Math.min(Math.max(at, 0), 0.9999);
}

function make_sprite() {
	const sprite = document.createElement("span");

	sprite.className = "sprite";
	sprite.setAttribute("aria-hidden", "true");
	return sprite;
}

// A tile: the whole film lies across its width.
function tile(thumb) {
	const sprite = make_sprite();
	const picture = new Image();

	thumb.addEventListener("pointerenter", (event) => {
		if (event.pointerType === "mouse")
			picture.src = thumb.dataset.storyboard;
	});
	thumb.addEventListener("pointermove", (event) => {
		if (!picture.src || !picture.complete)
			return;
		show(sprite, thumb.dataset,
			Math.floor(part(thumb, event) * thumb.dataset.count));
		if (!sprite.parentNode)
			thumb.querySelector("picture").after(sprite);
	});
	thumb.addEventListener("pointerleave", () => sprite.remove());
}

// The bar: shows what is there, and a click goes there.
function bar(scrub) {
	const video = scrub.parentNode.querySelector("video");
	const board = scrub.dataset;
	const sprite = make_sprite();
	const done = document.createElement("span");

	function move(event) {
		const at = part(scrub, event);
		const width = scrub.clientWidth;
		const left = at * width - board.width / 2;
		const frame = Math.floor(at * video.duration / board.interval);

		if (!(video.duration > 0))
			return;
		sprite.style.width = `${board.width}px`;
		sprite.style.height = `${board.height}px`;
		sprite.style.left =
			`${Math.min(Math.max(left, 4), width - board.width - 4)}px`;
		show(sprite, board, Math.min(frame, board.count - 1));
		scrub.append(sprite);
	}

	done.className = "done";
	scrub.append(done);
	scrub.hidden = false;
	scrub.addEventListener("pointermove", move);
	scrub.addEventListener("pointerleave", () => sprite.remove());
	scrub.addEventListener("click", (event) => {
		if (video.duration > 0)
			video.currentTime = part(scrub, event) * video.duration;
	});
	video.addEventListener("timeupdate", () => {
		done.style.width =
			`${video.currentTime / video.duration * 100}%`;
	});
}

for (const element of document.querySelectorAll("[data-storyboard]"))
	(element.matches(".scrub") ? bar : tile)(element);
