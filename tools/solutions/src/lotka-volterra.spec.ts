import { expect, test } from '@jest/globals';
import { derivative, stencil } from './fixtures/derivative.js';
import { farthest } from './fixtures/farthest.js';
import { LOTKA_VOLTERRA, lotkaVolterra, type Populations, type SeriesResolution } from './lotka-volterra.js';
import { evenly } from './tables/evenly.js';

const times = evenly(0, 20, 401);
const numbers = (resolution: SeriesResolution): number[] => lotkaVolterra(times, resolution).flatMap(({ x, y }) => [x, y]);

test('the equations hold', () => {
  const h = 0.02;
  for (const t of [0.5, 3, 7.7, 15]) {
    const around = lotkaVolterra([0, ...stencil(t, h)]).slice(1);
    const { x, y } = around[4]!;
    expect(derivative(1, around.map((at) => at.x), h)).toBeCloseTo((2 / 3) * x - (4 / 3) * x * y, 10);
    expect(derivative(1, around.map((at) => at.y), h)).toBeCloseTo(x * y - y, 10);
  }
});

test('it starts from 1 and 1, and keeps what an orbit keeps', () => {
  const kept = ({ x, y }: Populations): number => x - Math.log(x) + (4 / 3) * y - (2 / 3) * Math.log(y);
  const all = lotkaVolterra(times);
  expect(all[0]).toEqual({ x: 1, y: 1 });
  for (const at of all) expect(Math.abs(kept(at) - 7 / 3)).toBeLessThan(1e-13);
});

test('shorter steps and more terms change less than 1e-13', () => {
  const ours = numbers(LOTKA_VOLTERRA);
  expect(farthest(ours, numbers({ ...LOTKA_VOLTERRA, step: LOTKA_VOLTERRA.step / 3 }))).toBeLessThan(1e-13);
  expect(farthest(ours, numbers({ ...LOTKA_VOLTERRA, order: 2 * LOTKA_VOLTERRA.order }))).toBeLessThan(1e-13);
});

test('with few terms the error falls with their order', () => {
  const [ours, coarse, fine] = [numbers(LOTKA_VOLTERRA), numbers({ order: 4, step: 0.05 }), numbers({ order: 4, step: 0.025 })];
  expect(Math.log2(farthest(coarse, ours) / farthest(fine, ours))).toBeCloseTo(4, 0);
});

// From another series in arithmetic of 25 digits, by mpmath 1.3.0.
test('it agrees with arithmetic of many digits', () => {
  const exact = [0.5742846703671588, 0.7774387247666241, 0.48914918254470074, 0.484395032658419, 0.7903217298067076, 0.21712016228167375];
  expect(farthest(lotkaVolterra([1, 10, 20]).flatMap(({ x, y }) => [x, y]), exact)).toBeLessThan(1e-14);
});
