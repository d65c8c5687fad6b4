import { expect, test } from '@jest/globals';
import { normalProbability } from '@knotwork/numerics';
import { expectClose, reference } from '../fixtures/reference.js';
import { binomialTail } from './binomial.js';
import { crossing } from './crossing.js';
import { incompleteBeta } from './incomplete-beta.js';
import { logGamma } from './log-gamma.js';
import { studentQuantile, studentTail } from './student-t.js';

const { studentTail: tails, studentQuantile: points, beta, normal } = reference.distributions;

test.each(tails)('Student is above %d with %d degrees of freedom as often as SciPy says', (t, freedom, tail) => { expectClose(studentTail(t, freedom), tail); });

test.each(points)('the quantile %d of Student with %d degrees of freedom is that of SciPy', (probability, freedom, t) => { expectClose(studentQuantile(probability, freedom), t); });

test.each(beta)('the incomplete beta function of %d, %d at %d is that of SciPy', (a, b, x, value) => { expectClose(incompleteBeta(a, b, x), value); });

test.each(normal)('a normal variable is below %d as often as SciPy says', (x, probability) => { expectClose(normalProbability(x), probability); });

test('log gamma is log of factorials, and of sqrt(pi)', () => {
  let factorial = 0;
  for (let n = 1; n <= 170; n++) {
    expectClose(logGamma(n + 1), (factorial += Math.log(n)));
  }
  expectClose(logGamma(0.5), 0.5 * Math.log(Math.PI));
});

test('binomial tails are sums of binomial coefficients, and 0 or 1 outside', () => {
  expectClose(binomialTail(4, 0.5, 1), 5 / 16);
  expectClose(binomialTail(3, 0.2, 2), 1 - 0.2 ** 3);
  expect([binomialTail(4, 0.5, -1), binomialTail(4, 0.5, 4), binomialTail(0, 0.5, 0)]).toEqual([0, 1, 1]);
});

test('a crossing is found to the last bit', () => {
  expect(crossing(0, 1, (x) => x >= 0.3)).toBe(0.3);
  expect(crossing(-2, -1e-9, (x) => x >= -1.1)).toBe(-1.1);
});

test('quantiles ascend, and are those of the other side with the other sign', () => {
  const probabilities = Array.from({ length: 99 }, (_, k) => (k + 1) / 100);
  const found = probabilities.map((p) => studentQuantile(p, 3));
  found.slice(1).forEach((t, k) => { expect(t).toBeGreaterThan(found[k]!); });
  expect(found[49]).toBe(0);
  expectClose(found[9], -found[89]!);
});

test('what is no probability or no number of degrees is refused', () => {
  expect(() => studentQuantile(1, 3)).toThrow('"probability" must be above 0 and below 1; got 1.');
  expect(() => studentTail(1, 0)).toThrow('"freedom" must be above 0; got 0.');
});
