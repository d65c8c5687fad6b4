import type { RandomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';

/** An interval for every coordinate; ends that are equal hold it fast. */
export type Box = readonly (readonly [number, number])[];

/** How points lie in a box: `spread` evenly, with no two alike in any coordinate; on an even `grid` that includes the ends; or at `random`. */
export const SAMPLINGS = ['spread', 'grid', 'random'] as const;
export type Sampling = (typeof SAMPLINGS)[number];

/**
 * Points of a box: so many, or on a grid as many as make it even in all coordinates that vary, at most so many. Of points that are too few for a grid, which has two
 * along every coordinate at least, spread ones. Where no coordinate varies, one.
 *
 * @param stream that random points, and the beginning of spread ones, are drawn from
 */
export function pointsIn(box: Box, count: number, how: Sampling, stream: RandomStream): Samples {
  const free = box.flatMap(([low, high], i) => (high > low ? [i] : []));
  if (free.length === 0) return samples(1, box, () => 0);
  const side = gridSide(count, free.length);
  switch (how === 'grid' && side < 2 ? 'spread' : how) {
    case 'random': return randomPoints(box, count, stream);
    case 'spread': {
      // Every coordinate goes around a circle, by steps that no fraction is near.
      const ratio = root(free.length);
      const begin = free.map(() => stream.uniform(0, 1));
      const steps = free.map((_, k) => ratio ** -(k + 1));
      return samples(count, box, (row, i) => {
        const k = free.indexOf(i);
        return k < 0 ? 0 : (begin[k]! + (row + 1) * steps[k]!) % 1;
      });
    }
    // The last coordinate changes fastest.
    case 'grid': return samples(side ** free.length, box, (row, i) => {
      const k = free.indexOf(i);
      return k < 0 ? 0 : (Math.floor(row / side ** (free.length - 1 - k)) % side) / (side - 1);
    });
  }
}

/** Points drawn uniformly, independent of each other. */
export function randomPoints(box: Box, count: number, stream: RandomStream): Samples {
  return samples(count, box, (_, i) => (box[i]![1] > box[i]![0] ? stream.uniform(0, 1) : 0));
}

/** Points along every coordinate of the largest even grid of at most so many. */
export function gridSide(count: number, coordinates: number): number {
  const side = Math.round(count ** (1 / coordinates));
  // A power that is exact must not be lost to rounding.
  return side ** coordinates <= count ? side : side - 1;
}

/** @param at where a coordinate of a row lies, from 0 to 1 */
function samples(count: number, box: Box, at: (row: number, coordinate: number) => number): Samples {
  const values = new Float64Array(count * box.length);
  for (let row = 0; row < count; row++) {
    for (const [i, [low, high]] of box.entries()) {
      const t = at(row, i);
      values[row * box.length + i] = t === 1 ? high : low + (high - low) * t;
    }
  }
  return { count, width: box.length, values };
}

/**
 * The positive root of x^(d + 1) = x + 1: powers of it are as far from fractions as can be.
 *
 * @source M. Roberts, The unreasonable effectiveness of quasirandom sequences, 2018
 */
function root(d: number): number {
  let x = 1.5;
  for (let k = 0; k < 60; k++) x = (1 + x) ** (1 / (d + 1));
  return x;
}
