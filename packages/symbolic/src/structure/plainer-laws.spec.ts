import { expect, test } from '@jest/globals';
import { exp, log, reciprocal, sine, square } from '@knotwork/functions';
import type { FunctionDefinition } from '@knotwork/plugin';
import { Library } from '../library.js';
import type { FoundFunctions, FunctionPart } from './found-functions.js';
import { plainerLaws } from './plainer-laws.js';
import { valuesOfLaw } from './separate-fit.js';

const library = new Library([exp, log, reciprocal, sine, square].map((definition) => ({ definition: definition as unknown as FunctionDefinition })));
const part: FunctionPart = { f: 'linear', power: 1, a: 1, b: 0, c: 1 };
const lawOf = (parts: readonly Partial<FunctionPart>[], constant = 0): FoundFunctions => ({ way: 'sum', parts: parts.map((of) => ({ ...part, ...of })), scale: 1, constant, size: 3, noise: 0 });
const column = (from: number, to: number): Float64Array => Float64Array.from({ length: 50 }, (_, n) => from + ((to - from) * n) / 49);
const functionsOf = (all: readonly FoundFunctions[][], k: number): string[] => all.map((laws) => laws[k]!.parts.map(({ f }) => f).join());

test('a law with a shift as each function that needs none, nearest to what was there, beside the others as they are', () => {
  const [x, z] = [column(290, 390), column(0.1, 3)];
  const laws = [lawOf([{ f: 'log', b: -170, c: 8.75 }], 3), lawOf([{ f: 'log' }])];
  const all = plainerLaws(laws, [0, 1], [x, z], library);
  expect(functionsOf(all, 0).toSorted()).toEqual(['linear', 'log', 'reciprocal', 'square']);
  expect(all.every(([first, second]) => first!.size === 2 && first!.parts[0]!.b === 0 && second === laws[1])).toBe(true);
  const [near] = all.find(([first]) => first!.parts[0]!.f === 'reciprocal')!;
  const there = valuesOfLaw(laws[0]!, x, library);
  valuesOfLaw(near!, x, library).forEach((v, n) => expect(Math.abs(v - there[n]!)).toBeLessThan(0.02));
});

test('what is plain, and what is no term, stays; what has no values on the column is no other', () => {
  const both = column(-1, 1);
  const shifted = lawOf([{ f: 'sine', b: 1 }]);
  expect(plainerLaws([lawOf([{ f: 'log' }]), lawOf([{ f: 'square', a: 3 }], 7)], [0, 1], [column(1, 2), both], library)).toEqual([]);
  expect(plainerLaws([shifted, shifted], [], [both, both], library)).toEqual([]);
  expect(functionsOf(plainerLaws([shifted, lawOf([{}])], [0, 1], [Float64Array.of(-1, 0, 1), both], library), 0).toSorted()).toEqual(['linear', 'square']);
  // Pairs, one function of another, and functions whose scale is a number of its own are not plain.
  for (const law of [lawOf([{}, { f: 'square' }]), lawOf([{ inside: { f: 'exp', a: 1, b: 0 } }]), lawOf([{ f: 'exp' }])]) expect(plainerLaws([law, lawOf([{}])], [0], [column(1, 2), both], library)).toHaveLength(4);
});
