// upload.js -- send the chosen files one after the other, each in a request
// of its own, with its own title and a bar that shows how far it is.
//
// Each file keeps its part number, so sending one again after an accident
// finds what is already there and makes no second copy.

const form = document.querySelector("form[data-upload]");
const input = form.querySelector("input[type=file]");
const drop = form.querySelector(".drop");
const queue = form.querySelector(".queue");
const news = form.querySelector("[role=status]");
const send_button = form.querySelector(".deeds button");
const entries = [];
let parts = 0;
let sending = false;

function make(tag, name, text) {
	const element = document.createElement(tag);

	if (name)
		element.className = name;
	if (text)
		element.textContent = text;
	return element;
}

function size_text(bytes) {
	const units = ["bytes", "kB", "MB", "GB", "TB"];
	let i = 0;

	for (; bytes >= 1000 && i < units.length - 1; i++)
		bytes /= 1000;
	return `${i && bytes < 10 ? bytes.toFixed(1) : Math.round(bytes)} ` +
		units[i];
}

function make_field(text, value, max) {
	const label = make("label", "", text);
	const field = make("input");

	field.value = value;
	if (max > 0)
		field.maxLength = max;
	label.append(field);
	return { label, field };
}

function say(entry, text, bad) {
	entry.state.textContent = text;
	entry.state.classList.toggle("bad", Boolean(bad));
	news.textContent = `${entry.file.name}: ${text}`;
}

function fit() {
	queue.hidden = !entries.length;
	input.required = !entries.length;
	drop.classList.toggle("filled", entries.length > 0);
}

function drop_entry(entry) {
	const next = entry.item.nextElementSibling ??
		entry.item.previousElementSibling;

	entry.item.remove();
	entries.splice(entries.indexOf(entry), 1);
	fit();
	(next?.querySelector("button") ?? input).focus();
}

function add(file) {
	const name = file.name.replace(/\.[^.]*$/, "");
	const title = make_field("Title", name, form.elements.title.maxLength);
	const alt = make_field("Alt text: what is to be seen or heard", "",
		form.elements.alt.maxLength);
	const entry = {
		file, part: parts++, done: false,
		title: title.field, alt: alt.field,
		item: make("li"), state: make("p", "word"),
		bar: make("progress"), pair: make("div", "pair"),
		remove: make("button", "quiet", "Remove"),
	};
	const row = make("div", "row");

	entry.remove.type = "button";
	entry.remove.setAttribute("aria-label", `Remove ${file.name}`);
	entry.remove.addEventListener("click", () => drop_entry(entry));
	entry.bar.max = file.size || 1;
	entry.bar.value = 0;
	entry.bar.hidden = true;
	entry.bar.setAttribute("aria-label", `${file.name}, sent`);
	row.append(make("span", "name", file.name),
		make("span", "hint", size_text(file.size)), entry.remove);
	entry.pair.append(title.label, alt.label);
	entry.item.append(row, entry.pair, entry.state, entry.bar);
	queue.append(entry.item);
	entries.push(entry);
}

function add_all(files) {
	const max = Number(form.dataset.maxBytes);

	for (const file of files) {
		add(file);
		const entry = entries.at(-1);
		entry.refused = max > 0 && file.size > max;
		if (entry.refused)
			say(entry, `Too large: ${form.dataset.maxText} at most`,
				true);
	}
	input.value = "";
	fit();
}

function fields(entry) {
	const data = new FormData();

	data.append("csrf", form.elements.csrf.value);
	data.append("nonce", form.elements.nonce.value);
	data.append("part", entry.part);
	data.append("title", entry.title.value);
	data.append("alt", entry.alt.value);
	data.append("description", form.elements.description.value);
	data.append("visibility", form.elements.visibility.value);
	data.append("file", entry.file, entry.file.name);
	return data;
}

// Returns "" or what went wrong, in the words of the page that came back.
function verdict(xhr) {
	const doc = new DOMParser().parseFromString(xhr.responseText,
		"text/html");
	const error = doc.getElementById("error")?.textContent.trim();

	if (xhr.status >= 200 && xhr.status < 300 && !error &&
		!doc.querySelector("input[type=password]"))
		return "";
	if (doc.querySelector("input[type=password]"))
		return "you are no longer logged in";
	return error || `the site answered ${xhr.status}`;
}

function post(entry) {
	return new Promise((resolve) => {
		const xhr = new XMLHttpRequest();

		xhr.upload.addEventListener("progress", (event) => {
			const part = event.loaded / event.total;

			entry.bar.value = part * entry.bar.max;
			entry.state.textContent = `${Math.floor(part * 100)} %`;
		});
		xhr.addEventListener("load", () => resolve(verdict(xhr)));
		xhr.addEventListener("error", () =>
			resolve("the connection broke off"));
		xhr.open("POST", form.action);
		xhr.send(fields(entry));
	});
}

async function send(entry) {
	entry.bar.hidden = false;
	entry.remove.hidden = true;
	entry.pair.hidden = true;
	entry.state.textContent = "0 %";
	const wrong = await post(entry);

	entry.done = !wrong;
	entry.remove.hidden = entry.done;
	entry.pair.hidden = entry.done;
	entry.bar.hidden = Boolean(wrong);
	say(entry, wrong ? `Not sent: ${wrong}` : "Received", wrong);
}

function busy(yes) {
	sending = yes;
	send_button.disabled = yes;
}

async function send_all() {
	busy(true);
	queue.scrollIntoView({ block: "nearest" });
	for (const entry of [...entries])
		if (!entry.done && !entry.refused)
			await send(entry);
	busy(false);
	if (entries.every((entry) => entry.done))
		location.assign(form.dataset.upload);
	else
		send_button.textContent = "Try again";
}

for (const single of form.querySelectorAll("[data-single]"))
	single.hidden = true;
// Nothing is sent by the form itself, so the files may come first.
form.prepend(drop, queue);
drop.prepend(make("p", "", "Drop files here, or"));
drop.querySelector("label").className = "button";
input.className = "unseen";

input.addEventListener("change", () => add_all([...input.files]));
form.addEventListener("submit", (event) => {
	event.preventDefault();
	if (!sending && entries.length)
		send_all();
});
document.addEventListener("dragover", (event) => {
	event.preventDefault();
	drop.classList.add("over");
});
document.addEventListener("dragleave", (event) => {
	if (!event.relatedTarget)
		drop.classList.remove("over");
});
document.addEventListener("drop", (event) => {
	event.preventDefault();
	drop.classList.remove("over");
	add_all([...event.dataTransfer.files]);
});
window.addEventListener("beforeunload", (event) => {
	if (sending)
		event.preventDefault();
});
