import { autocorrelationTest } from '@knotwork/statistics';

/** What an equation leaves of targets, along the column that it follows most. */
export interface LeftOver {
  /** The input in whose order neighbours are the most alike; null for the values of the equation itself. */
  readonly along: string | null;
  /** Lag-1 autocorrelation in that order. */
  readonly correlation: number;
  /** The probability that chance makes neighbours so alike in one of all the orders that were looked at (Bonferroni). */
  readonly p: number;
}

/** Values of a column of fewer say nothing of neighbours. */
const FEWEST = 12;
/** Share of the spread of targets below which what is left is rounding. */
const ROUNDING = 1e-9;
/** Decimals that targets are looked at for. */
const MOST_DECIMALS = 12;
/** Units of the last decimal that rounding changes a target by, and rounding of that. */
const HALF = 0.5 + 1e-6;

/**
 * Whether what is left of targets is noise alone, as far as neighbours tell: residuals stand in the order of each input, and of the values of the equation, and where neighbours are alike they follow it. Rows of one value count as one, by
 * their mean, so that their own order does not matter.
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
    const sums = groupSums(rows.map((n) => of[n]!), deviations);
    return sums.length < FEWEST ? [] : [{ along, ...autocorrelationTest(sums) }];
  });
  if (tested.length === 0) return null;
  const { along, correlation, p } = tested.reduce((a, b) => (b.p < a.p ? b : a));
  return { along, correlation, p: Math.min(1, tested.length * p) };
}

/** Sums of residuals of equal keys over the root of how many they are, which have the variance of one, in the order of the keys. */
function groupSums(keys: readonly number[], residuals: readonly number[]): number[] {
  const groups = new Map<number, { sum: number; count: number }>();
  keys.forEach((key, n) => {
    const group = groups.get(key) ?? { sum: 0, count: 0 };
    groups.set(key, { sum: group.sum + residuals[n]!, count: group.count + 1 });
  });
  return [...groups].sort(([a], [b]) => a - b).map(([, { sum, count }]) => sum / Math.sqrt(count));
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
