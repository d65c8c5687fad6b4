import type { ProblemInput } from '../../equations/problems.js';

/** A column of a table; with levels it has only these. */
export interface FewRowInput extends ProblemInput { readonly levels?: readonly number[] }

/** Every combination of the levels so many times, other columns drawn; or a design over the ranges, with so many points at its centre. */
export interface Design { readonly kind: 'factorial' | 'box-behnken' | 'central composite'; readonly times: number }

/** What is wrong with a table: the target of one row; cells of a column that hold -999; every row several times. */
export type Disturbance =
  | { readonly kind: 'slip'; readonly by: 'times ten' | 'digits swapped' }
  | { readonly kind: 'sentinel'; readonly column: string; readonly cells: number }
  | { readonly kind: 'copies'; readonly times: number };

/** A table of few rows, as an experimenter has it. */
export interface FewRowCase {
  readonly group: (typeof GROUPS)[number];
  /** Null where the target is nothing but noise. */
  readonly formula: string | null;
  /** Also those that the formula does not read. */
  readonly inputs: readonly FewRowInput[];
  readonly rows: number | Design;
  /** Of the targets, as a share of their standard deviation. */
  readonly noise: number;
  /** Whether noise is that share of each target instead. */
  readonly isInProportion?: true;
  readonly disturbance?: Disturbance;
}

export const GROUPS = ['laws', 'rates and powers', 'slips', 'copies', 'missing values', 'nothing to find'] as const;

/** A range, evenly drawn or so that each decade is as frequent; or levels. */
type Spread = readonly [min: number, max: number, how?: 'decades'] | { readonly levels: readonly number[]; readonly how?: 'decades' };
type Columns = Readonly<Record<string, Spread>>;
type Rest = Pick<FewRowCase, 'isInProportion' | 'disturbance'>;

function few(formula: string | null, columns: Columns, rows: number | Design, noise: number, rest: Rest = {}): Omit<FewRowCase, 'group'> {
  const inputs = Object.entries(columns).map(([name, spread]): FewRowInput => {
    const [min, max, how] = 'levels' in spread ? [Math.min(...spread.levels), Math.max(...spread.levels), spread.how] : spread;
    return { name, sample: how === 'decades' ? 'log-uniform' : 'uniform', min, max, ...('levels' in spread ? { levels: spread.levels } : {}) };
  });
  return { formula, inputs, rows, noise, ...rest };
}

const levels = (...numbers: readonly number[]): Spread => ({ levels: numbers });
const factorial = (times: number): Design => ({ kind: 'factorial', times });
const inProportion: Rest = { isInProportion: true };
const tenfold: Rest = { disturbance: { kind: 'slip', by: 'times ten' } };
const swapped: Rest = { disturbance: { kind: 'slip', by: 'digits swapped' } };
const copies = (times: number): Rest => ({ disturbance: { kind: 'copies', times } });
const sentinel = (column: string, cells: number): Rest => ({ disturbance: { kind: 'sentinel', column, cells } });

const ARRHENIUS = '3e12 * exp(-9863 / T)';
const SATURATION = '120 * S / (2.5 + S)';
const LINE = '2 + 0.73 * x';
const DECAY = '0.5 + 3 * exp(-t / 4)';
const SURFACE = '75 + 0.6 * (T - 60) + 3 * (pH - 6) + 0.27 * (t - 30) - 0.05 * (T - 60)^2 - 7 * (pH - 6)^2 + 0.35 * (T - 60) * (pH - 6)';
const SURFACE_COLUMNS: Columns = { T: [50, 70], pH: [5, 7], t: [15, 45] };
const CONCENTRATIONS: Spread = { levels: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20], how: 'decades' };
const DOSES: Spread = { levels: [1e-9, 3e-9, 1e-8, 3e-8, 1e-7, 3e-7, 1e-6, 3e-6, 1e-5, 3e-5], how: 'decades' };

const LAWS: Readonly<Record<string, Omit<FewRowCase, 'group'>>> = {
  arrhenius: few(ARRHENIUS, { T: [290, 365] }, 16, 0.03, inProportion),
  'logarithm of arrhenius': few('28.73 - 9863 / T', { T: [290, 365] }, 16, 0.01),
  absorbance: few('15200 * c * l', { c: levels(0, 2e-6, 5e-6, 1e-5, 2e-5, 3e-5, 4e-5, 5e-5), l: levels(0.5, 1) }, factorial(1), 0.01),
  transmittance: few('100 * 10^(-15200 * c * l)', { c: [0, 8e-5], l: levels(0.5, 1, 2) }, factorial(13), 0.01, inProportion),
  'michaelis-menten': few(SATURATION, { S: CONCENTRATIONS }, factorial(3), 0.03, inProportion),
  inhibition: few('120 * S / (2.5 * (1 + I / 3) + S)', { S: CONCENTRATIONS, I: levels(0, 1, 2, 5, 10) }, factorial(1), 0.02, inProportion),
  langmuir: few('6.3e-5 * P / (1 + 1.5e-5 * P)', { P: [100, 3e6, 'decades'] }, 25, 0.02),
  hill: few('5 + 90 / (1 + (3e-7 / D)^1.4)', { D: DOSES }, factorial(4), 0.02),
  charging: few('5 * (1 - exp(-t / 2.2))', { t: [0, 10] }, 40, 0.01),
  'charging of R and C': few('5 * (1 - exp(-t / (R * C)))', { t: [0, 10], R: levels(1, 2.2, 4.7, 10), C: levels(0.1, 0.47, 1) }, factorial(6), 0.01),
  'half-life': few('1000 * 0.5^(t / 37)', { t: [0, 145] }, 30, 0.05, inProportion),
  'decay with background': few('1000 * exp(-t / 9) + 25', { t: [0, 58] }, 30, 0.01),
  stokes: few('2.18 * r^2 * d / m', { r: [1e-6, 5e-5], d: [50, 2000], m: [8e-4, 5e-3] }, 50, 0.03, inProportion),
  pendulum: few('2.006 * sqrt(L)', { L: [0.2, 2] }, 20, 0.01),
  'pendulum in radians': few('2.006 * sqrt(L) * (1 + a^2 / 16)', { L: [0.2, 2], a: [0.05, 1.2] }, 45, 0.005),
  'pendulum in degrees': few('2.006 * sqrt(L) * (1 + (a / 57.2958)^2 / 16)', { L: [0.2, 2], a: [3, 70] }, 45, 0.005),
  fall: few('4.905 * t^2', { t: [0, 3] }, 30, 0.01),
  'terminal velocity': few('5.898 * sqrt(m / A)', { m: [0.1, 5], A: [0.001, 0.05] }, 40, 0.01, inProportion),
  'decades of two exponentials': few('0.1 * exp(3 * x + 1.6 * z)', { x: [0, 3], z: [0, 3] }, 60, 0.03, inProportion),
  'powers over decades': few('4.5 * x^2.2 / z^1.5', { x: [0.1, 100, 'decades'], z: [0.1, 10, 'decades'] }, 50, 0.05, inProportion),
  'pressure in a pore': few('4 * g / d + P', { d: [1e-9, 1e-7], P: [1e6, 5e7], g: [0.02, 0.08] }, 60, 0.01),
  'box-behnken': few(SURFACE, SURFACE_COLUMNS, { kind: 'box-behnken', times: 3 }, 0.05),
  'central composite': few(SURFACE, SURFACE_COLUMNS, { kind: 'central composite', times: 4 }, 0.05),
  interaction: few('a * b + 0.5 * a', { a: [-2, 2], b: [-2, 2] }, 70, 0.03),
  line: few(LINE, { x: [0.5, 12] }, 24, 0.02),
  'line without noise': few('3 * u - 0.25 * v + 7', { u: [0, 10], v: [0, 100] }, 30, 0),
  calibration: few('12 + 3.4 * c - 0.011 * c^2', { c: levels(0, 1, 2, 5, 10, 20, 30, 50, 75, 100) }, factorial(1), 0.01),
  offset: few('1000 + 0.5 * x * z', { x: [0, 10], z: [0, 5] }, 40, 0.05),
  'irrelevant columns': few('2.5 * x^1.5 + 3 * sin(2 * z)', { x: [1, 5], z: [0, 3], n: [0, 1], m: [-2, 2] }, 80, 0.02),
  'eight rows': few('6.67 / r^2', { r: [1, 4] }, 8, 0.01, inProportion),
};

/** Tables of rates that were met; and laws that an exponential or a large power is near to, each over a narrow and a wide range, with noise in proportion. */
const RATES: Readonly<Record<string, Omit<FewRowCase, 'group'>>> = {
  'rate of T and p': few('2.5e5 * exp(-6014 / T) * p^0.5', { T: [280, 400], p: [1e5, 2e6] }, 60, 0.02, inProportion),
  'its logarithm': few('12.43 - 6014 / T + 0.5 * log(p)', { T: [280, 400], p: [1e5, 2e6] }, 60, 0.02),
  'rate with noise of one size': few('4e6 * exp(-5413 / T) * c^1.5', { T: [290, 390], c: [0.1, 3] }, 60, 0.03),
  'transmittance with noise of one size': few('100 * 10^(-15200 * c * l)', { c: [0, 8e-5], l: levels(0.5, 1, 2) }, factorial(13), 0.01),
  ...Object.fromEntries(([
    ['rate', '4e6 * exp(-5413 / T) * c^1.5', { T: [290, 390], c: [0.1, 3] }, { T: [250, 600], c: [0.1, 3] }],
    ['growth', '0.3 * exp(0.9 * x) * z^2', { x: [8, 12], z: [0.5, 3] }, { x: [1, 10], z: [0.5, 3] }],
    ['r^-12', '3 * c / r^12', { r: [1, 1.4], c: [0.5, 3] }, { r: [1, 3], c: [0.5, 3] }],
    ['x^7', '0.4 * x^7 * z', { x: [2, 3], z: [0.5, 3] }, { x: [0.5, 3], z: [0.5, 3] }],
    ['V^3.5', '0.02 * V^3.5 * d^0.5', { V: [10, 14], d: [0.5, 3] }, { V: [1, 20], d: [0.5, 3] }],
    ['r^-6', '3 * c / r^6', { r: [1, 1.4], c: [0.5, 3] }, { r: [1, 4], c: [0.5, 3] }],
  ] as const).flatMap(([name, formula, narrow, wide]) => ([['narrow', narrow], ['wide', wide]] as const).flatMap(([width, columns]) =>
    [0, 0.01, 0.03].map((noise) => [`${name} ${width} ${100 * noise} %`, few(formula, columns, 60, noise, noise === 0 ? {} : inProportion)] as const)))),
};

const SLIPS: Readonly<Record<string, Omit<FewRowCase, 'group'>>> = {
  'line times ten': few(LINE, { x: [0.5, 12] }, 24, 0.02, tenfold),
  'line of 40 rows times ten': few(LINE, { x: [0.5, 20] }, 40, 0.02, tenfold),
  'line with digits swapped': few(LINE, { x: [0.5, 12] }, 24, 0.02, swapped),
  'line of 40 rows with digits swapped': few(LINE, { x: [0.5, 20] }, 40, 0.02, swapped),
  'michaelis-menten times ten': few(SATURATION, { S: CONCENTRATIONS }, factorial(3), 0.03, { ...inProportion, ...tenfold }),
  'decay times ten': few(DECAY, { t: [0, 16] }, 40, 0.03, tenfold),
  'arrhenius times ten': few(ARRHENIUS, { T: [290, 365] }, 16, 0.03, { ...inProportion, ...tenfold }),
  'product times ten': few('3 * x * exp(-0.3 * z)', { x: [0.5, 10], z: [1, 4] }, 50, 0.02, tenfold),
  'box-behnken times ten': few(SURFACE, SURFACE_COLUMNS, { kind: 'box-behnken', times: 3 }, 0.05, tenfold),
  'interaction with digits swapped': few('5 + a * b + 0.5 * a', { a: [-2, 2], b: [-2, 2] }, 70, 0.03, swapped),
};

const COPIES: Readonly<Record<string, Omit<FewRowCase, 'group'>>> = {
  'noise five times': few(null, { a: [0, 1], b: [0, 1] }, 12, 1, copies(5)),
  'noise twice': few(null, { a: [0, 1], b: [0, 1] }, 30, 1, copies(2)),
  'square five times': few('1 + 0.5 * x^2', { x: [0, 4] }, 15, 0.1, copies(5)),
  'line three times': few(LINE, { x: [0.5, 12] }, 12, 0.02, copies(3)),
};

const MISSING: Readonly<Record<string, Omit<FewRowCase, 'group'>>> = {
  'sum with -999 in x': few('2 * x + z^2', { x: [0, 5], z: [-2, 2] }, 60, 0.02, sentinel('x', 6)),
  'line with -999 in x': few(LINE, { x: [0.5, 12] }, 24, 0.02, sentinel('x', 3)),
  'line with -999 in y': few(LINE, { x: [0.5, 12] }, 24, 0.02, sentinel('y', 3)),
};

const NOTHING: Readonly<Record<string, Omit<FewRowCase, 'group'>>> = {
  'noise in one column': few(null, { a: [0, 1] }, 12, 1),
  'noise in three columns': few(null, { a: [0, 1], b: [0, 1], c: [0, 1] }, 60, 1),
  'noise in five columns': few(null, { a: [0, 1], b: [0, 1], c: [0, 1], d: [0, 1], e: [0, 1] }, 20, 1),
  jump: few('x < 6 ? 2 + 0.1 * x : 9 - 0.5 * x', { x: [0, 10] }, 80, 0.02),
  kink: few('x < 4 ? 1.5 * x : 5.2 + 0.2 * x', { x: [0, 10] }, 80, 0.04),
};

/** Every case by its name, group by group. */
export const CASES: Readonly<Record<string, FewRowCase>> = Object.fromEntries([LAWS, RATES, SLIPS, COPIES, MISSING, NOTHING].flatMap((of, k) => Object.entries(of).map(([name, one]) => [name, { group: GROUPS[k]!, ...one }])));
