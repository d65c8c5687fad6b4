import { mean, type RandomStream, standardDeviation } from '@knotwork/numerics';
import type { Rows } from '@knotwork/plugin';

/** A known function and noise, that rows are drawn from, and the network that learns it. */
export interface Simulation {
  readonly widths: readonly number[];
  /** Of every input, which is uniform there. */
  readonly domain: readonly [number, number];
  /** Rows of one set. */
  readonly rows: number;
  /** Standard deviation of the normal noise. */
  readonly noise: number;
  readonly truth: (x: readonly number[]) => number;
  /** Functions of single inputs that add up to the truth; null where there are none. */
  readonly parts: readonly ((x: number) => number)[] | null;
}

const PARTS: NonNullable<Simulation['parts']> = [(x) => Math.sin(Math.PI * x), (x) => x * x, (x) => 0.5 * x, () => 0];

export const simulations = {
  additive: { widths: [4, 1], domain: [-1, 1], rows: 400, noise: 0.3, truth: (x) => x.reduce((sum, v, i) => sum + PARTS[i]!(v), 0), parts: PARTS },
  hello: { widths: [2, 5, 1], domain: [-1, 1], rows: 1000, noise: 0.2, truth: ([a, b]) => Math.exp(Math.sin(Math.PI * a!) + b! ** 2), parts: null },
  friedman1: {
    widths: [10, 5, 1], domain: [0, 1], rows: 500, noise: 1, parts: null,
    truth: (x) => 10 * Math.sin(Math.PI * x[0]! * x[1]!) + 20 * (x[2]! - 0.5) ** 2 + 10 * x[3]! + 5 * x[4]!,
  },
} satisfies Readonly<Record<string, Simulation>>;

/** Rows that were drawn, targets in network units: less `center`, over `scale`. */
export interface SimulatedSet {
  readonly train: Rows;
  /** Least and largest value of every input in the training rows. */
  readonly domains: readonly (readonly [number, number])[];
  /** Rows inside those domains; their targets have no noise. */
  readonly inside: Rows;
  /** New observations at the same inputs. */
  readonly observed: Float64Array;
  readonly center: number;
  readonly scale: number;
}

/** @param testRows drawn; those outside of the domains are left out */
export function simulatedSet({ widths, domain, rows, noise, truth }: Simulation, stream: RandomStream, testRows: number): SimulatedSet {
  const draw = (count: number): number[][] => Array.from({ length: count }, () => Array.from({ length: widths[0]! }, () => stream.uniform(...domain)));
  const seen = draw(rows);
  const targets = Float64Array.from(seen, (x) => truth(x) + noise * stream.normal());
  const domains = seen[0]!.map((_, i) => [Math.min(...seen.map((x) => x[i]!)), Math.max(...seen.map((x) => x[i]!))] as const);
  const inside = draw(testRows).filter((x) => x.every((v, i) => v >= domains[i]![0] && v <= domains[i]![1]));
  const [center, scale] = [mean(targets), standardDeviation(targets)];
  const inNetworkUnits = (value: number): number => (value - center) / scale;
  const clean = Float64Array.from(inside, truth);
  return {
    train: rowsOf(seen, targets.map(inNetworkUnits)), domains, inside: rowsOf(inside, clean.map(inNetworkUnits)),
    observed: clean.map((value) => inNetworkUnits(value + noise * stream.normal())), center, scale,
  };
}

function rowsOf(inputs: readonly (readonly number[])[], targets: Float64Array): Rows {
  const count = inputs.length;
  return { inputs: { count, width: inputs[0]!.length, values: Float64Array.from(inputs.flat()) }, targets: { count, width: 1, values: targets } };
}
