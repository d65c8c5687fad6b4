import { beforeAll, expect, test } from '@jest/globals';
import { constant, type Expr, formula, input } from '@knotwork/algebra';
import { mixedCase, squaredError } from '@knotwork/conformance';
import type { Engine, Program, SegmentRole, State, UpdateFormula } from '@knotwork/plugin/engine';
import { openBackend } from './backends.js';
import { tfjs } from './index.js';

const ROLES: readonly SegmentRole[] = ['coefficients', 'baseWeight', 'basisWeight', 'shape', 'bias'];
const c = mixedCase(5);
const [parameter, gradient, m, t] = ['parameter', 'gradient', 'm', 't'].map(input) as [Expr, Expr, Expr, Expr];
/** A mean of gradients, and a count that is the same for all. */
const next = { m: m.mul(0.9).add(gradient.mul(0.1)), t: t.add(1) };
const update: UpdateFormula = {
  slots: ['m', 't'],
  formula: formula(['parameter', 'gradient', 'step', 'steps', 'decays', 'm', 't'], { parameter: parameter.sub(next.m.mul(0.01).div(constant(1).sub(next.t.mul(Math.log(0.9)).exp()))), ...next }),
};

let engine: Engine;
let tensors: () => number;
let bytes: () => number;

beforeAll(async () => {
  engine = await tfjs.create({ backend: 'wasm' });
  const { tf } = await openBackend('wasm');
  tensors = () => tf.memory().numTensors;
  bytes = () => tf.memory().numBytes;
});

async function begun(): Promise<{ readonly program: Program; readonly state: State; readonly data: Awaited<ReturnType<Program['bind']>> }> {
  const program = await engine.compile(c.structure, squaredError(c.widths.at(-1)!), { trainable: ROLES, parameters: 'trainable', update });
  return { program, state: await program.start(c.network), data: await program.bind({ data: c.rows }) };
}

test('a thousand steps hold as many tensors as ten', async () => {
  const before = tensors();
  const { program, state, data } = await begun();
  await state.steps(10, data, { first: 1, total: 1010 });
  const [some, size] = [tensors(), bytes()];
  await state.steps(1000, data, { first: 11, total: 1010 });
  expect([tensors(), bytes()]).toEqual([some, size]);
  await program.dispose();
  expect(tensors()).toBe(before);
}, 60_000);

test('what a program made goes with it, whether it was disposed of or not', async () => {
  const [before, size] = [tensors(), bytes()];
  for (let cycle = 0; cycle < 50; cycle++) {
    const { program, state, data } = await begun();
    await state.steps(2, data, { first: 1, total: 2 });
    const other = await state.fork();
    await other.gradient(data);
    if (cycle % 2 === 0) for (const made of [state, other, data]) await made.dispose();
    await program.dispose();
    expect([tensors(), bytes()]).toEqual([before, size]);
  }
}, 60_000);

test('what is disposed of twice, or after its program, is gone all the same', async () => {
  const before = tensors();
  const [one, two] = [await begun(), await begun()];
  const fork = await one.state.fork();
  await one.program.dispose();
  await fork.dispose();
  await one.state.dispose();
  await one.data.dispose();
  expect((await two.state.value(two.data)).status).toBe('ok');
  await two.program.dispose();
  expect(tensors()).toBe(before);
});

test.each(['value', 'gradient', 'normal', 'rows', 'outputs', 'moments', 'read'] as const)('"%s" leaves nothing behind', async (what) => {
  const program = await engine.compile(c.structure, squaredError(c.widths.at(-1)!), { trainable: ROLES, parameters: 'effective', update });
  const [state, data] = [await program.start(c.network), await program.bind({ data: c.rows })];
  const ask: Readonly<Record<typeof what, () => Promise<unknown>>> = {
    value: () => state.value(data), gradient: () => state.gradient(data), normal: () => state.normal(data), rows: () => state.rows(data, 'data', 0, 3), outputs: () => state.outputs(data),
    moments: () => state.moments(data, 0), read: () => state.read(),
  };
  await ask[what]();
  const once = tensors();
  for (let k = 0; k < 3; k++) await ask[what]();
  expect(tensors()).toBe(once);
  await program.dispose();
});
