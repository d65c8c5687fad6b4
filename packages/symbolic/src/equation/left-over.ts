import { autocorrelationTest, neighbourTest } from '@knotwork/statistics';
import { spaced } from '../spaced.js';
import { neighboursOf } from './neighbours.js';

/** What an equation leaves of targets, along the column that it follows most. */
export interface LeftOver {
  /** The input in whose order neighbours are the most alike; null for the values of the equation itself. */
  readonly along: string | null;
  /** Whether neighbours in all inputs together are the most alike, in no order: an interaction is seen along none of them. */
  readonly together?: true;
  /** Correlation of neighbours, in that order the one of lag 1. */
  readonly correlation: number;
  /** The probability that chance makes neighbours so alike in one of all the ways that were looked at (Bonferroni). */
  readonly p: number;
}

/** Probability of chance below which what an order shows is told, and not what all inputs together may show: it has a name. */
const SURE = 1e-3;
/** Values of a column of fewer say nothing of neighbours. */
const FEWEST = 12;
/** Places at most whose neighbours are looked for, evenly among all. */
const MOST_PLACES = 1000;
/** Share of the spread of targets below which what is left is rounding. */
const ROUNDING = 1e-9;
/** Decimals that targets are looked at for. */
const MOST_DECIMALS = 12;
/** Units of the last decimal that rounding changes a target by, and rounding of that. */
const HALF = 0.5 + 1e-6;

/**
 * Whether what is left of targets is noise alone, as far as neighbours tell: residuals stand in the order of each input, and of the values of the equation, and where neighbours are alike they follow it. Of several inputs neighbours in
 * all of them are asked as well. Rows of one value count as one, by their mean, so that their own order does not matter.
 *
 * @param columns of the inputs that are looked at, by name, @param values of the equation
 * @returns null where there is nothing to be told: without such columns, and where residuals are rounding, of computation or of the targets
 */
export function leftOver(columns: readonly { readonly name: string; readonly values: Float64Array }[], values: Float64Array, targets: Float64Array): LeftOver | null {
  const rows = [...targets.keys()].filter((n) => Number.isFinite(values[n]) && Number.isFinite(targets[n]));
  const residuals = rows.map((n) => targets[n]! - values[n]!);
  const center = mean(residuals);
  const deviations = residuals.map((e) => e - center);
  const middle = mean(rows.map((n) => targets[n]!));
  const spread = rootMeanSquare(rows.map((n) => targets[n]! - middle));
  if (rows.length < FEWEST || rootMeanSquare(residuals) <= ROUNDING * spread || isRounded(rows.map((n) => targets[n]!), residuals)) return null;
  // Of one input the values of an equation have its order, or a part of it.
  const orders = [...columns.map(({ name, values: of }) => ({ along: name, of })), ...(columns.length > 1 ? [{ along: null, of: values }] : [])];
  const tested = orders.flatMap(({ along, of }) => {
    const sums = groupSums(rows.map((n) => of[n]!), deviations).sort((a, b) => a.place - b.place).map(({ sum }) => sum);
    return sums.length < FEWEST ? [] : [{ along, ...autocorrelationTest(sums) }];
  });
  const together = inAll(rows.map((n) => columns.map(({ values: of }) => of[n]!)), deviations);
  const count = tested.length + together.length;
  const told = [...tested, ...together].map(({ statistic: _, p, ...one }) => ({ ...one, p: Math.min(1, count * p) }));
  const named = told.slice(0, tested.length).filter(({ p }) => p < SURE);
  // What an order shows says more than that there is something.
  return (named.length > 0 ? named : told).reduce<LeftOver | null>((a, b) => (a !== null && a.p <= b.p ? a : b), null);
}

/** Of neighbours in all columns together, where there are several. */
function inAll(points: readonly (readonly number[])[], deviations: readonly number[]): (Omit<LeftOver, 'along'> & { readonly along: null; readonly statistic: number })[] {
  if (points[0]!.length < 2) return [];
  const places = groupSums(points, deviations);
  const groups = spaced(places.length, MOST_PLACES).map((k) => places[k]!);
  return groups.length < FEWEST ? [] : [{ along: null, together: true, ...neighbourTest(groups.map(({ sum }) => sum), neighboursOf(groups.map(({ place }) => place))) }];
}

/** Sums of residuals of rows in one place over the root of how many they are, which have the variance of one. */
function groupSums<Place>(places: readonly Place[], residuals: readonly number[]): { readonly place: Place; readonly sum: number }[] {
  const groups = new Map<string, { readonly place: Place; sum: number; count: number }>();
  places.forEach((place, n) => {
    const key = String(place);
    const group = groups.get(key) ?? { place, sum: 0, count: 0 };
    groups.set(key, { ...group, sum: group.sum + residuals[n]!, count: group.count + 1 });
  });
  return [...groups.values()].map(({ place, sum, count }) => ({ place, sum: sum / Math.sqrt(count) }));
}

/** Whether residuals are what rounding makes of targets that are written with few decimals: neighbours are rounded alike. */
function isRounded(targets: readonly number[], residuals: readonly number[]): boolean {
  const largest = residuals.reduce((most, e) => Math.max(most, Math.abs(e)), 0);
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const unit = 10 ** -decimals;
    if (largest > HALF * unit) return false;
    if (targets.every((y) => Math.abs(y / unit - Math.round(y / unit)) < 1e-6)) return true;
  }
  return false;
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);
const rootMeanSquare = (values: readonly number[]): number => Math.sqrt(mean(values.map((v) => v * v)));
