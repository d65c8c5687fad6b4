import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standardPackages } from '@knotwork/standard';
import { FileComposer } from '@knotwork/workspace';
import { leaveTrial } from '../fixtures/leave-trial.js';
import { planned, STUDY, TINY } from '../fixtures/planned.js';
import { requireEverySeed } from './require-every-seed.js';
import { StudyFolder } from './study-folder.js';

const parent = mkdtempSync(join(tmpdir(), 'knotwork-seeds-'));
afterAll(() => { rmSync(parent, { recursive: true }); });
// One row of forty has a value of its own: a training row has it with some seeds alone.
writeFileSync(join(parent, 'rows.csv'), `x,lab,y\n${Array.from({ length: 40 }, (_, k) => `${k},${k === 7 ? 'c' : 'ab'[k % 2]},${k * k}`).join('\n')}\n`);

/** What is said of a study whose first trials have been composed, how often it read data, and composed others. */
async function told(more: string, { widths = '[4, 1]', folds = '', areDone = false } = {}): Promise<{ readonly says: string; readonly reads: number; readonly composed: number }> {
  const text = TINY.replace(/dataset: .*/, `dataset: { kind: table, path: rows.csv, target: y${more} }`).replace(/widths: \[[^\]]*\]/, `widths: ${widths}`);
  const plan = await planned(`${STUDY}${folds}`, text);
  const folder = new StudyFolder(join(parent, String(areDone)));
  if (areDone) for (const { id } of plan.trials) leaveTrial(folder, id);
  const composer = new FileComposer(await standardPackages());
  let [reads, composed] = [0, 0];
  const watched = { open: composer.open.bind(composer), data: (...of: Parameters<typeof composer.data>) => { reads++; return composer.data(...of); }, compose: (...of: Parameters<typeof composer.compose>) => { composed++; return composer.compose(...of); } };
  const first = plan.trials.filter(({ seed, fold = 1 }) => seed === plan.seeds[0] && fold === 1);
  const says = await requireEverySeed(plan, first, { file: 'tiny.yaml', folder: parent, text }, folder, watched as unknown as FileComposer).then(() => 'taken', (error: Error) => error.message);
  return { says, reads, composed };
}

test('a study is refused whose network does not fit the inputs that there are with another seed, and says with which', async () => {
  const { says } = await told(', categories: one-hot');
  expect(says).toMatch(/^arm "[^"]+" on the set "data" with seed \d: network\.widths.* must start with 3, the number of inputs.* With seed 1 there are 4 inputs: .* levels: all gives inputs to those of all rows/);
  expect((await told(', categories: one-hot', { widths: '[3, 1]', folds: 'folds: 4\n' })).says).toMatch(/ on the set "data" with seed 1, fold [2-4]: network\.widths.* must start with 4, the number of inputs/);
});

test('one whose inputs are those of all rows is taken, and arms with the same data read them once for each seed', async () => {
  expect(await told(', categories: one-hot, levels: all')).toEqual({ says: 'taken', reads: 6, composed: 0 });
});

test('networks whose inputs are for the data to say are taken whatever their number', async () => {
  const { says, composed } = await told(', categories: one-hot', { widths: '{ hidden: [[]], folds: 2 }' });
  expect([says, composed > 0]).toEqual(['taken', true]);
});

test('where inputs are columns of numbers nothing is read again, and trials that are done are not asked', async () => {
  expect(await told(', inputs: [x]', { widths: '[1, 1]' })).toEqual({ says: 'taken', reads: 1, composed: 0 });
  expect((await told(', categories: one-hot', { areDone: true })).says).toBe('taken');
});
