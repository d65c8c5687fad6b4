import { expect, test } from '@jest/globals';
import { constant, input } from '@knotwork/algebra';
import { formulaShape } from './formula-shape.js';

const [a, b, u] = [input('a'), input('b'), input('u')];
const shape = (expr: typeof a, arrays = ['a', 'b']) => formulaShape({ arrays, uniform: ['u'], outputs: [{ to: '0', expr }] }, 'float64');

test('constants are holes: formulas that differ in nothing else are one piece of code', () => {
  const [first, second] = [shape(a.mul(0.9).add(b.mul(0.1))), shape(a.mul(0.5).add(b.mul(0.25)))];
  expect(first.key).toBe(second.key);
  expect([first.constants, second.constants]).toEqual([[0.9, 0.1], [0.5, 0.25]]);
  expect(first.key).toBe('2 1 mul(c0,x0) mul(c1,x1) add(t0,t1) 0=t2');
});

test('names are none either, but which array it is and what is the same for all', () => {
  expect(formulaShape({ arrays: ['p', 'q'], uniform: ['r'], outputs: [{ to: '0', expr: input('p').mul(input('r')) }] }, 'float64').key).toBe(shape(a.mul(u)).key);
  expect(shape(a.mul(u)).key).not.toBe(shape(b.mul(u)).key);
  expect(shape(a.mul(u)).key).not.toBe(shape(a.mul(b)).key);
  expect(shape(a.mul(u)).key).not.toBe(shape(a.mul(u), ['a', 'b', 'c']).key);
});

test('constants that are equal are one: another shape', () => {
  expect(shape(a.mul(0.5).add(b.mul(0.5))).constants).toEqual([0.5]);
  expect(shape(a.mul(0.5).add(b.mul(0.5))).key).not.toBe(shape(a.mul(0.9).add(b.mul(0.1))).key);
});

test('steps, patterns and shifts are part of it, and where outputs go', () => {
  expect(shape(a.add(b)).key).not.toBe(shape(a.sub(b)).key);
  expect(shape(a.exp()).key).not.toBe(formulaShape({ arrays: ['a', 'b'], uniform: ['u'], outputs: [{ to: '0', expr: a.exp() }] }, 'float32').key);
  expect(formulaShape({ arrays: ['a', 'b'], uniform: ['u'], outputs: [{ to: '1', expr: a.add(b) }] }, 'float64').key).not.toBe(shape(a.add(b)).key);
  const log = shape(a.log());
  expect(log.steps.some(({ name }) => name !== '') && log.steps.some(({ value }) => value !== 0)).toBe(true);
  for (const { op, args, value, name } of log.steps) expect(log.key).toContain(` ${op}${value === 0 ? '' : value}${name}(${args.join()})`);
  // What is a constant or an input itself needs no step.
  expect(formulaShape({ arrays: ['a'], uniform: [], outputs: [{ to: '0', expr: constant(3) }, { to: '1', expr: a }] }, 'float64')).toMatchObject({ steps: [], constants: [3], outputs: [{ to: '0', value: 'c0' }, { to: '1', value: 'x0' }] });
});
