import { describe, expect, test } from '@jest/globals';
import { constant, derivative, evaluate, type Expr, formula, input, stepsOf, trace } from '@knotwork/algebra';
import { AS_GIVEN, type Variable } from '@knotwork/plugin';
import type { Objective, Read } from '@knotwork/plugin/engine';
import { conditionedOutputs } from './conditioned-outputs.js';
import { conditionedRead, type OutputRead } from './conditioned-read.js';
import { withConditions } from './with-conditions.js';

const [x, t] = [input('x'), input('t')];
const base = x.mul(2).sin().add(t.square().mul(x));
const factor = t.mul(x.square().sub(1)).exp().sub(1);
/** What a network might say. */
const v = x.mul(t).cos().add(t.mul(x.pow(3)));
const u = base.add(factor.mul(v));
const outputs: readonly Variable[] = [{ name: 'w', map: AS_GIVEN }, { name: 'u', map: AS_GIVEN, conditions: { base: stepsOf(base, ['x', 't']), factor: stepsOf(factor, ['x', 't']) } }];
const AT = { x: 0.4, t: 0.9 };

/** A derivative by the numbers of inputs. */
const derived = (e: Expr, inputs: readonly number[]): number => evaluate(formula(['x', 't'], { y: inputs.reduce((of, i) => derivative(of, ['x', 't'][i]!), e) }), AT)['y']!;
/** What is read of a network that says v, and 7 in its first output. */
function seen(read: Read): number {
  switch (read.of) {
    case 'input': return [AT.x, AT.t][read.index]!;
    case 'output': return read.index === 1 ? derived(v, []) : 7;
    case 'derivative': return read.output === 1 ? derived(v, read.inputs) : 8;
    default: return NaN;
  }
}
const reads = [[], [0], [1], [0, 0], [1, 0], [1, 1], [0, 0, 0], [0, 1, 0], [1, 1, 0], [1, 1, 1]].map((inputs): OutputRead => (inputs.length === 0 ? { of: 'output', index: 1 } : { of: 'derivative', output: 1, inputs }));
const known = (read: OutputRead): number => derived(u, read.of === 'output' ? [] : read.inputs);

describe('an output that holds conditions is base + factor v', () => {
  test.each(reads.map((read) => [JSON.stringify(read), read] as const))('so is %s, by the product rule', (_, read) => {
    const { value, reads: own } = conditionedRead(read, outputs)!;
    const names = Object.keys(own);
    const found = evaluate(formula(names, { value }), Object.fromEntries(names.map((name) => [name, seen(own[name]!)])))['value']!;
    expect(Math.abs(found - known(read))).toBeLessThan(1e-12 * Math.max(1, Math.abs(known(read))));
  });

  test('what is read is in lower derivatives of the same output, and no more than takes part', () => {
    expect(conditionedRead({ of: 'output', index: 0 }, outputs)).toBeNull();
    expect(Object.values(conditionedRead({ of: 'derivative', output: 1, inputs: [1, 0] }, outputs)!.reads).filter(({ of }) => of !== 'input')).toEqual([
      { of: 'output', index: 1 }, { of: 'derivative', output: 1, inputs: [0] }, { of: 'derivative', output: 1, inputs: [1] }, { of: 'derivative', output: 1, inputs: [0, 1] },
    ]);
    const line = { conditions: { base: stepsOf(constant(0), ['x']), factor: stepsOf(x, ['x']) } };
    expect(Object.values(conditionedRead({ of: 'derivative', output: 0, inputs: [0, 0] }, [line])!.reads)).toEqual([{ of: 'derivative', output: 0, inputs: [0] }, { of: 'derivative', output: 0, inputs: [0, 0] }, { of: 'input', index: 0 }]);
  });
});

test('an objective in such outputs is one in what the last layer gives; all else stays', () => {
  const objective: Objective = { scalars: { k: { initial: 3 } }, blocks: [{
    name: 'all', points: 'inside', form: 'residuals', weight: 0.5,
    formula: trace(['w', 'u', 'uxt', 'x', 'g', 'k'], (w, of, uxt, at, g, k) => ({ r: of.mul(uxt).add(w.mul(at)).add(g.mul(k)) })),
    reads: { w: { of: 'output', index: 0 }, u: { of: 'output', index: 1 }, uxt: { of: 'derivative', output: 1, inputs: [0, 1] }, x: { of: 'input', index: 0 }, g: { of: 'target', index: 0 }, k: { of: 'scalar', name: 'k' } },
  }] };
  const { blocks: [block], scalars } = withConditions(objective, { outputs });
  expect(block).toMatchObject({ name: 'all', points: 'inside', form: 'residuals', weight: 0.5 });
  expect(scalars).toBe(objective.scalars);
  const value = (name: string): number => { const read = block!.reads[name]!; return read.of === 'target' ? 2 : read.of === 'scalar' ? 3 : seen(read); };
  const found = evaluate(block!.formula, Object.fromEntries(block!.formula.inputs.map((name) => [name, value(name)])))['r'];
  expect(found).toBeCloseTo(derived(u, []) * derived(u, [0, 1]) + 7 * 0.4 + 2 * 3, 12);
  // Without conditions nothing is written anew.
  expect(withConditions(objective, { outputs: [outputs[0]!, { name: 'u', map: AS_GIVEN }] })).toBe(objective);
});

test('outputs that are asked for are put together row by row, over more than one block of rows', () => {
  const asked: readonly OutputRead[] = [{ of: 'derivative', output: 1, inputs: [0] }, { of: 'output', index: 0 }, { of: 'output', index: 1 }];
  const { own, from } = conditionedOutputs(asked, outputs);
  const rows = 600;
  const samples = (of: readonly Read[], factorOf: (row: number) => number): { count: number; width: number; values: Float64Array } => ({ count: rows, width: of.length, values: Float64Array.from({ length: rows * of.length }, (_, k) => seen(of[k % of.length]!) * factorOf(Math.floor(k / of.length))) });
  const inputs: readonly Read[] = [{ of: 'input', index: 0 }, { of: 'input', index: 1 }];
  const made = from(samples(own, (row) => 1 + row), samples(inputs, () => 1));
  expect([made.count, made.width]).toEqual([rows, 3]);
  for (const row of [0, 255, 256, 599]) {
    expect(made.values[3 * row + 1]).toBe(7 * (1 + row));
    // Linear in what the last layer gives.
    expect(made.values[3 * row + 2]).toBeCloseTo(derived(base, []) + (1 + row) * derived(factor.mul(v), []), 9);
    expect(made.values[3 * row]).toBeCloseTo(derived(base, [0]) + (1 + row) * derived(factor.mul(v), [0]), 9);
  }
});
