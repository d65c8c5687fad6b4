import { expect, test } from '@jest/globals';
import { constant, trace } from '@knotwork/algebra';
import { type ExportedModel, type ExportedNetwork, type ExportedTerm, isKnotworkError } from '@knotwork/plugin';
import { cNumber } from './c/c-number.js';
import { smallModel } from './fixtures/small-model.js';
import { c, javascript, onnx, python } from './index.js';

// That files compute what networks do is checked by conformance; here is how they look, and what is refused.

const model = smallModel((x) => x.sin());
const textOf = (files: Readonly<Record<string, string | Uint8Array>>): string => Object.values(files)[0] as string;

test('a file of C is whole: what it is, where it came from, what goes in and out, data, functions', async () => {
  expect(textOf(await c.export(model, { numbers: 'double' }))).toBe(`/*
 * small: a Kolmogorov-Arnold network of widths 1, 1. Written by Knotwork.
 * Made by hand.
 *
 * x[0]  depth [m], learned from 0 to 2
 * y[0]  load
 *
 * C99, double, no allocation. The array x has 1 number, y 1. Link with -lm.
 */
#include <math.h>

void small_predict(const double *x, double *y);

static const int from_1[1] = {
  0
};
static const double bias_1[1] = {
  3.0
};
static const double places_1[1] = {
  0.5
};
static const int ends_1[1] = {
  1
};
static const int to_1[1] = {
  0
};
static const double coefficients_1[1] = {
  2.0
};
static const double scale_1[1] = {
  10.0
};
static const double center_1[1] = {
  0.0
};

static void map_1(int places, const int *from, const double *x, double *y)
{
  for (int k = 0; k < places; k++) {
    const double u = x[from[k]];
    y[from[k]] = u;
  }
}

static void term_1(int places, const int *from, const double *p, const int *ends, const int *to, const double *c, const double *x, double *s)
{
  int e = 0;
  for (int k = 0; k < places; k++) {
    const double u = x[from[k]];
    const double f0 = sin(u * p[k]);
    for (; e < ends[k]; e++) {
      s[to[e]] += c[e] * f0;
    }
  }
}

static void network_1(const double *x, double *y)
{
  double a[1];
  double b[1];
  map_1(1, from_1, x, a);
  for (int k = 0; k < 1; k++) b[k] = bias_1[k];
  term_1(1, from_1, places_1, ends_1, to_1, coefficients_1, a, b);
  for (int k = 0; k < 1; k++) y[k] = b[k] * scale_1[k] + center_1[k];
}

void small_predict(const double *x, double *y)
{
  network_1(x, y);
}
`);
});

test('ranges of inputs are written in full where they are short, and never narrower than they are', async () => {
  const ranging = (domain: readonly [number, number]): ExportedModel => ({ ...model, inputs: model.inputs.map((input) => ({ ...input, domain })) });
  for (const exporter of [c, javascript, python]) {
    expect(textOf(await exporter.export(ranging([105060, 897740]), { numbers: 'double' } as never))).toContain('learned from 105060 to 897740');
    expect(textOf(await exporter.export(ranging([1 / 3, 2 / 3]), { numbers: 'double' } as never))).toContain('learned from 0.33333 to 0.66667');
  }
});

test('in float, literals and functions are of float', async () => {
  const text = textOf(await c.export(model, { numbers: 'float' }));
  expect(text).toContain('void small_predict(const float *x, float *y);');
  expect(text).toContain('const float f0 = sinf(u * p[k]);');
  expect(text).not.toMatch(/\bdouble\b/);
});

test.each([[0.1, '0.1', '0.1f'], [1 / 3, '0.3333333333333333', '0.33333334f'], [2, '2.0', '2.0f'], [-0, '-0.0', '-0.0f'], [1e21, '1e+21', '1e+21f'], [1e300, '1e+300', 'INFINITY'], [1e-300, '1e-300', '0.0f'], [-Infinity, '-INFINITY', '-INFINITY'], [NaN, 'NAN', 'NAN']])(
  '%d is a literal of C that is read as the same number', (value, inDouble, inFloat) => {
    expect([cNumber(value, false), cNumber(value, true)]).toEqual([inDouble, inFloat]);
  });

test('a module of JavaScript says what it needs and types what it has', async () => {
  const { 'small.mjs': text, 'small.d.mts': types } = await javascript.export(model, {}) as Record<string, string>;
  expect(text).toContain('export const inputs = ["depth"];');
  expect(text).toContain('export function predict(x) {');
  expect(text).not.toContain('import');
  expect(types).toContain('export declare function predict(x: ArrayLike<number>): number[];');
  expect(types).not.toContain('probabilities');
});

test('derivatives are a function of their own, named at the top, in every language', async () => {
  const [network] = model.members;
  const slopes: ExportedModel = { ...model, derivatives: { columns: [{ name: 'load_depth_depth', output: 0, inputs: [0, 0] }], members: [network!] } };
  const inC = textOf(await c.export(slopes, { numbers: 'double' }));
  expect(inC).toContain(' * d[0]  load_depth_depth: derivative in x[0], x[0]\n *\n * C99, double, no allocation. The array x has 1 number, y 1, d 1. Link with -lm.');
  expect(inC).toContain('void small_predict(const double *x, double *y);\nvoid small_derivatives(const double *x, double *d);\n');
  // The same network is written once.
  expect(inC).toContain('void small_derivatives(const double *x, double *d)\n{\n  network_1(x, d);\n}');
  const { 'small.mjs': text, 'small.d.mts': types } = await javascript.export(slopes, {}) as Record<string, string>;
  expect(text).toContain('export const derivativeNames = ["load_depth_depth"];');
  expect(text).toContain('export function derivatives(x) {');
  expect(types).toContain('export declare function derivatives(x: ArrayLike<number>): number[];');
  const inPython = textOf(await python.export(slopes, {}));
  expect(inPython).toContain('DERIVATIVES = ["load_depth_depth"]');
  expect(inPython).toContain('def derivatives(x):');
  for (const exporter of [javascript, python]) expect(textOf(await exporter.export(model, {}))).not.toMatch(/derivative/i);
  expect(textOf(await c.export(model, { numbers: 'double' }))).not.toMatch(/derivative/i);
});

test('what a formula does not read is not written', async () => {
  // Compilers complain of a variable that nobody reads.
  const text = textOf(await c.export(smallModel(() => constant(3)), { numbers: 'double' }));
  expect(text).toContain('const double f0 = 3.0;');
  expect(text.match(/const double u = /g)).toHaveLength(1);
});

test('functions that a language lacks come with the file, and only where they are called', async () => {
  const withErf = smallModel((x) => x.erf());
  for (const exporter of [javascript, python]) {
    expect(textOf(await exporter.export(withErf, {}))).toMatch(/(function|def) _?erf\(x\)/);
    expect(textOf(await exporter.export(model, {}))).not.toContain('erf(');
  }
  expect(textOf(await c.export(withErf, { numbers: 'double' }))).toContain('const double f0 = erf(u * p[k]);');
});

test('a function for which ONNX runtimes have no kernel in double is refused by name, and written in float', async () => {
  for (const [name, of] of [['asin', smallModel((x) => x.asin())], ['atan', smallModel((x) => x.atan())]] as const) {
    await expect(onnx.export(of, { numbers: 'double' })).rejects.toThrow(`The network has the function "${name}", for which ONNX runtimes have no kernel in double. Export with numbers: float, or with another exporter.`);
    expect(await refusal(of)).toMatchObject({ code: 'capability' });
    expect(Object.values(await onnx.export(of, { numbers: 'float' }))[0]).toBeInstanceOf(Uint8Array);
  }
  // What can be put together of others is.
  for (const composed of [smallModel((x) => x.cos()), smallModel((x) => x.erf()), smallModel((x) => x.softplus())]) expect(Object.keys(await onnx.export(composed, { numbers: 'double' }))).toEqual(['small.onnx']);
});

async function refusal(of: ExportedModel): Promise<unknown> {
  try { await onnx.export(of, { numbers: 'double' }); } catch (error) { return isKnotworkError(error) ? error : undefined; }
  return undefined;
}

test('in ONNX, edges that lead to few of many sums have no columns for the others', async () => {
  const [size, sums] = [50, 400];
  const [{ maps, scale, center }] = model.members as [ExportedNetwork];
  const [term] = model.members[0]!.layers[0]!.terms;
  const many = { ...term!, formula: trace(['x', 'p0'], (x, p) => Object.fromEntries(Array.from({ length: size }, (_, k) => [`f${k}`, x!.mul(p!).add(k).sin()]))), window: size, size, to: Uint32Array.of(7), coefficients: new Float64Array(size).fill(2) };
  const read = { ...term!, from: Uint32Array.of(7) };
  const layer = (inputs: number, count: number, of: ExportedTerm) => ({ inputs, sums: count, outputs: count, bias: new Float64Array(count), terms: [of], nodes: [{ first: 0, firstSum: 0, count, arity: 1, formula: null }] });
  const wide: ExportedModel = { ...model, members: [{ maps, layers: [layer(1, sums, many), layer(sums, 1, read)], scale, center }] };
  const bytes = Object.values(await onnx.export(wide, { numbers: 'double' }))[0] as Uint8Array;
  // A matrix of all columns alone would have 160 kB.
  expect(bytes.length).toBeLessThan(20_000);
});

test('operators of ONNX are standard ones', async () => {
  const bytes = Object.values(await onnx.export(model, { numbers: 'float' }))[0] as Uint8Array;
  // Format 8, then the name of who wrote it.
  expect([...bytes.subarray(0, 4)]).toEqual([8, 8, 18, 8]);
  // At the end the set of operators: the domain of the standard, and 17.
  expect([...bytes.subarray(-6)]).toEqual([66, 4, 10, 0, 16, 17]);
});
