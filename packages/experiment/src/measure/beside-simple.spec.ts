import { describe, expect, test } from '@jest/globals';
import type { Samples } from '@knotwork/plugin';
import { besideSimple, sharesOfClasses, simpleNote } from './beside-simple.js';
import { endNotes } from './end-notes.js';

/** What was done in a run that did nothing but fit. */
const NOTHING = { isSmooth: false, isCompared: false, hasHidden: true };

const samples = (...rows: readonly (readonly number[])[]): Samples => ({ count: rows.length, width: rows[0]!.length, values: Float64Array.from(rows.flat()) });
const train = { inputs: samples([0], [1], [2], [3]), targets: samples([1], [3], [5], [7]) };

test('errors are told as shares of those of the mean of the training targets, and of a line through them', () => {
  const beside = besideSimple({ task: 'regression', train, on: 'test', inputs: samples([4], [5]), targets: samples([9], [12]), outputs: samples([8], [8]) })!;
  // The mean is 4, the line 1 + 2 x.
  const constant = Math.sqrt((25 + 64) / 2);
  expect(beside).toEqual({ on: 'test', network: expect.closeTo(Math.sqrt((1 + 16) / 2) / constant, 12), line: expect.closeTo(Math.sqrt((0 + 1) / 2) / constant, 6) });
  expect(simpleNote(beside, 'regression', NOTHING)).toMatch(/^the network is worse than a line on the test rows: its RMSE is 4\.12 times as large\./);
});

test('columns that depend on each other, and constant ones, have a line, too', () => {
  const doubled = { inputs: samples([0, 0, 5], [1, 2, 5], [2, 4, 5], [3, 6, 5]), targets: train.targets };
  const beside = besideSimple({ task: 'regression', train: doubled, on: 'validation', inputs: samples([4, 8, 5]), targets: samples([10]), outputs: samples([9.5]) })!;
  expect(beside.line).toBeCloseTo(1 / 6, 5);
  expect(simpleNote(beside, 'regression', NOTHING)).toBe(null);
});

test('a network that is worse than the constant says so, with how much', () => {
  const beside = besideSimple({ task: 'regression', train, on: 'validation', inputs: samples([1]), targets: samples([5]), outputs: samples([2]) })!;
  expect(simpleNote(beside, 'regression', NOTHING)).toMatch(/^the network is worse than the mean of the training targets on the validation rows: its RMSE is 3 times as large\./);
});

test('classes are compared with the most common one', () => {
  const classes = { inputs: samples([0], [1], [2]), targets: samples([1, 0], [0, 1], [0, 1]) };
  const of = (...outputs: readonly (readonly number[])[]) =>
    besideSimple({ task: 'classification', train: classes, on: 'test', inputs: samples([0], [1], [2]), targets: samples([1, 0], [0, 1], [0, 1]), outputs: samples(...outputs) })!;
  expect(of([3, 1], [0, 2], [1, 5])).toEqual({ on: 'test', mostCommon: expect.closeTo(2 / 3, 12), network: 0, line: null });
  expect(simpleNote(of([3, 1], [0, 2], [1, 5]), 'classification', NOTHING)).toBe(null);
  // Always the second class, which two of the three rows have.
  expect(simpleNote(of([0, 1], [0, 1], [0, 1]), 'classification', NOTHING)).toMatch(/^the network is no better than the most common class on the test rows: its wrong classes are as many\./);
  const bad = of([0, 1], [2, 1], [0, 1]);
  expect(bad.network).toBeCloseTo(2, 12);
  expect(simpleNote(bad, 'classification', NOTHING)).toContain('worse than the most common class on the test rows: its wrong classes are 2 times as many');
});

test('shares of classes are those of training rows, as they are weighed', () => {
  const of = (weights?: Float64Array) => [...sharesOfClasses({ targets: samples([1, 0, 0], [0, 1, 0], [0, 1, 0]), ...(weights === undefined ? {} : { weights }) }, 2).values].map(Math.exp);
  expect(of()).toEqual([1 / 3, 2 / 3, 1e-12, 1 / 3, 2 / 3, 1e-12].map((v) => expect.closeTo(v, 14)));
  expect(of(Float64Array.of(2, 0.5, 0.5)).slice(0, 2)).toEqual([expect.closeTo(2 / 3, 14), expect.closeTo(1 / 3, 14)]);
});

describe('rare classes are judged by losses', () => {
  const rows = 200;
  const classes = samples(...Array.from({ length: rows }, (_, n) => (n % 25 === 0 ? [0, 1] : [1, 0])));
  const inputs = samples(...Array.from({ length: rows }, () => [0]));
  const of = (loss: (n: number) => number, weights?: Float64Array) => besideSimple({
    task: 'classification', train: { inputs, targets: classes }, on: 'test', inputs, targets: classes, outputs: samples(...Array.from({ length: rows }, () => [1, 0])), ...(weights === undefined ? {} : { weights }),
    losses: { network: Float64Array.from({ length: rows }, (_, n) => loss(n)), shares: new Float64Array(rows).fill(0.25) },
  })!;

  test('of which means and the standard error of their difference are told', () => {
    const { loss, network } = of((n) => (n % 2 === 0 ? 0.25 : 0.125));
    // Differences of 0 and 1/8.
    expect([loss, network]).toEqual([{ network: 0.1875, shares: 0.25, standardError: expect.closeTo(0.0625 * Math.sqrt(rows / (rows - 1)) / Math.sqrt(rows), 12) }, 1]);
    // Weighed, rows with 1/8 alone.
    expect(of((n) => (n % 2 === 0 ? 0.25 : 0.125), Float64Array.from({ length: rows }, (_, n) => 4 * (n % 2))).loss).toMatchObject({ network: 0.125, shares: 0.25 });
    expect(of((n) => (n === 0 ? NaN : 0.25))).not.toHaveProperty('loss');
  });

  test('so that what is learned of them is not called nothing', () => {
    const note = (loss: (n: number) => number) => simpleNote(of(loss), 'classification', NOTHING);
    expect(note((n) => (n % 2 === 0 ? 0.25 : 0.125))).toBe('by its classes the network is no better than the most common class on the test rows: its wrong classes are as many. By its probabilities it is better: its loss is 0.188 beside 0.25 of the shares of the classes. Go by the probabilities');
    // Less by 1.4 standard errors, and by 0.7.
    expect(note((n) => (n % 2 === 0 ? 0.7 : -0.3))).toMatch(/^by its classes the network is no better .*\. By its probabilities it seems to be better, but the rows are too few to be sure: its loss is 0\.2 beside 0\.25 of the shares of the classes$/);
    expect(note((n) => (n % 2 === 0 ? 1.2 : -0.8))).toMatch(/^the network is no better than the most common class/);
    expect(note(() => 0.26)).toBe('the network is no better than the most common class on the test rows: its wrong classes are as many, and its loss is 0.26 beside 0.25 of the shares of the classes. More rows or fewer nodes may help, and preset: table compares networks and simple models; where nothing can be learned, nothing does');
    expect(note(() => 0.25)).toMatch(/^the network is no better than the most common class/);
  });

  test('and what is too sure of its classes says so, however often they are right', () => {
    const sure = (loss: number) => simpleNote({ on: 'test', mostCommon: 0.5, network: 0.4, line: null, loss: { network: loss, shares: 0.7, standardError: 0.1 } }, 'classification', NOTHING);
    expect(sure(1.5)).toBe('the network is too sure of its classes on the test rows: its loss is 1.5 beside 0.7 of the shares of the classes. Its probabilities are worse than these shares, its classes are right more often than the most common one. More rows or fewer nodes may help');
    expect([sure(0.85), sure(0.3)]).toEqual([null, null]);
  });
});

test('what was done already is not told to be done', () => {
  const simple = { on: 'test', network: 1.5, line: null };
  expect(endNotes({ simple, choice: {}, network: { widths: [3, 1] } })).toEqual([expect.stringMatching(/ More rows or fewer inputs may help; where nothing can be learned, nothing does$/)]);
});

test('a network that says the mean is told to have learned nothing, and that a line has', () => {
  const beside = (...outputs: readonly number[]) => besideSimple({ task: 'regression', train, on: 'test', inputs: samples([0], [3]), targets: samples([1.5], [6.5]), outputs: samples(...outputs.map((v) => [v])) })!;
  expect(simpleNote(beside(4, 4.01), 'regression', NOTHING)).toMatch(/^the network is no better than the mean of the training targets on the test rows: its RMSE is 0\.998 times as large, and that of a line 0\.2 times as large\. More rows/);
  expect(simpleNote({ on: 'test', network: 1.08, line: 0.97 }, 'regression', NOTHING)).toMatch(/^the network is worse than the mean .* its RMSE is 1\.08 times as large\. More rows/);
  // What rounds to once is not told as more, and not as "1 times".
  expect(simpleNote({ on: 'test', network: 1.0004, line: null }, 'regression', NOTHING)).toMatch(/^the network is no better than the mean of the training targets on the test rows: its RMSE is as large\. More rows/);
  expect(simpleNote({ on: 'test', network: 0.9999, line: 0.5 }, 'regression', NOTHING)).toMatch(/^the network is no better than the mean .* its RMSE is as large, and that of a line 0\.5 times as large\. More rows/);
  expect(simpleNote({ on: 'test', mostCommon: 0.5, network: 1.0004, line: null }, 'classification', NOTHING)).toMatch(/^the network is no better than the most common class on the test rows: its wrong classes are as many\./);
  expect(simpleNote({ on: 'test', network: 0.98, line: 0.98 }, 'regression', NOTHING)).toBe(null);
});

test('of several targets it is said in what their errors are added up, which is not what RMSE is told in elsewhere', () => {
  expect(simpleNote({ on: 'test', network: 0.3, line: 0.2 }, 'regression', NOTHING, true)).toMatch(/^the network is worse than a line on the test rows: its RMSE over all targets, each in units of its spread, is 1\.5 times as large\./);
  expect(endNotes({ simple: { on: 'test', network: 1.5, line: null }, targets: {} })).toEqual([expect.stringMatching(/mean of the training targets on the test rows: its RMSE over all targets, each in units of its spread, is 1\.5 times as large\./)]);
});

test('rows of one class alone say nothing of the others', () => {
  const classes = { inputs: samples([0], [1], [2]), targets: samples([1, 0], [0, 1], [0, 1]) };
  const beside = besideSimple({ task: 'classification', train: classes, on: 'test', inputs: samples([0]), targets: samples([0, 1]), outputs: samples([0, 1]) });
  expect(beside).toEqual({ on: 'test', mostCommon: 1, network: null, line: null });
  expect(simpleNote(beside, 'classification', NOTHING)).toBe('all test rows have the class that is the most common one in training, so that they say nothing of the others');
});

test('nothing is compared where the constant is right', () => {
  expect(besideSimple({ task: 'regression', train: { ...train, targets: samples([2], [2], [2], [2]) }, on: 'test', inputs: samples([1]), targets: samples([2]), outputs: samples([3]) })).toBe(null);
  expect(simpleNote(null, 'regression', NOTHING)).toBe(null);
});

test('a network that diverged is worse than nothing, and that is said elsewhere', () => {
  expect(simpleNote({ on: 'test', network: NaN, line: 0.5 }, 'regression', NOTHING)).toBe(null);
  expect(simpleNote({ on: 'test', network: Infinity, line: 0.5 }, 'regression', NOTHING)).toMatch(/^the network is worse than the mean/);
});

test('rows that are weighed count as much for the constant, the line and all errors', () => {
  // Heavy rows lie on 1 + 2 x, and light ones far above, as if they followed another law.
  const weighed = { inputs: samples([0], [1], [2], [3]), targets: samples([1], [103], [5], [107]), weights: Float64Array.of(2, 0, 2, 0) };
  const sides = { task: 'regression', train: weighed, on: 'test', inputs: samples([4], [5]), targets: samples([9], [111]), weights: Float64Array.of(2, 0) } as const;
  const beside = besideSimple({ ...sides, outputs: samples([10], [10]) })!;
  // The mean of the heavy rows is 3, and the only row that counts is at 9.
  expect(beside).toEqual({ on: 'test', isWeighed: true, network: expect.closeTo(1 / 6, 12), line: expect.closeTo(0, 6) });
  expect(simpleNote({ ...beside, line: 1 / 12 }, 'regression', NOTHING)).toMatch(/^the network is worse than a line on the test rows: its RMSE, with rows weighed, is 2 times as large\./);
  expect(simpleNote({ ...beside, line: 1 / 12 }, 'regression', NOTHING, true)).toMatch(/: its RMSE over all targets, each in units of its spread, with rows weighed, is 2 times as large\./);
  // Without weights the same network is worse than either.
  const { weights: _, ...alike } = sides;
  const { weights: __, ...train } = weighed;
  expect(besideSimple({ ...alike, train, outputs: samples([10], [10]) })!.network).toBeGreaterThan(1);
});

test('of weighed classes the constant is that of the most weight, while the share beside the accuracy counts rows alike', () => {
  const train = { inputs: samples([0], [1], [2]), targets: samples([1, 0], [0, 1], [0, 1]), weights: Float64Array.of(2.8, 0.1, 0.1) };
  const on = { inputs: train.inputs, targets: train.targets, weights: Float64Array.of(1, 0.5, 1.5) };
  const beside = besideSimple({ task: 'classification', train, on: 'test', ...on, outputs: samples([0, 1], [0, 1], [0, 1]) })!;
  // The constant is the first class, wrong for a weight of 2 in 3, and the network for 1 in 3; two of three rows have the second.
  expect(beside).toEqual({ on: 'test', isWeighed: true, mostCommon: expect.closeTo(2 / 3, 12), network: expect.closeTo(1 / 2, 12), line: null });
  expect(simpleNote({ ...beside, network: 2 }, 'classification', NOTHING)).toContain('its wrong classes, with rows weighed, are 2 times as many');
});
