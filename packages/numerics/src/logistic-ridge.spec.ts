import { describe, expect, test } from '@jest/globals';
import { classProbabilities, logisticRidge } from './logistic-ridge.js';
import { randomStream } from './random-stream.js';
import type { LinearProblem } from './ridge.js';

/** Rows of `classes` classes drawn by the probabilities of a model. */
function drawn(rows: number, weights: readonly (readonly number[])[]): LinearProblem {
  const stream = randomStream(5, 'logistic');
  const [features, targets] = [weights[0]!.length, weights.length];
  const x = Float64Array.from({ length: rows * features }, () => stream.normal());
  const y = new Float64Array(rows * targets);
  for (let n = 0; n < rows; n++) {
    const p = classProbabilities({ intercepts: new Float64Array(targets), weights: weights.map((w) => Float64Array.from(w)) }, x, n);
    let u = stream.next();
    let c = 0;
    while (c < targets - 1 && u > p[c]!) u -= p[c++]!;
    y[n * targets + c] = 1;
  }
  return { rows, x, features, y, targets };
}

describe('logisticRidge', () => {
  test('of no features it gives the shares of the classes', () => {
    const y = Float64Array.of(1, 0, 0, 1, 1, 0, 1, 0);
    const model = logisticRidge({ rows: 4, x: new Float64Array(0), features: 0, y, targets: 2 });
    expect([...classProbabilities(model, new Float64Array(0), 0)].map((p) => Number(p.toFixed(5)))).toEqual([0.75, 0.25]);
  });

  test('many rows give back the odds that they were drawn by', () => {
    const model = logisticRidge(drawn(8000, [[0, 0], [2, -1], [1, 3]]));
    const against = (c: number, i: number): number => Number((model.weights[c]![i]! - model.weights[0]![i]!).toFixed(0));
    expect([against(1, 0), against(1, 1), against(2, 0), against(2, 1)]).toEqual([2, -1, 1, 3]);
  });

  test('classes that a line parts have finite odds, and few rows of noise nearly none', () => {
    const x = Float64Array.from({ length: 40 }, (_, n) => n - 19.5 + (n < 20 ? -5 : 5));
    const apart = logisticRidge({ rows: 40, x, features: 1, y: Float64Array.from({ length: 80 }, (_, k) => Number((Math.floor(k / 2) < 20) === (k % 2 === 0))), targets: 2 });
    const certain = classProbabilities(apart, Float64Array.of(-20), 0)[0]!;
    expect(certain).toBeGreaterThan(0.99);
    expect(certain).toBeLessThan(1);
    const noise = logisticRidge(drawn(30, [Array<number>(10).fill(0), Array<number>(10).fill(0)]));
    expect(Math.max(...noise.weights.flatMap((w) => [...w.map(Math.abs)]))).toBeLessThan(0.2);
  });

  test('the gradient of what it minimizes is zero at what it finds', () => {
    const p = drawn(200, [[0, 0], [1, -1]]);
    const model = logisticRidge(p);
    const loss = (shift: number, c: number, i: number): number => {
      const weights = model.weights.map((w) => Float64Array.from(w));
      weights[c]![i]! += shift;
      let sum = 0;
      for (let n = 0; n < p.rows; n++) sum -= Math.log(classProbabilities({ intercepts: model.intercepts, weights }, p.x, n)[p.y[n * 2] === 1 ? 0 : 1]!);
      return sum / p.rows;
    };
    // The strength that wins here is the least but one or so: what is left of the slope is the penalty's.
    for (const [c, i] of [[0, 0], [1, 1]] as const) expect(Math.abs(loss(1e-4, c, i) - loss(-1e-4, c, i)) / 2e-4).toBeLessThan(0.02);
  });

  test('what is no problem is refused', () => {
    expect(() => logisticRidge({ rows: 0, x: new Float64Array(0), features: 0, y: new Float64Array(0), targets: 2 })).toThrow('at least one');
    expect(() => logisticRidge({ rows: 1, x: Float64Array.of(Infinity), features: 1, y: Float64Array.of(1, 0), targets: 2 })).toThrow('"x" must be finite');
  });
});
