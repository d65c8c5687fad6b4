import { expect, test } from '@jest/globals';
import { equationOf } from './equation.js';
import { type HandNetwork, rowsOf, symbolic } from './fixtures/hand-made.js';

const affine = (center: number, scale: number) => ({ kind: 'affine', center, scale }) as const;

/**
 * exp(sin(pi x1) + x2^2) as a network that training might leave: inputs and the output standardized, the hidden node in units of its own, phases and places somewhere.
 * @param away how far constants are off, as a share
 */
function hello(away: number, pi = Math.PI): HandNetwork {
  const [m1, s1, m2, s2, my, sy] = [0.13, 0.58, -0.21, 0.61, 1.7, 1.9];
  const [g, h] = [0.37, -0.8];
  const off = (v: number, k: number): number => v * (1 + away * Math.sin(7 * k + 1));
  return {
    inputs: [{ name: 'x1', map: affine(m1, s1) }, { name: 'x2', map: affine(m2, s2) }], outputs: [{ name: 'y', map: affine(my, sy) }],
    layers: [
      // sin(pi (s1 z + m1)) = -sin(pi s1 z + pi m1 - 3 pi); u^2 with u = 1.4 x2, about.
      { outputs: 1, bias: [h], edges: [
        { from: 0, to: 0, f: 'sine', a: off(pi * s1, 1), b: off(pi * m1 - 3 * Math.PI, 2), c: off(-g, 3) },
        { from: 1, to: 0, f: 'square', a: off(1.4 * s2, 4), b: off(1.4 * m2, 5), c: off(g / 1.96, 6) },
      ] },
      { outputs: 1, bias: [off(-my / sy, 7)], edges: [{ from: 0, to: 0, f: 'exp', a: off(1 / g, 8), b: off(-h / g, 9), c: off(1 / sy, 10) }] },
    ],
  };
}
const truth = (pi = Math.PI) => (x1: number, x2: number): number => Math.exp(Math.sin(pi * x1) + x2 ** 2);

test('scales, shifts and phases of a trained network vanish: exp(sin(pi x1) + x2^2)', () => {
  const equation = equationOf(symbolic(hello(0.003)), { train: rowsOf(truth(), 2), validation: rowsOf(truth(), 2, { seed: 2 }) });
  expect(equation.outputs[0]!.text).toBe('exp(sin(pi * x1) + x2 ^ 2)');
  console.log(JSON.stringify(equation, null, 1));
});

test('labels of 3.14159 keep their number', () => {
  const equation = equationOf(symbolic(hello(0.003)), { train: rowsOf(truth(3.14159), 2), validation: rowsOf(truth(3.14159), 2, { seed: 2 }) });
  expect(equation.outputs[0]!.text).toBe('exp(sin(3.14159 * x1) + x2 ^ 2)');
});

test('with noise', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
  const equation = equationOf(symbolic(hello(0.003)), { train: rowsOf(truth(), 2, { noise: 0.02, seed }), validation: rowsOf(truth(), 2, { seed: 22+seed, noise: 0.02 }) });
  console.log(equation.outputs[0]!.text, JSON.stringify(equation.outputs[0]!.constants));
}
});

test('no rows', () => {
  console.log(equationOf(symbolic(hello(0))).outputs[0], equationOf(symbolic(hello(0.003))).outputs[0]!.text);
});
