// refresh.js -- keep what is still being prepared up to date, by asking for
// the same page again and taking over what has changed.
//
// data-refresh="list": the children of the element, matched by their ids.
// data-refresh="reload": the element; once a new page has none, all of it.

const PAUSE_MS = 2500;
const news = document.getElementById("news");

function marked(doc) {
	return doc.querySelector("[data-refresh]");
}

// Put the focus back on the same control of an element that was replaced.
function replace(old, fresh) {
	const controls = "a, button";
	const at = [...old.querySelectorAll(controls)]
		.indexOf(document.activeElement);
	old.replaceWith(fresh);
	if (at >= 0)
		fresh.querySelectorAll(controls)[at]?.focus();
}

function word(item) {
	return item.querySelector(".word")?.textContent.replace(/,.*/, "");
}

function merge(list, fresh) {
	for (const [i, item] of [...fresh.children].entries()) {
		const old = document.getElementById(item.id);

		if (!old) {
			list.insertBefore(item, list.children[i] ?? null);
			continue;
		}
		if (old.outerHTML === item.outerHTML)
			continue;
		if (news && word(old) !== word(item))
			news.textContent = item.querySelector(".name")
				.textContent + ": " + word(item);
		replace(old, item);
	}
}

function take(doc) {
	const here = marked(document);

	if (here.dataset.refresh === "reload") {
		const fresh = marked(doc);
		if (!fresh)
			location.reload();
		else if (fresh.outerHTML !== here.outerHTML)
			here.replaceWith(fresh);
		return Boolean(fresh);
	}
	const fresh = doc.getElementById(here.id);
	if (fresh)
		merge(here, fresh);
	return Boolean(marked(doc));
}

async function look() {
	let again = true;

	if (!document.hidden) {
		try {
			const reply = await fetch(location.href);
			if (reply.ok)
				again = take(new DOMParser().parseFromString(
					await reply.text(), "text/html"));
		} catch {
			// The site is away for a moment: ask again.
		}
	}
	if (again)
		setTimeout(look, PAUSE_MS);
}

if (marked(document))
	setTimeout(look, PAUSE_MS);
