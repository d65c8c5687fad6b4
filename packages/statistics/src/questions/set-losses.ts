import { namedTwice, noLosses, nothingNamed, sameArm, seedsDiffer, unknownArm } from '../errors.js';
import { logLoss, type Loss, lossFloors } from '../losses.js';

/** Losses of several arms on one data set, seed by seed. */
export interface SetLosses {
  readonly name: string;
  /** Standard deviation of the target, above 0, in the units of the losses. Left out: losses must not be 0. */
  readonly targetDeviation?: number | undefined;
  /** Losses of each arm by its name, `[seeds]`, of the same seeds in the same order. */
  readonly losses: Readonly<Record<string, readonly Loss[]>>;
}

/** Two arms that are to be compared, named before there are losses. */
export interface NamedComparison {
  /** Default `ARM / BASELINE`. */
  readonly name?: string | undefined;
  readonly arm: string;
  readonly baseline: string;
}

/** Losses of an arm on a set. @throws RangeError where there is no such arm */
export function lossesOf(set: SetLosses, arm: string): readonly Loss[] {
  if (!Object.hasOwn(set.losses, arm)) throw unknownArm(arm, set.name, Object.keys(set.losses));
  return set.losses[arm]!;
}

/** Losses of two arms on a set, in pairs. @throws RangeError where an arm is not there, or has other seeds */
export function pairedLosses(set: SetLosses, arm: string, baseline: string): readonly [readonly Loss[], readonly Loss[]] {
  if (arm === baseline) throw sameArm(arm);
  const [a, b] = [lossesOf(set, arm), lossesOf(set, baseline)];
  if (a.length !== b.length) throw seedsDiffer(set.name, arm, a.length, baseline, b.length);
  return [a, b];
}

/** Names of comparisons, in order. @throws RangeError for none, or one name twice */
export function comparisonNames(comparisons: readonly NamedComparison[]): string[] {
  if (comparisons.length === 0) throw nothingNamed('comparison');
  const names = comparisons.map(({ name, arm, baseline }) => name ?? `${arm} / ${baseline}`);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) throw namedTwice('comparisons', twice);
  return names;
}

/** @throws RangeError for no sets, or one name twice */
export function refuseSets(sets: readonly SetLosses[]): void {
  if (sets.length === 0) throw nothingNamed('data set');
  const twice = sets.find(({ name }, k) => sets.findIndex((other) => other.name === name) !== k);
  if (twice !== undefined) throw namedTwice('data sets', twice.name);
}

/**
 * Geometric mean of an arm's losses over seeds, those that failed left out; null, a failure, where more than half of them did, as their median then is.
 *
 * @param counts which seeds are averaged, where not all that ended; all where none of them are left
 * @throws RangeError for losses that are none
 */
export function averageOverSeeds(set: SetLosses, arm: string, counts: (seed: number) => boolean = () => true): Loss {
  const losses = lossesOf(set, arm);
  if (losses.length === 0) throw noLosses(arm, set.name);
  const [floor] = lossFloors(1, set);
  const logs = losses.map((loss, k) => logLoss(loss, floor!, `of arm "${arm}" on data set "${set.name}", seed ${k + 1}`));
  const ended = logs.filter((log) => log !== null);
  if (2 * ended.length < losses.length) return null;
  const counted = logs.filter((log, k) => log !== null && counts(k)) as number[];
  const averaged = counted.length > 0 ? counted : ended;
  return Math.exp(averaged.reduce((sum, log) => sum + log, 0) / averaged.length);
}
