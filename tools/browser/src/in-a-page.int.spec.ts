import { beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { runInAPage, type RunInAPage } from './in-a-page.js';

// The bundle is made by a program of its own: inside jest, esbuild finds arrays of two realms and refuses to begin.
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const bundled = async (entry: string): Promise<string> =>
  (await promisify(execFile)(process.execPath, [path('fixtures/bundle.mjs'), path(entry), '--minify'], { maxBuffer: 2 ** 26 })).stdout;
const example = (name: string): string => readFileSync(path(`../../../examples/${name}`), 'utf8');

let code: string;
beforeAll(async () => { code = await bundled('in-a-page.ts'); }, 60_000);

/** A place with what every page has and nothing of Node; text is never run as code there. @param wasm whether WebAssembly may be compiled */
function page(wasm: boolean): { readonly runInAPage: typeof runInAPage } {
  const globals = { TextEncoder, TextDecoder, AbortController, performance, setTimeout, structuredClone };
  const context = createContext({ ...globals }, { codeGeneration: { strings: false, wasm } });
  expect(runInContext('[typeof process, typeof Buffer, typeof require, typeof global, typeof setImmediate]', context)).toEqual(Array(5).fill('undefined'));
  return runInContext(`${code}\nknotwork`, context) as { runInAPage: typeof runInAPage };
}

/** What does not say where and when it ran. */
const comparable = ({ status, notes, files }: RunInAPage): unknown => [status, [...notes], files['result.json'], files['network.json']];

test('hello runs from the bundle, in a place without anything of Node, and comes to the same bytes', async () => {
  const text = example('hello-kan.yaml');
  const inPage = await page(true).runInAPage(text, {}, []);
  expect(inPage.status).toBe('completed');
  expect((JSON.parse(inPage.files['result.json']!) as { metrics: { test: { rmse: number } } }).metrics.test.rmse).toBeLessThan(1e-5);
  expect(comparable(inPage)).toEqual(comparable(await runInAPage(text, {}, [])));
}, 120_000);

test('a table from memory, where a page forbids to compile: the engine computes without kernels and says so', async () => {
  const overrides = ['stages=[{ kind: fit, steps: 2, starts: { count: 1 } }]', 'network.widths=[8,1]', 'network.basis.intervals=2'];
  const { status, notes } = await page(false).runInAPage(example('csv-regression.yaml'), { 'data/concrete.csv': example('data/concrete.csv') }, overrides);
  expect([status, [...notes]]).toEqual(['completed', ['engine native: path reference, because this host forbids generating code']]);
}, 120_000);

test('tables of other formats are read there', async () => {
  const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (40, 2), }\n";
  const values = Float64Array.from({ length: 80 }, (_, k) => (k % 2 === 0 ? k / 80 : (k / 80) ** 2));
  const npy = Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length, 0, ...new TextEncoder().encode(header), ...new Uint8Array(values.buffer)]);
  const json = JSON.stringify(Array.from({ length: 40 }, (_, k) => ({ x1: values[2 * k], x2: values[2 * k + 1] })));
  const text = (path: string): string => `{ knotwork: 1, name: t, dataset: { kind: table, path: ${path}, target: x2 }, network: { widths: [1, 1] }, stages: [{ kind: fit, steps: 2, starts: { count: 1 } }] }`;
  const [ofNpy, ofJson] = [await page(false).runInAPage(text('a.npy'), { 'a.npy': npy }, []), await page(false).runInAPage(text('a.json'), { 'a.json': json }, [])];
  expect([ofNpy.status, ofJson.status]).toEqual(['completed', 'completed']);
  expect(ofNpy.files['result.json']).toBe(ofJson.files['result.json']);
}, 120_000);

test('what needs Node does not bundle', async () => {
  await expect(bundled('fixtures/needs-node.ts')).rejects.toThrow('Could not resolve "node:fs"');
});
