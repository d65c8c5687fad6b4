import { type RandomStream, randomStream } from '@knotwork/numerics';
import { bcaInterval, type Interval, meanEstimate, signedRankEstimate } from '@knotwork/statistics';
import type { Shape } from './shapes.js';

/** How often intervals of level 95 % held the true log ratio, 0. */
export interface Coverage {
  readonly interval: string;
  readonly shape: string;
  readonly pairs: number;
  readonly studies: number;
  readonly held: number;
}

type Method = (logRatios: Float64Array, study: number) => Interval;

/** By name. */
export const quick: Readonly<Record<string, Method>> = {
  'signed rank': (values) => signedRankEstimate(values).interval!,
  student: (values) => meanEstimate(values).interval!,
};

/** These are slow. */
export const bootstrapped = (resamples: number): Readonly<Record<string, Method>> => ({ BCa: (values, study) => bcaInterval(values, { seed: study, resamples }) });

/** @param pairs of each study @param studies how many, the same for all methods */
export function coverage(methods: Readonly<Record<string, Method>>, shape: Shape, pairs: number, studies: number, seed = 0): Coverage[] {
  const stream: RandomStream = randomStream(seed, `coverage ${shape.name} ${pairs}`);
  const held = new Map(Object.keys(methods).map((name) => [name, 0]));
  for (let study = 0; study < studies; study++) {
    const values = Float64Array.from({ length: pairs }, () => shape.draw(stream));
    for (const [name, method] of Object.entries(methods)) {
      const { lower, upper } = method(values, study);
      if (lower <= 0 && upper >= 0) held.set(name, held.get(name)! + 1);
    }
  }
  return [...held].map(([interval, count]) => ({ interval, shape: shape.name, pairs, studies, held: count }));
}
