import { isKnotworkError } from '@knotwork/plugin';
import type { FileComposer } from '@knotwork/workspace';
import { tooManyFolds } from '../errors.js';
import { type WrittenSplit } from '../plan/axes.js';
import { overrideText } from '../plan/factor.js';
import type { PlannedTrial, StudyPlan } from '../plan/study-plan.js';
import { trialRequest } from './run-trial.js';
import type { StudyFolder } from './study-folder.js';
import type { StoredBase } from './study-record.js';

/** Test rows of a fold: the mean of one row is that row, so that one alone says nothing of how large an error is. */
const FEWEST_ROWS = 2;
const SPLIT = 'dataset.split';

/**
 * Looks whether every fold of a data set has test rows. The last fold tells: rows are dealt in turn, and of groups, the largest first, it has the least.
 *
 * @param trial with the last fold
 * @throws KnotworkError `input` with how many rows there are and how many folds would do; that of the data, where they cannot be read
 *
 * Cost: reads the data once, and some ten times where they are refused.
 */
export async function requireFolds(trial: PlannedTrial, { of: folds }: NonNullable<StudyPlan['folds']>, base: StoredBase, folder: StudyFolder, composer: FileComposer): Promise<void> {
  if (folder.isDone(trial.id)) return;
  const rowsOf = async (overrides: readonly string[]): Promise<{ readonly test: number; readonly all: number }> => {
    const { train, validation, test } = await composer.data(trialRequest(folder, base, { id: trial.id, overrides }));
    return { test: test.targets.count, all: train.targets.count + validation.targets.count + test.targets.count };
  };
  const isEnough = (of: number): Promise<boolean> => rowsOf(withFolds(trial, of)).then(({ test }) => test >= FEWEST_ROWS, (error: unknown) => { if (isKnotworkError(error)) return false; throw error; });
  if (await isEnough(folds)) return;
  const { all } = await rowsOf(trial.overrides.map((override) => (override.startsWith(`${SPLIT}=`) ? overrideText(SPLIT, { test: 0 }) : override)));
  throw tooManyFolds(trial.set, folds, all, splitIn(trial)['groups'], await mostFolds(Math.min(folds - 1, Math.floor(all / FEWEST_ROWS)), isEnough));
}

/** The largest number of folds that would do; null where not even two would. */
async function mostFolds(most: number, isEnough: (of: number) => Promise<boolean>): Promise<number | null> {
  let [low, high] = [1, most + 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await isEnough(middle)) low = middle; else high = middle;
  }
  return low === 1 ? null : low;
}

const splitIn = ({ overrides }: PlannedTrial): WrittenSplit => JSON.parse(overrides.find((override) => override.startsWith(`${SPLIT}=`))!.slice(SPLIT.length + 1)) as WrittenSplit;

/** Overrides of a trial with the last of so many folds. */
function withFolds(trial: PlannedTrial, of: number): readonly string[] {
  return trial.overrides.map((override) => (override.startsWith(`${SPLIT}=`) ? overrideText(SPLIT, { ...splitIn(trial), fold: of, of }) : override));
}
