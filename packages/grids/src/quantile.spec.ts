import { expect, test } from '@jest/globals';
import type { GridLook, GridSituation } from '@knotwork/plugin';
import fc from 'fast-check';
import { anyDomain, anySamples, even, finiteSamples, looks, moment, situation, unread } from './fixtures/situation.js';
import { moving } from './moving.js';
import { quantile } from './quantile.js';

const defaults = quantile.options.parse({});
const pure = { ...defaults, uniformBlend: 0 };
/** n positions, even in [0, 1]. */
const evenly = (n: number): number[] => Array.from({ length: n }, (_, i) => i / (n - 1));
const spacings = (knots: Float64Array): number[] => Array.from(knots.subarray(1), (t, j) => t - knots[j]!);

test('knots cut skewed activations into equal parts, the outer two at the ends of the domain', () => {
  const samples = evenly(101).map((x) => x ** 3);
  const placed = quantile.place(situation([-0.05, 1.05], samples), pure)!;
  expect(placed).toMatchObject({ domain: [-0.05, 1.05], isForced: false, norm: 'data', probation: 3 });
  [-0.05, 0.2 ** 3, 0.4 ** 3, 0.6 ** 3, 0.8 ** 3, 1.05].forEach((t, j) => expect(placed.knots![j]).toBeCloseTo(t, 12));
  for (let j = 1; j < 5; j++) expect(samples.filter((x) => x <= placed.knots![j]! + 1e-12)).toHaveLength(1 + 20 * j);
});

test('the blend is between quantiles and the even grid of the domain', () => {
  const samples = evenly(101).map((x) => x ** 3);
  const elsewhere = situation([-0.05, 1.05], samples, { knots: Float64Array.of(-0.05, 0, 0, 0, 0, 1.05) });
  const [none, half, all] = [0, 0.5, 1].map((uniformBlend) => quantile.place(elsewhere, { ...defaults, uniformBlend })!.knots!);
  expect(Math.max(...all!.map((t, j) => Math.abs(t - even([-0.05, 1.05], 5)[j]!)))).toBeLessThan(1e-15);
  half!.forEach((t, j) => expect(t).toBeCloseTo((none![j]! + all![j]!) / 2, 12));
});

test('activations spread evenly leave nearly even knots, and knots that would hardly move alone', () => {
  const samples = evenly(1000).map((x) => 2 * x - 1);
  expect(quantile.place(situation([-1, 1], samples), { ...defaults, room: 0 })).toBeNull();
  const { knots } = quantile.place(situation([-1.1, 1.1], samples), defaults)!;
  const mean = 2.2 / 5;
  for (const spacing of spacings(knots!)) expect(Math.abs(spacing / mean - 1)).toBeLessThan(0.15);
});

test('the domain of a hidden node moves as that of a moving grid does; knots are placed in the new one', () => {
  for (const samples of [[0, 3, 1], [-0.5, 0.1, 0.5]]) {
    const placed = quantile.place(situation([-1, 1], samples), defaults)!;
    expect(placed).toMatchObject(moving.place(situation([-1, 1], samples), moving.options.parse({}))!);
    expect([placed.knots![0], placed.knots![5]]).toEqual(placed.domain);
  }
});

test('an input of the network keeps its domain, also with samples outside, and its knots move within', () => {
  const placed = quantile.place(situation([-1, 1], [-5, -0.9, -0.8, -0.7, -0.6, 0.9, 7], { isNetworkInput: true }), defaults)!;
  expect(placed).toMatchObject({ domain: [-1, 1], isForced: false });
  expect(placed.knots!.every((t) => t >= -1 && t <= 1)).toBe(true);
});

test('a constant gives even knots', () => {
  const { domain, knots } = quantile.place(situation([-1, 1], [7, 7, 7]), defaults)!;
  knots!.forEach((t, j) => expect(t).toBeCloseTo(even(domain, 5)[j]!, 12));
});

test('a flag, or a value that most samples share, does not gather the knots', () => {
  const flag = quantile.place(situation([-1, 2], [...Array<number>(50).fill(0), ...Array<number>(50).fill(1)]), defaults)!;
  expect(Math.min(...spacings(flag.knots!))).toBeGreaterThan(0.7 * (flag.domain[1] - flag.domain[0]) / 5);
  const rectified = quantile.place(situation([0, 1], [...Array<number>(90).fill(0), ...evenly(10)]), defaults)!;
  expect(Math.min(...spacings(rectified.knots!))).toBeGreaterThan(0.5 / 5);
});

test('fewer samples than intervals keep the count of knots and hold them apart', () => {
  const { knots } = quantile.place(situation([0, 1], [0, 0.1, 1], { intervals: 20 }), pure)!;
  expect(knots).toHaveLength(21);
  expect(Math.min(...spacings(knots!))).toBeGreaterThanOrEqual(0.9 / 20);
});

test('whatever the activations are, knots are finite, of the right number, ascending, kept apart, and a fixed point', () => {
  let placements = 0;
  const options = fc.record({ uniformBlend: fc.constantFrom(0, 0.02, 0.3, 1), margin: fc.constantFrom(0, 0.05, 0.5) });
  fc.assert(fc.property(anyDomain, anySamples, fc.integer({ min: 1, max: 30 }), fc.boolean(), options, (domain, samples, intervals, isNetworkInput, some) => {
    const chosen = { ...defaults, ...some };
    const placed = quantile.place(situation(domain, samples, { intervals, isNetworkInput }), chosen);
    if (placed === null) return;
    placements++;
    const { domain: [a, b], knots } = placed;
    expect(Number.isFinite(b - a) && a < b).toBe(true);
    expect(knots).toHaveLength(intervals + 1);
    expect(knots![0] === a && knots![intervals] === b).toBe(true); // -0 is 0
    expect(Math.min(...spacings(knots!))).toBeGreaterThan(0.99e-3 * (b - a) / intervals); // less the rounding of positions far from 0
    expect(quantile.place(situation([a, b], samples, { intervals, isNetworkInput, knots: knots! }), chosen)).toBeNull();
  }), { numRuns: 3000, seed: 4 });
  expect(placements).toBeGreaterThan(1000);
});

test('without samples, or with one that is not finite, nothing moves', () => {
  for (const samples of [[], [0, NaN, 5], [Infinity, 0], [-Infinity, Infinity]]) {
    expect(quantile.place(situation([-1, 1], samples), defaults)).toBeNull();
  }
});

test('in a basis without knots only domains move, and inputs of the network are not read', () => {
  fc.assert(fc.property(anyDomain, finiteSamples, (domain, samples) => {
    const moved = moving.place(situation(domain, samples, { intervals: null }), moving.options.parse({}));
    expect(quantile.place(situation(domain, samples, { intervals: null }), defaults)).toEqual(moved === null ? null : { ...moved, norm: 'data', probation: 3 });
  }), { numRuns: 300, seed: 5 });
  expect(quantile.place(unread({ intervals: null }), defaults)).toBeNull();
});

test('the trigger range moves knots with the domain, and knots that were never placed', () => {
  const range = { ...defaults, trigger: 'range' as const };
  const samples = evenly(101).map((x) => x ** 3);
  const { knots, domain } = quantile.place(situation([0, 1], samples), range)!;
  const others = samples.map((x) => 1 - x);
  expect(quantile.place(situation(domain, others, { knots: knots! }), range)).toBeNull();
  expect(quantile.place(situation(domain, others, { knots: knots! }), defaults)).not.toBeNull();
  expect(quantile.place(situation(domain, [...others, 1.5], { knots: knots! }), range)).toMatchObject({ isForced: true, knots: expect.anything() });
  expect(quantile.place(unread({ knots: Float64Array.of(-1, -0.9, 0, 0.1, 0.2, 1) }), range)).toBeNull();
});

test('looks come every so many steps until the grid rests', () => {
  expect(looks((at) => quantile.isDue(at, defaults), 60)).toEqual([0, 5, 10, 15, 20, 25, 30]);
  expect(looks((at) => quantile.isDue(at, { ...defaults, every: 20, until: 1 }), 60)).toEqual([0, 20, 40]);
  expect(quantile.isDue(moment({ step: 20, sinceMove: 10 }), { ...defaults, coolDown: 11 })).toBe(false);
  expect(quantile.isDue(moment({ step: 20, sinceMove: 11 }), { ...defaults, coolDown: 11 })).toBe(true);
});

test('first-order optimizers look once an epoch, and what they moved is judged after more steps', () => {
  const due = (look: GridLook, options: Partial<typeof defaults> = {}): number[] =>
    looks((at) => quantile.isDue(at, { ...defaults, ...options }), 400, { method: 'update', epoch: 120, fall: () => 0.5 }, look);
  expect(due(true)).toEqual([0, 120]);
  expect(due('forced')).toEqual([50, 100, 150, 200]);
  // While the objective falls, the trigger plateau looks for nothing.
  expect([due(true, { trigger: 'plateau' }), due('forced', { trigger: 'plateau' })]).toEqual([[0], []]);
  const probation = (method: GridSituation['method'], options: Partial<typeof defaults> = {}): number => quantile.place(situation([-1, 1], [0, 3], { method }), { ...defaults, ...options })!.probation!;
  expect([probation('update'), probation('normal-equations'), probation('quasi-newton'), probation('update', { probation: 7 })]).toEqual([25, 3, 3, 7]);
});

test('the trigger plateau waits until the objective hardly falls, but for the first step', () => {
  const plateau = { ...defaults, trigger: 'plateau' as const };
  const asked: number[] = [];
  const fallBy = (share: number) => ({ fall: (count: number) => { asked.push(count); return share; } });
  expect(looks((at) => quantile.isDue(at, plateau), 60, fallBy(0.005))).toEqual([0, 5, 10, 15, 20, 25, 30]);
  expect(asked).toEqual([5, 5, 5, 5, 5, 5]);
  expect(looks((at) => quantile.isDue(at, plateau), 60, fallBy(-0.1))).toEqual([0, 5, 10, 15, 20, 25, 30]);
  for (const share of [0.01, 0.5, Infinity]) expect(looks((at) => quantile.isDue(at, plateau), 60, fallBy(share))).toEqual([0]);
});

test('options have defaults and refuse what makes no sense', () => {
  expect(defaults).toEqual({
    every: 'auto', margin: 0.05, room: 0.5, fill: 0.8, until: 0.5, coolDown: 0, probation: 'auto',
    uniformBlend: 0.02, trigger: 'periodic', plateau: { fall: 0.01, over: 5 }, refit: 'data',
  });
  expect(quantile.options.parse({ plateau: { over: 3 } }).plateau).toEqual({ fall: 0.01, over: 3 });
  expect(quantile.place(situation([-1, 1], [0, 3]), { ...defaults, refit: 'uniform' })!.norm).toBe('uniform');
  for (const bad of [{ every: 0 }, { coolDown: 0.5 }, { uniformBlend: 1.1 }, { trigger: 'never' }, { plateau: { over: 0 } }, { refit: 'exact' }, { power: 1 }]) {
    expect(quantile.options.safeParse(bad).success).toBe(false);
  }
});

test('when no step helps any more there is a look, unless the grid rests or cools down', () => {
  for (const trigger of ['periodic', 'range', 'plateau'] as const) {
    const due = (at: Parameters<typeof moment>[0], more = {}) => quantile.isDue(moment({ step: 7, hasConverged: true, ...at }), { ...defaults, trigger, ...more });
    expect(due({})).toBe(true);
    expect(due({ step: 51 })).toBe(false);
    expect(due({ sinceMove: 2 }, { coolDown: 3 })).toBe(false);
  }
});
