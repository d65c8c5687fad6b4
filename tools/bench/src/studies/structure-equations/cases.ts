import type { Problem } from '../../equations/problems.js';

/** A formula whose inputs act together, and how it is looked for. */
export interface StructureCase {
  readonly problem: Problem;
  /** Rows of the table; of a case with widths those of `examples/equation.yaml`. */
  readonly rows: number;
  /** Of the targets, as a share of their standard deviation. */
  readonly noise: number;
  /** Whether noise is that share of each target instead. */
  readonly isInProportion?: true;
  /** Of a network of sums, in place of what the command `equation` chooses. */
  readonly widths?: readonly number[];
}

type Range = readonly [number, number];

/** Rows of one column, of two, and of more. */
const ROWS = [200, 400, 600] as const;

function structureCase(formula: string, ranges: Readonly<Record<string, Range>>, widths?: readonly number[]): StructureCase {
  const inputs = Object.entries(ranges).map(([name, [min, max]]) => ({ name, sample: 'uniform' as const, min, max }));
  return { problem: { id: `structure: ${formula}`, set: 'structure', half: 'tuning', formula, inputs }, rows: ROWS[Math.min(inputs.length, ROWS.length) - 1]!, noise: 0, ...(widths === undefined ? {} : { widths }) };
}

/** A law as people have tables of it: few rows, with noise. */
const few = (formula: string, ranges: Readonly<Record<string, Range>>, rows: number, noise: number): StructureCase => ({ ...structureCase(formula, ranges), rows, noise });
/** The same with noise as a share of each target. */
const inProportion = (one: StructureCase): StructureCase => ({ ...one, isInProportion: true });

/** The same with inputs that are as often in each decade. */
const overDecades = ({ problem, ...rest }: StructureCase, names: readonly string[]): StructureCase => ({ ...rest, problem: { ...problem, inputs: problem.inputs.map((input) => (names.includes(input.name) ? { ...input, sample: 'log-uniform' as const } : input)) } });

const all = (names: string, range: Range): Readonly<Record<string, Range>> => Object.fromEntries(names.split(' ').map((name) => [name, range]));

/** By name: sums of products, products of sums, functions of both, one where products must come of sums; and of one column sums and products of two functions; laws in few rows; sums and products of laws of single inputs, and products that have sums in them; polynomials of first and second degree; laws between two sums; a sum of five terms, and laws over decades with noise in proportion. */
export const CASES: Readonly<Record<string, StructureCase>> = {
  products: structureCase('x1 * x2 + x3 * x4', all('x1 x2 x3 x4', [-1, 1])),
  sums: structureCase('(x1 + x2) * (x3 - x4)', all('x1 x2 x3 x4', [-1, 1])),
  bell: structureCase('x1 * exp(-x2^2)', all('x1 x2', [-2, 2])),
  wave: structureCase('sin(x) * (z + 1)', all('x z', [-3, 3])),
  log: structureCase('log(x1 / (x2 + x3))', all('x1 x2 x3', [1, 3])),
  distance: structureCase('1 / sqrt((x1 - x2)^2 + (x3 - x4)^2)', { x1: [1, 2], x2: [3, 4], x3: [1, 2], x4: [3, 4] }),
  velocities: structureCase('(u + v) / (1 + u * v)', all('u v', [-0.9, 0.9])),
  hypotenuse: structureCase('sqrt(x1^2 + x2^2)', all('x1 x2', [-1, 1])),
  product: structureCase('x1 * x2', all('x1 x2', [-1, 1])),
  'product of sums': structureCase('x1 * x2', all('x1 x2', [-1, 1]), [2, 2, 1]),
  'decaying wave': structureCase('2 * exp(-0.3 * t) * cos(5 * t) + 1', { t: [0, 10] }),
  'two decays': structureCase('3 * exp(-t) + exp(-0.2 * t)', { t: [0, 5] }),
  'peak on a line': structureCase('2 * exp(-(x - 1)^2) + 0.3 * x + 1', { x: [-5, 5] }),
  'rise and decay': structureCase('7 * t * exp(-t / 2)', { t: [0, 8] }),
  'two waves': structureCase('sin(x) + 0.5 * sin(2.7 * x - 1)', { x: [0, 15] }),
  kepler: few('a^1.5', { a: [0.4, 30] }, 8, 0),
  arrhenius: few('1e9 * exp(-6000 / T)', { T: [280, 390] }, 12, 0.01),
  pendulum: few('2.006 * sqrt(L)', { L: [0.1, 1.5] }, 15, 0.01),
  'michaelis-menten': few('5 * S / (2 + S)', { S: [0.2, 18] }, 20, 0.01),
  'logistic growth': few('100 / (1 + exp(6 - t))', { t: [0, 12] }, 25, 0.01),
  allometry: few('3.4 * m^0.75', { m: [1, 100] }, 40, 0.01),
  'cobb-douglas': few('2 * L^0.67 * K^0.33', { L: [1, 10], K: [1, 10] }, 100, 0.02),
  'arrhenius in proportion': inProportion(few('1e9 * exp(-6000 / T)', { T: [280, 390] }, 12, 0.01)),
  saturation: few('5 * S / (2 + S)', { S: [0.2, 18] }, 20, 0.05),
  gompertz: few('5 * exp(-3 * exp(-0.4 * t))', { t: [0, 15] }, 40, 0.01),
  weibull: few('1 - exp(-(t / 3)^1.7)', { t: [0.1, 9] }, 40, 0.01),
  'stretched exponential': few('3 * exp(-(t / 2)^0.6)', { t: [0.05, 10] }, 40, 0.01),
  antoine: few('exp(18.58 - 3984.9 / (233.4 + T))', { T: [1, 100] }, 30, 0),
  'order and temperature': few('1e6 * c^1.5 * exp(-4500 / T)', { c: [0.1, 2], T: [290, 420] }, 120, 0.01),
  'wave and peak': few('sin(u^2) + 2 * v * exp(-v)', { u: [-2, 2], v: [0.2, 4] }, 200, 0.01),
  'logarithm and rise': few('log(1 + u^2) + v / (1 + v)', { u: [-2, 2], v: [0.2, 4] }, 200, 0.01),
  'three factors': few('5 + u * v * exp(-v) / (2 + w^2)', { u: [-2, 2], v: [0.2, 4], w: [-2, 2] }, 300, 0.01),
  'growth and wave': few('3 * exp(-4 * exp(-t)) + cos(x^2)', { t: [0, 6], x: [0, 2] }, 200, 0.01),
  emission: few('5.67e-8 * k * (T^4 - S^4)', { k: [0.1, 0.95], T: [300, 900], S: [280, 400] }, 120, 0.01),
  electrode: overDecades(few('0.34 + 4.3e-5 * T * log(a / b)', { T: [278, 353], a: [0.0001, 1], b: [0.0001, 1] }, 120, 0.01), ['a', 'b']),
  'electrode in few decades': few('0.34 + 4.3e-5 * T * (log(a) - log(b))', { T: [278, 353], a: [0.001, 1], b: [0.001, 1] }, 120, 0.01),
  'factor and wave': few('2 * h * (cos(u) + v^2)', { h: [0.5, 3], u: [0, 6], v: [-1, 1.5] }, 200, 0.01),
  'decay of a sum': few('5 + exp(-t / 2) * (sqrt(u) + 2 / (1 + v))', { t: [0, 5], u: [0, 4], v: [0, 5] }, 200, 0.01),
  'response surface': few('40 + 3 * a - 2 * b + 1.5 * c - 4 * a^2 - 2 * b^2 + 2.5 * a * b - 1.2 * b * c', all('a b c', [-1, 1]), 150, 0.05),
  'response surface in few rows': few('40 + 3 * a - 2 * b + 1.5 * c - 4 * a^2 - 2 * b^2 + 2.5 * a * b - 1.2 * b * c', all('a b c', [-1, 1]), 60, 0.03),
  'response surface far from zero': few('300 + 1.2 * (T - 450) - 0.05 * (T - 450)^2 + 0.8 * p * (T - 450) - 9 * p^2', { T: [400, 500], p: [1, 5] }, 100, 0.02),
  cooling: few('b + (a - b) * exp(-t / 14)', { a: [60, 95], b: [10, 30], t: [0, 40] }, 80, 0.01),
  'rise between two': few('b + a * exp(-3 * exp(-t))', { a: [1, 3], b: [1, 2], t: [0, 6] }, 120, 0.01),
  absorption: few('u * 10^(-8000 * c * l)', { u: [1, 10], c: [1e-5, 1e-4], l: [0.5, 2] }, 80, 0.01),
  charging: few('5 * (1 - exp(-t / (R * C)))', { t: [0.1, 5], R: [1, 3], C: [0.5, 2] }, 80, 0.01),
  line: few('3 + 2 * a - b / 2 + d / 100', { a: [0, 1], b: [0, 10], c: [5, 6], d: [100, 1000] }, 60, 0.03),
  'five terms': few('3 * sin(a) + 2 * b^2 + exp(c / 2) + 4 / d + 1.5 * sqrt(q)', { a: [0, 3], b: [0, 2], c: [0, 2], d: [1, 5], q: [0, 9] }, 1000, 0.02),
  'square and line in proportion': inProportion(overDecades(few('2 * x^2 + 3 * z', all('x z', [0.1, 10]), 300, 0.03), ['x', 'z'])),
  'diode in proportion': inProportion(overDecades(few('2 * c * (exp(1.5 * u) - 1) + 0.2', { c: [0.1, 10], u: [0, 3] }, 300, 0.03), ['c'])),
  'product beside a constant in proportion': inProportion(overDecades(few('0.5 + 2 * x^2 * z', all('x z', [0.1, 10]), 300, 0.03), ['x', 'z'])),
  'factor and decay in proportion': inProportion(overDecades(few('3 * x * exp(-0.5 * z)', { x: [0.1, 10], z: [0, 10] }, 300, 0.05), ['x'])),
  'cube of a sum in proportion': inProportion(overDecades(few('(x + z)^3', all('x z', [0.1, 10]), 300, 0.03), ['x', 'z'])),
  'enzyme in proportion': inProportion(overDecades(few('120 * n * S / (2.5 + S)', { n: [0.01, 1], S: [0.05, 50] }, 300, 0.03), ['n', 'S'])),
  'attraction in proportion': inProportion(overDecades(few('6.67 * m * q / r^2', all('m q r', [0.1, 10]), 300, 0.05), ['m', 'q', 'r'])),
  'shifted power': few('2 * (x + 3)^1.7', { x: [0, 10] }, 30, 0),
};
