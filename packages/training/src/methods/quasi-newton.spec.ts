import { describe, expect, test } from '@jest/globals';
import { asynchronous } from '@knotwork/conformance';
import type { Engine, TrainingEvent } from '@knotwork/plugin';
import { catalog, engine, planOf, settingOf } from '../fixtures/setting.js';
import { fit } from '../fit.js';
import type { Problem } from '../session.js';

const limitedMemory = { definition: catalog.get('optimizer', 'reference-limited-memory'), options: { memory: 5 } };
const still = { definition: catalog.get('grid', 'reference-still'), options: {} };

test('the objective never rises while no grid moves, at little more than one gradient a step', async () => {
  const { problem, network } = settingOf({ optimizer: limitedMemory, grid: still });
  const losses: number[] = [];
  const { counts, steps } = await fit(problem, network, planOf({ observe: (e) => { if (e.event === 'step') losses.push(e.loss!); } }));
  expect(losses).toHaveLength(41);
  losses.slice(1).forEach((v, k) => expect(v).toBeLessThan(losses[k]!));
  expect(losses.at(-1)).toBeLessThan(0.3 * losses[0]!);
  expect(counts).toMatchObject({ jacobians: 0, functions: 0 });
  // A full step satisfies the conditions nearly always.
  expect(counts.gradients).toBeLessThan(1.5 * steps);
});

test('where the objective is quadratic, training ends at the minimum that normal equations find', async () => {
  // One layer: outputs are linear in the unknowns.
  const end = async (optimizer: Problem['optimizer']): ReturnType<typeof fit> => {
    const { problem, network } = settingOf({ optimizer, grid: still, validation: null }, [2, 1], 1e-4);
    return fit(problem, network, planOf({ steps: 1000 }));
  };
  const [found, exact] = [await end(limitedMemory), await end({ definition: catalog.get('optimizer', 'reference-gauss-newton'), options: {} })];
  expect(found.ending).toBe('converged');
  // The loss is without the penalty, so it moves as the unknowns do, not as their square.
  expect(found.loss / exact.loss).toBeCloseTo(1, 3);
});

test('it follows moved grids, of which it forgets the curvature', async () => {
  const { problem, network } = settingOf({ optimizer: limitedMemory }, [2, 3, 1]);
  const events: TrainingEvent[] = [];
  const result = await fit(problem, network, planOf({ steps: 150, observe: (e) => { events.push(e); } }));
  expect(events.filter((e) => e.event === 'grid').length).toBeGreaterThan(1);
  expect(result.loss).toBeLessThan(0.02);
});

test('several starts, a budget and an abort work as for any method', async () => {
  const { problem, network } = settingOf({ optimizer: limitedMemory });
  const result = await fit(problem, network, planOf({ starts: { count: 3, steps: 5, keep: 2 }, steps: 10 }));
  expect(result.starts).toHaveLength(3);
  expect(result.steps).toBe(3 * 5 + 2 * 10);
  let steps = 0;
  const observe = (e: TrainingEvent): void => { if (e.event === 'step') steps++; };
  expect(await fit(problem, network, planOf({ observe, isOver: () => steps >= 4 }))).toMatchObject({ ending: 'budget', steps: 3 });
  const abort = new AbortController();
  const aborted = await fit(problem, network, planOf({ signal: abort.signal, observe: (e) => { if (e.event === 'step' && e.step === 2) abort.abort(); } }));
  expect(aborted).toMatchObject({ ending: 'aborted', steps: 2 });
});

test('an objective that is not finite from the start is told with its place', async () => {
  const { problem, network } = settingOf({ optimizer: limitedMemory, grid: still });
  const broken = network(0);
  broken.parameters.fill(1e200, 0, 40);
  expect(await fit(problem, () => broken, planOf())).toMatchObject({ ending: 'not-finite', place: { layer: expect.any(Number) } });
});

describe('an asynchronous engine that hands out no buffers', () => {
  test('gives the same training, number for number', async () => {
    const run = async (e: Engine): Promise<unknown> => {
      const { problem, network } = settingOf({ optimizer: limitedMemory, engine: e }, [2, 2, 1], 1e-5);
      const events: TrainingEvent[] = [];
      const result = await fit(problem, network, planOf({ steps: 12, starts: { count: 2, steps: 5, keep: 1 }, observe: (event) => { events.push(event); } }));
      return { ...result, network: [...result.network.parameters], events };
    };
    expect(await run(asynchronous(engine))).toEqual(await run(engine));
  });
});
