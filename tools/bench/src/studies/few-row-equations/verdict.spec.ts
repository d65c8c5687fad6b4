import { expect, test } from '@jest/globals';
import { CASES } from './cases.js';
import { fewRowTable } from './few-row-table.js';
import { verdictOf } from './verdict.js';

const verdict = (name: string, text: string | null, ...said: readonly string[]) => verdictOf(name, CASES[name]!, fewRowTable(name, CASES[name]!, 1), { text, said: said.map((line) => `${line}\n`).join(''), failure: null });
const far = (...lines: readonly number[]): string => (lines.length === 1 ? `note: the row (line ${lines[0]}) whose "y" lies far from what the network says may have bent the equation: if it is a slip, mend it or leave it out, and look again`
  : `note: the ${lines.length} rows (${lines.map((line) => `line ${line}`).join(', ')}) whose "y" lie far from what the rows nearest to them say may hide a law: if they are slips, mend them or leave them out, and look again`);
const CODE = (column: string): string => `note: "${column}" is -999 in 6 of 60 rows and 0.0236 to 4.96 in all others: if it stands for a missing value, leave these cells of the table empty`;

test('the form of the law is right with other constants, which are compared, and in another way of writing', () => {
  expect(verdict('arrhenius', '3.3e12 * exp(-9863 / T)')).toMatchObject({ isRight: true, accused: 0, isNamed: null, cautions: [] });
  expect(verdict('arrhenius', '3.3e12 * exp(-9863 / T)').constants).toBeCloseTo(0.1, 6);
  // An exponent that is 1.5 in the law, and a constant that is 0 there.
  expect(verdict('rate narrow 3 %', '4e6 * exp(-5413 / T) * c ^ 1.53').constants).toBeCloseTo(0.02, 6);
  expect(verdict('fall', '4.905 * t ^ 2 + 0.001').constants).toBeLessThan(1e-6);
  expect(verdict('michaelis-menten', '48 / (1 / S + 0.4)')).toMatchObject({ isRight: true });
});

test('what comes near is wrong: a power for an exponential, a term too many, a column that the law does not read, half of a law', () => {
  const near = verdict('rate narrow 3 %', '1.1e-43 * T ^ 16.0791 * c ^ 1.499');
  expect(near).toMatchObject({ isRight: false, constants: null });
  for (const [name, text] of [['line', '2 + 0.73 * x + 0.0004 * x ^ 2'], ['irrelevant columns', '2.5 * x ^ 1.5 + 3 * sin(2 * z) + 0.01 * n'], ['offset', '1000 + 2 * x'], ['arrhenius', '28 - 9863 / T']] as const) {
    expect([name, verdict(name, text).isRight]).toEqual([name, false]);
  }
});

test('an equation is as far off as it is printed, in units of the noise and of the spread', () => {
  const { ofNoise, ofSpread } = verdict('line', '2.1 + 0.73 * x');
  // x is even over 11.5: its standard deviation is that over the root of 12.
  expect(ofSpread).toBeCloseTo(0.1 / (0.73 * 11.5 / Math.sqrt(12)), 2);
  expect(ofNoise! * fewRowTable('line', CASES['line']!, 1).noise).toBeCloseTo(0.1, 6);
  expect(verdict('line without noise', '3 * u')).toMatchObject({ ofNoise: null, isRight: false });
  expect(verdict('line', null)).toMatchObject({ ofNoise: null, ofSpread: null, isRight: false });
});

test('where there is nothing to find, an equation is wrong, and beside a jump one without a caution', () => {
  expect([verdict('noise in one column', null), verdict('noise in one column', '0.3 * a'), verdict('jump', null), verdict('jump', '2 + 0.3 * x')].map(({ isRight }) => isRight)).toEqual([true, false, true, false]);
  const caution = '  it leaves 25.4 times what the network left in the comparison (0.0633): something was lost on the way to an equation';
  expect(verdict('jump', '2 + 0.3 * x', caution)).toMatchObject({ isRight: true, cautions: [caution.trim()] });
  expect(verdict('noise in one column', '0.3 * a', caution).isRight).toBe(false);
  expect(verdictOf('jump', CASES['jump']!, fewRowTable('jump', CASES['jump']!, 1), { text: null, said: '', failure: 'stopped' }).isRight).toBe(false);
});

test('a slip is named by its line, and a row that is clean is accused wrongly, beside it and alone', () => {
  const name = 'line times ten';
  const line = fewRowTable(name, CASES[name]!, 1).wrong[0]! + 2;
  const other = line === 5 ? 6 : 5;
  expect(verdict(name, null, far(line))).toMatchObject({ isNamed: true, accused: 0 });
  expect(verdict(name, null, far(other, line))).toMatchObject({ isNamed: true, accused: 1 });
  expect(verdict(name, null, far(other))).toMatchObject({ isNamed: false, accused: 1 });
  expect(verdict(name, null)).toMatchObject({ isNamed: false, accused: 0 });
  expect(verdict('line', null, far(5, 6))).toMatchObject({ isNamed: null, accused: 2 });
});

test('copies are named by their number, -999 by its column, and both are accused wrongly where they are not', () => {
  const copies = (count: number): string => `${count} of the 60 rows are copies of others: they are left out, since no part is to know rows of another`;
  expect([verdict('noise five times', null, copies(48)), verdict('noise five times', null, copies(36)), verdict('noise five times', null), verdict('line', null, copies(3))].map(({ isNamed, accused }) => [isNamed, accused])).toEqual([[true, 0], [false, 0], [false, 0], [null, 3]]);
  expect([verdict('sum with -999 in x', null, CODE('x'), CODE('x')), verdict('sum with -999 in x', null, CODE('z')), verdict('line', null, CODE('x'))].map(({ isNamed, accused }) => [isNamed, accused])).toEqual([[true, 0], [false, 1], [null, 1]]);
  // Rows that are alike in their target are far, but it is not said where.
  const nowhere = 'note: the 3 rows whose "y" lie far from what the network says may hide a law: if they are slips, mend them or leave them out, and look again';
  expect([verdict('line with -999 in y', null, nowhere), verdict('line', null, nowhere)].map(({ accused }) => accused)).toEqual([0, 3]);
});
