// panel.js -- the list of uploads in a browser, while its rows change
//
//	node panel.js URL NAME PASSWORD DATABASE
//
// Prints TAP. The rows are changed as a worker would change them.
'use strict';
const { execFileSync } = require('child_process');
const { chromium } = require('playwright-core');

const [url, name, password, database] = process.argv.slice(2);
const panel = `${url}/u/${name}/panel/`;
const patience = { timeout: 60000 };

let count = 0, failed = 0;

function ok(good, text, detail) {
	console.log(`${good ? 'ok' : 'not ok'} ${++count} - ${text}`);
	if (!good) {
		failed++;
		console.error(`#   failed: ${text}\n#   ${detail ?? ''}`);
	}
}

function sql(text) {
	execFileSync('sqlite3', [database, text]);
}

async function signIn(page) {
	await page.goto(`${url}/auth/login/`);
	await page.fill('input[name=name]', name);
	await page.fill('input[name=password]', password);
	await page.click('main button');
	await page.waitForSelector('a.me');
}

function shows(page, selector, text) {
	return page.locator(selector, { hasText: text }).first()
		.waitFor({ state: 'attached', ...patience });
}

async function withScript(browser) {
	const page = await (await browser.newContext()).newPage();
	let asked = 0;

	await signIn(page);
	await page.goto(panel);
	await page.click('#uploads summary');
	await page.focus('#uploads summary');
	await page.evaluate(() => {
		window.button = document.querySelector('form[action*=cancel] button');
	});
	sql('UPDATE job SET progress = 610 WHERE state = 2');
	await shows(page, '.doing', '61 %');
	ok(await page.evaluate(() =>
		document.querySelector('#uploads details').open),
	'what was opened stays open');
	ok(await page.evaluate(() =>
		document.activeElement.localName) === 'summary', 'and in focus');
	ok(await page.evaluate(() => window.button.isConnected),
		'a button stays the same under a finger');
	ok(await page.textContent('#news') === '', 'figures are not told');
	sql("UPDATE media SET state = 3, class = -31, note = 'It stood still.', " +
		"trouble = 1 WHERE title = 'Waits'");
	await shows(page, '#news', 'Waits: Failed.');
	ok(true, 'a change is');
	await shows(page, '#failures', 'One of your uploads failed.');
	ok(true, 'and the notice comes along');
	ok(await page.textContent('#choices [href*=failed] b') === '2',
		'with the number of the list');
	sql('DELETE FROM job WHERE state < 3; DELETE FROM attempt; ' +
		'UPDATE media SET state = 2, published_at = 1 WHERE state = 1');
	await shows(page, '#news', 'Runs: Published.');
	await page.waitForFunction(
		() => !document.querySelector('[data-refresh]'), null, patience);
	page.on('request', () => asked++);
	await page.evaluate(() => new Promise((done) => {
		document.dispatchEvent(new Event('visibilitychange'));
		setTimeout(done, 0);
	}));
	ok(asked === 0, 'once all is done nothing is asked for', asked);
}

async function withoutScript(browser) {
	const page = await (await browser.newContext({
		javaScriptEnabled: false })).newPage();

	await signIn(page);
	sql("UPDATE media SET state = 1 WHERE title = 'Waits'");
	await page.goto(panel);
	await page.click('noscript a[href*=live]');
	await page.waitForURL('**live=1');
	sql("UPDATE media SET state = 2, published_at = 1 WHERE title = 'Waits'");
	await shows(page, '.list', 'Published');
	await page.locator('noscript a').waitFor({ state: 'detached',
		...patience });
	ok(true, 'without a script it comes anew, until all is done');
}

async function main() {
	const browser = await chromium.launch({
		executablePath: '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu',
			'--disable-background-networking'],
	});

	try {
		await withScript(browser);
		await withoutScript(browser);
	} catch (e) {
		ok(false, 'the story comes to its end', e.stack);
	}
	await browser.close();
	console.log(`1..${count}`);
	process.exit(failed ? 1 : 0);
}

main();
