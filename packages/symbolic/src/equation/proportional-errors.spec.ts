import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { isGrowing, natsOf, type Power, POWERS, proportionalScales } from './proportional-errors.js';

const stream = randomStream(3, 'proportional errors');

test('scales are one over a power of values in their root mean square, and the smallest weigh no more than the next one', () => {
  expect([...proportionalScales(Float64Array.of(3, -4, 5, -5, 0), 1)]).toEqual([15 ** 0.5 / 3, 15 ** 0.5 / 4, 15 ** 0.5 / 5, 15 ** 0.5 / 5, 15 ** 0.5 / 3]);
  expect([...proportionalScales(Float64Array.of(4, -9, 16, 0), 0.5)]).toEqual([7.25 ** 0.5 / 2, 7.25 ** 0.5 / 3, 7.25 ** 0.5 / 4, 7.25 ** 0.5 / 2]);
});

test('errors grow with values or their roots where they do, and not where they are alike', () => {
  const told = (values: Float64Array, size: (v: number) => number): Power | 0 => {
    const errors = values.map((v) => size(v) * stream.normal());
    const squares = (scales: Float64Array | null): Float64Array => errors.map((e, n) => ((scales?.[n] ?? 1) * e) ** 2);
    const alike = natsOf(squares(null), null);
    const [best] = POWERS.map((power) => { const scales = proportionalScales(values, power); return { power, nats: natsOf(squares(scales), scales) }; }).sort((a, b) => a.nats - b.nats);
    return isGrowing(best!.nats, alike) ? best!.power : 0;
  };
  const often = (draw: () => number, size: (v: number) => number): number[] => {
    const found = Array.from({ length: 100 }, () => told(Float64Array.from({ length: 60 }, draw), size));
    return [1, 0.5, 0].map((power) => found.filter((one) => one === power).length);
  };
  const decades = (): number => 10 ** stream.uniform(-1, 1);
  expect([often(decades, (v) => 0.02 * v), often(decades, Math.sqrt), often(decades, () => 0.02)]).toEqual([[100, 0, 0], [0, 100, 0], [0, 0, 100]]);
  // Of values that hardly differ nothing is told.
  expect(often(() => stream.uniform(0.9, 1.1), (v) => v)[2]).toBeGreaterThan(97);
});
