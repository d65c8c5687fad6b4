import { expect, test } from '@jest/globals';
import type { GridLook } from '@knotwork/plugin';
import fc from 'fast-check';
import { anyDomain, anySamples, looks, moment, situation, unread } from './fixtures/situation.js';
import { moving } from './moving.js';

const defaults = moving.options.parse({});

test('a sample outside the domain forces a move that centers it with room on both sides', () => {
  expect(moving.place(situation([-1, 1], [0, 3, 1]), defaults)).toEqual({ domain: [1.5 - 3 * 0.55, 1.5 + 3 * 0.55], isForced: true });
  expect(moving.place(situation([-1, 1], [-1.01, 0.9]), defaults)).toMatchObject({ isForced: true });
});

test('samples that leave too much of the domain empty move it as a trial', () => {
  expect(moving.place(situation([-1, 1], [-0.5, 0.5]), defaults)).toEqual({ domain: [-0.55, 0.55], isForced: false });
});

test('samples that fill the domain well leave it alone', () => {
  expect(moving.place(situation([-1, 1], [-0.8, 0.9]), defaults)).toBeNull();
  expect(moving.place(situation([-1, 1], [-0.5, 0.5]), { ...defaults, fill: 0.5 })).toBeNull();
});

test('samples that use up half of the room on one side move it, as a trial', () => {
  // The samples are 1.9 wide: 5 % of that is the margin, 0.0475 half of it.
  expect(moving.place(situation([-1, 1], [-0.95, 0.95]), defaults)).toBeNull();
  expect(moving.place(situation([-1, 1], [-0.94, 0.96]), defaults)).toEqual({ domain: [expect.closeTo(0.01 - 1.9 * 0.55, 12), expect.closeTo(0.01 + 1.9 * 0.55, 12)], isForced: false });
  expect(moving.place(situation([-1, 1], [-0.94, 0.96]), { ...defaults, room: 0.4 })).toBeNull();
  expect(moving.place(situation([-1, 1], [-0.9, 1]), { ...defaults, room: 0 })).toBeNull();
});

test('a placement is a fixed point, also for wide margins and for constant samples', () => {
  for (const [margin, samples] of [[0.05, [0, 3]], [0.5, [-0.1, 0.2]], [0.05, [7, 7]], [0, [2, 5]]] as const) {
    const placed = moving.place(situation([-1, 1], samples), { ...defaults, margin });
    expect(moving.place(situation(placed!.domain, samples), { ...defaults, margin })).toBeNull();
  }
});

test('a node that always says the same keeps an interval of positive width around it', () => {
  const { domain: [a, b] } = moving.place(situation([-1, 1], [4, 4, 4]), defaults)!;
  expect(b - a).toBeCloseTo(5e-3 * 1.1, 12);
  expect((a + b) / 2).toBeCloseTo(4, 12);
});

test('inputs of the network never move and their samples are not even read', () => {
  expect(moving.place(unread(), defaults)).toBeNull();
});

test('without samples, or with one that is not finite, nothing moves', () => {
  for (const samples of [[], [0, NaN, 5], [Infinity, 0], [-Infinity, Infinity]]) expect(moving.place(situation([-1, 1], samples), defaults)).toBeNull();
});

test('looks come every so many steps until the grid rests', () => {
  const due = (until: number): number[] => looks((at) => moving.isDue(at, { ...defaults, until }), 12);
  expect(due(1)).toEqual([0, 3, 6, 9]);
  expect(due(0.5)).toEqual([0, 3, 6]);
  expect(due(0)).toEqual([0]);
  expect(looks((at) => moving.isDue(at, { ...defaults, every: 5 }), 12)).toEqual([0, 5, 10]);
});

test('looks of first-order optimizers come once an epoch, no more often than every 50 steps, and between for samples outside', () => {
  const due = (epoch: number, look: GridLook, options: Partial<typeof defaults> = {}): number[] => looks((at) => moving.isDue(at, { ...defaults, ...options }), 300, { method: 'update', epoch }, look);
  expect(due(1, true)).toEqual([0, 50, 100, 150, 200, 250]);
  expect(due(1, 'forced')).toEqual([]);
  expect(due(120, true)).toEqual([0, 120, 240]);
  expect(due(120, 'forced')).toEqual([50, 100, 150, 200, 250]);
  expect(due(120, true, { until: 0.5 })).toEqual([0, 120]);
  expect(due(120, 'forced', { until: 0.5 })).toEqual([50, 100, 150]);
  // What a file says is done.
  expect(due(120, true, { every: 90 })).toEqual([0, 90, 180, 270]);
  expect(due(120, 'forced', { every: 90 })).toEqual([]);
});

test('a cool-down lets steps pass after a move, and none before the first move', () => {
  const due = (sinceMove: number): GridLook => moving.isDue(moment({ step: 6, sinceMove }), { ...defaults, coolDown: 4 });
  expect([1, 3, 4, 9, Infinity].map(due)).toEqual([false, false, true, true, true]);
  expect(moving.isDue(moment({ step: 6, sinceMove: 1 }), defaults)).toBe(true);
});

test('whatever the activations are, a domain stays finite, holds them all when it moves, and is a fixed point', () => {
  fc.assert(fc.property(anyDomain, anySamples, (domain, samples) => {
    const placed = moving.place(situation(domain, samples), defaults);
    if (placed === null) return;
    const [a, b] = placed.domain;
    expect(b - a).toBeGreaterThan(0);
    expect(b - a).toBeLessThan(Infinity);
    expect(samples.every((x) => a <= x && x <= b)).toBe(true);
    expect(moving.place(situation(placed.domain, samples), defaults)).toBeNull();
  }), { numRuns: 1000, seed: 1 });
});

test('activations as large as numbers go leave the grid alone where no domain could hold them', () => {
  expect(moving.place(situation([-1, 1], [-1e308, 1e308]), defaults)).toBeNull();
  expect(moving.place(situation([-1, 1], [1.7e308, 1.7e308]), defaults)?.domain.every(Number.isFinite)).toBe(true);
});

test('options have the defaults of the experiment file and refuse what makes no sense', () => {
  expect(defaults).toEqual({ every: 'auto', margin: 0.05, room: 0.5, fill: 0.8, until: 1, coolDown: 0 });
  for (const bad of [{ every: 0 }, { every: 'often' }, { margin: -1 }, { fill: 1.1 }, { until: 2 }, { coolDown: -1 }, { step: 1 }]) expect(moving.options.safeParse(bad).success).toBe(false);
});
