import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineBasis } from './kinds/basis.js';
import { isDefinition } from './definition/definition.js';
import { isKnotworkError, KnotworkError } from './errors.js';
import { defineFunction } from './kinds/function.js';
import { defineOptimizer } from './kinds/optimizer.js';
import { defineRegularizer } from './kinds/regularizer.js';
import { didYouMean, nearest } from './nearest.js';
import { cite } from './definition/citation.js';
import { definePackage, isPackageDefinition } from './definition/package-definition.js';
import { use, usedKind } from './definition/use.js';

const ramp = (name: string, options: unknown = z.strictObject({})): unknown =>
  defineFunction({ name, summary: 'x', options: options as z.ZodObject, apply: (x) => x });

test('a definition is recognized, also by another copy of this package, and frozen', () => {
  const definition = ramp('ramp');
  expect(isDefinition(definition)).toBe(true);
  expect(Object.isFrozen(definition)).toBe(true);
  expect((definition as Record<symbol, unknown>)[Symbol.for('knotwork/definition')]).toBe(true);
  expect(isDefinition({ kind: 'function', name: 'ramp' })).toBe(false);
  expect(isDefinition(null)).toBe(false);
});

test.each(['Ramp', 'my_ramp', '', '-ramp', 'ramp-', '2x', 'a--b'])('the name "%s" is not kebab-case and refused', (name) => {
  expect(() => ramp(name)).toThrow('must be kebab-case');
});

test('options must be one strict zod object without transforms and without a key kind', () => {
  expect(() => ramp('a', z.object({}))).toThrow('strict zod object');
  expect(() => ramp('a', z.looseObject({}))).toThrow('strict zod object');
  expect(() => ramp('a', z.strictObject({}).transform((v) => v))).toThrow('strict zod object');
  expect(() => ramp('a', null)).toThrow('strict zod object');
  expect(() => ramp('a', z.strictObject({ kind: z.string() }))).toThrow('must not have a key "kind"');
});

test('every define function sets its kind', () => {
  const basis = defineBasis({
    name: 'one', summary: 'a constant', options: z.strictObject({}), capabilities: { support: 'global', spansConstants: true, onDomainMove: 'none' },
    size: () => 1, features: (x) => [x.mul(0).add(1)],
  });
  expect(basis.kind).toBe('basis');
});

test.each<[string, object, string]>([
  ['misspelled', { feature: () => [] }, 'The basis "one" has a part "feature" that nothing reads. Did you mean "features"?'],
  ['unknown', { colour: 'red' }, 'The basis "one" has a part "colour" that nothing reads. Remove it.'],
  ['misspelled within', { capabilities: { support: 'global', spansConstant: true, onDomainMove: 'none' } }, 'has a part "spansConstant" in "capabilities" that nothing reads. Did you mean "spansConstants"?'],
  ['missing', { size: undefined }, 'The basis "one" needs "size": a function.'],
  ['missing within', { capabilities: { support: 'global', spansConstants: true } }, 'The basis "one" needs "capabilities.onDomainMove": "refit", "transport" or "none".'],
  ['no function', { size: 3 }, '"size" of the basis "one" must be a function; it is 3.'],
  ['no such word', { capabilities: { support: 'local', spansConstants: true, onDomainMove: 'none' } }, '"capabilities.support" of the basis "one" must be "window" or "global"; it is "local".'],
  ['two lines', { summary: 'a\nb' }, '"summary" of the basis "one" must be one line of text; it is "a\\nb".'],
])('a part of a definition that is wrong is refused by name: %s', (_, change, message) => {
  const { features, ...sound } = { size: () => 1, features: () => [], summary: 'a constant', capabilities: { support: 'global', spansConstants: true, onDomainMove: 'none' } };
  const definition = { name: 'one', options: z.strictObject({}), ...sound, ...('feature' in change ? {} : { features }), ...change };
  expect(() => defineBasis(definition as never)).toThrow(message);
});

test.each<[string, object, string]>([
  ['misspelled', { titel: 'Splines' }, 'The source given to cite has a part "titel" that nothing reads. Did you mean "title"?'],
  ['unknown', { title: 'Splines', doi: '10.1/2' }, 'The source given to cite has a part "doi" that nothing reads. Remove it.'],
  ['missing', {}, 'The source given to cite needs "title": a text.'],
  ['no list', { title: 'Splines', authors: 'C. de Boor' }, '"authors" of the source given to cite must be a list; it is "C. de Boor".'],
])('a source is refused by what is wrong with it: %s', (_, change, message) => {
  expect(() => cite({ authors: ['C. de Boor'], year: 1972, ...change } as never)).toThrow(message);
});

test('a source that no one cited is looked at, too', () => {
  const source = { authors: ['C. de Boor'], year: 1972, title: 'Splines', doi: '10.1/2' };
  expect(() => defineFunction({ name: 'f', summary: 'x', source, options: z.strictObject({}), apply: (x) => x })).toThrow('The function "f" has a part "doi" in "source" that nothing reads.');
});

test('an optimizer has the parts of its method', () => {
  const optimizer = (parts: object): unknown => defineOptimizer({ name: 'o', summary: 'steps', options: z.strictObject({}), ...parts } as never);
  expect(() => optimizer({ method: 'normal-equations', damping: () => ({}) })).not.toThrow();
  expect(() => optimizer({ method: 'update', damping: () => ({}) })).toThrow('has a part "damping" that nothing reads');
  expect(() => optimizer({ method: 'newton' })).toThrow('"method" of the optimizer "o" must be "update", "normal-equations" or "quasi-newton"; it is "newton".');
  expect(() => optimizer({})).toThrow('needs "method"');
});

test('a regularizer of roughness says of which derivative, others need not', () => {
  const regularizer = (parts: Partial<Parameters<typeof defineRegularizer>[0]>) => () => defineRegularizer({
    name: 'flat', summary: 'A penalty', options: z.strictObject({}), statistic: 'roughness', scope: 'edge', sums: (s) => ({ total: s }), penalty: ({ total }) => total!, ...parts,
  });
  expect(regularizer({})).toThrow('The regularizer "flat" needs "derivative": a function.');
  expect(regularizer({ derivative: () => 2 })).not.toThrow();
  expect(regularizer({ statistic: 'rms' })).not.toThrow();
});

test('a package is its api and its plugins', () => {
  expect(() => definePackage({ api: 2, plugin: [] } as never)).toThrow('A plugin package is { api: 2, plugins: [ ... ] } and nothing else.');
  expect(() => definePackage({ api: 2, plugins: [], name: 'x' } as never)).toThrow('nothing else');
});

test('a package holds definitions only', () => {
  const good = definePackage({ api: 2, plugins: [ramp('ramp') as never] });
  expect(isPackageDefinition(good)).toBe(true);
  expect(Object.isFrozen(good.plugins)).toBe(true);
  expect(() => definePackage({ api: 2, plugins: [{ kind: 'function', name: 'x' } as never] })).toThrow('plugins[0]');
  expect(isPackageDefinition({ api: 2, plugins: [] })).toBe(false);
});

test('a place for another plugin says which kind it wants and takes a bare name or a block', () => {
  const schema = use('function', { words: ['none'] });
  expect(usedKind(schema)).toEqual({ kind: 'function', words: ['none'] });
  expect(usedKind(z.string())).toBeUndefined();
  expect(schema.safeParse('silu').success).toBe(true);
  expect(schema.safeParse({ kind: 'silu' }).success).toBe(true);
  for (const bad of [3, null, ['silu'], undefined]) expect(schema.safeParse(bad).success).toBe(false);
});

test('an error carries its code and place and is recognized by its brand', () => {
  const error = new KnotworkError('input', 'text', { path: 'network.widths', line: 3, cause: new Error('inner') });
  expect(error).toMatchObject({ code: 'input', message: 'text', place: { path: 'network.widths', line: 3 } });
  expect((error.cause as Error).message).toBe('inner');
  expect(isKnotworkError(error)).toBe(true);
  expect(isKnotworkError(new Error('text'))).toBe(false);
});

test('the nearest name forgives case, dashes, a wrong letter and swapped letters, and suggests nothing far off', () => {
  const names = ['b-spline', 'chebyshev', 'fourier', 'gaussian-rbf'];
  expect(nearest('bspline', names)).toBe('b-spline');
  expect(nearest('B_Spline', names)).toBe('b-spline');
  expect(nearest('chebishev', names)).toBe('chebyshev');
  expect(nearest('fuorier', names)).toBe('fourier');
  expect(nearest('wavelet', names)).toBeUndefined();
  expect(didYouMean('gausian-rbf', names)).toBe(' Did you mean "gaussian-rbf"?');
  expect(nearest('sin', ['sign', 'sine', 'sinh'])).toBe('sine');
  expect(didYouMean('x', [])).toBe('');
});
