import { expect, test } from '@jest/globals';
import { exp, log, sine, square } from '@knotwork/functions';
import type { FunctionDefinition } from '@knotwork/plugin';
import { Library } from '../library.js';
import type { FoundFunctions, FunctionPart } from './found-functions.js';
import { lawsAlike } from './laws-alike.js';
import { valuesOfLaw } from './separate-fit.js';

const library = new Library([exp, log, sine, square].map((definition) => ({ definition: definition as unknown as FunctionDefinition })));
const part: FunctionPart = { f: 'linear', power: 1, a: 1, b: 0, c: 1 };
const lawOf = (parts: readonly Partial<FunctionPart>[], constant = 0): FoundFunctions => ({ way: 'sum', parts: parts.map((of) => ({ ...part, ...of })), scale: 1, constant, size: 2, noise: 0 });
const column = (from: number, to: number): Float64Array => Float64Array.from({ length: 50 }, (_, n) => from + ((to - from) * n) / 49);
const kinds = (all: readonly FoundFunctions[][]): string[] => all.map((laws) => laws.map(({ parts }) => parts.map(({ f, power }) => `${f} ${power}`).join(' + ')).join(', '));

test('all terms with the functions of each, and of the input itself, and other laws as they are', () => {
  const laws = [lawOf([{ f: 'square', power: 2, a: 1e-5 }]), lawOf([{}], 3), lawOf([{ f: 'sine' }])];
  const columns = [column(300, 900), column(280, 320), column(0, 3)];
  expect(kinds(lawsAlike(laws, [0, 1], columns, library))).toEqual(['square 2, square 2, sine 1', 'square 1, square 1, sine 1', 'linear 1, linear 1, sine 1']);
  expect(lawsAlike(laws, [], columns, library)).toEqual([]);
  expect(lawsAlike([{ ...laws[0]!, way: 'product' }, laws[1]!], [0, 1], columns.slice(0, 2), library)).toHaveLength(1);
});

test('sizes and a constant are those that are nearest to the law that was there, in units of the column', () => {
  const [x, z] = [column(0, 4), column(0, 4000)];
  const [[first, second]] = lawsAlike([lawOf([{ f: 'exp', a: -2, c: 3 }], 1), lawOf([{ f: 'exp', a: -0.002, b: 0.4, c: 5 }], 7)], [0, 1], [x, z], library) as [[FoundFunctions, FoundFunctions]];
  expect([first.parts[0]!.a, first.parts[0]!.c, first.constant].map((v) => Number(v.toPrecision(9)))).toEqual([-2, 3, 1]);
  expect([second.parts[0]!.a, second.parts[0]!.b, second.constant].map((v) => Number(v.toPrecision(9)))).toEqual([-0.002, 0, 7]);
  expect(second.parts[0]!.c).toBeCloseTo(5 * Math.exp(0.4), 8);
});

test('a logarithm in other units, and one function of another, have the same values', () => {
  const [x, z] = [column(0.5, 4), column(50, 400)];
  for (const kind of [{ f: 'sine', power: 0, a: 0.7, b: 0.2 }, { f: 'exp', a: 0.3, inside: { f: 'sine', a: 1.3, b: 0.1 } }]) {
    const inZ = { ...kind, ...('inside' in kind ? { inside: { f: 'sine', a: 0.013, b: 0.1 } } : { b: 0.2 + 0.7 * Math.log(1 / 100) }) };
    const [[, second]] = lawsAlike([lawOf([kind]), lawOf([inZ], 1)], [0, 1], [x, z], library) as [[FoundFunctions, FoundFunctions]];
    const there = valuesOfLaw(lawOf([inZ], 1), z, library);
    valuesOfLaw(second, z, library).forEach((v, n) => expect(v).toBeCloseTo(there[n]!, 8));
  }
});

test('numbers of functions that make factors of factors are of size 1, and a function that has no values there is none', () => {
  const [[, second]] = lawsAlike([lawOf([{ f: 'square', power: 2, a: 1e-8 }]), lawOf([{}])], [0, 1], [column(1e3, 1e4), column(1e3, 1e4)], library) as [[FoundFunctions, FoundFunctions]];
  expect(second.parts[0]!.a * 1e8).toBeCloseTo(1, 10);
  expect(kinds(lawsAlike([lawOf([{ f: 'log' }]), lawOf([{}])], [0, 1], [column(1, 4), column(-1, 4)], library))).toEqual(['linear 1, linear 1']);
});
