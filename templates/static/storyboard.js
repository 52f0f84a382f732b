// storyboard.js -- look into a video without playing it: move the pointer
// over its tile, or over the strip of frames below the player.
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

// How far the pointer is across an element: 0 to 1, the end left out.
function across(element, event) {
	const box = element.getBoundingClientRect();
	const at = (event.clientX - box.left) / box.width;

	return Math.min(Math.max(at, 0), 0.9999);
}

function make(name) {
	const element = document.createElement("span");

	element.className = name;
	return element;
}

function clock(seconds) {
	const s = Math.floor(seconds);
	const two = (n) => String(n).padStart(2, "0");
	const hours = Math.floor(s / 3600);
	const minutes = Math.floor(s / 60) % 60;

	return (hours ? `${hours}:${two(minutes)}` : minutes) +
		`:${two(s % 60)}`;
}

// A tile: the whole film lies across its width.
function tile(thumb) {
	const sprite = make("sprite");
	const picture = new Image();

	thumb.addEventListener("pointerenter", (event) => {
		if (event.pointerType === "mouse")
			picture.src = thumb.dataset.storyboard;
	});
	thumb.addEventListener("pointermove", (event) => {
		const frame = across(thumb, event) * thumb.dataset.count;

		if (!picture.src || !picture.complete)
			return;
		show(sprite, thumb.dataset, Math.floor(frame));
		if (!sprite.parentNode)
			thumb.querySelector("picture").after(sprite);
	});
	thumb.addEventListener("pointerleave", () => sprite.remove());
}

// As many cells as there is room for; each crops its frame a little.
function fill(row, board) {
	const width = row.clientHeight * board.width / board.height;
	const room = Math.ceil(row.clientWidth / width);
	const count = Math.min(room, board.count);

	for (let i = 0; i < count; i++) {
		const cell = make("cell");
		const frame = make("frame");
		const at = Math.floor((i + 0.5) / count * board.count);

		frame.style.width = `${width}px`;
		show(frame, board, at);
		cell.append(frame);
		row.append(cell);
	}
}

// The strip: the film in a few frames. Pointing shows what is there, and a
// click goes there. Who uses no pointer has the player's own controls.
function strip(row) {
	const video = row.parentNode.querySelector("video");
	const board = row.dataset;
	const peek = make("peek");
	const time = make("badge");
	const done = make("done");

	row.style.display = "flex";
	fill(row, board);
	peek.style.width = `${board.width}px`;
	peek.style.height = `${board.height}px`;
	peek.append(time);
	done.hidden = true;
	row.append(done);
	row.addEventListener("pointermove", (event) => {
		const at = across(row, event) * video.duration;
		const x = event.clientX - row.getBoundingClientRect().left;
		const most = row.clientWidth - board.width - 4;

		if (!(video.duration > 0))
			return;
		time.textContent = clock(at);
		peek.style.left =
			`${Math.max(4, Math.min(x - board.width / 2, most))}px`;
		show(peek, board, Math.min(Math.floor(at / board.interval),
			board.count - 1));
		row.append(peek);
	});
	row.addEventListener("pointerleave", () => peek.remove());
	row.addEventListener("click", (event) => {
		if (video.duration > 0)
			video.currentTime = across(row, event) * video.duration;
	});
	video.addEventListener("timeupdate", () => {
		done.hidden = false;
		done.style.left =
			`${video.currentTime / video.duration * 100}%`;
	});
}

for (const element of document.querySelectorAll("[data-storyboard]"))
	(element.matches(".strip") ? strip : tile)(element);
