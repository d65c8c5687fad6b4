import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

// What a page loads that trains from arrays and predicts: the bundle of esbuild, minified, in chunks; the entry, what it imports, and the chunks that it fetches
// while it runs. In Node, whose loader tells what is loaded, so that it is counted where there is no browser, too.

/** Bytes; what was measured, and a little room. */
const [MINIFIED, GZIP] = [730_000, 275_000];

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'knotwork-size-'));
const node = (...args: readonly string[]): string => execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 26 });

interface Output { readonly inputs: Readonly<Record<string, unknown>>; readonly imports: readonly { readonly path: string; readonly kind: string }[]; readonly entryPoint?: string }
interface Metafile { readonly outputs: Readonly<Record<string, Output>> }
let metafile: Metafile;
let ran: { readonly answer: number; readonly loaded: readonly string[] };
beforeAll(() => {
  metafile = JSON.parse(node(path('fixtures/bundle.mjs'), '--out', folder, path('fixtures/program.ts'))) as Metafile;
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  ran = JSON.parse(node(path('fixtures/loaded.mjs'), folder, 'program.js')) as typeof ran;
}, 120_000);
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const scripts = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.js'));
const sizeOf = (names: readonly string[]): { readonly minified: number; readonly gzip: number } => {
  const contents = names.map((name) => readFileSync(join(folder, name)));
  return { minified: contents.reduce((n, { length }) => n + length, 0), gzip: contents.reduce((n, content) => n + gzipSync(content, { level: 9 }).length, 0) };
};
/** Which libraries are in chunks, by the folders of their files. */
const librariesIn = (names: readonly string[]): readonly string[] => {
  const files = Object.entries(metafile.outputs).filter(([name]) => names.some((own) => name.endsWith(`/${own}`))).flatMap(([, { inputs }]) => Object.keys(inputs));
  return [...new Set(files.flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []))].sort();
};

test('what trains from arrays and predicts stays small', () => {
  expect(ran.answer).toBeCloseTo(Math.sin(1.5) + 0.25, 1);
  const { minified, gzip } = sizeOf(ran.loaded);
  expect(minified).toBeLessThan(MINIFIED);
  expect(gzip).toBeLessThan(GZIP);
});

/** What a chunk adds to what is loaded: itself, and what it imports. */
function added(source: string): readonly string[] {
  const [path] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint?.endsWith(source) === true)!;
  const names = new Set<string>();
  const visit = (name: string): void => {
    const own = name.split('/').at(-1)!;
    if (names.has(own) || ran.loaded.includes(own)) return;
    names.add(own);
    for (const { path: imported, kind } of metafile.outputs[name]!.imports) if (kind === 'import-statement') visit(imported);
  };
  visit(path);
  return [...names];
}

/** Sizes on the page are rounded, and a little may come without a new page. */
const NEAR = 0.05;

test('the page about browsers tells these sizes', () => {
  const page = readFileSync(path('../../../docs/browser.md'), 'utf8');
  const told = [...page.matchAll(/^\| (.+?) \| ([\d.]+) kB \| ([\d.]+) kB \|/gm)].map(([, what, minified, gzip]) => ({ what: what!.replace(/<!--.*-->/, ''), source: /<!-- (.*) -->/.exec(what!)?.[1] ?? null, minified: Number(minified) * 1000, gzip: Number(gzip) * 1000 }));
  const measured = told.map(({ source }) => (source === null ? sizeOf(ran.loaded) : sizeOf(added(source))));
  if (process.env['KNOTWORK_SHOW'] !== undefined) told.forEach(({ what }, k) => { process.stderr.write(`${what}: ${(measured[k]!.minified / 1000).toFixed(1)} kB, ${(measured[k]!.gzip / 1000).toFixed(1)} kB gzip\n`); });
  expect(told).toHaveLength(22);
  for (const [k, { what, minified, gzip }] of told.entries()) {
    expect([what, Math.abs(minified / measured[k]!.minified - 1) < NEAR, Math.abs(gzip / measured[k]!.gzip - 1) < NEAR]).toEqual([what, true, true]);
  }
});

test('libraries for texts and tables are loaded when one comes, and are in files of their own', () => {
  const later = scripts().filter((name) => !ran.loaded.includes(name));
  expect(librariesIn(ran.loaded)).toEqual(['fflate', 'pure-rand', 'zod']);
  expect(librariesIn(later)).toEqual(expect.arrayContaining(['csv-parse', 'fzstd', 'hyparquet', 'mathjs', 'yaml']));
});
