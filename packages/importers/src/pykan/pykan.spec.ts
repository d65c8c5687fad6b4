import { describe, expect, test } from '@jest/globals';
import { type ForeignFile, isKnotworkError } from '@knotwork/plugin';
import { changed, fixture, withValues } from '../fixtures/read-fixture.js';
import { pykan } from './pykan.js';

const read = (file: ForeignFile) => pykan.read(file, {});
const refusal = (file: ForeignFile): string => {
  try { read(file); } catch (error) {
    if (isKnotworkError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was thrown';
};
const files = Object.fromEntries(['smooth', 'pruned', 'products', 'other', 'symbolic', 'functions', 'linear', 'fewer-inputs'].map((name) => [name, fixture(`pykan-${name}`).file]));

describe('what a network becomes', () => {
  test('splines reach from the first of all knots to the last, with coefficients of zero beyond those that pykan has', () => {
    const { layers, numbers, inputs, outputs, domains } = read(files['smooth']!);
    // Five intervals and three more at each end.
    expect(layers.map(({ terms }) => terms)).toEqual([5, 1].map(() => [{ basis: { kind: 'b-spline', degree: 3, intervals: 11 }, edge: { kind: 'residual', base: { kind: 'silu' } }, inputMap: 'interval', outside: 'constant', knots: 'own' }]));
    const grid = files['smooth']!.arrays.get('act_fun.0.grid')!.values;
    expect([...numbers.get('layers.0.terms.0.domain')!]).toEqual([grid[0], grid[11], grid[12], grid[23]]);
    expect(domains).toEqual([[grid[3], grid[8]], [grid[15], grid[20]]]);
    const [c, coef] = [numbers.get('layers.0.terms.0.coefficients')!, files['smooth']!.arrays.get('act_fun.0.coef')!.values];
    for (let edge = 0; edge < 10; edge++) expect([...c.subarray(edge * 14, (edge + 1) * 14)]).toEqual([0, 0, 0, ...coef.subarray(edge * 8, (edge + 1) * 8), 0, 0, 0]);
    expect([inputs, outputs]).toEqual([['x1', 'x2'], ['y1']]);
  });

  test('knots that are even up to rounding are even ones', () => {
    const step = 0.4;
    const even = changed(files['smooth']!, { arrays: { 'act_fun.0.grid': withValues((_, k) => Math.fround(-2.2 + step * (k % 12))) } });
    const { layers, numbers } = read(even);
    expect(layers.map(({ terms: [term] }) => term!.knots)).toEqual([undefined, 'own']);
    expect(numbers.has('layers.0.terms.0.knots')).toBe(false);
    const bent = changed(even, { arrays: { 'act_fun.0.grid': withValues((v, k) => (k === 5 ? v + 1e-5 : v)) } });
    expect(read(bent).layers[0]!.terms[0]!.knots).toBe('own');
  });

  test('edges that are masked are off, and so are their numbers', () => {
    const { layers, numbers } = read(files['pruned']!);
    expect(layers[0]!.terms[0]!.edges).toEqual({ except: [[1, 1]] });
    expect(numbers.get('layers.0.terms.0.basisWeight')).toHaveLength(3);
  });

  test('an input whose knots are all in one place has splines that are zero', () => {
    const { numbers } = read(changed(files['smooth']!, { arrays: { 'act_fun.1.grid': withValues((v, k) => (k < 12 ? 0.25 : v)) } }));
    const coefficients = numbers.get('layers.1.terms.0.coefficients')!;
    expect(coefficients.subarray(0, 14).every((c) => c === 0)).toBe(true);
    expect(coefficients.subarray(14, 28).some((c) => c !== 0)).toBe(true);
    expect([...numbers.get('layers.1.terms.0.domain')!.subarray(0, 2)]).toEqual([-0.75, 1.25]);
  });

  test('nodes that multiply have as many factors as the one with the most, and a layer behind them where they are shifted', () => {
    const { layers, numbers } = read(files['products']!);
    expect(layers.map(({ layer, inputs, outputs }) => [layer, inputs, outputs])).toEqual([
      [{ kind: 'multiplicative', products: 2, arity: 3 }, 4, 4], [{ kind: 'kan' }, 4, 4], [{ kind: 'multiplicative', products: 1, arity: 2 }, 4, 2], [{ kind: 'kan' }, 2, 2], [{ kind: 'kan' }, 2, 2],
    ]);
    // Sums 0 and 1 are nodes; 2 and 3, and 5 to 7 are factors, 4 is the third that the first product does not have.
    expect(numbers.get('layers.0.bias')![4]).toBe(1);
    expect((layers[0]!.terms[0]!.edges as { except: unknown }).except).toEqual([[0, 4], [1, 4], [2, 4], [3, 4]]);
    expect(layers[1]!.terms).toEqual([{ basis: { kind: 'affine' }, edge: { kind: 'plain' }, inputMap: 'raw', outside: 'free', edges: { only: [[0, 0], [1, 1], [2, 2], [3, 3]] } }]);
    const nodeBias = files['products']!.arrays.get('node_bias_0')!.values;
    expect([...numbers.get('layers.1.bias')!]).toEqual([0, 0, nodeBias[2], nodeBias[3]]);
    expect(read(files['linear']!).layers[0]).toMatchObject({ layer: { kind: 'multiplicative', products: 2, arity: 3 }, outputs: 2 });
  });

  test('symbolic edges of one function are a term, and a constant goes to the bias', () => {
    const { layers, numbers } = read(files['symbolic']!);
    expect(layers[0]!.terms.map(({ basis, edges }) => [basis, edges])).toEqual([
      [{ kind: 'b-spline', degree: 3, intervals: 11 }, { only: [[0, 1]] }], [{ kind: 'function', f: { kind: 'sine' } }, { only: [[0, 0]] }],
      [{ kind: 'function', f: { kind: 'cosine' } }, { only: [[0, 1]] }], [{ kind: 'function', f: { kind: 'square' } }, { only: [[1, 0]] }], [{ kind: 'function', f: { kind: 'identity' } }, { only: [[1, 1]] }],
    ]);
    const affine = files['symbolic']!.arrays.get('symbolic_fun.0.affine')!.values;
    // [sum][input][a, b, c, d], nodes without scale and bias: the constants of the edges that are on.
    expect(numbers.get('layers.0.bias')![0]).toBeCloseTo(affine[3]! + affine[7]! + affine[11]!, 12);
    const off = read(changed(files['symbolic']!, { about: { symbolic_enabled: false } }));
    expect(off.layers[0]!.terms).toHaveLength(1);
    expect([...off.numbers.get('layers.0.bias')!]).toEqual([0, 0]);
  });

  test('functions have the numbers of their edges, those of two names that are one here together', () => {
    const { layers, numbers } = read(files['functions']!);
    const { terms } = layers[0]!;
    const affine = files['functions']!.arrays.get('symbolic_fun.0.affine')!.values;
    const termOf = (f: string): number => terms.findIndex(({ basis }) => (basis['f'] as { kind: string }).kind === f);
    // [sum][input][a, b, c, d]; "sqrt" is the third edge, of input 0 to sum 1, and "x^0.5" the last.
    for (const [f, places] of [['log', [[1, 0]]], ['sqrt', [[0, 1], [1, 8]]], ['arctanh', [[1, 7]]]] as const) {
      const at = places.map(([input, sum]) => 4 * (2 * sum + input));
      expect([f, terms[termOf(f)]!.edges]).toEqual([f, { only: places }]);
      for (const [name, k] of [['shape.a', 0], ['shape.b', 1], ['coefficients', 2]] as const) expect([f, ...numbers.get(`layers.0.terms.${termOf(f)}.${name}`)!]).toEqual([f, ...at.map((from) => affine[from + k])]);
    }
  });

  test('inputs that pykan pruned are left out, and the others keep their numbers', () => {
    expect(read(files['fewer-inputs']!).inputs).toEqual(['x1', 'x3']);
  });
});

describe('what cannot be expressed, or is no network of pykan, is refused with what to do', () => {
  test.each<[string, string, ForeignFile]>([
    ['a symbolic function that is not known', 'capability: pykan-symbolic cannot be imported: the edge of layer 0 from input 0 to sum 0 is symbolic, "airy", and known are 0, x, x^2, x^3, x^4, x^5, 1/x, 1/x^2, 1/x^3, 1/x^4, 1/x^5, sqrt, x^0.5, x^1.5, '
      + '1/sqrt(x), 1/x^0.5, exp, log, abs, sin, cos, tan, tanh, sgn, arcsin, arccos, arctan, arctanh, gaussian. '
      + 'Make it a spline again before saving, model.unfix_symbolic(0, 0, 0), and train on.', changed(files['symbolic']!, { about: { functions: [[['airy', 'x^2', '0'], ['cos', 'x', '0']], [['tanh', '0']]] } })],
    ['a base function of somebody', 'capability: pykan-smooth cannot be imported: its base function is <function f at 0x7f>, and Knotwork has "silu", "identity", "zero", SiLU()', changed(files['smooth']!, { about: { base_fun: '<function f at 0x7f>' } })],
    ['knots that do not ascend', 'capability: pykan-smooth cannot be imported: layer 0, input 2, has knots that do not ascend: ', changed(files['smooth']!, { arrays: { 'act_fun.0.grid': withValues((v, k) => (k === 17 ? v - 9 : v)) } })],
    ['too many factors', 'capability: pykan-linear cannot be imported: layer 0 has a node that multiplies 11 sums, and at most 10 can be. Multiply in two layers.', withFactors(11)],
    ['a product of one', 'capability: pykan-linear cannot be imported: a node of level 1 multiplies fewer than two sums. pykan cannot compute it either', changed(files['linear']!, { about: { mult_arity: 1 } })],
    ['a bare state_dict', 'input: pykan-smooth is no network of pykan: it has no text "pykan", which says what its nodes and functions are; a bare state_dict does not. Save it again with the lines in docs/import.md.', { ...files['smooth']!, texts: new Map() }],
    ['what is no JSON', 'input: pykan-smooth is no network of pykan: what it says of itself under "pykan" cannot be read, it is no JSON.', { ...files['smooth']!, texts: new Map([['pykan', '{']]) }],
    ['other widths', 'input: pykan-smooth is no network of pykan: its array "act_fun.0.coef" has the shape [2, 5, 8], and [2, 4, any] goes with the others.', changed(files['smooth']!, { about: { width: [[2, 0], [4, 0], [1, 0]] } })],
    ['widths that are none', 'input: pykan-smooth is no network of pykan: what it says of itself under "pykan" cannot be read, "width.1" is not what it must be.', changed(files['smooth']!, { about: { width: [2, 'five', 1] } })],
    ['other inputs', 'input: pykan-smooth is no network of pykan: "input_id" has 3 columns for 2 inputs.', changed(files['smooth']!, { about: { input_id: [0, 1, 2] } })],
    ['other functions', 'input: pykan-smooth is no network of pykan: "functions" of layer 0 must have a name for each of 5 sums and 2 inputs.', changed(files['smooth']!, { about: { functions: [] } })],
    ['a file of nobody', 'input: empty is no network of pykan: it has no text "pykan"', { name: 'empty', arrays: new Map(), texts: new Map() }],
  ])('%s', (_, message, file) => {
    expect(refusal(file)).toContain(message);
  });
});

/** The network whose nodes multiply, with more factors for one of them. */
function withFactors(count: number): ForeignFile {
  const file = changed(files['linear']!, { about: { width: [[3, 0], [0, 1], [1, 0]], mult_arity: count } });
  const zeros = (...shape: number[]) => ({ shape, values: new Float64Array(shape.reduce((a, b) => a * b)), isSingle: true });
  const names = Array.from({ length: count }, () => ['0', '0', '0']);
  return changed({
    ...file, arrays: new Map([...file.arrays, ['act_fun.0.coef', zeros(3, count, 7)], ...['mask', 'scale_base', 'scale_sp'].map((name) => [`act_fun.0.${name}`, zeros(3, count)] as const),
      ['symbolic_fun.0.mask', zeros(count, 3)], ['symbolic_fun.0.affine', zeros(count, 3, 4)], ['node_bias_0', zeros(1)], ['node_scale_0', zeros(1)], ['subnode_bias_0', zeros(count)], ['subnode_scale_0', zeros(count)],
      ['act_fun.1.grid', zeros(1, 9)], ['act_fun.1.coef', zeros(1, 1, 7)], ...['mask', 'scale_base', 'scale_sp'].map((name) => [`act_fun.1.${name}`, zeros(1, 1)] as const),
      ['symbolic_fun.1.mask', zeros(1, 1)], ['symbolic_fun.1.affine', zeros(1, 1, 4)]]),
  }, { about: { functions: [names, [['0']]] } });
}
