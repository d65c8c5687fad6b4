import { expect, test } from '@jest/globals';
import { evaluate, formula } from '@knotwork/algebra';
import { catalogOf, defineFunction, type Definition, type PluginUse, z } from '@knotwork/plugin';
import { functionOfAnything, namedFunction } from './named-function.js';

const power = defineFunction({
  name: 'power', summary: 'x to a power', options: z.strictObject({ degree: z.int().min(1).default(2) }), apply: (x, { degree }) => x.pow(degree),
});
const part = (name: string, domain: readonly [number, number]) => defineFunction({ name, summary: 'A part', options: z.strictObject({}), claims: () => ({ domain }), apply: (x) => x });
const catalog = catalogOf([power, part('right', [0, Infinity]), part('left', [-Infinity, 2]), part('middle', [-Math.PI / 2, Math.PI / 2])]
  .map((definition) => ({ definition: definition as Definition, package: 'fixtures', version: '0.0.0' })));
const at = (x: number, use: PluginUse): number => evaluate(formula(['x'], { y: namedFunction(use, catalog) }), { x })['y']!;

test('a function that is named has the options that are named with it, and those by default where none are', () => {
  expect(at(2, { kind: 'power', degree: 5 })).toBe(32);
  expect(at(2, { kind: 'power' })).toBe(4);
  expect(() => at(2, { kind: 'power', degree: 0.5 })).toThrow('degree');
});

test('where it is given anything, a function that says it is not defined everywhere is refused', () => {
  expect(evaluate(formula(['x'], { y: functionOfAnything({ kind: 'power' }, catalog) }), { x: 3 })['y']).toBe(9);
  for (const [kind, where] of [['right', 'above 0'], ['left', 'below 2'], ['middle', 'from -1.5708 to 1.5708']] as const) {
    expect(() => functionOfAnything({ kind }, catalog)).toThrow(`A base function or an activation is given any number, and "${kind}" is used ${where} alone. Take one that is defined everywhere, such as "silu".`);
    expect(() => namedFunction({ kind }, catalog)).not.toThrow();
  }
});
