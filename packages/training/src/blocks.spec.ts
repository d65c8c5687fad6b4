import { describe, expect, test } from '@jest/globals';
import { formula, input } from '@knotwork/algebra';
import { native } from '@knotwork/engine-native';
import { randomStream } from '@knotwork/numerics';
import type { PointRows, Rows, TrainingEvent } from '@knotwork/plugin';
import type { Objective, ObjectiveBlock } from '@knotwork/plugin/engine';
import { fit } from './fit.js';
import type { FitPlan } from './fit-plan.js';
import type { FitResult } from './fitting.js';
import { catalog, planOf, rowsOf, settingOf } from './fixtures/setting.js';
import { examineProblem, openSession, type Problem } from './session.js';

const engine = await native.create({ precision: 'float64' });
const still: Problem['grid'] = { definition: catalog.get('grid', 'reference-still'), options: {} };

const optimizers: Readonly<Record<string, { optimizer: Problem['optimizer']; steps: number }>> = {
  'updates': { optimizer: { definition: catalog.get('optimizer', 'reference-heavy-ball'), options: { rate: 0.05 } }, steps: 600 },
  'normal equations': { optimizer: { definition: catalog.get('optimizer', 'reference-gauss-newton'), options: {} }, steps: 40 },
  'quasi-Newton steps': { optimizer: { definition: catalog.get('optimizer', 'reference-limited-memory'), options: { memory: 5 } }, steps: 60 },
  'steps by a matrix': { optimizer: { definition: catalog.get('optimizer', 'reference-whole-memory'), options: {} }, steps: 60 },
};

/** A network that is close to its target. */
const { problem: simple, network: fresh } = settingOf({ engine, validation: null });
const { network: trained } = await fit(simple, fresh, planOf({ steps: 30 }));

/** y - t over some points. */
const error = (points: string, weight: number, change: Partial<ObjectiveBlock> = {}): ObjectiveBlock => ({
  name: points, points, form: 'residuals', weight, formula: formula(['y', 't'], { r: input('y').sub(input('t')) }),
  reads: { y: { of: 'output', index: 0 }, t: { of: 'target', index: 0 } }, ...change,
});

/** y should not rise with what comes in: log(1 + exp y), over points without targets. */
const low = error('anywhere', 0.3, { form: 'loss', formula: formula(['y'], { loss: input('y').exp().add(1).log() }), reads: { y: { of: 'output', index: 0 } } });

const withTargets = (rows: Rows, target: (t: number, n: number) => number): Rows =>
  ({ ...rows, targets: { ...rows.targets, values: rows.targets.values.map(target) } });

/** Outputs of a network at some points, in network units. */
async function outputsOf(problem: Problem, { network, scalars }: Pick<FitResult, 'network' | 'scalars'>, points: PointRows): Promise<Float64Array> {
  const train = Object.fromEntries(Object.keys(problem.train).map((name) => [name, { ...points, targets: points.inputs }]));
  const session = await openSession({ ...problem, train, validation: null });
  const state = await session.program.start(network, { scalars });
  const { values } = await state.outputs(session.train);
  await session.dispose();
  return values.slice(0, points.inputs.count);
}

const meanSquare = (values: Float64Array): number => values.reduce((sum, v) => sum + v * v, 0) / values.length;

describe.each(Object.entries(optimizers))('by %s', (_, { optimizer, steps }) => {
  test('a coefficient is found where nothing else trains: y = nu f(x) with a frozen f', async () => {
    const objective: Objective = {
      blocks: [error('data', 1, {
        formula: formula(['f', 't', 'nu'], { r: input('nu').mul(input('f')).sub(input('t')) }),
        reads: { f: { of: 'output', index: 0 }, t: { of: 'target', index: 0 }, nu: { of: 'scalar', name: 'nu' } },
      })],
      scalars: { nu: { initial: 0.2 } },
    };
    const { problem } = settingOf({ engine, objective, optimizer, grid: still, trainable: [], validation: null });
    const rows = rowsOf(50, 1);
    const f = await outputsOf({ ...problem, train: { data: rows } }, { network: trained, scalars: {} }, rows);
    const data = withTargets(rows, (_t, n) => 0.7 * f[n]!);
    const result = await fit({ ...problem, train: { data } }, () => trained, planOf({ steps }));
    expect(Math.abs(result.scalars['nu']! - 0.7)).toBeLessThan(1e-8);
    expect(await outputsOf({ ...problem, train: { data } }, result, rows)).toEqual(f);
  });

  test('two blocks over two sets of points lower the objective, each as its weight says', async () => {
    const objective: Objective = { blocks: [error('data', 1), error('anchors', 0.5), low] };
    const train = { data: rowsOf(80, 1), anchors: withTargets(rowsOf(20, 2), (t) => t + 1), anywhere: { inputs: rowsOf(30, 3).inputs } };
    const { problem, network } = settingOf({ engine, objective, optimizer, grid: still, train, validation: null });
    const told = async (weights?: FitPlan['weights']): Promise<{ result: FitResult; losses: number[] }> => {
      const losses: number[] = [];
      const observe = (e: TrainingEvent): void => {
        if (e.event !== 'step') return;
        losses.push(e.loss!);
        // What a step says of its blocks is what its loss is made of.
        const { data, anchors, anywhere } = e.blocks!;
        expect(e.loss).toBeCloseTo(data! / 2 + (weights?.['anchors'] ?? 0.5) * anchors! / 2 + 0.3 * anywhere!, 10);
      };
      return { result: await fit(problem, network, planOf({ steps: Math.min(steps, 200), observe, ...(weights === undefined ? {} : { weights }) })), losses };
    };
    const { result, losses } = await told();
    expect(losses.at(-1)).toBeLessThan(0.6 * losses[0]!);
    // Each block as it is reported, over all its points, and their weighted sum as the objective: halves of mean squares, and the loss itself.
    const errors = async (name: 'data' | 'anchors'): Promise<number> => {
      const y = await outputsOf(problem, result, train[name]);
      return meanSquare(y.map((v, n) => v - train[name].targets.values[n]!));
    };
    const there = await outputsOf(problem, result, train.anywhere);
    const anywhere = there.reduce((sum, v) => sum + Math.log(1 + Math.exp(v)), 0) / 30;
    const expected = { data: await errors('data'), anchors: await errors('anchors'), anywhere };
    expect(Object.keys(result.blocks)).toEqual(Object.keys(expected));
    for (const [name, value] of Object.entries(expected)) expect(result.blocks[name]).toBeCloseTo(value, 10);
    expect(result.loss).toBeCloseTo(expected.data / 2 + 0.5 * expected.anchors / 2 + 0.3 * expected.anywhere, 10);
    // Anchors contradict the data: what counts more is met better.
    const [light, heavy] = [await told({ anchors: 0.02 }), await told({ anchors: 4 })];
    expect(heavy.result.blocks['anchors']).toBeLessThan(0.5 * light.result.blocks['anchors']!);
    expect(light.result.blocks['data']).toBeLessThan(0.7 * heavy.result.blocks['data']!);
  });

  test('validation is of the blocks whose points are held out, and of no other', async () => {
    const objective: Objective = { blocks: [error('data', 2), error('anchors', 50)] };
    const validation = { data: rowsOf(40, 5) };
    const train = { data: rowsOf(80, 1), anchors: withTargets(rowsOf(20, 2), (t) => t + 1) };
    const { problem, network } = settingOf({ engine, objective, optimizer, train, validation });
    const seen: number[] = [];
    const result = await fit(problem, network, planOf({ steps: 20, observe: (e) => { if (e.event === 'step') seen.push(e.validation!); } }));
    const y = await outputsOf(problem, result, validation.data);
    expect(result.validation).toBeCloseTo(2 * meanSquare(y.map((v, n) => v - validation.data.targets.values[n]!)), 10);
    expect(result.validation).toBe(Math.min(...seen));
  });

  test('points that are held out and that no block is over are refused in words', async () => {
    const { problem, network } = settingOf({ engine, objective: { blocks: [error('data', 1)] }, optimizer, validation: { others: rowsOf(40, 5) } });
    await expect(fit(problem, network, planOf({ steps: 1 }))).rejects.toThrow('Validation has points "others", and the blocks of the objective are over "data".');
    await expect(fit({ ...problem, validation: {} }, network, planOf({ steps: 1 }))).rejects.toThrow('Validation has no points, and');
  });
});

test('of two sets of points one is seen in batches and the other whole, and losses are told of all that a step saw', async () => {
  const objective: Objective = { blocks: [error('data', 2), error('anchors', 0.5)] };
  const train = { data: rowsOf(10, 1), anchors: withTargets(rowsOf(7, 2), (t) => t + 1) };
  // Steps so small that nothing moves.
  const slow: Problem['optimizer'] = { definition: catalog.get('optimizer', 'reference-heavy-ball'), options: { rate: 1e-300 } };
  const { problem, network } = settingOf({ engine, objective, optimizer: slow, grid: still, train, validation: null });
  const square = async (name: 'data' | 'anchors'): Promise<Float64Array> =>
    (await outputsOf(problem, { network: network(0), scalars: {} }, train[name])).map((v, n) => (v - train[name].targets.values[n]!) ** 2);
  const [data, anchors] = [await square('data'), await square('anchors')];
  const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;
  const order = randomStream(1, 'batch').fork('epoch.0').permutation(10);
  for (const [steps, seen] of [[1, order.slice(0, 4)], [2, order.slice(4, 8)], [3, order.slice(8)]] as const) {
    const losses: number[] = [];
    const batch = { data: { size: 4, stream: randomStream(1, 'batch') } };
    const result = await fit(problem, network, planOf({ steps, batch, observe: (e) => { losses.push(e.loss!); } }));
    expect(losses.at(-1)).toBeCloseTo(2 * mean(Array.from(seen, (n) => data[n]!)) + 0.5 * mean(anchors), 10);
    expect(result.blocks['data']).toBeCloseTo(mean(data), 10);
    expect(result.blocks['anchors']).toBeCloseTo(mean(anchors), 10);
  }
});

test('batches of one of two sets train, and a batch of all points as none does', async () => {
  const objective: Objective = { blocks: [error('data', 1), error('anchors', 0.5)] };
  const { problem, network } = settingOf({
    engine, objective, optimizer: { definition: catalog.get('optimizer', 'reference-heavy-ball'), options: { rate: 0.02 } }, grid: still,
    train: { data: rowsOf(80, 1), anchors: rowsOf(20, 2) }, validation: null,
  });
  const losses: number[] = [];
  const observe = (e: TrainingEvent): void => { losses.push(e.loss!); };
  const fitted = async (size?: number): Promise<FitResult> =>
    fit(problem, network, planOf({ steps: 200, observe, ...(size === undefined ? {} : { batch: { data: { size, stream: randomStream(1, 'batch') } } }) }));
  const whole = await fitted();
  expect((await fitted(80)).loss / whole.loss).toBeCloseTo(1, 9);
  const some = await fitted(16);
  expect(some.loss).not.toBe(whole.loss);
  for (const { loss } of [whole, some]) expect(loss).toBeLessThan(0.4 * losses[0]!);
});

test('scalars begin where the plan says, in every start, and stay positive where they must', async () => {
  const objective: Objective = {
    blocks: [error('data', 1, {
      formula: formula(['y', 't', 'a'], { r: input('y').sub(input('t')).add(input('a')) }),
      reads: { y: { of: 'output', index: 0 }, t: { of: 'target', index: 0 }, a: { of: 'scalar', name: 'a' } },
    })],
    scalars: { a: { initial: 1, constraint: 'positive' } },
  };
  // The network is 0, so that a is all there is to meet targets of 3 with.
  const at = (target: number): Problem['train'] => ({ data: withTargets(rowsOf(20, 1), () => target) });
  const { problem, network } = settingOf({ engine, objective, grid: still, trainable: [], validation: null, train: at(3) });
  const zero = { ...network(0), parameters: network(0).parameters.slice() };
  for (const { role, offset, length } of problem.structure.segments) if (role !== 'domain' && role !== 'knots') zero.parameters.fill(0, offset, offset + length);
  const begun: number[] = [];
  const observe = (e: TrainingEvent): void => { if (e.step === 0 && e.start !== undefined) begun.push(e.loss!); };
  const result = await fit(problem, () => zero, planOf({ starts: { count: 3, steps: 1, keep: 1 }, steps: 9, scalars: { a: 0.25 }, observe }));
  expect(begun).toEqual([2.75 ** 2, 2.75 ** 2, 2.75 ** 2]);
  expect(result.scalars['a']).toBeCloseTo(3, 8);
  const below = await fit({ ...problem, train: at(-3) }, () => zero, planOf({ steps: 30 }));
  expect(below.scalars['a']).toBeGreaterThan(0);
  expect(below.scalars['a']).toBeLessThan(1e-4);
});

test('grids that move are refused where a block reads derivatives, by name', () => {
  const objective = (reads: ObjectiveBlock['reads']): Objective => ({ blocks: [error('data', 1), { ...error('data', 1), name: 'slope', formula: formula(['ux'], { r: input('ux') }), reads }] });
  const { problem } = settingOf({ engine, objective: objective({ ux: { of: 'derivative', output: 0, inputs: [0] } }) });
  expect(() => examineProblem(problem)).toThrow('The grid strategy "reference-moving" moves grids, and the block "slope" reads derivatives');
  expect(() => examineProblem({ ...problem, grid: still })).not.toThrow();
  expect(() => examineProblem({ ...problem, objective: objective({ ux: { of: 'output', index: 0 } }) })).not.toThrow();
});
