/** A change of the recipe of `examples/equation.yaml`: overrides of the file. */
export interface Change {
  readonly name: string;
  readonly overrides: readonly string[];
}

/** Formulas by name, of inputs in [-1, 1]. */
export const FORMULAS: Readonly<Record<string, string>> = {
  hello: 'exp(sin(pi * x1) + x2^2)',
  sum: '2 * tanh(3 * x1) - x2^2',
  log: 'log(2 + x1 + x2^2)',
  rational: '1 / (1 + x1^2 + 4 * x2^2)',
  wave: 'sin(2 * x1 + x2^2)',
  product: 'x1 * x2',
};

const PENALTY = 0.0013;
const TOLERANCE = 0.05;
const penalty = (factor: number): string => `stages.0.regularizers=[{ kind: sparsity, strength: ${(PENALTY * factor).toPrecision(4)} }]`;
const tolerance = (factor: number): string => `stages.1.eliminate={ tolerance: ${(TOLERANCE * factor).toPrecision(4)} }`;

/** One at a time. */
export const CHANGES: readonly Change[] = [
  { name: 'width 3', overrides: ['network.widths=[2, 3, 1]'] },
  { name: 'width 8', overrides: ['network.widths=[2, 8, 1]'] },
  { name: 'intervals 2', overrides: ['network.basis.intervals=2', 'stages.2.levels=[4, 8, 16]'] },
  { name: 'intervals 5', overrides: ['network.basis.intervals=5', 'stages.2.levels=[10]'] },
  { name: 'chebyshev', overrides: ['network.basis={ kind: chebyshev, degree: 6 }', 'stages.2.levels=[12]'] },
  { name: 'gaussian-rbf', overrides: ['network.basis={ kind: gaussian-rbf, intervals: 3 }'] },
  { name: 'l-bfgs', overrides: ['stages.0.optimizer=l-bfgs'] },
  { name: 'adam', overrides: ['stages.0={ kind: sparsify, optimizer: { kind: adam, rate: 0.01 }, dense: { starts: 1, steps: 1000 }, steps: 3000, refreshEvery: 50 }'] },
  { name: 'penalty x 3', overrides: [penalty(3)] },
  { name: 'penalty / 3', overrides: [penalty(1 / 3)] },
  { name: 'tolerance x 3', overrides: [tolerance(3)] },
  { name: 'tolerance / 3', overrides: [tolerance(1 / 3)] },
];
