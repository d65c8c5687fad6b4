import { describe, expect, test } from '@jest/globals';
import { type ForeignFile, isKnotworkError } from '@knotwork/plugin';
import { changed, fixture } from '../fixtures/read-fixture.js';
import { fastKan } from './fast-kan.js';

const read = (file: ForeignFile, options: Record<string, unknown> = {}) => fastKan.read(file, fastKan.options.parse(options));
const refusal = (file: ForeignFile, options: Record<string, unknown> = {}): string => {
  try { read(file, options); } catch (error) {
    if (isKnotworkError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was thrown';
};
const [smooth, wide, classes] = ['smooth', 'wide', 'classes'].map((name) => fixture(`fast-${name}`).file) as [ForeignFile, ForeignFile, ForeignFile];
const bare = (file: ForeignFile): ForeignFile => ({ ...file, texts: new Map() });

describe('what a network becomes', () => {
  test('bumps are Gaussians on the same centers, and as wide', () => {
    const terms = (file: ForeignFile) => read(file).layers.map(({ terms: [term, ...others] }) => [term!.basis, term!.edge, term!.outside, others.length]);
    const [silu, tanh, none] = ['silu', 'tanh', 'none'].map((kind) => ({ kind: 'residual', base: { kind } }));
    expect(terms(smooth)).toEqual([0, 1].map(() => [{ kind: 'gaussian-rbf', intervals: 7, width: 1 }, silu, 'free', 0]));
    expect(terms(wide)).toEqual([0, 1].map(() => [{ kind: 'gaussian-rbf', intervals: 4, width: 1.3 / 0.75 }, tanh, 'free', 0]));
    expect(terms(classes)).toEqual([5, 6].map((intervals) => [{ kind: 'gaussian-rbf', intervals, width: expect.closeTo(1, 6) }, none, 'free', 0]));
    expect(read(classes).domains).toEqual([0, 1, 2, 3].map(() => [-2, 2]));
  });

  test('bumps wider or narrower than the basis has them are a function each', () => {
    for (const denominator of [[4, 0.5], [0.1, 0.5]]) {
      const { layers: [first], numbers } = read(changed(smooth, { about: { denominator } }));
      expect(first!.terms.map(({ basis: { f } }) => f)).toEqual(Array.from({ length: 8 }, () => ({ kind: 'gaussian' })));
      expect(numbers.get('layers.0.terms.3.shape.a')![0]).toBeCloseTo(1 / denominator[0]!, 12);
      expect(numbers.get('layers.0.terms.0.shape.b')![0]).toBeCloseTo(2 / denominator[0]!, 12);
    }
  });

  test('centers that do not ascend, and a single one, are a function each', () => {
    const turned = changed(smooth, { arrays: { 'layers.0.rbf.grid': (array) => ({ ...array, values: array.values.toReversed() }) } });
    expect(read(turned).layers[0]!.terms).toHaveLength(8);
    expect(read(turned).domains[0]).toEqual([1, 3]);
    const one = changed(smooth, { arrays: { 'layers.0.rbf.grid': (array) => ({ ...array, shape: [1], values: array.values.slice(0, 1) }), 'layers.0.spline_linear.weight': (array) => ({ ...array, shape: [6, 2], values: array.values.slice(0, 12) }) } });
    expect(read(one).layers[0]!.terms).toHaveLength(1);
  });

  test('of a bare state_dict the base function is an option, and what was taken is told', () => {
    expect(read(bare(smooth)).notes).toEqual(['The file does not say which base function its layers have, nor how wide bumps are; these were taken to be silu, and as wide as they are apart.']);
    expect(read(bare(smooth), { base: { kind: 'tanh' } }).layers[0]!.terms[0]!.edge).toEqual({ kind: 'residual', base: { kind: 'tanh' } });
    const within = { ...smooth, arrays: new Map([...smooth.arrays].map(([name, array]) => [name.replace('layers.', ''), array])) };
    expect(read(within, { prefix: '' }).numbers).toEqual(read(smooth).numbers);
    expect(refusal(within)).toBe('input: fast-smooth has no array "layers.0.spline_linear.weight", but "0.spline_linear.weight". Write prefix="", if that is the network.');
  });
});

describe('what cannot be expressed is refused with what to do', () => {
  test('a network as FastKAN makes it has LayerNorms', () => {
    expect(refusal(fixture('fast-norms', 'fast-smooth').file)).toBe('capability: fast-norms cannot be imported: layer 0 has a LayerNorm, which divides each input by the spread of all: no functions of one input add up to that. '
      + 'Train one without: "for layer in model.layers: layer.layernorm = None" behind FastKAN(...), or layers with use_layernorm=False.');
  });

  test.each<[string, string, ForeignFile]>([
    ['gelu, which is the one with erf there', 'capability: fast-smooth cannot be imported: layer 1 has the base function gelu, and Knotwork has SiLU(), ', changed(smooth, { about: { base_activation: ['silu', 'gelu'] } })],
    ['columns that are no multiple of bumps', 'input: fast-smooth is no network of fast-kan: its array "layers.0.spline_linear.weight" has 16 columns, which are no multiple of 7 bumps.', changed(smooth, { arrays: { 'layers.0.rbf.grid': (array) => ({ ...array, shape: [7], values: array.values.slice(0, 7) }) } })],
    ['layers that do not follow one another', 'its array "layers.1.spline_linear.weight" has the shape [1, 40], and [any, 48] goes with the others', changed(smooth, { arrays: { 'layers.1.spline_linear.weight': (array) => ({ ...array, shape: [1, 40], values: array.values.slice(0, 40) }) } })],
    ['too few widths', 'nothing says how wide the bumps of layer 1 are', changed(smooth, { about: { denominator: [0.5] } })],
  ])('%s', (_, message, file) => {
    expect(refusal(file)).toContain(message);
  });
});
