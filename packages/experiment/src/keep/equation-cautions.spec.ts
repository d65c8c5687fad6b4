import { expect, test } from '@jest/globals';
import type { ChoiceReport } from '../choice/choice-report.js';
import { type CautionedEquation, equationCautions, errorOfChosen, weighedText } from './equation-cautions.js';

const front = (...errors: number[]) => errors.map((error, k) => ({ text: k === errors.length - 1 ? 'all' : `form ${k}`, complexity: 2 * k + 1, error }));
const of = (more: Partial<CautionedEquation>): string[] => equationCautions({ name: 'y', text: 'all', error: { train: 1, validation: 1 }, ...more }, String);

test('a simpler equation that leaves no more of the rows that judge is named, the simplest of them', () => {
  expect(of({ front: front(3, 2, 1.5, 1) })).toEqual([]);
  expect(of({ front: front(3, 1.25, 0.75, 1.25) })).toEqual(['the one of 3 parts leaves no more of validation rows (1.25) than the equation that was taken (1.25), and is simpler']);
  expect(of({ front: front(3, 1, 2), error: { train: 1, validation: null } })).toEqual([expect.stringContaining('no more of training rows (1) than')]);
  expect(of({ front: front(1, 2), error: { train: null, validation: null } })).toEqual([expect.stringContaining('no more of what the network says (1) than')]);
  // Where the equation has no error there is nothing to compare with.
  expect(of({ front: front(1, 2), text: 'another' })).toEqual([]);
  expect(of({ front: front(1) })).toEqual([]);
  expect(of({})).toEqual([]);
});

test('parts that have no value at some rows are told with how many these are, before all else, a few of them', () => {
  const outside = (...rows: number[]) => rows.map((count, k) => ({ part: `log(x - ${k})`, rows: count, first: 0 }));
  expect(of({ outside: outside(1, 12) })).toEqual(['log(x - 0) is no number at 1 row: the equation has no value there', 'log(x - 1) is no number at 12 rows: the equation has no value there']);
  expect(of({ outside: outside(1, 2, 3, 4), front: front(1, 2) })).toHaveLength(4);
  expect(of({ outside: [] })).toEqual([]);
});

test('structure in what is left is told with what it follows, where chance does not make it', () => {
  const along = (name: string | null, p: number): string[] => of({ leftOver: { along: name, correlation: 0.5, p } });
  expect(along('t', 0.000625)).toEqual(['what is left of y is not noise alone: it follows t (p = 0.000625)']);
  expect(along(null, 1e-5)).toEqual(['what is left of y is not noise alone: it follows the values of y (p = 0.00001)']);
  expect(along('t', 1e-40)).toEqual(['what is left of y is not noise alone: it follows t (p < 1e-12)']);
  expect([along('t', 1e-3), of({ leftOver: null })]).toEqual([[], []]);
});

test('that rows are weighed is told with how large errors are, as a share or beside roots, and is not where nothing grows', () => {
  const told = (noise: Parameters<typeof weighedText>[0]['noise']): string[] => weighedText({ name: 'k (1/s)', ...(noise === undefined ? {} : { noise }) }, String);
  expect(told({ power: 1, size: 0.25 })).toEqual(['what it leaves is in proportion to k (1/s), 25 % of it: rows are weighed by that']);
  expect(told({ power: 0.5, size: 1.25 })).toEqual(['what it leaves is in proportion to the root of k (1/s), 1.25 times it (counting leaves 1): rows are weighed by that']);
  expect([told(null), told(undefined)]).toEqual([[], []]);
});

test('an equation that lost most of what the compared network knew says so', () => {
  const lost = (own: { readonly train: number | null; readonly validation: number | null }, chosen: number | null): string[] => equationCautions({ name: 'y', text: 'all', error: own }, String, chosen);
  expect(lost({ train: 1, validation: 5 }, 0.5)).toEqual(['it leaves 10 times what the network left in the comparison (0.5): something was lost on the way to an equation']);
  expect(lost({ train: 5, validation: null }, 0.5)).toHaveLength(1);
  // Rows that are weighed: errors that are not say little.
  expect(equationCautions({ name: 'y', text: 'all', error: { train: 1, validation: 5 }, noise: { power: 1, size: 0.03 } }, String, 0.5)).toEqual([]);
  expect([lost({ train: 9, validation: 1 }, 0.5), lost({ train: null, validation: null }, 0.5), lost({ train: 5, validation: 5 }, null)]).toEqual([[], [], []]);
  expect(errorOfChosen({ chosen: 1, networks: [{ rmse: 1 }, { rmse: 0.25 }] } as unknown as ChoiceReport)).toBe(0.25);
  expect([errorOfChosen(undefined), errorOfChosen({ chosen: 0, networks: [{}] } as unknown as ChoiceReport)]).toEqual([null, null]);
});

test('numbers that rows do not tell are named, but for exact ones and those without a standard error', () => {
  const constants = (...of: (readonly [number, number | null, boolean?])[]) => of.map(([value, error, isExact = false]) => ({ text: String(Math.abs(value)), value, error, isExact }));
  expect(of({ constants: constants([2, 1.9], [-3, null], [4, null, true]) })).toEqual([]);
  expect(of({ constants: constants([-2, 2], [7, 1]) })).toEqual(['rows hardly tell 2: standard errors are as large as the number, so that a simpler formula may say as much']);
  expect(of({ constants: constants([24, 265], [0.5, 6], [3, 8], [5, 9], [6, 1]) })).toEqual([expect.stringMatching(/^rows hardly tell 24, 0\.5, 3 and 1 more: standard errors are as large as the numbers, /)]);
});
