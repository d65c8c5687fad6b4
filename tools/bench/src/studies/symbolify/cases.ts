/** A formula, a network of its shape, and what its edges should become. */
export interface SymbolicCase {
  readonly expression: string | readonly string[];
  readonly domain: readonly [number, number];
  readonly widths: readonly number[];
  /** Of every edge by layer, input and node: names that count as right, separated by |; - where the edge should stay a curve. */
  readonly edges: readonly string[];
}

/** By name. Noise is added by the study. */
export const CASES: Readonly<Record<string, SymbolicCase>> = {
  hello: { expression: 'exp(sin(pi * x1) + x2^2)', domain: [-1, 1], widths: [2, 1, 1], edges: ['sine', 'square', 'exp'] },
  // Logarithms and their sum; also (x1 + x2)^2 - ... is no sum of two functions of one variable each.
  product: { expression: 'x1 * x2', domain: [0.2, 2], widths: [2, 1, 1], edges: ['log', 'log', 'exp'] },
  distance: { expression: 'sqrt(x1^2 + x2^2)', domain: [-1, 1], widths: [2, 1, 1], edges: ['square', 'square', 'sqrt'] },
  'sum of bells': { expression: 'exp(-(2 * x1 - 0.5)^2) + tanh(3 * x2)', domain: [-1, 1], widths: [2, 1], edges: ['gaussian', 'tanh'] },
  'five at once': {
    expression: 'log(x1 + 1.5) + 1 / (x2 + 1.4) + abs(x3 - 0.2) + atan(4 * x4) + x5^3', domain: [-1, 1], widths: [5, 1], edges: ['log', 'reciprocal', 'abs', 'arctan', 'cube'],
  },
  'wave of a line': { expression: 'sin(2 * x1 + 3 * x2)', domain: [-1, 1], widths: [2, 1, 1], edges: ['linear', 'linear', 'sine'] },
  polynomial: { expression: '2 * x1^3 - x1^2 - x1 + exp(x2)', domain: [-1, 1], widths: [2, 1], edges: ['polynomial', 'exp'] },
  'two outputs': { expression: ['sin(3 * x1) + x2^2', 'x1^2 - exp(x2)'], domain: [-1, 1], widths: [2, 2], edges: ['sine', 'square', 'square', 'exp'] },
  // No function of the library is this wave of growing frequency.
  chirp: { expression: 'cos(12 * abs(x1)^1.5) * exp(-x1) + exp(2 * x2)', domain: [-1, 1], widths: [2, 1], edges: ['-', 'exp'] },
};
