import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standardPackages } from '@knotwork/standard';
import { FileComposer } from '@knotwork/workspace';
import { leaveTrial } from '../fixtures/leave-trial.js';
import { planned, STUDY, TINY } from '../fixtures/planned.js';
import { requireFolds } from './require-folds.js';
import { StudyFolder } from './study-folder.js';

const parent = mkdtempSync(join(tmpdir(), 'knotwork-folds-'));
afterAll(() => { rmSync(parent, { recursive: true }); });
// Twelve rows: of "pair" there are six groups, of "most" one has ten rows and two have one, and "all" is one.
writeFileSync(join(parent, 'rows.csv'), `x,y,pair,most,all\n${Array.from({ length: 12 }, (_, k) => `${k},${k * k},p${k >> 1},m${Math.max(0, k - 9)},a`).join('\n')}\n`);
const composer = new FileComposer(await standardPackages());

/** What is said of a study with so many folds. */
async function told(folds: number, { split = '', path = 'rows.csv', isDone = false } = {}): Promise<string> {
  const text = TINY.replace(/dataset: .*/, `dataset: { kind: table, path: ${path}, inputs: [x], target: y${split} }`);
  const plan = await planned(`${STUDY}folds: ${folds}\n`, text);
  const folder = new StudyFolder(join(parent, String(isDone)));
  if (isDone) for (const { id } of plan.trials) leaveTrial(folder, id);
  const last = plan.trials.find(({ seed, fold }) => seed === plan.seeds[0] && fold === folds)!;
  return requireFolds(last, plan.folds!, { file: 'tiny.yaml', folder: parent, text }, folder, composer).then(() => 'taken', (error: Error) => error.message);
}

test.each([
  [6, {}, 'taken'],
  [7, {}, 'folds must leave each of them two test rows at least; the data set "data" has 12 rows, too few for 7. Write folds: 5, or another number up to 6.'],
  [40, {}, 'folds must leave each of them two test rows at least; the data set "data" has 12 rows, too few for 40. Write folds: 5, or another number up to 6.'],
  [6, { split: ', split: { groups: pair }' }, 'taken'],
  [9, { split: ', split: { groups: pair }' }, 'folds must leave each of them two test rows at least; the data set "data" has 12 rows, of which those with the same pair stay together, too few for 9. Write folds: 5, or another number up to 6.'],
  [3, { split: ', split: { groups: most }' }, 'folds must leave each of them two test rows at least; the data set "data" has 12 rows, of which those with the same most stay together, too few for 3. Write folds: 2.'],
  [2, { split: ', split: { groups: all }' }, 'folds must leave each of them two test rows at least; the data set "data" has 12 rows, of which those with the same all stay together, too few for 2. No number of folds would do: leave "folds" out, or give it more rows.'],
  [12, { isDone: true }, 'taken'],
])('%j folds of twelve rows, %j: %s', async (folds, how, says) => {
  expect(await told(folds, how)).toBe(says);
});

test('data that cannot be read are told as such', async () => {
  expect(await told(5, { path: 'nope.csv' })).toMatch(/The file "nope\.csv" does not exist or cannot be read/);
});

test('what is no table has no folds', async () => {
  await expect(planned(`${STUDY}folds: 5\n`)).rejects.toThrow(/^folds \(line 8\) divides the rows of a table, and the data set "data" of the kind expression has no "split"\. Leave "folds" out/);
});
