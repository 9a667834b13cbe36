// browser.mjs CHROMIUM PAGE [FOLDER]: opens the page of kamcheck report in a browser, and says what is wrong with it; nothing when all is well.
//
// - No message on the console, nothing is loaded besides the page.
// - Filters leave what they say; a click on a node of the picture leads to its line.
// - axe finds no serious fault, in light and dark, wide and narrow; nothing sticks out of a narrow page.
// - It can be read without its script.
//
// With FOLDER pictures of it are left there, to be looked at.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [browserPath, page, folder] = process.argv.slice(2);
const require = createRequire(`${process.env.NODE_MODULES}/`);
const puppeteer = require('puppeteer-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const url = pathToFileURL(page).href;
const looks = [['light', 1400, 1000], ['dark', 1400, 1000], ['light', 375, 800], ['dark', 375, 800]];

const browser = await puppeteer.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu'] });

async function open(scheme, width, height, script = true) {
	const tab = await browser.newPage();
	tab.on('console', (m) => console.log(`console: ${m.text()}`));
	tab.on('pageerror', (e) => console.log(`error: ${e.message}`));
	tab.on('request', (r) => { if (r.url().split('#')[0] !== url) console.log(`it asks for ${r.url()}`); });
	await tab.setJavaScriptEnabled(script);
	await tab.setBypassCSP(false);
	await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
	await tab.setViewport({ width, height });
	await tab.goto(url);
	return tab;
}

async function checkLook(scheme, width, height) {
	const tab = await open(scheme, width, height);
	const name = `${scheme}, ${width} pixels`;
	const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	if (wide > 0)
		console.log(`${name}: the page is ${wide} pixels too wide`);
	await tab.evaluate(axe);
	const found = await tab.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
	for (const x of found.violations)
		if (['serious', 'critical'].includes(x.impact) || process.env.AXE_ALL)
			console.log(`${name}: axe: ${x.impact}: ${x.help}: ${x.nodes.length} times, first ${x.nodes[0].html.slice(0, 200)}; ${x.nodes[0].failureSummary}`);
	if (folder)
		await tab.screenshot({ path: `${folder}/${scheme}-${width}.png` });
	await tab.close();
}

async function checkUse() {
	const tab = await open('light', 1400, 1000);
	const shown = () => tab.$$eval('.finding', (all) => all.filter((x) => x.checkVisibility()).length);
	const total = await shown();
	for (const filter of await tab.$$eval('#filters select', (all) => all.map((x) => x.dataset.filter))) {
		const value = await tab.$eval(`select[data-filter=${filter}]`, (x) => x.options[1].value);
		const expected = await tab.$$eval('.finding', (all, f, v) => all.filter((x) => x.dataset[f].split(' ').includes(v)).length, filter, value);
		await tab.select(`select[data-filter=${filter}]`, value);
		if (await shown() !== expected)
			console.log(`filter ${filter} = ${value}: ${await shown()} findings are shown, not ${expected}`);
		await tab.select(`select[data-filter=${filter}]`, '');
	}
	const boxes = await tab.$$('#filters input');
	for (const box of boxes)
		await box.click();
	if (boxes.length && await shown() !== 0)
		console.log('findings of no severity are shown');
	for (const box of boxes)
		await box.click();
	if (await shown() !== total)
		console.log('not all findings come back');

	const node = await tab.$('svg.picture a.node.block');
	if (node) {
		const href = await node.evaluate((x) => x.getAttribute('href'));
		await node.evaluate((x) => x.scrollIntoView({ block: 'center', inline: 'center' }));
		await node.click();
		await new Promise((done) => setTimeout(done, 300));
		const place = await tab.$eval(href, (x) => x.getBoundingClientRect().top);
		if (place < 0 || place > 1000)
			console.log(`a click on a node leads elsewhere than to ${href}: it is at ${place}`);
	}
	const paper = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
	await tab.click('.theme');
	if (await tab.evaluate(() => getComputedStyle(document.body).backgroundColor) === paper)
		console.log('the button for light and dark does nothing');
	await tab.close();
}

async function checkPlain() {
	const tab = await open('light', 1400, 1000, false);
	if (folder)
		await tab.pdf({ path: `${folder}/print.pdf`, format: 'A4', printBackground: true });
	await tab.close();
}

for (const look of looks)
	await checkLook(...look);
await checkUse();
await checkPlain();
await browser.close();
