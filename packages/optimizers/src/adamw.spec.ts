import { expect, test } from '@jest/globals';
import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { pathOf } from './fixtures/path-of.js';

test('steps are those of algorithm 2 of Loshchilov and Hutter, the decay times the rate', () => {
  const [rate, lambda, b1, b2, epsilon] = [0.05, 0.3, 0.8, 0.95, 1e-6];
  const gradients = Array.from({ length: 60 }, (_, i) => Math.sin(i * i) * 10 ** (i % 4 - 2));
  let [theta, m, v] = [1, 0, 0];
  const expected = gradients.map((g, i) => {
    m = b1 * m + (1 - b1) * g;
    v = b2 * v + (1 - b2) * g * g;
    theta -= rate * (m / (1 - b1 ** (i + 1)) / (Math.sqrt(v / (1 - b2 ** (i + 1))) + epsilon) + lambda * theta);
    return theta;
  });
  pathOf(adamw, 60, (_, k) => gradients[k]!, { rate, weightDecay: lambda, beta1: b1, beta2: b2, epsilon })
    .forEach((actual, i) => expect(actual).toBeCloseTo(expected[i]!, 12));
});

test('what no gradient holds shrinks by rate times decay in each step, whatever the gradients of others', () => {
  pathOf(adamw, 20, () => 0, { rate: 0.1, weightDecay: 0.5 }).forEach((actual, k) => expect(actual).toBeCloseTo(0.95 ** (k + 1), 12));
});

test('a schedule acts on the decay too', () => {
  pathOf(adamw, 4, () => 0, { rate: 0.5, weightDecay: 1, decay: 'step', dropEvery: 2, dropFactor: 0.5 })
    .forEach((actual, k) => expect(actual).toBeCloseTo([0.5, 0.25, 0.1875, 0.140625][k]!, 12));
});

test('without decay it is Adam', () => {
  const gradient = (theta: number, k: number): number => Math.sin(k) + theta;
  const options = { rate: 0.02, decay: 'cosine', warmup: 3 };
  expect(pathOf(adamw, 50, gradient, { ...options, weightDecay: 0 })).toEqual(pathOf(adam, 50, gradient, options));
});

test('defaults are those that users of other libraries know', () => {
  expect(adamw.options.parse({})).toMatchObject({ rate: 1e-3, weightDecay: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 'none', warmup: 0 });
});

test('a number that is no weight does not decay', () => {
  const gradient = (theta: number, k: number): number => Math.sin(k) + theta;
  expect(pathOf(adamw, 20, gradient, { rate: 0.02, weightDecay: 0.5 }, 0)).toEqual(pathOf(adamw, 20, gradient, { rate: 0.02, weightDecay: 0 }));
});
