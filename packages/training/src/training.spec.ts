import { describe, expect, test } from '@jest/globals';
import { asynchronous } from '@knotwork/conformance';
import { gridOf } from '@knotwork/network';
import { isKnotworkError, type TrainingEvent } from '@knotwork/plugin';
import type { Engine } from '@knotwork/plugin/engine';
import { fit } from './fit.js';
import type { FitPlan } from './fit-plan.js';
import { DATA } from './objective.js';
import { catalog, engine, planOf as plan, rowsOf, settingOf as setting } from './fixtures/setting.js';
import { moveGrid } from './grids/move-grid.js';
import { openSession, type Problem } from './session.js';

const heavyBall = { definition: catalog.get('optimizer', 'reference-heavy-ball'), options: { rate: 0.05 } };

test('Levenberg-Marquardt with moving grids and several starts fits the two-variable target', async () => {
  const { problem, network } = setting();
  const result = await fit(problem, network, plan({ starts: { count: 4, steps: 15, keep: 1 } }));
  expect(result.loss).toBeLessThan(1e-3);
  expect(result.validation).toBeLessThan(2e-3);
  expect(result.starts).toHaveLength(4);
});

test('the best start by training loss goes on', async () => {
  const { problem, network } = setting({ validation: null });
  const steps: TrainingEvent[] = [];
  const result = await fit(problem, network, plan({ starts: { count: 5, steps: 4, keep: 1 }, observe: (e) => { if (e.event === 'step') steps.push(e); } }));
  const best = Math.min(...result.starts);
  const [before, first] = steps.filter((e) => e.start === undefined) as [TrainingEvent, TrainingEvent];
  expect(new Set(result.starts).size).toBe(5);
  expect(before).toMatchObject({ step: 0, loss: best });
  expect(first.loss).toBeLessThan(best);
  expect(result.loss).toBeLessThan(best);
});

test('the accepted objective never rises while no grid moves', async () => {
  const { problem, network } = setting({ grid: { definition: catalog.get('grid', 'reference-still'), options: {} } });
  const losses: number[] = [];
  await fit(problem, network, plan({ observe: (e) => { if (e.event === 'step') losses.push(e.loss!); } }));
  expect(losses.length).toBeGreaterThan(5);
  losses.slice(1).forEach((v, k) => expect(v).toBeLessThan(losses[k]!));
});

describe('an asynchronous engine that hands out no buffers', () => {
  const same = async (change: (e: Engine) => Partial<Problem>, p: Partial<FitPlan>): Promise<void> => {
    const run = async (e: Engine): Promise<unknown> => {
      const { problem, network } = setting({ ...change(e), engine: e }, [2, 2, 1], 1e-5);
      const events: TrainingEvent[] = [];
      const result = await fit(problem, network, plan({ ...p, observe: (event) => { events.push(event); } }));
      return { ...result, network: [...result.network.parameters], events };
    };
    expect(await run(asynchronous(engine))).toEqual(await run(engine));
  };
  test('gives the same second-order training, number for number', () => same(() => ({}), { steps: 12, starts: { count: 3, steps: 5, keep: 2 } }));
  test('gives the same first-order training, number for number', () => same(() => ({ optimizer: heavyBall }), { steps: 25 }));
});

test('first-order training lowers the loss and moves grids when due', async () => {
  // Three hidden nodes: with one, this start ends in a poor local minimum, as first-order methods often do there.
  const { problem, network } = setting({ optimizer: heavyBall }, [2, 3, 1]);
  const events: TrainingEvent[] = [];
  const result = await fit(problem, network, plan({ steps: 500, observe: (e) => { events.push(e); } }));
  const steps = events.filter((e) => e.event === 'step');
  expect(result.loss).toBeLessThan(0.3 * steps[0]!.loss!);
  expect(result.counts).toMatchObject({ gradients: 500, jacobians: 0 });
  expect(events.some((e) => e.event === 'grid')).toBe(true);
});

test('the network kept is the best by validation, not the last', async () => {
  const { problem, network } = setting({ train: { [DATA]: rowsOf(12, 3) } });
  const seen: number[] = [];
  const result = await fit(problem, network, plan({ observe: (e) => { if (e.event === 'step') seen.push(e.validation!); } }));
  expect(Math.min(...seen)).toBeLessThan(seen.at(-1)!);
  expect(result.validation).toBe(Math.min(...seen));
  const session = await openSession(problem);
  const state = await session.program.start(result.network);
  expect(2 * (await state.value(session.validation!)).data).toBeCloseTo(result.validation!, 12);
});

test('patience ends training when validation loss stops improving', async () => {
  const { problem, network } = setting({ train: { [DATA]: rowsOf(12, 3) } });
  const seen: number[] = [];
  const result = await fit(problem, network, plan({ steps: 200, patience: 3, observe: (e) => { if (e.event === 'step') seen.push(e.validation!); } }));
  expect(result.ending).toBe('validation');
  expect(result.steps).toBeLessThan(200);
  // The best network was seen three looks before the end, and never before were there three looks in a row without a better one.
  const best = seen.map((_, k) => Math.min(...seen.slice(0, k + 1)));
  expect(best.map((v) => best.indexOf(v)).map((first, k) => k - first).findIndex((since) => since === 3)).toBe(seen.length - 1);
  expect(result.steps).toBe(seen.length - 1);
});

test('a spent budget and an abort end training at the next step', async () => {
  const { problem, network } = setting();
  let steps = 0;
  const count = (e: TrainingEvent): void => { if (e.event === 'step') steps++; };
  expect((await fit(problem, network, plan({ observe: count, isOver: () => steps >= 4 }))).ending).toBe('budget');
  expect(steps).toBe(4);
  const abort = new AbortController();
  const result = await fit(problem, network, plan({ signal: abort.signal, observe: (e) => { if (e.event === 'step' && e.step === 2) abort.abort(); } }));
  expect(result).toMatchObject({ ending: 'aborted', steps: 2 });
});

test.each(['aborted', 'budget'] as const)('what was cut off is %s, also when a candidate that had ended before is the best', async (ending) => {
  const { problem, network } = setting();
  const abort = new AbortController();
  let candidates = 0;
  const observe = (e: TrainingEvent): void => {
    if (e.event !== 'step' || e.start !== undefined || e.step !== 1) return;
    candidates++;
    if (candidates === 2 && ending === 'aborted') abort.abort();
  };
  const isOver = (): boolean => candidates === 2 && ending === 'budget';
  const result = await fit(problem, network, plan({ starts: { count: 2, steps: 5, keep: 2 }, observe, isOver, signal: abort.signal }));
  expect([candidates, result.ending]).toEqual([2, ending]);
});

test('a loss that is not finite ends training with its place and keeps the best network seen', async () => {
  const { problem, network } = setting({ optimizer: { ...heavyBall, options: { rate: 1e200 } } });
  const result = await fit(problem, network, plan({ steps: 100 }));
  expect(result.ending).toBe('not-finite');
  expect(result.place).toMatchObject({ layer: expect.any(Number), from: expect.any(Number), to: expect.any(Number) });
});

test('a network that is never finite on held-out points has not converged, whatever it makes of the others', async () => {
  const far = rowsOf(5, 2);
  const validation = { [DATA]: { ...far, inputs: { ...far.inputs, values: far.inputs.values.map(() => 1e300) } } };
  const { problem, network } = setting({ validation });
  const { ending, loss, validation: seen } = await fit(problem, network, plan({ steps: 3 }));
  expect(Number.isFinite(loss)).toBe(true);
  expect([ending, seen]).toEqual(['not-finite', Infinity]);
});

test('smoothing makes coefficients smoother', async () => {
  const roughness = async (smoothing: number): Promise<number> => {
    const { problem, network, structure } = setting({ train: { [DATA]: rowsOf(20, 5) }, validation: null }, [2, 1, 1], smoothing);
    const { network: { parameters } } = await fit(problem, network, plan());
    let sum = 0;
    for (const { terms: [term], inputs, outputs } of structure.layers) {
      for (let e = 0; e < inputs * outputs; e++) {
        const c = parameters.subarray(term!.segments.coefficients.offset + e * term!.size, term!.segments.coefficients.offset + (e + 1) * term!.size);
        // Fourth differences of six coefficients.
        for (let i = 0; i + 4 < term!.size; i++) sum += (c[i]! - 4 * c[i + 1]! + 6 * c[i + 2]! - 4 * c[i + 3]! + c[i + 4]!) ** 2;
      }
    }
    return sum;
  };
  expect(await roughness(1)).toBeLessThan(0.1 * await roughness(0));
});

test('grids follow hidden activations, and a trial that hurts is undone', async () => {
  const { problem, network, structure } = setting();
  const session = await openSession(problem);
  const state = await session.program.start(network(0));
  const hidden = structure.layers[1]!.terms[0]!;
  expect((await moveGrid(session, state, {}, 'all')).moved).toBe(1);
  const { domain: [a, b] } = gridOf(hidden, (await state.read()).network.parameters, 0);
  const samples = (await state.preActivations(session.train, 1)).values;
  expect(Math.min(...samples)).toBeGreaterThanOrEqual(a);
  expect(Math.max(...samples)).toBeLessThanOrEqual(b);

  // A strategy that wants a far too wide grid for no reason: three intervals cannot hold the function there.
  const wide: Problem['grid'] = {
    options: {}, definition: { ...problem.grid.definition, place: ({ isNetworkInput }) => (isNetworkInput ? null : { domain: [-40, 40], isForced: false }) },
  };
  const trained = await fit(problem, network, plan());
  const other = await openSession({ ...problem, grid: wide });
  const again = await other.program.start(trained.network);
  const before = (await again.read()).network.parameters;
  expect(await moveGrid(other, again, {}, 'trials')).toMatchObject({ moved: 0, undone: 1 });
  expect([...(await again.read()).network.parameters]).toEqual([...before]);
});

test('too many unknowns for normal equations or a matrix, and an engine without them, are refused by name', async () => {
  const { problem } = setting({ maxUnknowns: 10 });
  const message = async (p: Problem): Promise<string> => openSession(p).then(() => '', (e: unknown) => (isKnotworkError(e) ? e.message : String(e)));
  expect(await message(problem)).toContain('"reference-gauss-newton" solves for all unknowns at once: this network has 21, the limit is 10. Use optimizer: l-bfgs or adam');
  const by = (name: string, options = {}): Problem => ({ ...problem, optimizer: { definition: catalog.get('optimizer', name), options } });
  expect(await message(by('reference-whole-memory'))).toBe('The optimizer "reference-whole-memory" keeps a number for every two unknowns: this network has 21, the limit is 10. Use optimizer: l-bfgs or adam, or raise the stage\'s maxUnknowns.');
  expect(await message({ ...by('reference-whole-memory'), maxUnknowns: 21 })).toBe('');
  expect(await message(by('reference-limited-memory', { memory: 5 }))).toBe('');
  expect(await message({ ...problem, engine: { ...engine, can: { ...engine.can, normalEquations: false } } })).toContain('has no normal equations');
  const own = { ...problem.grid.definition, capabilities: { knots: 'own' as const } };
  const evenOnly = { ...engine, can: { ...engine.can, ownKnots: false } };
  expect(await message({ ...problem, engine: evenOnly, maxUnknowns: 2000, grid: { definition: own, options: {} } })).toContain('has no knots of their own, which the grid strategy "reference-moving" needs');
});

test('a long training gives timers and signals a turn', async () => {
  const { problem, network } = setting();
  const abort = new AbortController();
  setTimeout(() => { abort.abort(); }, 100);
  expect((await fit(problem, network, plan({ signal: abort.signal, starts: { count: 1000, steps: 25, keep: 1 } }))).ending).toBe('aborted');
});
