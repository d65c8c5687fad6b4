import { randomStream } from '@knotwork/numerics';
import type { GridSituation } from '@knotwork/plugin';

/** Samples of the kinds that break placements. Made anew at each call, so that what writes into them is found out. */
export function situations(): { readonly name: string; readonly situation: GridSituation }[] {
  const stream = randomStream(11, 'situations');
  const cloud = (center: number, spread: number, count = 50): number[] => Array.from({ length: count }, () => center + spread * stream.normal());
  const samples: Readonly<Record<string, readonly number[]>> = {
    'no samples': [],
    'one sample': [0.3],
    'the same sample again and again': Array<number>(20).fill(0.25),
    'the same sample outside': Array<number>(20).fill(-4),
    'two values': Array.from({ length: 30 }, (_, k) => (k % 2 === 0 ? -0.5 : 0.5)),
    'samples that fill the domain': Array.from({ length: 60 }, (_, k) => -0.9 + (1.8 * k) / 59),
    'samples in a corner': cloud(0.6, 0.02),
    'samples outside': cloud(2, 0.5),
    'samples far out': cloud(1e9, 1e3),
    'samples of hardly any spread': cloud(0.1, 1e-9),
    'half of the samples in one place': [...cloud(0, 0.4, 30), ...Array<number>(30).fill(0)],
    'one sample far from all others': [...cloud(0, 0.2), 40],
  };
  return Object.entries(samples).flatMap(([name, values]) => [
    { name, situation: situation(values, 5) },
    { name: `${name}, of a network input`, situation: { ...situation(values, 5), isNetworkInput: true, layer: 0 } },
    { name: `${name}, in a basis without knots`, situation: situation(values, null) },
  ]);
}

/** A node on [-1, 1] whose one edge bends sharply at 0.2. */
function situation(samples: readonly number[], intervals: number | null): GridSituation {
  return {
    layer: 1, input: 0, domain: [-1, 1], intervals, method: 'normal-equations', isNetworkInput: false, samples: Float64Array.from(samples),
    knots: intervals === null ? null : Float64Array.from({ length: intervals + 1 }, (_, j) => -1 + (2 * j) / intervals),
    edges: (points, order) => [points.map((x) => bend(x, order))],
  };
}

/** tanh(5 (x - 0.2)) and its derivatives. */
function bend(x: number, order: 0 | 1 | 2 | 3): number {
  const t = Math.tanh(5 * (x - 0.2));
  const s = 1 - t * t;
  return [t, 5 * s, -50 * t * s, -250 * s * (1 - 3 * t * t)][order]!;
}
