import { expect, test } from '@jest/globals';
import { compose } from './compose.js';
import { fitKeepingValues } from './fit-keeping-values.js';
import { symbolic } from './fixtures/hand-made.js';
import { KeptValues } from './kept-values.js';
import { constantsOf, type Sum } from './normal-form.js';
import { type FormRows, Work } from './snapping.js';

const x = Float64Array.from({ length: 30 }, (_, n) => 3.7 + n / 10);
const rows: FormRows = { columns: { x0: x }, target: x.map((v) => 1.5 * Math.log(v - 3.5) + 2.4) };
const logarithm = (b: number): Sum => compose(symbolic({ inputs: ['x'], layers: [{ outputs: 1, bias: [2], edges: [{ from: 0, to: 0, f: 'log', b, c: 1 }] }] }), 100)[0]!;
const fitted = (b: number, others: readonly number[], work = 1e9) => fitKeepingValues(logarithm(b), rows, new KeptValues(logarithm(b), [Float64Array.from([...x, ...others])]), new Work(work));
const numbers = (form: Sum): number[] => constantsOf(form).filter(({ isFree }) => isFree).map(({ value }) => value);

test('the constant that would take a value away stays, and the others are fitted, with standard errors of all', () => {
  const [factor, shift, constant] = numbers(fitted(-3.28, [3.3])!.form);
  expect([factor!.toFixed(3), shift, constant!.toFixed(3)]).toEqual(['1.879', -3.28, '1.935']);
  expect(constantsOf(fitted(-3.28, [3.3])!.form).filter(({ isFree, error }) => isFree && !(error! > 0 && error! < 1))).toEqual([]);
});

test('where any constant may stay, the one that costs the least does; without work, or a value at the rows, there is nothing', () => {
  const one = fitted(-3.28, [])!;
  expect(one.squares).toBeLessThan(fitted(-3.28, [3.3])!.squares);
  expect(numbers(one.form).filter((v) => [1, 2, -3.28].includes(v))).toHaveLength(1);
  expect([fitted(-3.28, [3.3], 0), fitted(-4, [])]).toEqual([null, null]);
});
