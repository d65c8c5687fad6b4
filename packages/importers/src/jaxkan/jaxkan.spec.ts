import { describe, expect, test } from '@jest/globals';
import { type ForeignFile, isKnotworkError } from '@knotwork/plugin';
import { changed, fixture, withValues } from '../fixtures/read-fixture.js';
import { jaxkan } from './jaxkan.js';

const read = (file: ForeignFile) => jaxkan.read(file, {});
const refusal = (file: ForeignFile): string => {
  try { read(file); } catch (error) {
    if (isKnotworkError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was thrown';
};
const fileOf = (name: string): ForeignFile => fixture(`jaxkan-${name}`).file;
/** What a file says of its first layer, changed. */
function saying(file: ForeignFile, more: Readonly<Record<string, unknown>>): ForeignFile {
  const { layers: [first, ...others] } = JSON.parse(file.texts.get('jaxkan')!) as { layers: object[] };
  return changed(file, { about: { layers: [{ ...first, ...more }, ...others] } });
}
const termsOf = (name: string) => read(fileOf(name)).layers.map(({ terms }) => terms);

describe('what a network becomes', () => {
  test.each<[string, object]>([
    ['base', { basis: { kind: 'b-spline', degree: 3, intervals: 12 }, edge: { kind: 'residual', base: { kind: 'silu' } }, outside: 'constant', knots: 'own' }],
    ['spline', { basis: { kind: 'b-spline', degree: 2, intervals: 9 }, edge: { kind: 'residual', base: { kind: 'gelu' } }, outside: 'constant' }],
    ['plain', { basis: { kind: 'b-spline', degree: 3, intervals: 14 }, edge: { kind: 'residual', base: { kind: 'none' } }, knots: 'own' }],
    ['chebyshev', { basis: { kind: 'chebyshev', degree: 5 }, edge: { kind: 'residual', base: { kind: 'none' } }, inputMap: 'tanh' }],
    ['chebyshev-weighted', { basis: { kind: 'chebyshev', degree: 4 }, edge: { kind: 'residual', base: { kind: 'tanh' } }, inputMap: 'tanh' }],
    ['legendre', { basis: { kind: 'legendre', degree: 6 }, edge: { kind: 'residual', base: { kind: 'silu' } }, inputMap: 'tanh' }],
    ['fourier', { basis: { kind: 'fourier', modes: 3, periodic: true }, edge: { kind: 'plain' }, outside: 'free' }],
    ['rbf', { basis: { kind: 'gaussian-rbf', intervals: 5, width: Math.SQRT2 / 0.8 }, edge: { kind: 'residual', base: { kind: 'silu' } }, outside: 'free' }],
  ])('layers of %s are one term each', (name, term) => {
    for (const terms of termsOf(name)) expect(terms).toEqual([expect.objectContaining(term)]);
  });

  test('centers that moved, and sines, are a function each; the first has the base function', () => {
    const kindsOf = (name: string) => termsOf(name).map((terms) => terms.map(({ basis: { f }, edge }) => [f, edge]));
    const [f, others] = [(kind: string) => ({ kind }), { kind: 'plain' }];
    expect(kindsOf('rbf-moved')).toEqual([0, 1].map(() => [[f('gaussian'), { kind: 'residual', base: f('sigmoid') }], ...Array.from({ length: 4 }, () => [f('gaussian'), others])]));
    expect(kindsOf('sine')).toEqual([0, 1].map(() => [[f('sine'), { kind: 'residual', base: f('relu') }], ...Array.from({ length: 3 }, () => [f('sine'), others])]));
  });

  test('where it knows its inputs is what grids say, a period, or said not to be known', () => {
    const about = (name: string) => { const { domains, notes } = read(fileOf(name)); return [domains.map((of) => of.map((v) => Number(v.toFixed(3)))), notes]; };
    expect(about('spline')).toEqual([[[-1, 1], [-1, 1]], []]);
    expect(about('rbf')).toEqual([[[-2, 2], [-2, 2]], []]);
    expect(about('fourier')).toEqual([[[-3.142, 3.142], [-3.142, 3.142]], []]);
    for (const name of ['chebyshev', 'legendre', 'sine']) expect(about(name)).toEqual([[[-1, 1], [-1, 1]], ['Layers of this kind do not say where they know their inputs; it was taken to be from -1 to 1.']]);
  });

  test('functions of jax.nn are known by their names, wherever that version keeps them', () => {
    for (const [name, kind] of [['jax._src.nn.functions.silu', 'silu'], ['jax.nn.silu', 'silu'], ['jax.numpy.tanh', 'tanh'], ['jax._src.nn.functions.gelu', 'gelu'], ['jax.nn.identity', 'identity']]) {
      expect(read(saying(fileOf('spline'), { residual: name })).layers[0]!.terms[0]!.edge).toEqual({ kind: 'residual', base: { kind } });
    }
  });
});

describe('what cannot be is refused with what to do', () => {
  const spline = fileOf('spline');
  test.each<[string, string, ForeignFile]>([
    ['no words about the layers', 'input: jaxkan-spline is no network of jaxKAN: it does not say what its layers are. Save it again with the lines in docs/import.md.', { ...spline, texts: new Map() }],
    ['another model', 'capability: jaxkan-spline cannot be imported: it is a RGAKAN, and known is KAN, layers one after the other. Train a KAN.', changed(spline, { about: { model: 'RGAKAN' } })],
    ['another kind of layer', 'capability: jaxkan-spline cannot be imported: layer 0 is a DenseLayer, and known are BaseLayer, SplineLayer, ', saying(spline, { type: 'DenseLayer' })],
    ['a name that every object has', 'layer 0 is a toString, and known are', saying(spline, { type: 'toString' })],
    ['another residual', 'capability: jaxkan-spline cannot be imported: layer 0 has the residual function __main__.<lambda>, and known are silu, identity, tanh, relu, sigmoid, softplus and gelu of jax.nn. Train one with a residual of these.', saying(spline, { residual: '__main__.<lambda>' })],
    ['a function of somebody with a known name', 'has the residual function mine.silu', saying(spline, { residual: 'mine.silu' })],
    ['another kernel', 'capability: jaxkan-rbf cannot be imported: layer 0 has the kernel cauchy, and known is gaussian.', saying(fileOf('rbf'), { kernel: { type: 'cauchy' } })],
    ['knots by edge', 'capability: jaxkan-base cannot be imported: layer 0 has edges with knots of their own, from input 2.', changed(fileOf('base'), { arrays: { 'layers.0.grid': withValues((v, k) => (k === 3 * 13 + 5 ? v + 1e-3 : v)) } })],
    ['knots that do not go with coefficients', 'input: jaxkan-spline is no network of jaxKAN: layer 0 has 10 knots, which do not go with 7 coefficients and degree 3.', saying(spline, { k: 3 })],
    ['a degree that does not go with coefficients', 'layer 0 has 5 coefficients, which do not go with degree 4 and a bias.', saying(fileOf('chebyshev'), { D: 4 })],
    ['degree 0', 'jaxkan-spline cannot be imported: splines of layer 0 have degree 0. Train one with degree 1 or more.', changed(saying(spline, { k: 0 }), { arrays: { 'layers.0.grid': (array) => ({ ...array, shape: [2, 8], values: new Float64Array(16) }) } })],
    ['layers that do not follow one another', 'input: jaxkan-spline is no network of jaxKAN: layer 1 has 5 inputs, and the layer before it 4 outputs.',
      changed(saying(spline, { n_out: 4 }), { arrays: Object.fromEntries([['c_basis', [4, 2, 7]], ['c_spl', [4, 2]], ['c_res', [4, 2]], ['bias', [4]]].map(([name, shape]) => [`layers.0.${name as string}`, () => ({ shape: shape as number[], isSingle: true, values: new Float64Array((shape as number[]).reduce((a, b) => a * b)) })])) })],
  ])('%s', (_, message, file) => {
    expect(refusal(file)).toContain(message);
  });
});
