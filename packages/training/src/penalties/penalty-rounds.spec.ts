import { describe, expect, test } from '@jest/globals';
import { logPenalty, plainCatalog, referencePlugins, sumPenalty } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { createNetwork, type Penalty } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import type { Rows, TrainingEvent } from '@knotwork/plugin';
import type { Engine, Query, State } from '@knotwork/plugin/engine';
import { fit } from '../fit.js';
import type { FitPlan } from '../fit-plan.js';
import { DATA, supervised } from '../objective.js';
import { openSession, type Problem } from '../session.js';
import { freeze } from './freeze.js';
import { variables } from '../fixtures/setting.js';

const catalog = plainCatalog(referencePlugins);
const engine = await native.create({ precision: 'float64' });
const layer = {
  layer: { kind: 'reference-layer' }, edge: { kind: 'reference-residual' }, basis: { kind: 'reference-spline', intervals: 3 }, inputMap: 'interval' as const, outside: 'linear' as const,
};
const { network, structure } = createNetwork({
  widths: [2, 2, 1], layers: [layer, layer], initializers: [{ kind: 'reference-random' }, { kind: 'reference-random' }],
  inputs: variables(2), outputs: variables(1), domains: [[-1, 1], [-1, 1]],
}, randomStream(1, 'init'), catalog);

/** sin(pi x) + y^2, standardized by numbers near its mean and deviation. */
function rowsOf(count: number, seed: number): Rows {
  const stream = randomStream(seed, 'rows');
  const inputs = Float64Array.from({ length: 2 * count }, () => stream.uniform(-1, 1));
  const targets = Float64Array.from({ length: count }, (_, n) => (Math.sin(Math.PI * inputs[2 * n]!) + inputs[2 * n + 1]! ** 2 - 0.33) / 0.77);
  return { inputs: { count, width: 2, values: inputs }, targets: { count, width: 1, values: targets } };
}

const named = (kind: 'gauss-newton' | 'heavy-ball'): Problem['optimizer'] => ({ definition: catalog.get('optimizer', `reference-${kind}`), options: kind === 'heavy-ball' ? { rate: 0.02 } : {} });
const problemOf = (penalties: readonly Penalty[], change: Partial<Problem> = {}): Problem => ({
  engine, structure, objective: supervised(catalog.get('loss', 'reference-squares'), {}, 1), penalties, optimizer: named('gauss-newton'),
  grid: { definition: catalog.get('grid', 'reference-still'), options: {} },
  trainable: ['coefficients', 'baseWeight', 'basisWeight', 'bias'], train: { [DATA]: rowsOf(200, 1) }, validation: null, maxUnknowns: 2000, ...change,
});
const plan = (change: Partial<FitPlan> = {}): FitPlan => ({
  steps: 40, starts: null, phase: 'start', patience: Infinity, observe: () => undefined, isOver: () => false, signal: undefined, ...change,
});
const sparse = [logPenalty('outputShare', 1e-3)];

/** An engine that tells, after how many steps, when a state is asked with a penalty that it has not seen before. */
function watched(seen: (step: number) => void): Engine {
  const known = new Set<unknown>();
  const watch = (state: State): State => new Proxy(state, {
    get: (target, key) => {
      const value = target[key as keyof State] as unknown;
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        const penalty = (args.find((a) => typeof a === 'object' && a !== null && 'penalty' in a) as Query | undefined)?.penalty;
        if (penalty !== undefined && !known.has(penalty)) { known.add(penalty); seen((await target.read()).step); }
        return (value as (...a: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  return {
    ...engine,
    compile: async (...args) => {
      const program = await engine.compile(...args);
      return new Proxy(program, {
        get: (target, key) => {
          if (key === 'start') return async (...a: Parameters<typeof target.start>) => watch(await target.start(...a));
          const value = target[key as keyof typeof target] as unknown;
          return typeof value === 'function' ? (value as (...a: unknown[]) => unknown).bind(target) : value;
        },
      });
    },
  };
}

describe('penalties are frozen anew', () => {
  for (const kind of ['gauss-newton', 'heavy-ball'] as const) {
    test(`every so many steps of ${kind}`, async () => {
      const steps: number[] = [];
      await fit(problemOf(sparse, { engine: watched((step) => steps.push(step)), optimizer: named(kind) }), () => network, plan({ steps: 15, refreshEvery: 4 }));
      expect(steps).toEqual([0, 4, 8, 12]);
    });
  }

  test('only for the sake of grids where they never change', async () => {
    const steps: number[] = [];
    await fit(problemOf([{ kind: 'smoothing', strength: 1e-4 }], { engine: watched((step) => steps.push(step)) }), () => network, plan({ steps: 9, refreshEvery: 1 }));
    expect(steps).toEqual([0]);
  });

  test('when no step helps, until a whole round has not', async () => {
    const steps: number[] = [];
    const { ending, steps: taken } = await fit(problemOf(sparse, { engine: watched((step) => steps.push(step)) }), () => network, plan({ steps: 2000 }));
    expect(ending).toBe('converged');
    expect(steps.length).toBeGreaterThan(2);
    expect(steps.at(-1)).toBe(taken);
    expect(new Set(steps).size).toBe(steps.length);
  });
});

/** The objective of a network, its penalty frozen there: its own value. */
async function valueOf(penalties: readonly Penalty[], parameters: Float64Array): Promise<{ value: number; penalty: number; data: number }> {
  const session = await openSession(problemOf(penalties));
  const state = await session.program.start({ spec: network.spec, parameters });
  const value = await state.value(session.train, { penalty: await freeze(session, state) });
  await session.dispose();
  return value;
}

test('rounds lower the objective itself, further than a single one does', async () => {
  const before = await valueOf(sparse, network.parameters);
  const results = [];
  for (const refreshEvery of [Infinity, 3]) {
    const { network: { parameters } } = await fit(problemOf(sparse), () => network, plan({ steps: 30, refreshEvery }));
    results.push((await valueOf(sparse, parameters)).value);
  }
  expect(results[1]).toBeLessThan(results[0]!);
  expect(results[0]).toBeLessThan(before.value);
});

test('what a penalty brings about, at some cost in loss, is not undone by validation', async () => {
  const validation = rowsOf(100, 2);
  const start = (await fit(problemOf([]), () => network, plan({ steps: 60 }))).network;
  const strong = [sumPenalty('rms', 0.3)];
  const losses: number[] = [];
  const observe = (e: TrainingEvent): void => { if (e.validation !== undefined) losses.push(e.validation); };
  const result = await fit(problemOf(strong, { validation: { [DATA]: validation } }), () => start, plan({ steps: 40, phase: 'restart', refreshEvery: 5, observe }));
  expect(result.validation).toBeGreaterThan(10 * losses[0]!);
  expect((await valueOf(strong, result.network.parameters)).penalty).toBeLessThan(0.9 * (await valueOf(strong, start.parameters)).penalty);
  // What is reported is validation loss alone, of the network that was kept.
  expect(losses).toContain(result.validation);
});

test('a penalty of mean absolute values is for first-order optimizers', async () => {
  const penalties = [sumPenalty('meanAbs', 1e-2)];
  await expect(openSession(problemOf(penalties))).rejects.toThrow('The optimizer "reference-gauss-newton" cannot follow the regularizer "reference-sum", whose statistic, meanAbs, has kinks at zero. Use optimizer: adam');
  const before = await valueOf([sumPenalty('rms', 1e-2)], network.parameters);
  const { network: { parameters } } = await fit(problemOf([sumPenalty('meanAbs', 0.3)], { optimizer: { ...named('heavy-ball'), options: { rate: 0.01 } } }), () => network, plan({ steps: 60, refreshEvery: 2 }));
  expect((await valueOf([sumPenalty('rms', 1e-2)], parameters)).penalty).toBeLessThan(before.penalty);
});

test('an engine without moments cannot follow statistics of what flows through edges', async () => {
  const plain: Engine = { ...engine, can: { ...engine.can, moments: false } };
  await expect(openSession(problemOf(sparse, { engine: plain }))).rejects.toThrow('The engine "native" has no moments, which the regularizer "reference-log" needs.');
});
