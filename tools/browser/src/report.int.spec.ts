import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fit, type Model } from 'knotwork/browser';
import { readContents, reportPage } from '@knotwork/report';
import type { Browser } from 'playwright-core';
import { hasChromium, startChromium } from './fixtures/chromium.js';
import { type SvgContrast, svgContrast } from './fixtures/svg-contrast.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'knotwork-report-'));

/** The report of a model as the command writes it, in a file. */
async function written(name: string, model: Model, change: (page: string) => string = (page) => page): Promise<string> {
  const files = model.files();
  const contents = readContents((file) => files[file] ?? null, 'the run');
  const file = join(folder, `${name}.html`);
  writeFileSync(file, change(reportPage({ contents, model, effects: await model.importances(), notes: model.notes, resolutionName: 'intervals' })));
  return file;
}

const inputs = Array.from({ length: 150 }, (_, k) => [Math.cos(k), Math.sin(3 * k)]);
const values = inputs.map(([x, y]) => Math.sin(2 * x!) + x! * y!);
/** Contrast that texts must have at least. */
const LEAST_CONTRAST = 4.5;
/** Networks of few and of many edges, numbers and classes, and a solution. */
const fits = {
  numbers: () => fit({
    name: 'numbers', inputs, targets: values, network: { widths: [2, 3, 1] },
    stages: [{ kind: 'fit', steps: 8, starts: { count: 2, steps: 3 } }, { kind: 'extend-grid', levels: [6], fit: { steps: 3 } }],
  }),
  classes: () => fit({ name: 'classes', inputs, targets: values.map((v) => (v < 0 ? 'below' : 'above')), network: { widths: [2, 2] }, dataset: { task: 'classification' }, stages: [{ kind: 'fit', steps: 8, starts: { count: 1 } }] }),
  wide: () => fit({
    name: 'wide', inputs: inputs.map((_, k) => Array.from({ length: 10 }, (__, i) => Math.cos(k * (i + 1)))), targets: values, network: { widths: [10, 90, 1], basis: { kind: 'b-spline', intervals: 3 } },
    stages: [{ kind: 'fit', optimizer: 'adam', steps: 5 }],
  }),
  solution: () => fit({
    name: 'solution', network: { widths: [2, 1] },
    dataset: {
      kind: 'domain', coordinates: { x: [0, 1], t: [0, 1] }, equations: 'u_t = u_x', conditions: [{ on: 't=0', equation: 'u = sin(pi*x)' }], reference: 'sin(pi*(x + t))', points: { inside: 100, face: 20 },
    },
    stages: [{ kind: 'solve', starts: { count: 1 }, steps: 3, levels: [10] }],
  }),
};

let models: Readonly<Record<keyof typeof fits, Model>>;
beforeAll(async () => { models = { numbers: await fits.numbers(), classes: await fits.classes(), wide: await fits.wide(), solution: await fits.solution() }; }, 120_000);
afterAll(async () => {
  for (const model of Object.values(models)) await model.dispose();
  rmSync(folder, { recursive: true, force: true });
});

test('a picture of 990 edges has a curve for each, in less than 2 MB', () => {
  const svg = models.wide.toSVG();
  expect(models.wide.edges()).toHaveLength(990);
  expect(Buffer.byteLength(svg)).toBeLessThan(2_000_000);
  expect(svg.match(/<path /g)!.length).toBeGreaterThanOrEqual(990);
});

interface Finding { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] }

const isThere = hasChromium('reports and pictures in Chromium');
(isThere ? describe : describe.skip)('in Chromium, from a file and offline', () => {
  let browser: Browser | null = null;
  beforeAll(async () => { browser = await startChromium(); }, 60_000);
  afterAll(() => browser?.close());

  /** What the console says, whom the page asks, what axe finds that keeps somebody out, with everything unfolded, and texts in pictures that are hard to see. */
  async function seen(file: string, colorScheme: 'light' | 'dark'): Promise<{ said: readonly string[]; asked: readonly string[]; found: readonly string[]; inPictures: SvgContrast }> {
    const context = await browser!.newContext({ offline: true, colorScheme });
    const page = await context.newPage();
    const [said, asked]: [string[], string[]] = [[], []];
    page.on('console', (message) => { said.push(message.text()); });
    page.on('pageerror', (error) => { said.push(String(error)); });
    page.on('request', (request) => { asked.push(request.url()); });
    await page.goto(pathToFileURL(file).href);
    await page.evaluate(`document.querySelectorAll('details').forEach((part) => { part.open = true; })`);
    await page.evaluate(axe);
    const { violations }: { violations: readonly Finding[] } = await page.evaluate('axe.run(document)');
    const inPictures = await page.evaluate(svgContrast, LEAST_CONTRAST);
    await context.close();
    return { said, asked, inPictures, found: violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`) };
  }

  test.each(['numbers', 'classes', 'solution'] as const)('the report of %s says nothing in the console, asks nobody, and keeps nobody out, light and dark', async (name) => {
    const file = await written(name, models[name]);
    for (const scheme of ['light', 'dark'] as const) expect([scheme, await seen(file, scheme)]).toEqual([scheme, { said: [], asked: [pathToFileURL(file).href], found: [], inPictures: { texts: expect.any(Number), poor: [] } }]);
  }, 120_000);

  test('what would be wrong is seen', async () => {
    const picture = `<svg width="300" height="90" style="background:#fff"><rect id="bar" y="60" width="300" height="30" fill="#246" fill-opacity="0.9"/><path id="line" d="M0 15H300" stroke="#000"/>
<text id="pale" y="15" fill="#888">pale</text><text y="30" fill="#222">dark</text><text id="faint" y="50" fill="#222" fill-opacity="0.5">faint</text><text y="80" fill="#222">on a bar</text><text y="80" x="150" fill="#eee">light on a bar</text>
<image x="200" width="80" height="40" href="data:image/svg+xml,"/><text x="210" y="15" fill="#222">on an image</text></svg>`;
    const file = await written('wrong', models.numbers, (page) => page.replace('</main>', `${picture}<img src="http://127.0.0.1:9/x.png"><p id="gray">gray</p><style>#gray{color:#888;background:#999}</style></main>`));
    const { said, found, inPictures } = await seen(file, 'light');
    expect(said.join('\n')).toContain('Content Security Policy');
    expect(found.map((text) => text.split(':')[0])).toEqual(['color-contrast', 'image-alt']);
    // By hand: 1.05 / (0.246 + 0.05), 1.05 / (0.281 + 0.05) and (0.089 + 0.05) / (0.016 + 0.05).
    expect(inPictures.poor).toEqual(['3.54: pale', '3.17: faint', '2.11: on a bar', '<image> behind it: on an image']);
  }, 60_000);

  test.each(['network.svg', 'solution.svg'])('texts of %s can be read where it stands alone, light and dark', async (name) => {
    const svg = name === 'network.svg' ? models.numbers.toSVG() : new TextDecoder().decode(models.solution.files()[name]);
    const file = join(folder, name);
    writeFileSync(file, svg);
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser!.newPage({ colorScheme, offline: true });
      await page.goto(pathToFileURL(file).href);
      expect([colorScheme, await page.evaluate(svgContrast, LEAST_CONTRAST)]).toEqual([colorScheme, { texts: svg.match(/<text /g)!.length, poor: [] }]);
      await page.close();
    }
  }, 60_000);

  test('a picture of 990 edges is drawn, light and dark', async () => {
    const file = join(folder, 'wide.svg');
    writeFileSync(file, models.wide.toSVG());
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser!.newPage({ colorScheme, offline: true });
      const said: string[] = [];
      page.on('console', (message) => { said.push(message.text()); });
      await page.goto(pathToFileURL(file).href);
      const drawn: readonly [number, string] = await page.evaluate(`[[...document.querySelectorAll('path')].filter((path) => path.getTotalLength() > 0).length, getComputedStyle(document.querySelector('rect')).fill]`);
      expect([said, drawn[0] >= 990, drawn[1]]).toEqual([[], true, colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 24, 30)']);
      await page.close();
    }
  }, 60_000);
});
