import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { filledApart, filledNotes, type FilledRows, type MaybeFilled } from './filled-rows.js';
import { generalization } from './generalization.js';

const samples = (width: number, values: readonly number[]): Samples => ({ count: values.length / width, width, values: Float64Array.from(values) });
/** Rows of two inputs whose targets are 0 and whose predictions are some distances from them. */
const part = (distances: readonly number[], filled?: readonly number[], outputs = 1): MaybeFilled => ({
  inputs: samples(2, new Array<number>(2 * distances.length / outputs).fill(0)), targets: samples(outputs, distances.map(() => 0)), predictions: samples(outputs, distances), filled: filled && Uint32Array.from(filled),
});
const normal = (count: number, size: number, seed = 1): number[] => { const stream = randomStream(seed, 'filled'); return Array.from({ length: count }, () => size * stream.normal()); };
/** Places of the first input of the first rows. */
const first = (count: number): number[] => Array.from({ length: count }, (_, n) => 2 * n);
/** Where the network uses both inputs unless other ones are said. */
const apart = (train: MaybeFilled, others: readonly MaybeFilled[], uses: readonly boolean[] = [true, true]) => filledApart(train, others, uses, generalization);
const found = (filled: readonly number[], whole: readonly number[]): FilledRows | null => apart(part([0]), [part([...filled, ...whole], first(filled.length))]).filled;

test('errors of rows with filled cells and of those without are told apart over validation and test rows', () => {
  const [validation, judged] = [part([...normal(4, 0.8, 2), ...normal(20, 0.05)], first(4)), part([...normal(30, 0.05, 3), ...normal(6, 0.8, 4)], [60, 61, 62, 64, 66, 69, 71])];
  const { filled } = apart(part(normal(40, 0.05)), [validation, judged]);
  const rms = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
  expect(filled).toEqual({
    rows: 10, rmse: expect.closeTo(rms([...normal(4, 0.8, 2), ...normal(6, 0.8, 4)]), 12), others: { rows: 50, rmse: expect.closeTo(rms([...normal(20, 0.05), ...normal(30, 0.05, 3)]), 12) }, isWorse: true,
  });
  expect(filledNotes({ filled: { ...filled!, rmse: 0.853, others: { rows: 50, rmse: 0.0502 } } })).toEqual([
    'rows with empty cells, which are filled, are predicted much worse: of the rows that were not trained on, the RMSE of 10 with such cells is 85 % of the spread of the targets, that of the 50 without is 5 %. '
    + 'What fills a cell says nothing of what belongs there: fill in these cells or, of a table, set missing: drop, which leaves out rows with empty cells (predict writes NaN for such rows then)',
  ]);
  expect([filledNotes({ filled: { ...filled, isWorse: false } }), filledNotes({ filled: null }), filledNotes({})]).toEqual([[], [], []]);
});

test('a cell counts where the network uses its input', () => {
  const others = [part([...normal(10, 0.8), ...normal(30, 0.05)], Array.from({ length: 10 }, (_, n) => 2 * n + 1))];
  expect(apart(part([0]), others, [false, true]).filled).toMatchObject({ rows: 10, isWorse: true });
  expect(apart(part([0]), others, [true, false])).toEqual({ filled: null, generalization: generalization(part([0]), others) });
});

test('of a few rows with filled cells each is asked to be far away, so that a slip is none', () => {
  const whole = [...normal(37, 0.05), 0.05, -0.05];
  expect([found([3], whole), found([1, 1], whole.slice(0, 4))]).toEqual([null, null]);
  expect(found([0.5, -0.6], whole)).toMatchObject({ rows: 2, others: { rows: 39 }, isWorse: true });
  expect(found([0.5, -0.6, 0.02], whole)).toMatchObject({ rows: 3, isWorse: false });
  expect(found([0.5, -0.6, 0.4, 0.02], whole)).toMatchObject({ rows: 4, isWorse: false });
  expect(found([0.5, -0.6, 0.4, 0.7, 0.02], whole)).toMatchObject({ rows: 5, isWorse: true });
  let [times, worse] = [0, 0];
  for (let seed = 1; seed <= 400; seed++) {
    const slips = found(normal(3, 0.1, seed).map((v, k) => (k === 0 ? 20 : 1) * v), normal(60, 0.1, 1000 + seed))!;
    times += Number(slips.rmse > 3 * slips.others.rmse);
    worse += Number(slips.isWorse);
  }
  expect([times > 200, worse < 12]).toEqual([true, true]);
});

test('five rows without filled cells are asked for, and three times the error, a tenth of the spread', () => {
  expect(found(normal(40, 1), normal(4, 0.05))).toBeNull();
  expect(found(normal(5, 1), normal(40, 0.05))).toMatchObject({ rows: 5, others: { rows: 40 }, isWorse: true });
  const isWorse = (filled: number, whole: number): boolean => found([-1, 1, 1, 1, 1, -1].map((sign) => sign * filled), [1, -1, 1, 1, -1, 1, 1, 1, 1, -1, 1, 1, 1, -1, 1].map((sign) => sign * whole))!.isWorse;
  expect([isWorse(0.299, 0.1), isWorse(0.301, 0.1), isWorse(0.099, 0.01), isWorse(0.101, 0.01), isWorse(0.5, 0)]).toEqual([false, true, false, true, true]);
});

test('one slip among few rows is chance, and so are the largest of rows with heavy tails', () => {
  const slip = [...normal(7, 0.1, 5), 3];
  expect(found(slip, normal(40, 0.1))!.rmse).toBeGreaterThan(8 * found(slip, normal(40, 0.1))!.others.rmse);
  expect(found(slip, normal(40, 0.1))!.isWorse).toBe(false);
  let [times, worse] = [0, 0];
  for (let seed = 1; seed <= 400; seed++) {
    const heavy = found(normal(10, 2, seed).map(Math.exp), normal(30, 2, 1000 + seed).map(Math.exp))!;
    times += Number(heavy.rmse > 3 * heavy.others.rmse);
    worse += Number(heavy.isWorse);
  }
  expect([times > 20, worse < 4]).toEqual([true, true]);
});

test('where cells are filled in several columns, and those of one matter, most rows may be predicted as well as others', () => {
  const mixed = [...normal(14, 1, 7), ...normal(26, 0.05, 8)];
  expect(found(mixed, normal(100, 0.05))).toMatchObject({ rows: 40, isWorse: true });
});

test('of several targets a row has one error over all of them, and rows count as they are weighed', () => {
  const distances = Array.from({ length: 40 }, (_, n) => (n < 8 ? [0, 0.5 + 0.05 * n] : [0.02, 0.02 * (n % 3)])).flat();
  const two = apart(part([0, 0], undefined, 2), [part(distances, first(8), 2)]).filled!;
  expect([two.rows, two.others.rows, two.isWorse]).toEqual([8, 32, true]);
  expect(two.rmse).toBeCloseTo(Math.sqrt(distances.slice(0, 16).reduce((sum, v) => sum + v * v, 0) / 16), 12);
  const judged = { ...part([...normal(10, 1), ...normal(30, 0.05)], first(10)), weights: Float64Array.from({ length: 40 }, (_, n) => (n < 10 ? 0.0025 : 1.3325)) };
  const weighed = apart(part([0]), [judged]).filled!;
  expect([weighed.isWeighed, weighed.isWorse]).toEqual([true, false]);
  const even = found(normal(10, 1), normal(30, 0.05))!;
  expect([weighed.rmse / even.rmse, weighed.others.rmse / even.others.rmse]).toEqual([expect.closeTo(0.05, 12), expect.closeTo(Math.sqrt(1.3325), 12)]);
  expect(filledNotes({ filled: { ...weighed, isWorse: true } })[0]).toContain('the RMSE of 10 with such cells, weighed, is ');
});

test('generalization is judged by rows without filled cells where there are five of either part, and else by all', () => {
  const [train, judged] = [part([...normal(10, 0.1), ...normal(30, 0.03, 2)], first(10)), part([...normal(40, 2), ...normal(30, 0.03, 3)], first(40))];
  const all = generalization(train, [judged])!;
  const whole = apart(train, [judged]).generalization!;
  expect([all.isWorse, whole.isWorse]).toEqual([true, false]);
  expect(whole).toEqual({ ...generalization(part(normal(30, 0.03, 2)), [part(normal(30, 0.03, 3))]), isWhole: true });
  for (const [own, ...others] of [[part(normal(40, 0.03), first(36)), judged], [train, part(normal(70, 0.03), first(66))], [train], [part(normal(40, 0.03)), part(normal(40, 0.03), [])]] as const) {
    expect(apart(own, others).generalization).toEqual(generalization(own, others));
  }
  // Filled cells of training rows alone tell them apart, too.
  expect(apart(train, [part(normal(5, 1))])).toMatchObject({ filled: null, generalization: { isWhole: true, isWorse: true } });
});

test('of a network that diverged nothing is said', () => {
  expect(apart(part([NaN, 1, 1, 1, 1, 1], [0]), [part([NaN, ...normal(20, 1)], first(8))])).toEqual({ filled: null, generalization: expect.anything() });
  expect(apart(part(normal(9, 1)), [part([...normal(20, 1), Infinity], first(8))])).toEqual({ filled: null, generalization: null });
});
