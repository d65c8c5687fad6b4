import { expect, test } from '@jest/globals';
import { plainCatalog, referencePlugins } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { createNetwork } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, defineLoss, type LossDefinition, type Rows, type TrainingEvent, z } from '@knotwork/plugin';
import { fit } from './fit.js';
import type { FitPlan } from './fit-plan.js';
import type { FitResult } from './fitting.js';
import { DATA, supervised } from './objective.js';
import { reportedLoss } from './reported-loss.js';
import { openSession, type Problem, requireCurvature } from './session.js';

const catalog = plainCatalog(referencePlugins);
const engine = await native.create({ precision: 'float64' });
const options = z.strictObject({});

const absolute = defineLoss({ name: 'absolute', summary: '|r|', options, form: 'loss', formula: ([y], [t]) => [y!.sub(t!).abs()] });
const certain = defineLoss({ name: 'certain', summary: 'log cosh r, minus 10', options, form: 'loss', formula: ([y], [t]) => [y!.sub(t!).cosh().log().sub(10)] });

const optimizers = {
  'normal equations': { definition: catalog.get('optimizer', 'reference-gauss-newton'), options: {} },
  'updates': { definition: catalog.get('optimizer', 'reference-heavy-ball'), options: { rate: 0.05 } },
};

function rowsOf(count: number, seed: number): Rows {
  const stream = randomStream(seed, 'rows');
  const inputs = Float64Array.from({ length: count }, () => stream.uniform(-1, 1));
  return { inputs: { count, width: 1, values: inputs }, targets: { count, width: 1, values: inputs.map((x) => Math.sin(3 * x)) } };
}

const layer = {
  layer: { kind: 'reference-layer' }, edge: { kind: 'reference-residual' }, basis: { kind: 'reference-spline', intervals: 4 }, inputMap: 'interval' as const, outside: 'linear' as const,
};
const variable = { name: 'v', map: AS_GIVEN };
const { network, structure } = createNetwork({
  widths: [1, 1], layers: [layer], initializers: [{ kind: 'reference-random' }], inputs: [variable], outputs: [variable], domains: [[-1, 1]],
}, randomStream(1, 'init'), catalog);

const problemOf = (loss: LossDefinition, optimizer: keyof typeof optimizers): Problem => ({
  engine, structure, objective: supervised(loss, {}, 1), penalties: [], optimizer: optimizers[optimizer],
  grid: { definition: catalog.get('grid', 'reference-still'), options: {} },
  trainable: ['coefficients', 'baseWeight', 'basisWeight', 'bias'], train: { [DATA]: rowsOf(80, 1) }, validation: { [DATA]: rowsOf(40, 2) }, maxUnknowns: 2000,
});

async function fitted(problem: Problem): Promise<{ result: FitResult; events: TrainingEvent[] }> {
  const events: TrainingEvent[] = [];
  const plan: FitPlan = { steps: 30, starts: null, phase: 'start', patience: Infinity, observe: (e) => { events.push(e); }, isOver: () => false, signal: undefined };
  return { result: await fit(problem, () => network, plan), events };
}

test.each(['normal equations', 'updates'] as const)('a loss is minimized by %s and reported as it is, a mean of squares as such', async (by) => {
  for (const [loss, mean] of [
    [certain, (r: number): number => Math.log(Math.cosh(r)) - 10], [catalog.get('loss', 'reference-squares'), (r: number): number => r * r],
  ] as const) {
    const problem = problemOf(loss, by);
    const { result, events } = await fitted(problem);
    const session = await openSession({ ...problem, train: problem.validation! });
    const over = async (rows: Rows): Promise<number> => {
      const state = await session.program.start(result.network);
      const { values } = await state.outputs(await session.program.bind({ [DATA]: rows }));
      return values.reduce((sum, y, n) => sum + mean(y - rows.targets.values[n]!), 0) / rows.targets.count;
    };
    expect(result.loss).toBeCloseTo(await over(problem.train[DATA] as Rows), 12);
    expect(result.validation).toBeCloseTo(await over(problem.validation![DATA] as Rows), 12);
    const steps = events.filter((e) => e.event === 'step');
    expect(steps[0]!.loss! - result.loss).toBeGreaterThan(0.05);
    expect(Math.min(...steps.map((e) => e.validation!))).toBe(result.validation);
  }
});

test('a loss without curvature is trained by updates and refused, by name, by normal equations', async () => {
  const { result, events } = await fitted(problemOf(absolute, 'updates'));
  expect(result.loss).toBeLessThan(events[0]!.loss!);
  const problem = problemOf(absolute, 'normal equations');
  const message = 'The optimizer "reference-gauss-newton" solves normal equations, and the loss "absolute" gives it none: its second derivatives are 0 everywhere. '
    + 'Use loss: huber, or an optimizer that takes any loss, such as adam or l-bfgs.';
  await expect(openSession(problem)).rejects.toMatchObject({ code: 'capability', message });
  expect(() => requireCurvature(problem, 'stages.0.loss')).toThrow(`stages.0.loss: ${message}`);
});

test('a loss that gives several numbers is told so', () => {
  const many = defineLoss({ name: 'many', summary: 'two numbers', options, form: 'loss', formula: ([y], [t]) => [y!, t!] });
  expect(() => supervised(many, {}, 1)).toThrow('The formula of the loss "many" must give one number, because its form is "loss"; it gave 2.');
});

test('what is reported of an objective is twice of residuals, and of a loss itself', () => {
  expect(reportedLoss(supervised(catalog.get('loss', 'reference-squares'), {}, 2), 3)).toBe(6);
  expect(reportedLoss(supervised(absolute, {}, 1), 3)).toBe(3);
});
