import type { Samples } from '@knotwork/plugin';
import type { PreparedData } from './prepare-data.js';

/** Standard deviations that numbers of two columns may lie apart and still say the same: a column in another unit is rounded. */
const SAME = 2e-3;
/** As a share of a mean, a deviation that is rounding. */
const ROUNDING = 1e-13;
/** Columns that a note names. */
const NAMED = 5;

/**
 * A note on columns that say the same in all training rows, up to a factor, an offset and rounding: no row tells what the target owes to the one from what it owes to the other. Of inputs that are made of columns,
 * such as those of gaps, nothing is said, since they cannot be left out.
 *
 * @param columns that inputs were made of; null where all inputs are columns
 */
export function repeatedInputs({ inputs, original: { train: { inputs: rows } } }: Pick<PreparedData, 'inputs' | 'original'>, columns: ReadonlySet<string> | null): readonly string[] {
  const { count } = rows;
  // Any two rows lie on a line.
  if (count < 3) return [];
  const scores = inputs.map(({ name }, i) => (columns?.has(name) ?? true ? scoresOf(rows, i) : null));
  // What says the same is side by side then: no column has to be held against all others.
  const order = [...inputs.keys()].filter((i) => scores[i] !== null).sort((a, b) => scores[a]![0]! - scores[b]![0]! || a - b);
  const first = new Map<number, number>();
  order.forEach((i, at) => {
    for (let before = at - 1; before >= 0 && scores[i]![0]! - scores[order[before]!]![0]! <= SAME; before--) {
      const other = order[before]!;
      if (first.has(other) || !isSame(scores[i]!, scores[other]!)) continue;
      first.set(Math.max(i, other), Math.min(i, other));
      return;
    }
  });
  const repeated = [...first].sort(([a], [b]) => a - b).map(([later, earlier]) => `"${inputs[later]!.name}" says the same as "${inputs[earlier]!.name}"`);
  if (repeated.length === 0) return [];
  const more = repeated.length > NAMED ? `, and ${repeated.length - NAMED} others repeat a column, too,` : '';
  return [`${repeated.slice(0, NAMED).join(', ')}${more} in all ${count} training rows, up to unit, offset and rounding: what the target owes to which of them cannot be told. Leave ${repeated.length === 1 ? 'one of them' : 'those that repeat others'} out of the inputs`];
}

/** Standard scores, whose sign does not matter; null of what is the same everywhere. */
function scoresOf({ count, width, values }: Samples, column: number): Float64Array | null {
  const scores = Float64Array.from({ length: count }, (_, row) => values[row * width + column]!);
  const mean = scores.reduce((sum, v) => sum + v / count, 0);
  const deviation = Math.sqrt(scores.reduce((sum, v) => sum + (v - mean) ** 2 / count, 0));
  // Of a column that is the same everywhere, rounding of the mean is all that is left.
  if (!(deviation > ROUNDING * Math.abs(mean)) || !Number.isFinite(deviation)) return null;
  for (let row = 0; row < count; row++) scores[row] = (scores[row]! - mean) / deviation;
  // By the first row that is not in the middle; it is the same of columns that say the same.
  const sign = Math.sign(scores.find((z) => Math.abs(z) > 0.5) ?? 1);
  return scores.map((z) => sign * z);
}

const isSame = (a: Float64Array, b: Float64Array): boolean => a.every((z, row) => Math.abs(z - b[row]!) <= SAME);
