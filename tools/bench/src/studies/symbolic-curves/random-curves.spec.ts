import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { FAMILIES, randomCurve } from './random-curves.js';

const rms = (values: Float64Array): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

test.each(Object.keys(FAMILIES))('curves of %s are finite, and off by the error that was asked for', (truth) => {
  for (let seed = 0; seed < 200; seed++) {
    const clean = randomCurve(truth, 0, randomStream(seed, 'curve'));
    const rough = randomCurve(truth, 1e-2, randomStream(seed, 'curve'));
    expect(clean.y.every(Number.isFinite)).toBe(true);
    const mean = clean.y.reduce((sum, v) => sum + v, 0) / clean.y.length;
    const spread = rms(clean.y.map((v) => v - mean));
    expect(rms(rough.y.map((v, i) => v - clean.y[i]!)) / spread).toBeCloseTo(1e-2, 10);
    expect(rough.noise / spread).toBeCloseTo(1e-2, 10);
  }
});

test('errors are smooth: neighbours differ by little', () => {
  const at = (noise: number) => randomCurve('linear', noise, randomStream(5, 'curve'));
  const [clean, rough] = [at(0), at(1e-2)];
  const error = rough.y.map((v, i) => v - clean.y[i]!);
  expect(rms(error.slice(1).map((v, i) => v - error[i]!))).toBeLessThan(0.2 * rms(error));
});
