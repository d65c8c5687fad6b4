import { expect, test } from '@jest/globals';
import { AS_GIVEN } from '@knotwork/plugin';
import { randomStream } from '@knotwork/numerics';
import { repeatedInputs } from './repeated-inputs.js';

const COUNT = 50;
const stream = randomStream(3, 'repeated');
const fresh = (): number[] => Array.from({ length: COUNT }, () => stream.normal());

/** @param made names of inputs that are no column of the table */
function notesOf(columns: Readonly<Record<string, readonly number[]>>, made: readonly string[] = []): readonly string[] {
  const [names, all] = [Object.keys(columns), Object.values(columns)];
  const count = all[0]!.length;
  const samples = { count, width: names.length, values: Float64Array.from({ length: count * names.length }, (_, k) => all[k % names.length]![Math.floor(k / names.length)]!) };
  const rows = { original: { train: { inputs: samples } } } as unknown as Parameters<typeof repeatedInputs>[0];
  return repeatedInputs({ ...rows, inputs: names.map((name) => ({ name, map: AS_GIVEN })) }, made.length === 0 ? null : new Set(names.filter((name) => !made.includes(name))));
}

const SAID = 'in all 50 training rows, up to unit, offset and rounding: what the target owes to which of them cannot be told. Leave';

test('a copy is said, and a column in another unit, rounded, whatever its sign', () => {
  const [a, b] = [fresh(), fresh()];
  expect(notesOf({ a, b, same: a })).toEqual([`"same" says the same as "a" ${SAID} one of them out of the inputs`]);
  // Both directions, as the sign of a column's first number decides nothing.
  for (const factor of [1.8, -0.001]) expect(notesOf({ a, b, other: b.map((v) => 32 + Number((factor * v).toPrecision(5))) })).toEqual([`"other" says the same as "b" ${SAID} one of them out of the inputs`]);
});

test('of three that say the same the later two are said, beside another pair', () => {
  const [a, b] = [fresh(), fresh()];
  expect(notesOf({ c: a.map((v) => 3 - v), b, a, twice: a.map((v) => 2 * v), d: b })).toEqual([
    `"a" says the same as "c", "twice" says the same as "c", "d" says the same as "b" ${SAID} those that repeat others out of the inputs`,
  ]);
});

test('of many so many are named', () => {
  const a = fresh();
  const [note] = notesOf(Object.fromEntries(Array.from({ length: 8 }, (_, k) => [`x${k}`, a])));
  expect(note).toContain(`"x5" says the same as "x0", and 2 others repeat a column, too, ${SAID} those`);
});

test('nothing is said of columns that differ in one row, of those made of a column, of constants, and of two rows', () => {
  const a = fresh();
  expect(notesOf({ a, b: a.map((v, row) => (row === COUNT - 1 ? v + 0.1 : v)) })).toEqual([]);
  expect(notesOf({ a, 'a missing': a }, ['a missing'])).toEqual([]);
  for (const same of [7, 0.1]) expect(notesOf({ a: a.map(() => same), b: a.map(() => same) })).toEqual([]);
  expect(notesOf({ a: [1, 2], b: [5, 9] })).toEqual([]);
});
