// rows.js -- one box that checks all rows of the page.

const all = document.getElementById("all-rows");
const box = all?.querySelector("input");
const rows = [...document.querySelectorAll("input[name=job]")];

function count() {
	const n = rows.filter((row) => row.checked).length;

	box.checked = n === rows.length;
	box.indeterminate = n > 0 && n < rows.length;
}

if (box && rows.length) {
	all.hidden = false;
	box.addEventListener("change", () => {
		for (const row of rows)
			row.checked = box.checked;
	});
	for (const row of rows)
		row.addEventListener("change", count);
	count();
}
