import { canonicalJson } from '@knotwork/experiment';
import type { StudyFile } from '../file/read-study.js';
import { seedsOfRange, wordsOfSeeds } from './axes.js';
import { overrideText } from './factor.js';
import { refuseOtherAxes } from './read-factors.js';
import type { PlannedComparison, PlannedHalving, PlannedRound, StudyPlan } from './study-plan.js';

/** Of how many arms rounding may make one more. */
const ROUNDING = 1e-9;

/**
 * How arms are stopped before the others are compared; undefined where the file says nothing of it.
 *
 * @throws KnotworkError `input` where rounds stop nothing, share seeds with the comparisons, or the file asks for what does not go with it
 */
export function halvingOf(file: StudyFile, { arms, baseline, seeds, comparisons, metric }: Pick<StudyPlan, 'arms' | 'baseline' | 'seeds' | 'comparisons' | 'metric'>): PlannedHalving | undefined {
  const { halving, tuning } = file.written;
  if (halving === undefined) return undefined;
  if (tuning !== undefined) throw file.bad(['halving'], 'stops arms by validation rows, and by the same rows arms choose what "tuning" offers. Leave one of the two out.');
  if (arms.length < 3) throw file.bad(['halving'], 'takes two arms besides the baseline at least, of which one may be stopped; there is one. Add levels, or leave it out.');
  refuseOtherComparisons(file, comparisons, baseline, arms.length - 1);
  const rounds: PlannedRound[] = [];
  halving.rounds.forEach((written, k) => { rounds.push(roundOf(file, k, written, seeds, rounds, arms.length - 1)); });
  // No rows have a number of a stage.
  return { on: metric.on === 'stage' ? 'stage' : halving.on, rounds };
}

/** Who is stopped is compared with nobody, so that all have to be compared with the one who never is. */
function refuseOtherComparisons(file: StudyFile, comparisons: readonly PlannedComparison[], baseline: string, others: number): void {
  const stray = comparisons.findIndex((comparison) => comparison.baseline !== baseline);
  if (stray >= 0) throw file.bad(['comparisons', stray], `compares "${comparisons[stray]!.arm}" with "${comparisons[stray]!.baseline}", which "halving" may stop; only the baseline never is. Leave "comparisons" out, and arms that are left are compared with "${baseline}".`);
  if (comparisons.length < others) throw file.bad(['comparisons'], `must compare every arm with the baseline where "halving" chooses who is left; it has ${comparisons.length} of ${others}. Leave "comparisons" out.`);
}

function roundOf(file: StudyFile, k: number, written: string | { readonly seeds: string; readonly overrides?: Readonly<Record<string, unknown>> }, fresh: readonly number[], before: readonly PlannedRound[], others: number): PlannedRound {
  const { keep } = file.written.halving!;
  const at = ['halving', 'rounds', k];
  const own = typeof written === 'string' ? { seeds: written, path: at } : { ...written, path: [...at, 'seeds'] };
  const seeds = seedsOfRange(file, own.path, own.seeds);
  for (const path of Object.keys(own.overrides ?? {})) refuseOtherAxes(file, [...at, 'overrides', path], path, 'set by a round');
  const overrides = Object.entries(own.overrides ?? {}).map(([path, value]) => overrideText(path, value));
  const engine = Object.keys(own.overrides ?? {}).find((path) => path === 'engine' || path.startsWith('engine.'));
  if (engine !== undefined) throw file.bad([...at, 'overrides', engine], 'cannot be set by a round: arms have engines. Set it in the base experiment, or make a factor of it.');
  const both = seeds.find((seed) => fresh.includes(seed));
  if (both !== undefined) throw file.bad(own.path, `has the seed ${both}, which "seeds" has, too: what stopped an arm must not enter a test. Write seeds that are not among ${wordsOfSeeds(fresh)}, such as ${free(fresh, before, seeds.length)}.`);
  const again = before.find((round) => isAlike(round, { overrides }) && round.seeds.some((seed) => seeds.includes(seed)));
  if (again !== undefined) throw file.bad(own.path, `has the seed ${seeds.find((seed) => again.seeds.includes(seed))!}, which an earlier round has, too: its trials count already. Write ${free(fresh, before, seeds.length)}.`);
  const arms = before.at(-1)?.keeps ?? others;
  if (arms < 2) throw file.bad(at, `has nothing to stop: ${before.length === 1 ? 'the round before it leaves' : `the ${before.length} rounds before it leave`} one arm of ${others}. Remove it, or keep more with halving.keep.`);
  const keeps = Math.max(1, Math.ceil(keep * arms - ROUNDING));
  if (keeps === arms) throw file.bad(['halving', 'keep'], `must leave fewer arms than there are: ${keep} of ${arms}, rounded up, is ${keeps}, so that round ${k + 1} stops nothing. Write keep: ${Math.floor((arms - 1) / arms * 100) / 100}, or fewer rounds.`);
  return { seeds, overrides, arms, keeps };
}

/** Whether trials of two rounds are of one kind, so that their losses go together. */
export const isAlike = (a: Pick<PlannedRound, 'overrides'>, b: Pick<PlannedRound, 'overrides'>): boolean => canonicalJson(a.overrides) === canonicalJson(b.overrides);

/** A range of so many seeds that are nowhere yet. */
function free(fresh: readonly number[], rounds: readonly PlannedRound[], count: number): string {
  const first = [...fresh, ...rounds.flatMap(({ seeds }) => seeds)].reduce((a, b) => Math.max(a, b), 0) + 1;
  const from = Math.ceil(first / 100) * 100 + 1;
  return `${from}..${from + count - 1}`;
}
