import { expect, test } from '@jest/globals';
import { equationOf, type EquationOutput } from './equation.js';
import { type HandNetwork, rowsOf, symbolic } from './fixtures/hand-made.js';

const sum: HandNetwork = { inputs: ['u', 'v'], layers: [{ outputs: 1, bias: [1], edges: [{ from: 0, to: 0, f: 'sine', a: 3, c: 2 }, { from: 1, to: 0, f: 'exp', c: 0.1 }] }] };
const truth = (u: number, v: number): number => 2 * Math.sin(3 * u) + 0.1 * Math.exp(v) + 1;
const outputOf = (hand: HandNetwork, noise: number, options: Parameters<typeof equationOf>[1] = {}, f = truth): EquationOutput =>
  equationOf(symbolic(hand), { train: rowsOf(f, 2, { noise, count: 300 }), validation: rowsOf(f, 2, { noise, count: 100, seed: 9 }), hasFront: true, ...options }).outputs[0]!;

test('a front leads from a constant to the equation, each nearer than all that are simpler', () => {
  const { front, text, complexity, error } = outputOf(sum, 0.01);
  expect(front[0]).toMatchObject({ complexity: 1, text: expect.stringMatching(/^\d\.\d+$/) });
  expect(front.at(-1)).toEqual({ text, complexity, error: error.validation });
  for (const [k, one] of front.entries()) if (k > 0) expect([one.complexity > front[k - 1]!.complexity, one.error < front[k - 1]!.error]).toEqual([true, true]);
  // The exponential is a fifteenth of the wave: without it, and with a line in its place.
  expect(front.map((one) => one.text.replace(/\d+(\.\d+)?/g, '#'))).toEqual(expect.arrayContaining(['# * sin(# * u) + #', '# * sin(# * u) + # * v + #']));
});

test('what is no nearer than a constant is not simpler for want of a sign', () => {
  const hand: HandNetwork = { inputs: ['u', 'v'], layers: [{ outputs: 1, bias: [-3], edges: [{ from: 0, to: 0, f: 'sine', a: 3, c: 2 }, { from: 1, to: 0, f: 'square' }] }] };
  const { front } = outputOf(hand, 0, {}, (u, v) => 2 * Math.sin(3 * u) + v ** 2 - 3);
  expect(front[0]!.text).toMatch(/^-2\.\d+$/);
});

test('numbers that were exact are fitted anew in what is simpler', () => {
  const f = (u: number, v: number): number => 2 * u + 0.5 * u ** 3 + Math.exp(v);
  const hand: HandNetwork = { inputs: ['u', 'v'], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, powers: [2, 0, 0.5] }, { from: 1, to: 0, f: 'exp', c: 1 }] }] };
  const { text, front } = outputOf(hand, 0, {}, f);
  expect(text).toBe('2 * u + 0.5 * u ^ 3 + exp(v)');
  const without = front.find((one) => /^[\d.]+ \* u \+ exp\(v\)/.test(one.text))!;
  // The slope of u^3 / 2 between -1 and 1 is 3 / 10.
  expect(Number.parseFloat(without.text)).toBeCloseTo(2.3, 1);
  expect(front.at(-1)!.error).toBeLessThan(1e-13);
});

test('an equation stands at the end of its front, also where it says no more than a simpler one', () => {
  const train = rowsOf(truth, 2, { noise: 1.5, count: 300 });
  const { text, front, complexity, error } = outputOf(sum, 0, { train, validation: rowsOf((u, v) => truth(u, v) - 0.1 * Math.exp(v), 2, { seed: 9 }), isSnapped: false });
  expect(front.at(-1)).toEqual({ text, complexity, error: error.validation });
  expect(front.length).toBeGreaterThan(1);
  // The others are such that no simpler one is as near, and the last of them is nearer than the equation.
  const others = front.slice(0, -1);
  for (const [k, one] of others.entries()) expect([one.complexity < complexity, k === 0 || one.error < others[k - 1]!.error]).toEqual([true, true]);
  expect(others.at(-1)!.error).toBeLessThanOrEqual(error.validation!);
});

test('the work is bounded, and a constant is always there', () => {
  const { front } = outputOf(sum, 0.01, { work: 2e7 });
  expect(front[0]!.complexity).toBe(1);
  expect(outputOf(sum, 0.01, { work: 0 })).toMatchObject({ outcome: 'too large', front: [] });
});
