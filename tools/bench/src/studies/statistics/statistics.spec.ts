import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { bootstrapped, coverage, quick } from './coverage.js';
import { extendedAlarms, falseAlarms } from './false-alarms.js';
import { alarmTable, coverageTable, powerTable } from './report.js';
import { alikeLosses, heavy, normal, skewed } from './shapes.js';

// Of 1000 studies a share of 95 % has a standard error of 0.7 %.
test.each([[normal, 6], [normal, 10], [normal, 20], [heavy, 6], [heavy, 10], [heavy, 20]])('intervals of 95 % hold the truth in 93 to 98 % of studies, %#', (shape, pairs) => {
  const found = coverage(quick, shape, pairs, 1000);
  expect(found.map(({ interval }) => interval)).toEqual(['signed rank', 'student']);
  for (const { held } of found) {
    expect(held).toBeGreaterThanOrEqual(0.93 * 1000);
    expect(held).toBeLessThanOrEqual(0.98 * 1000);
  }
});

test('bootstrapped intervals do, of a few studies too', () => {
  const [found] = coverage(bootstrapped(200), heavy, 20, 200);
  expect(found!.held).toBeGreaterThanOrEqual(0.9 * 200);
  expect(found!.held).toBeLessThan(200);
});

test.each(alikeLosses.flatMap((losses) => [6, 10, 20].map((pairs) => [losses.name, pairs, losses] as const)))('five arms like the baseline, %s, %d pairs: at most 6 %% of studies call one different', (_, pairs, losses) => {
  // Six pairs are 0 by design; of ten 2000 studies have a standard error of 0.5 %.
  const studies = pairs === 6 ? 200 : 2000;
  const { alarms } = falseAlarms(losses, pairs, studies);
  expect(alarms).toBeLessThanOrEqual(0.06 * studies);
  // Six pairs cannot reach 0.05 with five comparisons; ten can.
  if (pairs === 6) expect(alarms).toBe(0);
  else expect(alarms).toBeGreaterThan(0);
});

test('looking again and again finds more where alpha is not divided', () => {
  const [each, divided] = [false, true].map((isDivided) => extendedAlarms(alikeLosses[0]!, [10, 15, 20], isDivided, 800));
  expect(each).toBeGreaterThan(divided!);
  expect(each).toBeGreaterThan(falseAlarms(alikeLosses[0]!, 10, 800).alarms);
});

test('shapes have mean 0, and variance 1 or 3', () => {
  for (const [shape, variance] of [[normal, 1], [skewed, 1], [heavy, 3]] as const) {
    const stream = randomStream(5, shape.name);
    const values = Array.from({ length: 40_000 }, () => shape.draw(stream));
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length / variance).toBeCloseTo(1, 0);
  }
});

test('tables have a row for each condition, and shares with their own uncertainty', () => {
  expect(coverageTable([{ interval: 'student', shape: 'normal', pairs: 6, studies: 100, held: 95 }])).toEqual([
    'interval of 95 %  log ratios  pairs  studies  held the truth, %  95 % of that',
    '         student      normal      6      100               95.0  88.7 to 98.4',
  ]);
  expect(alarmTable([{ losses: 'skewed', pairs: 10, studies: 50, alarms: 1 }])[1]).toMatch(/skewed +10 +50 +2\.0 +0\.1 to 10\.6 +0\.0098$/);
  expect(powerTable([{ ratio: 1.5, deviation: 0.3, shape: 't3', pairs: 10, comparisons: 1, studies: 200, power: 0.9, interval: { lower: 0.85, upper: 0.94, level: 0.95 } }])[1])
    .toMatch(/1\.5 +0\.3 +t3 +10 +1 +200 +90\.0 +85\.0 to 94\.0$/);
});
