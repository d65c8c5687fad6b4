import { median } from '@knotwork/numerics';
import { digits, table } from '../../lib/table.js';
import type { Extension } from './climb-of-run.js';

/** The extensions of one seed, lowest first; null where its run failed. */
export interface Climb { readonly seed: number; readonly extensions: readonly Extension[] | null }

/** Largest rise of the training RMSE by an extension. */
const MOST_RISE = 0.4;
/** A change of the function below this share of its spread is rounding. */
const UNCHANGED = 1e-12;

const rmse = (loss: number): number => Math.sqrt(loss);
const rise = ({ before, extended }: Extension): number => rmse(extended) / rmse(before) - 1;
const isBelow = ({ before, stepped }: Extension): boolean => stepped !== null && stepped < before;

/** Per level, what the extension did to the training RMSE and what one accepted step made of it; then the claim. */
export function riseReport(climbs: readonly Climb[]): string[] {
  const done = climbs.filter((c): c is Climb & { extensions: readonly Extension[] } => c.extensions !== null);
  if (done.length === 0) return ['no seed finished'];
  const rows = done[0]!.extensions.map(({ from, to }, k) => {
    const all = done.map((c) => c.extensions[k]!);
    const middle = (of: (e: Extension) => number): string => digits(median(all.map(of)));
    const stepped = all.map((e) => (e.stepped === null ? Infinity : rmse(e.stepped)));
    return [
      `${from} to ${to}`, middle((e) => rmse(e.before)), middle((e) => rmse(e.extended)), digits(median(stepped)),
      percent(median(all.map(rise))), percent(Math.max(...all.map(rise))), `${all.filter(isBelow).length} of ${climbs.length}`,
    ];
  });
  const broken = done.flatMap(({ seed, extensions }) => extensions.flatMap((e) => [
    ...(rise(e) <= MOST_RISE ? [] : [`  seed ${seed}, ${e.from} to ${e.to}: rises by ${percent(rise(e))}`]),
    ...(isBelow(e) ? [] : [`  seed ${seed}, ${e.from} to ${e.to}: ${e.stepped === null ? 'no step was accepted' : `${digits(rmse(e.stepped))} after a step, ${digits(rmse(e.before))} before`}`]),
  ]));
  const good = done.filter((c) => c.extensions.every((e) => rise(e) <= MOST_RISE && isBelow(e))).length;
  return [
    ...table(['level', 'before', 'extended', 'one step', 'rise, median', 'worst', 'below after one step'], rows),
    '',
    `rises by at most ${percent(MOST_RISE)} and is below its old value after one accepted step: ${good} of ${climbs.length} seeds`,
    ...broken, ...failures(climbs),
  ];
}

/** Per level, how far the function itself is from what it was, where the new knots contain the old; then the claim. */
export function changeReport(climbs: readonly Climb[]): string[] {
  const done = climbs.filter((c): c is Climb & { extensions: readonly Extension[] } => c.extensions !== null);
  if (done.length === 0) return ['no seed finished'];
  const rows = done[0]!.extensions.map(({ from, to }, k) => {
    const changes = done.map((c) => c.extensions[k]!.functionChange);
    return [`${from} to ${to}`, digits(median(changes)), digits(Math.max(...changes))];
  });
  const broken = done.flatMap(({ seed, extensions }) => extensions.filter((e) => !(e.functionChange <= UNCHANGED)).map((e) => (
    `  seed ${seed}, ${e.from} to ${e.to}: ${digits(e.functionChange)}`
  )));
  const good = done.filter((c) => c.extensions.every((e) => e.functionChange <= UNCHANGED)).length;
  return [
    ...table(['level', 'change, median', 'worst'], rows), '',
    `changes by at most ${UNCHANGED.toExponential()} of the spread: ${good} of ${climbs.length} seeds`,
    ...broken, ...failures(climbs),
  ];
}

const failures = (climbs: readonly Climb[]): string[] => climbs.filter((c) => c.extensions === null).map(({ seed }) => `  seed ${seed}: its run failed`);

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
