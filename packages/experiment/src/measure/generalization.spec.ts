import { expect, test } from '@jest/globals';
import type { Samples } from '@knotwork/plugin';
import { endNotes } from './end-notes.js';
import { generalization, generalizationNote } from './generalization.js';

const samples = (values: readonly number[]): Samples => ({ count: values.length, width: 1, values: Float64Array.from(values) });
/** Targets of 0 and predictions that are some distances from them. */
const judged = (...distances: readonly number[]) => ({ targets: samples(distances.map(() => 0)), predictions: samples(distances) });

const NOTHING = { isSmooth: false, isCompared: false, hasHidden: true };

test('a network that is three times as far from other rows follows its training rows', () => {
  const found = generalization(judged(0.03, -0.03, 0.03), [judged(0.1, -0.1), judged(0.2)])!;
  expect(found).toEqual({ train: expect.closeTo(0.03, 12), others: expect.closeTo(Math.sqrt(0.06 / 3), 12), isWorse: true });
  expect(generalizationNote(found, NOTHING)).toBe('the network follows its training rows more than what is behind them: the RMSE of the other rows is 14 % of the spread of the targets, 4.7 times that of training rows. More rows, fewer nodes or smoothing: auto (where it is refused, a regularizer) may help');
  expect(generalizationNote(generalization(judged(1e-9, 0), [judged(0.1)]), NOTHING)).toMatch(/10 % of the spread of the targets, and training rows are met exactly\. /);
});

test('where rows with empty cells are left out, it says so', () => {
  expect(generalizationNote({ ...generalization(judged(0.03), [judged(0.1)])!, isWhole: true }, NOTHING)).toContain(': the RMSE of the other rows without empty cells is 10 % of the spread of the targets, ');
});

test('only what was not done is told to be done', () => {
  const found = generalization(judged(0.03), [judged(0.1)]);
  expect(generalizationNote(found, { ...NOTHING, isSmooth: true })).toMatch(/that of training rows\. More rows or fewer nodes may help$/);
  expect(generalizationNote(found, { ...NOTHING, hasHidden: false })).toMatch(/\. More rows, fewer inputs or smoothing: auto \(where it is refused, a regularizer\) may help$/);
  const result = { generalization: found, stages: [{ kind: 'prune' }, { kind: 'fit', smoothing: { edf: 3 } }], network: { widths: [2, 1] } };
  expect(endNotes(result)).toEqual([expect.stringMatching(/that of training rows\. More rows or fewer inputs may help$/)]);
  expect(endNotes({ ...result, stages: [{ kind: 'fit', smoothing: null }], network: null })).toEqual([expect.stringMatching(/More rows, fewer nodes or smoothing: auto/)]);
});

test('one that is little worse, that meets all nearly, or that some slips are far from does not', () => {
  const isWorse = (train: readonly number[], others: readonly number[]): boolean => generalization(judged(...train), [judged(...others)])!.isWorse;
  expect([isWorse([0.1, 0.1], [0.3, 0.3]), isWorse([0.1, 0.1], [0.301, 0.301])]).toEqual([false, true]);
  expect([isWorse([1e-4, 1e-4], [0.029, 0.029]), isWorse([1e-4, 1e-4], [0.031, 0.031])]).toEqual([false, true]);
  expect([isWorse([0.1, 0.1, 0.1], [0.1, 0.1, 9]), isWorse([0.1, 0.1, 0.1], [0.21, 0.21, 9])]).toEqual([false, true]);
  expect(generalizationNote(generalization(judged(0.1), [judged(0.1)]), NOTHING)).toBeNull();
});

test('nothing is said without other rows, and of a network that diverged', () => {
  expect([generalization(judged(1), []), generalization(judged(1), [judged()]), generalization(judged(NaN), [judged(1)]), generalization(judged(1), [judged(Infinity)]), generalizationNote(null, NOTHING)]).toEqual([null, null, null, null, null]);
});

test('distances count as rows are weighed: rows of little weight, that nothing follows, hide nothing', () => {
  const weights = Float64Array.of(1.9, 1.9, 0.1, 0.1, 1);
  const part = (...distances: readonly number[]) => ({ ...judged(...distances), weights });
  const [own, other] = [part(0.01, 0.01, 0.5, 0.5, 0.01), part(0.9, 0.9, 0.5, 0.5, 0.9)];
  const found = generalization(own, [other])!;
  expect(found).toEqual({ train: expect.closeTo(Math.sqrt((1e-4 * 4.8 + 0.25 * 0.2) / 5), 12), others: expect.closeTo(Math.sqrt((0.81 * 4.8 + 0.25 * 0.2) / 5), 12), isWorse: true, isWeighed: true });
  expect(generalizationNote(found, NOTHING)).toContain('the RMSE of the other rows, weighed, is 89 % of the spread of the targets, 8.8 times that of training rows');
  expect(generalization(judged(0.01, 0.01, 0.5, 0.5, 0.01), [judged(0.9, 0.9, 0.5, 0.5, 0.9)])!.isWorse).toBe(false);
});
