import { expect, test } from '@jest/globals';
import { constantOf } from './numbers.js';

test('constants are numbers, or texts that come to one', () => {
  expect(constantOf(-0.5, 'constants.a')).toBe(-0.5);
  expect(constantOf('0.01/pi', 'constants.a')).toBe(0.01 / Math.PI);
  expect(constantOf('2*sqrt(2)', 'constants.a')).toBeCloseTo(Math.SQRT2 * 2, 15);
});

test('a date is no difference', () => {
  expect(() => constantOf('2020-01-31', 'constants.a')).toThrow('constants.a must be a number; got the date "2020-01-31". Count days or years from some beginning, and write how many.');
  expect(constantOf('2020 - 1', 'constants.a')).toBe(2019);
});

test('texts with variables, without a value and without sense are refused with their place', () => {
  expect(() => constantOf('2*x', 'constants.a')).toThrow('constants.a must be a number, or a text such as 0.01/pi; got "2*x": it has the variable x. Write the number.');
  expect(() => constantOf('x + y', 'constants.a')).toThrow('it has the variables x, y.');
  for (const none of ['1/0', 'log(-1)', '0/0']) expect(() => constantOf(none, 'constants.a')).toThrow(`got ${JSON.stringify(none)}: it is none.`);
  expect(() => constantOf('1 +', 'constants.a')).toThrow('"1 +" is not mathematics');
});
