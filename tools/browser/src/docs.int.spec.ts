import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, startChromium } from './fixtures/chromium.js';
import { eventually } from './fixtures/eventually.js';
import { serve, type Site } from './fixtures/site.js';

// The code on docs/browser.md, as it stands there.

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const page = readFileSync(path('../../../docs/browser.md'), 'utf8');
const blocks = (language: string): readonly string[] => [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map((found) => found[1]!);
const POLICIES = { wasm: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:", strict: "default-src 'self'; script-src 'self'; img-src data:" };

const isThere = hasChromium('the code of docs/browser.md');
(isThere ? describe : describe.skip)('the page about browsers', () => {
  let [browser, site, folder]: [Browser | null, Site | null, string] = [null, null, ''];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'knotwork-docs-'));
    const [html] = blocks('html');
    const [here, withWorker, worker] = blocks('js');
    const code = { 'page.js': here!, 'with-worker.js': withWorker!, 'worker.js': worker! };
    for (const [name, text] of Object.entries(code)) writeFileSync(join(folder, `source-${name}`), text);
    execFileSync(process.execPath, [path('fixtures/bundle.mjs'), '--out', join(folder, 'out'), ...Object.keys(code).map((name) => join(folder, `source-${name}`))], { stdio: ['ignore', 'ignore', 'inherit'] });
    // Its own names are those of the page.
    for (const name of Object.keys(code)) copyFileSync(join(folder, `out/source-${name}`), join(folder, 'out', name));
    writeFileSync(join(folder, 'out/index.html'), html!);
    writeFileSync(join(folder, 'out/with-worker.html'), html!.replace('page.js', 'with-worker.js'));
    copyFileSync(path('../../../examples/hello-kan.yaml'), join(folder, 'out/hello-kan.yaml'));
    [browser, site] = [await startChromium(), await serve(join(folder, 'out'), POLICIES)];
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page of the site. @param problems of the page, but that no icon is there */
  async function opened(policy: keyof typeof POLICIES, file: string, problems: string[]): Promise<Page> {
    const tab = await browser!.newPage();
    tab.on('pageerror', (error) => { problems.push(String(error)); });
    tab.on('console', (message) => { if (message.type() === 'error' && !message.location().url.endsWith('favicon.ico')) problems.push(message.text()); });
    await tab.goto(site!.url(policy, file));
    return tab;
  }
  const answer = async (tab: Page): Promise<number> => Number(await eventually<string>(tab, `/^-?[0-9.]+$/.test(document.querySelector('#answer').value) && document.querySelector('#answer').value`, 120_000));

  test.each(['wasm', 'strict'] as const)('a page, policy %s', async (policy) => {
    const problems: string[] = [];
    const tab = await opened(policy, 'index.html', problems);
    expect(Math.abs(await answer(tab) - Math.sin(1.5))).toBeLessThan(2e-3);
    await eventually(tab, `document.querySelector('#picture svg path') !== null`, 10_000);
    const notes: readonly string[] = await tab.evaluate(`[...document.querySelectorAll('#notes li')].map((item) => item.textContent)`);
    expect(notes).toEqual(policy === 'wasm' ? [] : ['engine native: path reference, because this host forbids generating code']);
    // The browser says once that WebAssembly was asked for.
    expect(problems.filter((text) => !(policy === 'strict' && text.includes('wasm-unsafe-eval')))).toEqual([]);
    await tab.close();
  }, 180_000);

  test('a worker', async () => {
    const problems: string[] = [];
    const tab = await opened('wasm', 'with-worker.html', problems);
    expect(Math.abs(await answer(tab) - Math.exp(Math.sin(Math.PI / 2) + 0.25))).toBeLessThan(2e-3);
    expect(problems).toEqual([]);
    expect(site!.asked()).toEqual(expect.arrayContaining(['with-worker.html', 'with-worker.js', 'worker.js', 'hello-kan.yaml']));
    await tab.close();
  }, 180_000);
});
