import { expect, test } from '@jest/globals';
import { formula, input } from '@knotwork/algebra';
import { randomCase, squaredError } from '@knotwork/conformance';
import type { FrozenPenalty, Objective, Program, State } from '@knotwork/plugin/engine';
import { frozenAt, ROLES, taskOf } from '../fixtures/tasks.js';
import { native } from '../index.js';

const c = randomCase(7);
const DAMPING = { shape: 'marquardt', mu: 1e-2 } as const;

async function opened(kernels: 'auto' | 'off' = 'auto'): Promise<{ program: Program; state: State; start: () => Promise<State>; data: Awaited<ReturnType<Program['bind']>>; penalty: FrozenPenalty }> {
  const engine = await native.create({ precision: 'float64', kernels });
  const program = await engine.compile(c.structure, squaredError(c.widths.at(-1)!), { trainable: ROLES, parameters: 'effective' });
  const penalty = await frozenAt(taskOf(c.structure, { parameters: 'effective' }), c.rows, c.network.parameters, 1e-2);
  const start = (): Promise<State> => program.start(c.network);
  return { program, start, state: await start(), data: await program.bind({ data: c.rows }), penalty };
}

/** Lower triangles: what stands above means nothing. */
const lower = (a: Float64Array, n: number): Float64Array => a.map((value, at) => (at % n <= Math.floor(at / n) ? value : 0));

test.each(['auto', 'off'] as const)('normal equations in place of spent ones are those of the state, and so are steps with them, with and without a penalty (kernels %s)', async (kernels) => {
  const [{ state, data, penalty }, fresh] = [await opened(kernels), await opened(kernels)];
  let spent: Awaited<ReturnType<State['normal']>> | undefined;
  for (const query of [{ penalty }, { penalty }, {}, { penalty }]) {
    const [normal, expected] = [await state.normal(data, query, spent), await fresh.state.normal(fresh.data, query)];
    expect(lower(normal.hessian, normal.unknowns)).toEqual(lower(expected.hessian, expected.unknowns));
    expect(normal.gradient).toEqual(expected.gradient);
    // Two tries: the second has a sum with the penalty that is there already.
    for (const mu of [1e-2, 1]) {
      const [trial, wanted] = [await state.tryStep(normal, { ...DAMPING, mu }, data, query), await fresh.state.tryStep(expected, { ...DAMPING, mu }, fresh.data, query)];
      expect([trial.value, trial.predicted]).toEqual([wanted.value, wanted.predicted]);
      if (mu < 1) continue;
      await state.accept(trial);
      await fresh.state.accept(wanted);
    }
    spent = normal;
  }
});

test.each(['float32', 'float64'] as const)('normal equations of the same state are the same each time, gradient and all (%s)', async (precision) => {
  const engine = await native.create({ precision });
  const program = await engine.compile(c.structure, squaredError(c.widths.at(-1)!), { trainable: ROLES, parameters: 'effective' });
  const [state, data] = [await program.start(c.network), await program.bind({ data: c.rows })];
  const first = await state.normal(data);
  const [hessian, gradient] = [first.hessian.slice(), first.gradient.slice()];
  const value = await state.value(data);
  expect(first.value.value).toBeCloseTo(value.value, precision === 'float32' ? 5 : 12);
  for (const spent of [undefined, first]) {
    const again = await state.normal(data, undefined, spent);
    expect(lower(again.hessian, again.unknowns)).toEqual(lower(hessian, first.unknowns));
    expect([again.gradient, again.value]).toEqual([gradient, first.value]);
  }
});

test.each(['float32', 'float64'] as const)('squares and a loss of the same points: value and gradient of normal equations are those of a pass, each time (%s)', async (precision) => {
  const difference = input('y').sub(input('t'));
  const reads = { y: { of: 'output', index: 0 }, t: { of: 'target', index: 0 } } as const;
  const objective: Objective = { blocks: [
    { name: 'squares', points: 'data', form: 'residuals', weight: 2, formula: formula(['y', 't'], { r: difference }), reads },
    { name: 'fourth powers', points: 'data', form: 'loss', weight: 0.5, formula: formula(['y', 't'], { l: difference.square().square() }), reads },
  ] };
  const program = await (await native.create({ precision })).compile(c.structure, objective, { trainable: ROLES, parameters: 'effective' });
  const [state, data] = [await program.start(c.network), await program.bind({ data: c.rows })];
  const wanted = await state.gradient(data);
  const size = Math.hypot(...wanted.gradient);
  for (let time = 0; time < 2; time++) {
    const normal = await state.normal(data);
    for (const [k, value] of wanted.blocks.entries()) expect(Math.abs(normal.value.blocks[k]! / value - 1)).toBeLessThan(precision === 'float32' ? 1e-5 : 1e-12);
    expect(Math.hypot(...normal.gradient.map((slope, u) => slope - wanted.gradient[u]!)) / size).toBeLessThan(precision === 'float32' ? 1e-5 : 1e-12);
  }
});

test('spent normal equations give their memory away and are refused; those of another state keep it', async () => {
  const { state, start, data } = await opened();
  const other = await start();
  const [first, theirs] = [await state.normal(data), await other.normal(data)];
  const before = theirs.hessian.slice();
  await state.write({ parameters: c.network.parameters.map((value) => 1.1 * value) });
  const second = await state.normal(data, {}, first);
  expect(second.hessian).toBe(first.hessian);
  const third = await state.normal(data, {}, theirs);
  expect(third.hessian).not.toBe(theirs.hessian);
  expect(theirs.hessian).toEqual(before);
  await other.tryStep(theirs, DAMPING, data);
  // Of the state as it is, but spent.
  const fourth = await state.normal(data, {}, third);
  await expect(state.tryStep(third, DAMPING, data)).rejects.toThrow('belong to an earlier state');
  await state.tryStep(second, DAMPING, data);
  await state.tryStep(fourth, DAMPING, data);
});
