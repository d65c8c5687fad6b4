import { expect, test } from '@jest/globals';
import { symbol } from './index.js';

test('a name stands in formulas as a letter, a Greek one too, with what is behind it as an index', () => {
  const latex = (...names: string[]): string[] => names.map((name) => symbol(name).latex);
  expect(latex('x', 'x1', 'x_12', 'alpha', 'alpha2', 'Gamma_3')).toEqual(['x', 'x_{1}', 'x_{12}', '\\alpha', '\\alpha_{2}', '\\Gamma_{3}']);
  expect(latex('scale', 'scale2', 'base_weight', 'alphas')).toEqual(['\\mathrm{scale}', '\\mathrm{scale}_{2}', '\\mathrm{base\\_weight}', '\\mathrm{alphas}']);
  expect(symbol('alpha.2').text).toBe('alpha_2');
});
