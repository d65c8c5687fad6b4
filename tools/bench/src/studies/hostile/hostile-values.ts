import { Raw } from './raw-text.js';

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const wide = (keys: number): Record<string, number> => Object.fromEntries(Array.from({ length: keys }, (_, k) => [`k${k}`, k]));

/** What may stand where something else belongs. */
export const HOSTILE_VALUES: readonly (readonly [name: string, value: unknown])[] = [
  ...[null, true, false, 0, -0, 1, -1, 0.5, 2, 1e9, 1e12, 1e15, 2 ** 53 - 1, 1e-300, -1e300, 1e300].map((v): [string, unknown] => [Object.is(v, -0) ? '-0' : String(v), v]),
  ...['1e400', '-1e400', '.nan', '.inf', '-.inf', '0x7fffffffffffffff', '0o17', '9007199254740993', '99999999999999999999999999', '1_000', '1,5', '~', '2020-01-01', '*nothing', '&a 1', '!!binary aGk=', '!!js/function x', '!mine 1', '? a', '<<', '- 1', '|', '>', '%', '@x', '`x`'].map((t): [string, unknown] => [t, new Raw(t)]),
  ...['', ' ', 'x', '1', '1e5', 'a b', 'none', 'auto', 'ünïcödé 大きさ 👍', '\u0000', '\u001b[31mred', 'a\nb', 'a\r\nb\tc', '\u202e\u2066abc', '\ud800', '__proto__', 'constructor', 'toString', '../../x', '/etc/passwd', '/dev/zero', 'C:\\x', 'b-spline', 'fit', 'sin(x1)'].map((t): [string, unknown] => [JSON.stringify(t), t]),
  ['a text of 5,000 letters', 'a'.repeat(5000)], ['a text of 200,000 letters', 'a'.repeat(200_000)], ['a million letters', 'a'.repeat(1e6)],
  ['[]', []], ['{}', {}], ['[null]', [null]], ['[[]]', [[]]], ['[1, 2, 3]', [1, 2, 3]], ['{ a: 1 }', { a: 1 }], ['["fit"]', ['fit']], ['{ kind: fit }', { kind: 'fit' }], ['{ kind: 3 }', { kind: 3 }],
  ['{ kind: [] }', { kind: [] }], ['{ "": 1 }', { '': 1 }], ['{ "a.b": 1 }', { 'a.b': 1 }], ['{ constructor: 1 }', { constructor: 1 }], ['[[1, 2], [3]]', [[1, 2], [3]]],
  ['60 lists in each other', nested(60)], ['500 lists in each other', nested(500)], ['a list of 3,000', Array.from({ length: 3000 }, (_, k) => k)], ['a list of 30,000', Array.from({ length: 30_000 }, () => 1)],
  ['a block of 3,000 keys', wide(3000)], ['a block of 15,000 keys', wide(15_000)], ['{ hidden: [[1e12]] }', { hidden: [[1e12]] }], ['[2, 1e6, 1e6, 1]', [2, 1e6, 1e6, 1]], ['[1e300]', [1e300]],
];
