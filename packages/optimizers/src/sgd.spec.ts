import { expect, test } from '@jest/globals';
import { pathOf } from './fixtures/path-of.js';
import { sgd } from './sgd.js';

const gradients = Array.from({ length: 40 }, (_, k) => Math.sin(k * k) * 10 ** (k % 4 - 2));
const given = (_: number, k: number): number => gradients[k]!;

test('without momentum a step is the rate times the gradient', () => {
  let theta = 1;
  pathOf(sgd, 40, given, { rate: 0.3 }).forEach((actual, k) => expect(actual).toBeCloseTo(theta -= 0.3 * gradients[k]!, 12));
});

test.each([false, true])('momentum is that of Sutskever and others, Nesterov: %s', (nesterov) => {
  // Equations 1 to 4 of the source, whose velocity is -rate times ours. Nesterov's gradient is that at theta + mu v; in its variables a
  // step begins there, so that the path of what we call theta is the path of those points.
  const [rate, mu] = [0.05, 0.9];
  const slope = (x: number): number => 4 * x ** 3 - x;
  let [theta, v] = [1, 0];
  const expected = Array.from({ length: 40 }, () => {
    v = mu * v - rate * slope(nesterov ? theta + mu * v : theta);
    theta += v;
    return nesterov ? theta + mu * v : theta;
  });
  pathOf(sgd, 40, slope, { rate, momentum: mu, nesterov }).forEach((actual, k) => expect(actual).toBeCloseTo(expected[k]!, 12));
});

test('under a constant gradient momentum makes steps 1 / (1 - mu) times as long in the end', () => {
  const path = pathOf(sgd, 400, () => 1, { rate: 0.01, momentum: 0.9 });
  expect(path[398]! - path[399]!).toBeCloseTo(0.1, 12);
});

test('a gradient of zero changes nothing, and Nesterov without momentum is plain descent', () => {
  expect(pathOf(sgd, 3, () => 0, { momentum: 0.9 })).toEqual([1, 1, 1]);
  expect(pathOf(sgd, 40, given, { nesterov: true })).toEqual(pathOf(sgd, 40, given));
});

test('a schedule acts on the whole step, velocity included', () => {
  const path = [1, ...pathOf(sgd, 100, () => 1, { rate: 0.1, momentum: 0.5, decay: 'linear' })];
  // The velocity is 2 by then, the rate half.
  expect(path[50]! - path[51]!).toBeCloseTo(0.1, 10);
});
