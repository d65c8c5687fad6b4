import type { StudyFile } from '../file/read-study.js';
import { overrideText } from './factor.js';
import type { PlannedSet, StudyPlan } from './study-plan.js';

/** Seeds of a range. */
const MOST_SEEDS = 10_000;

/** The seeds of a study, in order. @throws KnotworkError `input` */
export function seedsOf(file: StudyFile): readonly number[] {
  const { seeds } = file.written;
  if (typeof seeds === 'string') return seedsOfRange(file, ['seeds'], seeds);
  const twice = seeds.find((seed, k) => seeds.indexOf(seed) !== k);
  if (twice !== undefined) throw file.bad(['seeds'], `has the seed ${twice} twice. Remove one: a trial is not a pair of its own repetition.`);
  return seeds;
}

/** Seeds of a range, in order. @param path of where it is written @throws KnotworkError `input` */
export function seedsOfRange(file: StudyFile, path: readonly (string | number)[], range: string): readonly number[] {
  const [first, last] = range.split('..').map(Number) as [number, number];
  if (!Number.isSafeInteger(last) || last < first) throw file.bad(path, `must go from a smaller seed to a larger one; got ${range}. Write seeds: ${last}..${first}.`);
  if (last - first >= MOST_SEEDS) throw file.bad(path, `must be at most ${MOST_SEEDS} seeds; got ${last - first + 1}. Write seeds: ${first}..${first + 9}.`);
  return Array.from({ length: last - first + 1 }, (_, k) => first + k);
}

/** Seeds as one writes them: of those in a row the range. */
export function wordsOfSeeds(seeds: readonly number[]): string {
  return seeds.length > 1 && seeds.every((seed, k) => seed === seeds[0]! + k) ? `${seeds[0]!}..${seeds.at(-1)!}` : seeds.join(', ');
}

/** The data sets of a study; one without overrides where it names none. @throws KnotworkError `input` */
export function setsOf(file: StudyFile): readonly PlannedSet[] {
  const { sets } = file.written;
  if (sets === undefined) return [{ name: 'data', overrides: [] }];
  if (Object.keys(sets).length === 0) throw file.bad(['sets'], 'must name one data set at least; it is empty. Leave it out for that of the base experiment.');
  return Object.entries(sets).map(([name, overrides]) => {
    const seed = Object.keys(overrides).find((path) => path === 'seed' || path.startsWith('streams'));
    if (seed !== undefined) throw file.bad(['sets', name, seed], 'cannot be set by a data set: seeds are an axis of their own. Write seeds: 1..10.');
    const engine = Object.keys(overrides).find((path) => path === 'engine' || path.startsWith('engine.'));
    if (engine !== undefined) throw file.bad(['sets', name, engine], 'cannot be set by a data set: arms have engines. Set it in the base experiment, or make a factor of it.');
    return { name, overrides: Object.entries(overrides).map(([path, value]) => overrideText(path, value)) };
  });
}

export function foldsOf({ written: { folds } }: StudyFile): StudyPlan['folds'] {
  if (folds === undefined) return null;
  return typeof folds === 'number' ? { of: folds, repeat: 1 } : folds;
}

/** Of every fold its number, from 1; undefined once where there are none. */
export function foldNumbers(folds: StudyPlan['folds']): readonly (number | undefined)[] {
  return folds === null ? [undefined] : Array.from({ length: folds.of }, (_, k) => k + 1);
}

/** What else the file says of how rows are divided: validation rows and groups stay what they are. */
export type WrittenSplit = Readonly<Record<string, unknown>>;

/**
 * The rows of a fold.
 *
 * @param split of the data set without folds
 * @throws KnotworkError `input` where the file says otherwise which rows are the test
 */
export function foldOverride(file: StudyFile, folds: StudyPlan['folds'], fold: number | undefined, split: WrittenSplit): string[] {
  if (folds === null || fold === undefined) return [];
  const { validation, groups, time, test } = split;
  if (time !== undefined) throw file.bad(['folds'], 'draws folds at random, and the data set divides its rows by "split.time". Leave one of the two out.');
  if (typeof test === 'object') throw file.bad(['folds'], 'makes every row a test row once, and the data set names its test rows in "split.test". Leave one of the two out.');
  const kept = { ...(validation === undefined || validation === 'auto' ? {} : { validation }), ...(groups === undefined ? {} : { groups }) };
  return [overrideText('dataset.split', { ...kept, fold, of: folds.of, ...(folds.repeat === 1 ? {} : { repeat: folds.repeat }) })];
}
