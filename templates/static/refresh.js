// refresh.js -- keep what is still being prepared up to date, by asking for
// the same page again and taking over what has changed.
//
// data-refresh="list": the element, piece by piece: what stays the same is not
// touched, so that folds, focus, selection and the button under a finger stay.
// data-refresh="reload": the same; once a new page has none, all of it.
// Pieces of the page that go along with it have the ids of ALONG.

const PAUSE_MS = 2500;
const PAUSE_MAX_MS = 20000;
const ALONG = ["choices", "failures"];
const news = document.getElementById("news");
let pause = PAUSE_MS;
let timer = 0;
let last = "";

function marked(doc) {
	return doc.querySelector("[data-refresh]");
}

// What makes a node the same one in the next page.
function key(node) {
	return node.nodeName + (node.id || node.getAttribute?.("href") ||
		node.getAttribute?.("action") || node.className || "");
}

function takeAttributes(old, fresh) {
	for (const { name, value } of fresh.attributes)
		if (old.getAttribute(name) !== value)
			old.setAttribute(name, value);
	for (const { name } of [...old.attributes])
		if (!fresh.hasAttribute(name) &&
			!(name === "open" && old.nodeName === "DETAILS"))
			old.removeAttribute(name);
}

function takeChildren(old, fresh) {
	let at = old.firstChild;

	for (const want of [...fresh.childNodes]) {
		let have = at;
		while (have && key(have) !== key(want))
			have = have.nextSibling;
		if (!have) {
			old.insertBefore(want, at);
			continue;
		}
		while (at !== have) {
			const gone = at;
			at = at.nextSibling;
			gone.remove();
		}
		at = have.nextSibling;
		takeOver(have, want);
	}
	while (at) {
		const gone = at;
		at = at.nextSibling;
		gone.remove();
	}
}

function takeOver(old, fresh) {
	if (old.nodeType !== Node.ELEMENT_NODE) {
		if (old.data !== fresh.data)
			old.data = fresh.data;
		return;
	}
	takeAttributes(old, fresh);
	takeChildren(old, fresh);
}

// What goes along comes and goes; it stands before the page, or in it.
function takeAlong(doc) {
	for (const id of ALONG) {
		const old = document.getElementById(id);
		const fresh = doc.getElementById(id);

		if (old && fresh)
			takeOver(old, fresh);
		else if (fresh && !fresh.closest("main"))
			document.querySelector("main").before(fresh);
		else if (old && !old.contains(document.activeElement))
			old.remove();
	}
}

// Each upload of a list: its name, and its state without figures.
function words(list) {
	return new Map([...list.children].map((item) => [item.id, {
		name: item.querySelector(".name")?.textContent,
		word: item.querySelector(".word")?.textContent
			.replace(/,.*/, ""),
	}]));
}

// Only what is new is said, and only once it is.
function tell(before, after) {
	const said = [];

	for (const [id, now] of after) {
		const was = before.get(id);
		if (was && was.word !== now.word)
			said.push(`${now.name}: ${now.word}.`);
	}
	for (const [id, was] of before)
		if (!after.has(id))
			said.push(`${was.name} is no longer in this list.`);
	if (news && said.length)
		news.textContent = said.join(" ");
}

// Returns whether there is more to come.
function take(doc) {
	const here = marked(document);
	const fresh = here.id ? doc.getElementById(here.id) : marked(doc);

	if (!fresh) {
		if (here.dataset.refresh === "reload")
			location.reload();
		return false;
	}
	const before = words(here);
	takeOver(here, fresh);
	tell(before, words(here));
	takeAlong(doc);
	return Boolean(marked(document));
}

async function look() {
	let again = true;

	timer = 0;
	try {
		const reply = await fetch(location.href);
		const text = reply.ok ? await reply.text() : last;

		pause = text === last ? Math.min(pause * 1.5, PAUSE_MAX_MS)
			: PAUSE_MS;
		if (text !== last)
			again = take(new DOMParser()
				.parseFromString(text, "text/html"));
		last = text;
	} catch {
		// The site is away for a moment: ask again, not so soon.
		pause = Math.min(pause * 1.5, PAUSE_MAX_MS);
	}
	if (again)
		wait(pause);
}

// Nobody looks at a page that is hidden.
function wait(ms) {
	if (!document.hidden && !timer && marked(document))
		timer = setTimeout(look, ms);
}

document.addEventListener("visibilitychange", () => {
	if (!document.hidden)
		wait(0);
	else {
		clearTimeout(timer);
		timer = 0;
	}
});
wait(PAUSE_MS);
