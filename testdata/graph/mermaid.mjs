// mermaid.mjs FILE...: whether Mermaid itself reads the pictures; says which it does not, and why.
import { readFileSync } from 'fs';
import { createRequire } from 'module';
import { pathToFileURL } from 'url';

const load = createRequire(process.env.NODE_MODULES + '/');
const { JSDOM } = load('jsdom');
const page = new JSDOM('<!doctype html><body></body>');
globalThis.window = page.window;
globalThis.document = page.window.document;
const { default: mermaid } = await import(pathToFileURL(load.resolve('mermaid/dist/mermaid.core.mjs')));
mermaid.initialize({ startOnLoad: false });
let bad = 0;
for (const file of process.argv.slice(2)) {
	try {
		await mermaid.parse(readFileSync(file, 'utf8'));
	} catch (e) {
		console.log(`${file}: ${String(e.message).split('\n').slice(0, 3).join(' / ')}`);
		bad = 1;
	}
}
process.exit(bad);
