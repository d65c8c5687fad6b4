import type { PointRows, Samples, Vec } from '@knotwork/plugin';
import type { Plan } from '../plan.js';
import type { PointSets } from '../session.js';

/** Rows that a look sees, in batches of the steps: with 50 steps between two looks, a tenth of what these see. */
const BATCHES = 5;
/** Fewest rows that a look sees: of fewer, the ends of a range and quantiles say little. */
const LEAST = 1024;

/**
 * Training rows that looks at the grids see where steps see batches: as many as five batches have and at least 1,024, evenly spread over
 * all. With all of them a look would cost as much as hundreds of steps. Null where that is all there are.
 */
export function seenByLooks(train: PointSets, batch: Plan['batch']): PointSets | null {
  const seen = Object.entries(train).map(([name, rows]) => {
    const size = batch?.[name]?.size;
    const count = size === undefined ? Infinity : Math.max(LEAST, BATCHES * size);
    return [name, count < rows.inputs.count ? spread(rows, count) : rows] as const;
  });
  return seen.every(([name, rows]) => rows === train[name]) ? null : Object.fromEntries(seen);
}

/** So many rows, evenly spread over all. */
function spread({ inputs, targets, weights, ...rest }: PointRows, count: number): PointRows {
  const from = Array.from({ length: count }, (_, k) => Math.floor((k * inputs.count) / count));
  return { ...rest, inputs: chosen(inputs, from), ...(targets === undefined ? {} : { targets: chosen(targets, from) }), ...(weights === undefined ? {} : { weights: picked(weights, 1, from) }) };
}

const chosen = ({ width, values }: Samples, from: readonly number[]): Samples => ({ count: from.length, width, values: picked(values, width, from) });

function picked(values: Vec, width: number, from: readonly number[]): Vec {
  const kept = new Float64Array(from.length * width);
  for (const [k, row] of from.entries()) kept.set(values.subarray(row * width, (row + 1) * width), k * width);
  return kept;
}
