import { expect, test } from '@jest/globals';
import { constant, input, stepsOf } from '@knotwork/algebra';
import { AS_GIVEN, type Variable } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { usedInputs } from './used-inputs.js';

/** Three inputs; edges of the first layer leave those that are said, by term. */
const structureOf = (terms: readonly (readonly number[])[], more: Partial<Variable> = {}): Structure => ({
  spec: { inputs: ['a', 'b', 'c'].map((name) => ({ name, map: AS_GIVEN })), outputs: [{ name: 'y', map: AS_GIVEN, ...more }] },
  layers: [{ terms: terms.map((from) => ({ edges: { inputAt: Int32Array.from([0, 1, 2], (i) => from.indexOf(i)) } })) }],
}) as unknown as Structure;

test('an input is used where an edge of any term leaves it', () => {
  expect(usedInputs(structureOf([[0], [2]]))).toEqual([true, false, true]);
  expect(usedInputs(structureOf([[], []]))).toEqual([false, false, false]);
});

test('an output that holds conditions may depend on inputs that no edge leaves', () => {
  const conditions = { base: stepsOf(input('b'), ['a', 'b', 'c']), factor: stepsOf(constant(1), ['a', 'b', 'c']) };
  expect(usedInputs(structureOf([[0]], { conditions }))).toEqual([true, true, true]);
});
