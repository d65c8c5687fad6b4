import { describe, expect, test } from '@jest/globals';
import { type ForeignFile, isKnotworkError } from '@knotwork/plugin';
import { changed, fixture } from '../fixtures/read-fixture.js';
import { efficientKan } from './efficient-kan.js';

const read = (file: ForeignFile, options: Record<string, unknown> = {}) => efficientKan.read(file, efficientKan.options.parse(options));
const refusal = (file: ForeignFile, options: Record<string, unknown> = {}): string => {
  try { read(file, options); } catch (error) {
    if (isKnotworkError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was thrown';
};
const [smooth, updated, classes] = ['smooth', 'updated', 'classes'].map((name) => fixture(`efficient-${name}`).file) as [ForeignFile, ForeignFile, ForeignFile];
const without = (file: ForeignFile, name: RegExp): ForeignFile => ({ ...file, arrays: new Map([...file.arrays].filter(([of]) => !name.test(of))) });

describe('what a network becomes', () => {
  test('even grids as they are begun are even ones, and those of update_grid are their own', () => {
    expect(read(smooth).layers.map(({ terms: [term] }) => term!.knots)).toEqual([undefined, undefined]);
    expect(read(updated).layers.map(({ terms: [term] }) => term!.knots)).toEqual(['own', 'own']);
    expect(read(smooth).domains.flat().map((v) => Math.round(1e6 * v) / 1e6)).toEqual([-1, 1, -1, 1]);
  });

  test('degree, intervals and base function are those of the file', () => {
    expect(read(classes).layers.map(({ inputs, outputs, terms: [term] }) => [inputs, outputs, term!.basis, term!.edge])).toEqual([[4, 6], [6, 3]].map((size) => [
      ...size, { kind: 'b-spline', degree: 2, intervals: 8 }, { kind: 'residual', base: { kind: 'tanh' } },
    ]));
  });

  test('edges are those of pykan turned: by input and then by output', () => {
    const { numbers } = read(smooth);
    const [base, scaler] = ['base_weight', 'spline_scaler'].map((name) => smooth.arrays.get(`layers.0.${name}`)!.values) as [Float64Array, Float64Array];
    for (let i = 0; i < 2; i++) for (let o = 0; o < 8; o++) expect([numbers.get('layers.0.terms.0.baseWeight')![8 * i + o], numbers.get('layers.0.terms.0.basisWeight')![8 * i + o]]).toEqual([base[2 * o + i], scaler[2 * o + i]]);
  });

  test('splines without a scale of their own have 1', () => {
    expect(new Set(read(without(smooth, /spline_scaler/)).numbers.get('layers.1.terms.0.basisWeight'))).toEqual(new Set([1]));
  });

  test('of a bare state_dict the base function is an option, and its default is told', () => {
    const bare = { ...smooth, texts: new Map<string, string>() };
    expect(read(bare).notes).toEqual(['The file does not say which base function its layers have; it was taken to be silu.']);
    expect(read(bare, { base: { kind: 'tanh' } }).layers[0]!.terms[0]!.edge).toEqual({ kind: 'residual', base: { kind: 'tanh' } });
    expect(read(bare, { base: 'none' }).numbers.has('layers.0.terms.0.baseWeight')).toBe(false);
    expect(read(smooth, { base: 'tanh' }).layers[0]!.terms[0]!.edge).toEqual({ kind: 'residual', base: { kind: 'silu' } });
    expect(read(smooth, { base: 'tanh' }).notes).toEqual(['The file says which base function its layers have (SiLU()), so that base: tanh was not asked.']);
    expect([read(smooth), read(smooth, { base: 'silu' }), read(classes, { base: 'tanh' })].map(({ notes }) => notes)).toEqual([[], [], []]);
  });

  test('a network within another model is found by what names begin with', () => {
    const within = { ...smooth, arrays: new Map([...smooth.arrays].map(([name, array]) => [`head.${name}`, array])) };
    expect(read(within, { prefix: 'head.layers.' }).numbers).toEqual(read(smooth).numbers);
    expect(refusal(within)).toBe('input: efficient-smooth has no array "layers.0.base_weight", but "head.layers.0.base_weight". Write prefix=head.layers., if that is the network.');
    expect(refusal(without(smooth, /base_weight/))).toBe('input: efficient-smooth is no network of efficient-kan: it has no array "layers.0.base_weight". Save it again with the lines in docs/import.md.');
  });
});

describe('what cannot be expressed is refused with what to do', () => {
  test.each<[string, string, ForeignFile]>([
    ['another base function', 'capability: efficient-smooth cannot be imported: layer 1 has the base function ELU(alpha=1.0), and Knotwork has SiLU(), ', changed(smooth, { about: { base_activation: ['SiLU()', 'ELU(alpha=1.0)'] } })],
    ['a layer that says none', 'capability: efficient-smooth cannot be imported: layer 1 has the base function of no name', changed(smooth, { about: { base_activation: ['SiLU()'] } })],
    ['layers that do not follow one another', 'input: efficient-smooth is no network of efficient-kan: its array "layers.1.base_weight" has the shape [1, 7], and [any, 8] goes with the others.',
      changed(smooth, { arrays: { 'layers.1.base_weight': (array) => ({ ...array, shape: [1, 7] }) } })],
    ['degree 0', 'capability: efficient-smooth cannot be imported: splines of layer 0 have degree 0. Train one with degree 1 or more.',
      changed(smooth, { arrays: { 'layers.0.spline_weight': (array) => ({ ...array, shape: [8, 2, 11], values: new Float64Array(176) }) } })],
    ['knots that do not go with coefficients', 'input: efficient-smooth is no network of efficient-kan: its array "layers.0.grid" has 12 knots, which do not go with 20 coefficients.',
      changed(smooth, { arrays: { 'layers.0.spline_weight': (array) => ({ ...array, shape: [8, 2, 20], values: new Float64Array(320) }) } })],
  ])('%s', (_, message, file) => {
    expect(refusal(file)).toContain(message);
  });
});
