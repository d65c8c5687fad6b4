import { describe, expect, test } from '@jest/globals';
import { asynchronous, plainCatalog, referencePlugins } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { carryOver, createNetwork, gridOf, knotPositions, withOwnKnots } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type GridMoment, type GridSituation, type GridStrategyDefinition, type Network, type Placement, type Rows, type TrainingEvent } from '@knotwork/plugin';
import type { Program, State } from '@knotwork/plugin/engine';
import { fit } from '../fit.js';
import { planOf, settingOf } from '../fixtures/setting.js';
import type { FitPlan } from '../fit-plan.js';
import type { FitResult } from '../fitting.js';
import { DATA, supervised } from '../objective.js';
import type { Problem } from '../session.js';

const catalog = plainCatalog(referencePlugins);
const native64 = await native.create({ precision: 'float64' });
const one = [{ name: 'x', map: AS_GIVEN }];

/** A smooth step at 0.3. */
function stepRows(count: number, seed: number): Rows {
  const stream = randomStream(seed, 'step');
  const x = Float64Array.from({ length: count }, () => stream.uniform(-1, 1));
  return { inputs: { count, width: 1, values: x }, targets: { count, width: 1, values: x.map((v) => Math.tanh(10 * (v - 0.3))) } };
}

interface Setting { readonly problem: Problem; readonly network: () => Network }

function setting(place: (s: GridSituation) => Placement | null, isDue: GridStrategyDefinition['isDue'] = ({ step, sinceMove }) => step >= 2 && sinceMove > 50, optimizer: Problem['optimizer'] = {
  definition: catalog.get('optimizer', 'reference-gauss-newton'), options: {},
}): Setting {
  const layer = { layer: { kind: 'reference-layer' }, edge: { kind: 'reference-plain' }, basis: { kind: 'reference-hat', intervals: 4 }, inputMap: 'interval' as const, outside: 'linear' as const };
  const even = createNetwork({ widths: [1, 1], layers: [layer], initializers: [{ kind: 'reference-random' }], inputs: one, outputs: one, domains: [[-1, 1]] }, randomStream(1, 'init'), catalog);
  const structure = withOwnKnots(even.structure, catalog);
  const strategy = { ...catalog.get('grid', 'reference-moving'), capabilities: { knots: 'own' as const }, place, isDue } as GridStrategyDefinition;
  return {
    network: () => carryOver(even.network, even.structure, structure),
    problem: {
      engine: native64, structure, objective: supervised(catalog.get('loss', 'reference-squares'), {}, 1), penalties: [], optimizer,
      grid: { definition: strategy, options: {} }, trainable: ['coefficients'], train: { [DATA]: stepRows(200, 1) }, validation: { [DATA]: stepRows(100, 2) }, maxUnknowns: 100,
    },
  };
}

const heavyBall: Problem['optimizer'] = { definition: catalog.get('optimizer', 'reference-heavy-ball'), options: { rate: 0.05 } };
const plan = (observe: FitPlan['observe'] = () => undefined): FitPlan => ({
  steps: 12, starts: null, phase: 'restart', patience: Infinity, observe, isOver: () => false, signal: undefined,
});
const knotsOf = ({ problem }: Setting, { network }: FitResult): number[] => {
  const term = problem.structure.layers[0]!.terms[0]!;
  return [...knotPositions(term, gridOf(term, network.parameters, 0))!];
};

/** Where the step is: worse than even knots for what these fitted, better for the target. */
const good = Float64Array.of(-1, 0, 0.2, 0.35, 1);
const bad = Float64Array.of(-1, -0.97, -0.95, -0.92, 1);

describe('a move of knots that is not forced', () => {
  test('is undone at once where it hurts, even if training could use it', async () => {
    const s = setting(() => ({ domain: [-1, 1], knots: good, isForced: false }));
    const result = await fit(s.problem, s.network, plan());
    expect(result.grid.moves).toBe(0);
    expect(knotsOf(s, result)).toEqual([-1, -0.5, 0, 0.5, 1]);
  });

  test('on probation is judged after training used it', async () => {
    const s = setting(() => ({ domain: [-1, 1], knots: good, isForced: false, probation: 2 }));
    const even = await fit(setting(() => null).problem, s.network, plan());
    const result = await fit(s.problem, s.network, plan());
    expect(knotsOf(s, result)).toEqual([...good].map((t) => expect.closeTo(t, 12)));
    expect(result.grid).toMatchObject({ moves: 1 });
    expect(result.grid.change).toBeGreaterThan(1e-3);
    expect(result.loss).toBeLessThan(0.5 * even.loss);
  });

  test('on probation is undone, numbers and all, where it was no good; the next look waits', async () => {
    // By an optimizer that takes every step: whether damped Gauss-Newton takes another one at the minimum is a matter of rounding.
    const s = setting(() => ({ domain: [-1, 1], knots: bad, isForced: false, probation: 2 }), ({ step }) => step >= 2, heavyBall);
    const trained = await fit(setting(() => null).problem, s.network, plan());
    const events: TrainingEvent[] = [];
    const result = await fit(s.problem, () => trained.network, { ...plan((e) => { if (e.event === 'grid') events.push(e); }), steps: 11 });
    expect(knotsOf(s, result)).toEqual([-1, -0.5, 0, 0.5, 1]);
    // Made before step 2 and undone before step 4, then at rest for 2 steps; again and at rest for 4.
    expect(events.map(({ step, moved, undone }) => [step, moved, undone])).toEqual([[2, 1, 0], [4, 0, 1], [6, 1, 0], [8, 0, 1]]);
    expect(result.grid.moves).toBe(0);
    const untouched = await fit(setting(() => null, undefined, heavyBall).problem, () => trained.network, { ...plan(), steps: 11 });
    expect(result.loss / untouched.loss).toBeCloseTo(1, 6);
  });

  test('that training ends with is judged then', async () => {
    const s = setting(() => ({ domain: [-1, 1], knots: bad, isForced: false, probation: 50 }), ({ step }) => step === 3);
    expect(knotsOf(s, await fit({ ...s.problem, validation: null }, s.network, plan()))).toEqual([-1, -0.5, 0, 0.5, 1]);
  });

  test('that steps run out on is judged then too', async () => {
    const s = setting(() => ({ domain: [-1, 1], knots: bad, isForced: false, probation: 50 }), ({ step }) => step === 3, heavyBall);
    const trained = await fit(setting(() => null).problem, s.network, plan());
    const result = await fit({ ...s.problem, validation: null }, () => trained.network, { ...plan(), steps: 5 });
    expect(result.ending).toBe('steps');
    expect(knotsOf(s, result)).toEqual([-1, -0.5, 0, 0.5, 1]);
  });

  test('waits twice as long after each that was undone', async () => {
    const s = setting(() => ({ domain: [-1, 1], knots: bad, isForced: false, probation: 2 }), ({ step }) => step >= 2, heavyBall);
    const events: TrainingEvent[] = [];
    const trained = await fit(setting(() => null).problem, s.network, plan());
    await fit(s.problem, () => trained.network, { ...plan((e) => { if (e.event === 'grid') events.push(e); }), steps: 40 });
    // Made, undone after 2 steps, then at rest for 2, 4, 8 and 16.
    expect(events.map((e) => e.step)).toEqual([2, 4, 6, 8, 12, 14, 22, 24]);
  });

  test('is made when no step helps any more, if the strategy wants it then', async () => {
    const s = setting(() => ({ domain: [-1, 1], knots: good, isForced: false, probation: 2 }), ({ hasConverged, sinceMove }) => hasConverged && sinceMove > 50);
    const result = await fit(s.problem, s.network, { ...plan(), steps: 30 });
    expect(knotsOf(s, result)).toEqual([...good].map((t) => expect.closeTo(t, 12)));
    expect((await fit(setting(() => null, ({ hasConverged }) => hasConverged).problem, s.network, { ...plan(), steps: 30 })).ending).toBe('converged');
  });

  test('counts no step that was not taken', async () => {
    const s = setting(() => ({ domain: [-1, 1], knots: good, isForced: false, probation: 2 }), ({ hasConverged, sinceMove }) => hasConverged && sinceMove > 50);
    const steps: number[] = [];
    const result = await fit(s.problem, s.network, { ...plan((e) => { if (e.event === 'step') steps.push(e.step); }), steps: 30 });
    expect(steps).toEqual(Array.from({ length: result.steps + 1 }, (_, k) => k));
  });

  test('is kept whatever it does before the first step of a fresh network', async () => {
    const s = setting(() => ({ domain: [-1, 1], knots: bad, isForced: false, probation: 2 }), ({ step }) => step === 0);
    expect(knotsOf(s, await fit(s.problem, s.network, { ...plan(), phase: 'start' }))).toEqual([...bad].map((t) => expect.closeTo(t, 12)));
  });

  test('does not take moves with it that samples outside made necessary', async () => {
    // Asked for knots that are no good; asked again, for a wider domain, while those are on probation.
    const s = setting((at) => (at.domain[1] > 1 ? null : asked++ === 0 ? { domain: [-1, 1], knots: bad, isForced: false, probation: 6 } : { domain: [-1, 2], isForced: true }), ({ step }) => step === 2 || step === 4);
    let asked = 0;
    const result = await fit({ ...s.problem, validation: null }, s.network, plan());
    const [first, last] = [knotsOf(s, result)[0], knotsOf(s, result).at(-1)];
    expect([first, last]).toEqual([-1, 2]);
    expect(knotsOf(s, result)[1]).toBeCloseTo(-0.25, 12);
    expect(result.grid.moves).toBe(1);
  });

  test('is the same on an engine that answers late, and under first-order training', async () => {
    for (const [definition, steps] of [['reference-gauss-newton', 12], ['reference-heavy-ball', 60]] as const) {
      const s = setting(() => ({ domain: [-1, 1], knots: good, isForced: false, probation: 8 }), ({ step, sinceMove }) => step % 4 === 0 && sinceMove > 20, { definition: catalog.get('optimizer', definition), options: definition === 'reference-heavy-ball' ? { rate: 0.05 } : {} });
      const here = await fit(s.problem, s.network, { ...plan(), steps });
      const late = await fit({ ...s.problem, engine: asynchronous(native64) }, s.network, { ...plan(), steps });
      expect(late.network.parameters).toEqual(here.network.parameters);
      expect(here.grid.moves).toBeGreaterThan(0);
    }
  });
});

test('rows are passed through the network for a strategy that reads samples, and not for one that leaves the input alone', async () => {
  const passes = async (place: (s: GridSituation) => Placement | null): Promise<number> => {
    const { problem, network } = setting(place, () => true);
    let count = 0;
    const spied = <T extends object>(value: T, key: keyof T, change: (method: (...args: never[]) => Promise<object>) => unknown): T =>
      new Proxy(value, { get: (target, name) => { const method = Reflect.get(target, name) as unknown; return name === key ? change((method as (...args: never[]) => Promise<object>).bind(target)) : typeof method === 'function' ? (method as () => unknown).bind(target) : method; } });
    const engine = spied(problem.engine, 'compile', (compile) => async (...args: never[]) => spied(await compile(...args) as Program, 'start', (start) => async (...own: never[]) =>
      spied(await start(...own) as State, 'preActivations', (ask) => (...of: never[]) => { count++; return ask(...of); })));
    await fit({ ...problem, engine }, network, { ...plan(), steps: 3 });
    return count;
  };
  // A look before each of three steps, and what ends the fit asks for nothing.
  expect(await passes(() => null)).toBe(0);
  expect(await passes(({ samples }) => (samples.length === 200 ? null : { domain: [-2, 2], isForced: true }))).toBe(3);
  // Without samples it would throw, and is not blamed for that.
  expect(await passes(({ samples }) => { if (samples.length === 0) throw new Error('no samples'); return null; })).toBe(3);
});

test('a strategy that breaks its contract is named', async () => {
  const run = async (place: () => Placement): Promise<string> => {
    const s = setting(place);
    return fit(s.problem, s.network, plan()).then(() => '', (error: Error) => error.message);
  };
  expect(await run(() => ({ domain: [-1, 1], knots: Float64Array.of(0), isForced: true }))).toBe('The grid strategy "reference-moving" breaks its contract: it returned 1 knots for 4 intervals, which have 5.');
  expect(await run(() => ({ domain: [1, 1], isForced: true }))).toContain('it returned the domain [1, 1], whose ends must be finite and ascending');
  expect(await run(() => ({ domain: [-1, NaN], isForced: true }))).toContain('whose ends must be finite');
});

test('activations that are not finite end the fit with the edge that made them, and the strategy is not asked', async () => {
  let isAsked = false;
  const follow = (s: GridSituation): Placement | null => {
    if (s.isNetworkInput) return null;
    isAsked ||= s.samples.some((sample) => !Number.isFinite(sample));
    return { domain: [Math.min(...s.samples), Math.max(...s.samples)], isForced: true };
  };
  const { problem, structure, network } = settingOf();
  const broken = { ...network(0), parameters: network(0).parameters.slice() };
  const { offset, length } = structure.segments.find(({ layer, role }) => layer === 0 && role === 'coefficients')!;
  broken.parameters.fill(1e308, offset, offset + length);
  const grid = { definition: { ...problem.grid.definition, place: follow } as GridStrategyDefinition, options: problem.grid.options };
  expect(await fit({ ...problem, grid }, () => broken, planOf())).toMatchObject({ ending: 'not-finite', place: { layer: 0, to: 0 } });
  expect(isAsked).toBe(false);
});

describe('of first-order optimizers', () => {
  const rows = stepRows(3000, 4);
  const batch: NonNullable<FitPlan['batch']> = { [DATA]: { size: 100, stream: randomStream(1, 'batch') } };
  /** Looks at 3,000 rows in batches of 100. */
  const fitted = (s: Setting, change: Partial<FitPlan>): Promise<FitResult> => fit({ ...s.problem, train: { [DATA]: rows } }, s.network, { ...plan(), ...change });

  test('strategies are told the method and the steps of an epoch, and see some of the rows', async () => {
    const moments: Pick<GridMoment, 'method' | 'epoch'>[] = [];
    const situations: { method: string; samples: Float64Array }[] = [];
    const spied = (optimizer?: Problem['optimizer']): Setting => setting((s) => {
      if (s.samples.length > 0) situations.push({ method: s.method, samples: s.samples });
      return null;
    }, ({ step, method, epoch }) => { moments.push({ method, epoch }); return step === 2; }, optimizer);
    await fitted(spied(heavyBall), { batch });
    expect(moments[0]).toEqual({ method: 'update', epoch: 30 });
    expect(situations).toMatchObject([{ method: 'update', samples: { length: 1024 } }]);
    // Evenly spread over all.
    expect([0, 1, 512, 1023].map((k) => situations[0]!.samples[k])).toEqual([0, 2, 1500, 2997].map((k) => rows.inputs.values[k]));

    for (const [optimizer, change, method] of [[heavyBall, {}, 'update'], [undefined, {}, 'normal-equations']] as const) {
      [moments.length, situations.length] = [0, 0];
      await fitted(spied(optimizer), change);
      expect(moments[0]).toEqual({ method, epoch: 1 });
      expect(situations).toMatchObject([{ method, samples: { length: 3000 } }]);
    }
  });

  test('a look for samples outside makes no other move', async () => {
    const moved = async (due: boolean | 'forced', isForced: boolean): Promise<FitResult> => fitted(setting(() => ({ domain: [-1, 1], knots: good, isForced, probation: 1 }), ({ step }) => step === 2 && due, heavyBall), {});
    expect((await moved(true, false)).grid.moves).toBe(1);
    expect((await moved('forced', false)).grid.moves).toBe(0);
    expect((await moved('forced', true)).grid.moves).toBe(1);
  });
});

test('strategies are told when grids last moved and how the objective fell since', async () => {
  const seen: { step: number; sinceMove: number; fall: number }[] = [];
  const s = setting(() => ({ domain: [-1, 1], knots: good, isForced: true }), (m) => {
    seen.push({ step: m.step, sinceMove: m.sinceMove, fall: m.fall(2) });
    return m.step === 3;
  });
  await fit(s.problem, s.network, plan());
  const at = (step: number) => seen.find((m) => m.step === step)!;
  expect(at(0)).toEqual({ step: 0, sinceMove: Infinity, fall: Infinity });
  expect(at(3).fall).toBeLessThan(1);
  expect(at(4)).toEqual({ step: 4, sinceMove: 1, fall: Infinity });
});
