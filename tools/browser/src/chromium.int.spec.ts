import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FitOptions } from 'knotwork/browser';
import type { Browser } from 'playwright-core';
import { hasChromium, startChromium } from './fixtures/chromium.js';
import { eventually } from './fixtures/eventually.js';
import { serve, type Site } from './fixtures/site.js';
import { trained, type Trained } from './trained.js';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const POLICIES = {
  kernels: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
  strict: "default-src 'self'; script-src 'self'",
  threads: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:",
  alone: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
};
/** Those whose pages may share memory. */
const ISOLATED = ['threads', 'alone'];
type Policy = keyof typeof POLICIES;

const asked = [[0.25, -0.5], [-0.9, 0.1], [0, 0], [0.7, 0.7]];
const rows = Array.from({ length: 120 }, (_, k) => [Math.cos(k), Math.sin(2 * k)]);
/** Two versions of V8, or kernels and plain loops, differ in the last bits of sums and elementary functions, of which fresh networks are drawn: 2e-13 was measured. */
const SAME = 1e-10;
/** What chooses smoothing stops when it is close enough, so that other last bits end a little elsewhere, in kernels and in loops: 3e-7 was measured. */
const SMOOTHED = 3e-6;

/** What is learned: a whole experiment from its text, and rows from code. */
const programs: readonly { readonly what: string; readonly options: FitOptions; readonly rmse: number; readonly apart: number }[] = [
  { what: 'from its text', options: { text: readFileSync(path('../../../examples/hello-kan.yaml'), 'utf8') }, rmse: 1e-5, apart: SAME },
  {
    what: 'from code', rmse: 5e-3, apart: SMOOTHED,
    options: { name: 'from-code', inputs: rows, targets: rows.map(([x, y]) => Math.sin(3 * x!) + y! * y!), network: { widths: [2, 1] }, dataset: { split: { test: 0.2 } } },
  },
];

const PLACES = [['a page', 'trained'], ['a worker', 'inWorker']] as const;

const furthest = (a: Trained, b: Trained): number => Math.max(...a.values.map((v, k) => Math.abs(v - b.values[k]!)));

/** Tells what docs/browser.md says, where KNOTWORK_SHOW is set. */
function show(what: string, call: string, policy: Policy, result: Trained, inNode: Trained): void {
  if (process.env['KNOTWORK_SHOW'] === undefined) return;
  process.stderr.write(`${what}, ${call}, ${policy}: ${result.seconds.toFixed(2)} s, in this Node ${inNode.seconds.toFixed(2)} s, furthest from it ${furthest(result, inNode).toExponential(1)}\n`);
}

const isThere = hasChromium('training in a page and a worker of Chromium');
(isThere ? describe : describe.skip)('in Chromium', () => {
  let [browser, site, folder]: [Browser | null, Site | null, string] = [null, null, ''];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'knotwork-site-'));
    execFileSync(process.execPath, [path('fixtures/bundle.mjs'), '--out', folder, path('fixtures/site/page.ts'), path('fixtures/site/worker.ts')], { stdio: ['ignore', 'ignore', 'inherit'] });
    writeFileSync(join(folder, 'index.html'), '<!doctype html><html lang="en"><title>Knotwork</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script></html>\n');
    [browser, site] = [await startChromium(), await serve(folder, POLICIES, ISOLATED)];
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function visit(policy: Policy, call: 'trained' | 'inWorker', options: FitOptions): Promise<{ result: Trained; complaints: readonly string[]; problems: readonly string[]; foreign: readonly string[]; orders: number }> {
    const page = await browser!.newPage();
    const [problems, foreign]: [string[], string[]] = [[], []];
    page.on('pageerror', (error) => { problems.push(String(error)); });
    page.on('request', (request) => { if (!['data:', 'blob:', site!.url(policy, '')].some((own) => request.url().startsWith(own))) foreign.push(request.url()); });
    await page.goto(site!.url(policy, 'index.html'));
    await eventually(page, 'globalThis.trained !== undefined', 30_000);
    const result: Trained = await page.evaluate(`${call}(${JSON.stringify(options)}, ${JSON.stringify(asked)})`);
    const complaints: readonly string[] = await page.evaluate('complaints');
    const orders: number = await page.evaluate('orders()');
    await page.close();
    return { result, complaints: [...new Set(complaints)].sort(), problems, foreign, orders };
  }

  describe.each(programs)('$what', ({ what, options, rmse, apart }) => {
    let inNode: Trained;
    beforeAll(async () => { inNode = await trained(options, asked); }, 180_000);

    test.each(PLACES)('%s: kernels where the policy lets WebAssembly be compiled, and the numbers of Node', async (_, call) => {
      const { result, ...visited } = await visit('kernels', call, options);
      expect(visited).toEqual({ complaints: [], problems: [], foreign: [], orders: 0 });
      expect([result.engine, result.notes]).toEqual([{ name: 'native', precision: 'float64', path: 'kernels' }, []]);
      expect(result.rmse).toBeLessThan(rmse);
      expect(furthest(result, inNode)).toBeLessThan(apart);
      expect(result.svg).toBe(inNode.svg);
      show(what, call, 'kernels', result, inNode);
    }, 180_000);

    test.each(PLACES)('%s: plain loops where it does not, which is told, and the same numbers', async (_, call) => {
      const { result, ...visited } = await visit('strict', call, options);
      // The question whether WebAssembly may be compiled is all that the policy has to complain about.
      expect(visited).toEqual({ complaints: ['script-src wasm-eval'], problems: [], foreign: [], orders: 0 });
      expect(result.engine).toMatchObject({ name: 'native', path: 'reference', because: 'this host forbids generating code' });
      expect(result.notes).toEqual(['engine native: path reference, because this host forbids generating code']);
      expect(result.rmse).toBeLessThan(rmse);
      expect(furthest(result, inNode)).toBeLessThan(apart);
      show(what, call, 'strict', result, inNode);
    }, 180_000);
  });

  describe('a wide network', () => {
    const many = Array.from({ length: 3000 }, (_, k) => [Math.cos(k), Math.sin(2 * k)]);
    const wide: FitOptions = {
      name: 'wide', inputs: many, targets: many.map(([x, y]) => Math.sin(3 * x!) + y! * y!), network: { widths: [2, 64, 64, 1] }, engine: { kind: 'native', precision: 'float32' },
      // Long enough to be timed, where that is asked for.
      stages: [{ kind: 'fit', optimizer: { kind: 'adam' }, steps: process.env['KNOTWORK_SHOW'] === undefined ? 60 : 400 }],
    };
    const seen = new Map<Policy, Trained>();
    const inWorker = async (policy: Policy): ReturnType<typeof visit> => {
      const visited = await visit(policy, 'inWorker', wide);
      seen.set(policy, visited.result);
      if (process.env['KNOTWORK_SHOW'] !== undefined) process.stderr.write(`a wide network, in a worker, ${policy}: ${visited.result.seconds.toFixed(2)} s\n`);
      return visited;
    };

    test('has threads in a worker of a page that may share memory, and the same bits', async () => {
      const { result: alone, ...whole } = await inWorker('kernels');
      expect(whole).toEqual({ complaints: [], problems: [], foreign: [], orders: 0 });
      const { result, orders, ...visited } = await inWorker('threads');
      expect(visited).toEqual({ complaints: [], problems: [], foreign: [] });
      // Each is told what to look at, and its part of most steps.
      expect(orders).toBeGreaterThan(100);
      expect([result.values, result.rmse]).toEqual([alone.values, alone.rmse]);
    }, 180_000);

    test('has none where the policy lets a page have no worker of its own making, and the same bits', async () => {
      const { result, orders, complaints, problems } = await inWorker('alone');
      expect([orders <= 7, complaints, problems]).toEqual([true, ['worker-src blob'], []]);
      expect(result.values).toEqual(seen.get('kernels')!.values);
    }, 180_000);

    test('has none in the page itself, which may not wait', async () => {
      const { result, orders, complaints } = await visit('threads', 'trained', wide);
      expect([orders, complaints]).toEqual([0, []]);
      expect(result.values).toEqual(seen.get('kernels')!.values);
    }, 180_000);
  });
});
