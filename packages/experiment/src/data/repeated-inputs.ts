import { columnOf, meanAndDeviation } from '@knotwork/network';
import type { Vec } from '@knotwork/plugin';
import { columnsOf } from './constant-inputs.js';
import type { PreparedData } from './prepare-data.js';

/** Standard deviations that numbers of two columns may lie apart and still say the same: a column in another unit is rounded. */
const SAME = 2e-3;
/** Columns that a note names. */
const NAMED = 5;

/**
 * A note on columns that say the same in all training rows, up to a factor, an offset and rounding: no row tells what the target owes to the one from what it owes to the other. Of inputs that are made of columns,
 * such as those of gaps, nothing is said, since they cannot be left out.
 */
export function repeatedInputs({ inputs, train, original, sets }: Pick<PreparedData, 'inputs' | 'train' | 'original' | 'sets'>): readonly string[] {
  const { count } = train.inputs;
  // Any two rows lie on a line.
  if (count < 3) return [];
  const columns = columnsOf(sets);
  const scores = inputs.map(({ name }, i) => (columns?.has(name) ?? true ? scoresOf(columnOf(original.train.inputs, i)) : null));
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
function scoresOf(values: Vec): Float64Array | null {
  const [mean, deviation] = meanAndDeviation(values);
  if (!(deviation > 0) || !Number.isFinite(deviation)) return null;
  const scores = Float64Array.from(values, (v) => (v - mean) / deviation);
  // By the first row that is not in the middle; it is the same of columns that say the same.
  const sign = Math.sign(scores.find((z) => Math.abs(z) > 0.5) ?? 1);
  return scores.map((z) => sign * z);
}

const isSame = (a: Float64Array, b: Float64Array): boolean => a.every((z, row) => Math.abs(z - b[row]!) <= SAME);
