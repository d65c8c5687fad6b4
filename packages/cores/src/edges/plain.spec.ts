import { expect, test } from '@jest/globals';
import { plain } from './plain.js';

test('a plain edge has neither base function nor basis weight', () => {
  expect(plain.compose(plain.options.parse({}))).toEqual({ base: null, basisWeight: false });
});
