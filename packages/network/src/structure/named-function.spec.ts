import { expect, test } from '@jest/globals';
import { evaluate, formula } from '@knotwork/algebra';
import { catalogOf, defineFunction, type Definition, type PluginUse, z } from '@knotwork/plugin';
import { namedFunction } from './named-function.js';

const power = defineFunction({
  name: 'power', summary: 'x to a power', options: z.strictObject({ degree: z.int().min(1).default(2) }), apply: (x, { degree }) => x.pow(degree),
});
const catalog = catalogOf([{ definition: power as Definition, package: 'fixtures', version: '0.0.0' }]);
const at = (x: number, use: PluginUse): number => evaluate(formula(['x'], { y: namedFunction(use, catalog) }), { x })['y']!;

test('a function that is named has the options that are named with it, and those by default where none are', () => {
  expect(at(2, { kind: 'power', degree: 5 })).toBe(32);
  expect(at(2, { kind: 'power' })).toBe(4);
  expect(() => at(2, { kind: 'power', degree: 0.5 })).toThrow('degree');
});
