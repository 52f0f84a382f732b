// browser.js -- the browser story: Chromium signs in, uploads, waits, plays
//
//	node browser.js URL NAME PASSWORD PICTURE VIDEO
//
// Prints TAP. It is told twice, with JavaScript on and off. With
// GREMLIN_SHOTS=DIR it keeps a picture of every page, at 360 and 1600 pixels,
// dark and light.
'use strict';
const { chromium } = require('playwright-core');

const [url, name, password, picture, video] = process.argv.slice(2);
const shots = process.env.GREMLIN_SHOTS;
const patience = 120000;

let count = 0, failed = 0;

function ok(good, text, detail) {
	console.log(`${good ? 'ok' : 'not ok'} ${++count} - ${text}`);
	if (!good) {
		failed++;
		console.error(`#   failed: ${text}\n${detail ?? ''}`
			.replace(/\n+/g, '\n#   '));
	}
	return good;
}

// What a page must not do: complain, break its own policy, or ask elsewhere.
function watch(page, faults) {
	page.on('pageerror', e => faults.push(e.message));
	page.on('console', m => {
		if (m.type() === 'error')
			faults.push(m.text());
	});
	page.on('request', r => {
		if (!r.url().startsWith(url) && !r.url().startsWith('data:') &&
		    !r.url().startsWith('blob:'))
			faults.push(`asked for ${r.url()}`);
	});
	page.on('response', r => {
		if (r.status() >= 400)
			faults.push(`${r.status()} for ${r.url()}`);
	});
}

// Look at a condition until it holds, at most as long as patience lasts.
async function until(condition) {
	const end = Date.now() + patience;

	while (!await condition()) {
		if (Date.now() > end)
			return false;
		await new Promise(wake => setTimeout(wake, 200));
	}
	return true;
}

async function shoot(page, what) {
	if (!shots)
		return;
	for (const width of [360, 1600]) {
		for (const colorScheme of ['light', 'dark']) {
			await page.setViewportSize({ width, height: 900 });
			await page.emulateMedia({ colorScheme });
			await page.screenshot({ fullPage: true,
				path: `${shots}/${what}-${width}-${colorScheme}.png` });
		}
	}
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.emulateMedia({ colorScheme: null });
}

async function signIn(page) {
	await page.goto(`${url}/auth/login/`);
	await page.fill('input[name=name]', name);
	await page.fill('input[name=password]', password);
	await shoot(page, 'login');
	await page.click('main button');
	await page.waitForSelector('a.me');
	ok(true, 'signed in');
}

async function upload(page, title, file) {
	await page.goto(`${url}/submit/`);
	await page.setInputFiles('input[type=file]', file);
	await page.getByLabel('Title', { exact: true })
		.filter({ visible: true }).fill(title);
	await page.check('input[name=visibility][value=public]');
	await shoot(page, 'submit');
	await Promise.all([
		page.waitForURL(u => !u.pathname.includes('submit'),
				{ timeout: patience }),
		page.click('form.upload .deeds button'),
	]);
	ok(true, `${title} is sent`);
}

async function published(page, title, js) {
	const list = `${url}/u/${name}/panel/`;
	const row = page.locator('#uploads li', { hasText: title });
	const word = row.locator('.state .word');

	await page.goto(list);
	await shoot(page, 'uploads');
	const good = await until(async () => {
		if (!js)
			await page.goto(list);
		return /Published|Ready|Failed/.test(await word.textContent());
	});
	ok(good && await word.textContent() === 'Published',
	   `${title} is published`, await row.locator('.state').textContent());
	await row.locator('a.name').click();
	await page.waitForSelector('article.media');
}

async function plays(page) {
	const player = page.locator('video');
	const at = () => player.evaluate(v => v.currentTime);

	await player.scrollIntoViewIfNeeded();
	// By keyboard: Chromium takes two clicks within 300 ms for a double one,
	// and one before there is anything to play is lost.
	ok(await until(async () => {
		if (await player.evaluate(v => v.readyState > 0 && v.paused))
			await player.press('Space');
		return await at() > 0.5;
	}), 'the video plays',
	   await player.evaluate(v => v.error && v.error.message));
	await player.evaluate(v => {
		v.currentTime = v.duration - 2;
	});
	ok(await until(async () => await player.evaluate(v =>
		v.currentTime >= v.duration - 2 && !v.seeking)), 'and seeks');
}

async function shown(page) {
	const img = page.locator('article.media picture img');

	ok(await until(async () => await img.evaluate(i =>
		i.complete && i.naturalWidth > 0)), 'the picture is shown');
}

async function story(browser, js) {
	const suffix = js ? 'with' : 'without';
	const faults = [];
	const context = await browser.newContext({ javaScriptEnabled: js });
	const page = await context.newPage();

	console.log(`# ${suffix} JavaScript`);
	watch(page, faults);
	await page.goto(url);
	await shoot(page, 'empty');
	await signIn(page);
	await upload(page, `A picture ${suffix}`, picture);
	await published(page, `A picture ${suffix}`, js);
	await shown(page);
	await shoot(page, 'picture');
	await upload(page, `A film ${suffix}`, video);
	await published(page, `A film ${suffix}`, js);
	await shoot(page, 'video');
	await plays(page);
	await page.goto(url);
	ok(await page.locator('main img').count() >= 2, 'home shows both');
	await shoot(page, 'home');
	await page.goto(`${url}/u/${name}/`);
	await shoot(page, 'person');
	ok(faults.length === 0, 'no page complained', faults.join('\n'));
	await context.close();
}

async function main() {
	const browser = await chromium.launch({
		executablePath: '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu',
			'--disable-background-networking', '--mute-audio'],
	});

	try {
		await story(browser, true);
		await story(browser, false);
	} catch (e) {
		ok(false, 'the story comes to its end', e.stack);
	}
	await browser.close();
	console.log(`1..${count}`);
	process.exit(failed ? 1 : 0);
}

main();
