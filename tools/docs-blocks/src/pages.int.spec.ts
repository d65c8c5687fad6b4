import { afterAll, expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { pages } from './pages.js';
import { countLines, type Proven } from './proof.js';
import { provePage } from './prove-page.js';
import { PROVEN_BY } from './proven-by.js';
import { isBuilt, Workbench } from './workbench.js';

// Every block and every command of the documentation. KNOTWORK_DOCS=all also runs what takes long; KNOTWORK_SHOW=1 tells how each is proven.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const isAll = process.env['KNOTWORK_DOCS'] === 'all';
const bench = new Workbench(root, isAll);
const proves = isBuilt(root) ? test : test.skip;
const all = pages(root);
const proven: Proven[] = [];

proves.each(all.map((page) => [page.path, page] as const))('%s', async (_, page) => {
  const { faults, proven: own } = await provePage(page, bench);
  proven.push(...own);
  expect(faults.join('\n\n')).toBe('');
  expect(own.filter(({ what }) => what === 'block')).toHaveLength(page.blocks.length);
}, isAll ? 6 * 3600_000 : 300_000);

test.each(PROVEN_BY.filter(({ blocks }) => blocks !== 'all'))('$page has as many blocks of $language as $spec proves', ({ page, language, blocks }) => {
  expect(all.find(({ path }) => path === page)?.blocks.filter((block) => block.language === language)).toHaveLength(blocks as number);
});

afterAll(() => {
  bench.close();
  if (process.env['KNOTWORK_SHOW'] !== undefined) for (const { page, line, what, language, way } of proven) process.stderr.write(`${page}:${line} ${what} ${language}: ${way}\n`);
  process.stderr.write(`${['Documentation:', ...countLines(proven)].join('\n')}\n`);
});
