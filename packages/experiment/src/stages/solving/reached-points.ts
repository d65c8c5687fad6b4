import { columnOf } from '@knotwork/network';
import type { Equations, PointRows, Samples, Vec } from '@knotwork/plugin';

/** How far equations have been solved along a coordinate. */
export interface Reach {
  /** Number of the coordinate among the inputs. */
  readonly column: number;
  /** All of it, in network units. */
  readonly interval: readonly [number, number];
  /** From its beginning on, below 1. */
  readonly share: number;
}

/**
 * Points of the part of a coordinate that has been reached. Those that can be drawn are pressed into it, as many as before; of the others, which lie where they were
 * given, those beyond weigh nothing, and the sum of the weights stays.
 *
 * @param reach null for all of it
 */
export function reachedPoints({ points, draw }: Pick<Equations, 'points' | 'draw'>, reach: Reach | null): Equations['points'] {
  if (reach === null) return points;
  return Object.fromEntries(Object.entries(points).map(([name, rows]) => [name, Object.hasOwn(draw, name) ? { ...rows, inputs: pressed(rows.inputs, reach) } : within(rows, reach)]));
}

/** Points with one coordinate pressed into the part of it that has been reached; null for all of it. */
export function pressed(inputs: Samples, reach: Reach | null): Samples {
  if (reach === null) return inputs;
  const { column, interval: [low], share } = reach;
  return { ...inputs, values: Float64Array.from(inputs.values, (v, k) => (k % inputs.width === column ? low + (v - low) * share : v)) };
}

/** Given points, of which those beyond weigh nothing, and the sum of the weights stays. */
export function within(rows: PointRows, { column, interval: [low, high], share }: Reach): PointRows {
  const end = low + (high - low) * share;
  const times = columnOf(rows.inputs, column);
  if (times.every((t) => t <= end)) return rows;
  const given = rows.weights ?? new Float64Array(rows.inputs.count).fill(1);
  const weights = Float64Array.from(times, (t, row) => (t <= end ? given[row]! : 0));
  // Where none is reached nothing is asked yet.
  const lost = sumOf(weights) === 0 ? 1 : sumOf(given) / sumOf(weights);
  return { ...rows, weights: weights.map((weight) => weight * lost) };
}

const sumOf = (values: Vec): number => values.reduce((a, b) => a + b, 0);
