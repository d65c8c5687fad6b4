import { describe, expect, test } from '@jest/globals';
import { asynchronous } from '@knotwork/conformance';
import { formula, input } from '@knotwork/algebra';
import { defineOptimizer, type LineSearchRule, type Network, type OptimizerDefinition, type TrainingEvent, z } from '@knotwork/plugin';
import type { Engine, Objective } from '@knotwork/plugin/engine';
import { type Asked, changing, forcedGrid, type Script, scriptedFit, scriptedNetwork } from '../fixtures/scripted.js';
import { catalog, engine, planOf, settingOf } from '../fixtures/setting.js';
import { fit } from '../fit.js';
import type { Problem } from '../session.js';

const limitedMemory = { definition: catalog.get('optimizer', 'reference-limited-memory'), options: { memory: 5 } };
const still = { definition: catalog.get('grid', 'reference-still'), options: {} };

/** x'Ax / 2 + 10 and its gradient, for scripts. */
const A = [[4, 1, 0], [1, 9, 2], [0, 2, 3]];
const product = (x: ArrayLike<number>): number[] => A.map((row) => row.reduce((sum, a, j) => sum + a * x[j]!, 0));
const dot = (x: ArrayLike<number>, y: ArrayLike<number>): number => Array.from(x).reduce((sum, v, k) => sum + v * y[k]!, 0);
const bowl: Script = { value: (_, _n, x) => dot(x, product(x)) / 2 + 10, gradient: product };
const beginning = (): Network => scriptedNetwork([3, -2, 1]);

const ruled = (change: Partial<LineSearchRule> = {}): OptimizerDefinition => defineOptimizer({
  name: 'ruled', summary: 'With few pairs', options: z.strictObject({}), method: 'quasi-newton',
  search: () => ({ memory: 2, decrease: 1e-4, curvature: 0.9, tries: 20, tolerance: 0, patience: 99, ...change }),
}) as OptimizerDefinition;

/** Searches of a fit: where from, which way, and at which lengths it looked; `length` is where it went. */
interface Search { readonly at: readonly number[]; readonly direction: readonly number[]; readonly looks: number[]; length: number | null }

function searchesOf(asked: readonly Asked[]): Search[] {
  const searches: Search[] = [];
  for (const { what, at, direction, t } of asked) {
    if (what === 'alongLine') {
      const last = searches.at(-1);
      if (last?.length === null && last.direction.every((d, k) => d === direction![k])) last.looks.push(t!);
      else searches.push({ at: at!, direction: direction!, looks: [t!], length: null });
    }
    if (what === 'move') searches.at(-1)!.length = t!;
  }
  return searches;
}

/** -H g, where H is the BFGS update, written out, of s'y / y'y of the newest pair, or of the oldest, by all pairs between some places. */
function wayFrom(places: readonly (readonly number[])[], scaledBy: 'newest' | 'oldest' = 'newest'): number[] {
  const pairs = places.slice(1).map((x, k) => { const s = x.map((v, i) => v - places[k]![i]!); return { s, y: product(s) }; });
  const newest = pairs.at(scaledBy === 'newest' ? -1 : 0);
  let H = A.map((row, i) => row.map((_, j) => (i === j ? (newest === undefined ? 1 : dot(newest.s, newest.y) / dot(newest.y, newest.y)) : 0)));
  const times = (a: number[][], b: number[][]): number[][] => a.map((row) => b[0]!.map((_, j) => row.reduce((sum, v, k) => sum + v * b[k]![j]!, 0)));
  for (const { s, y } of pairs) {
    const rho = 1 / dot(s, y);
    const left = s.map((v, i) => y.map((w, j) => (i === j ? 1 : 0) - rho * v * w));
    const right = y.map((w, i) => s.map((v, j) => (i === j ? 1 : 0) - rho * w * v));
    H = times(times(left, H), right).map((row, i) => row.map((v, j) => v + rho * s[i]! * s[j]!));
  }
  const g = product(places.at(-1)!);
  return H.map((row) => -dot(row, g));
}

function expectWay({ direction }: Search, places: readonly (readonly number[])[], scaledBy?: 'newest' | 'oldest'): void {
  wayFrom(places, scaledBy).forEach((v, k) => expect(direction[k]).toBeCloseTo(v, 9));
}

test('its ways are those of as many of the last steps as it may remember', async () => {
  const { asked } = await scriptedFit(bowl, ruled(), { steps: 5 }, {}, beginning);
  const searches = searchesOf(asked);
  const places = searches.map(({ at }) => at);
  expect(searches).toHaveLength(5);
  searches.forEach((search, k) => expectWay(search, places.slice(Math.max(0, k - 2), k + 1)));
});

/** A whole matrix in place of pairs, of which the ways are known. */
const whole: Partial<LineSearchRule> = { memory: { update: 'bfgs', scaling: 'first' } };

test('with a matrix, its ways are those of all steps', async () => {
  const { asked } = await scriptedFit(bowl, ruled(whole), { steps: 5 }, {}, beginning);
  const searches = searchesOf(asked);
  const places = searches.map(({ at }) => at);
  expect(searches).toHaveLength(5);
  searches.forEach((search, k) => expectWay(search, places.slice(0, k + 1), 'oldest'));
  expect(searches.map(({ looks }) => looks[0])).toEqual([1 / Math.hypot(...product([3, -2, 1])), 1, 1, 1, 1]);
});

test.each([
  ['a grid moves', {}, { grid: forcedGrid(({ step }) => step === 3) }], ['penalties are frozen anew', { refreshEvery: 3 }, { penalties: [changing] }],
] as const)('with a matrix, where %s, it forgets the curvature, and learns anew', async (_, plan, problem) => {
  const { asked } = await scriptedFit(bowl, ruled(whole), { steps: 6, ...plan }, problem, beginning);
  const searches = searchesOf(asked);
  const places = searches.map(({ at }) => at);
  expectWay(searches[2]!, places.slice(0, 3), 'oldest');
  expect(searches[3]!.direction).toEqual(product(places[3]!).map((g) => -g));
  expect(searches[3]!.looks[0]).toBe(Math.min(1, 1 / Math.hypot(...product(places[3]!))));
  expectWay(searches[5]!, places.slice(3, 6), 'oldest');
});

test('with a matrix, a valley that bends in ten dimensions is followed to its end', async () => {
  // Rosenbrock's function of the scalars of an objective, at a single point.
  const names = Array.from({ length: 10 }, (_, k) => `x${k}`);
  const x = names.map((name) => input(name));
  const residuals = x.slice(1).flatMap((next, k) => [[`a${k}`, next.sub(x[k]!.square()).mul(10)], [`b${k}`, x[k]!.sub(1)]] as const);
  const objective: Objective = {
    blocks: [{ name: 'valley', points: 'valley', form: 'residuals', weight: 2, formula: formula(names, Object.fromEntries(residuals)), reads: Object.fromEntries(names.map((name) => [name, { of: 'scalar', name }])) }],
    scalars: Object.fromEntries(names.map((name) => [name, { initial: 0 }])),
  };
  for (const update of ['broyden', 'bfgs'] as const) {
    const { problem, network } = settingOf({
      objective, optimizer: { definition: ruled({ memory: { update, scaling: 'self' } }), options: {} }, grid: still, trainable: [], train: { valley: { inputs: { count: 1, width: 2, values: new Float64Array(2) } } }, validation: null,
    });
    const { loss, scalars, steps } = await fit(problem, network, planOf({ steps: 300 }));
    expect([update, loss < 1e-12, Object.values(scalars).every((v) => Math.abs(v - 1) < 1e-5)]).toEqual([update, true, true]);
    expect(steps).toBeLessThan(200);
  }
});

test('its first stride is no longer than 1, later ones are tried whole', async () => {
  const first = async (script: Script): Promise<number[]> => {
    const { asked } = await scriptedFit(script, ruled(), { steps: 3 }, {}, beginning);
    return searchesOf(asked).map(({ looks }) => looks[0]!);
  };
  expect(await first(bowl)).toEqual([1 / Math.hypot(...product([3, -2, 1])), 1, 1]);
  const gentle: Script = { value: (_, _n, x) => dot(x, product(x)) / 200, gradient: (x) => product(x).map((g) => g / 100) };
  expect(await first(gentle)).toEqual([1, 1, 1]);
});

test.each([
  ['a grid moves', 3, {}, { grid: forcedGrid(({ step }) => step === 3) }],
  ['penalties are frozen anew', 3, { refreshEvery: 3 }, { penalties: [changing] }],
  ['steps hardly help and a grid moves', 3, {}, {
    grid: forcedGrid(({ hasConverged, sinceMove }) => hasConverged && sinceMove > 9), optimizer: { definition: ruled({ tolerance: 1e3, patience: 3 }), options: {} },
  }],
] as const)('where %s, it forgets the curvature, and learns anew', async (_, when, plan, problem) => {
  const { asked } = await scriptedFit(bowl, ruled(), { steps: 6, ...plan }, problem, beginning);
  const searches = searchesOf(asked);
  const places = searches.map(({ at }) => at);
  // Before and right after: with all that is remembered, and with nothing.
  expectWay(searches[when - 1]!, places.slice(when - 3, when));
  expect(searches[when]!.direction).toEqual(product(places[when]!).map((g) => -g));
  expect(searches[when]!.looks[0]).toBe(Math.min(1, 1 / Math.hypot(...product(places[when]!))));
  expectWay(searches[when + 1]!, places.slice(when, when + 2));
  // The gradient is asked for again, of the objective as it is now.
  const move = asked.flatMap(({ what }, k) => (what === 'move' ? [k] : []))[when - 1]!;
  const line = asked.findIndex(({ what }, k) => what === 'alongLine' && k > move);
  expect(asked.slice(move, line).filter(({ what }) => what === 'gradient')).toMatchObject([{ points: 'train', penalty: asked[line]!.penalty }]);
  expect(asked[line]!.penalty).toBeGreaterThan(asked[move - 1]!.penalty!);
});

test('where a search finds nothing, it forgets and goes down the steepest way; where that finds nothing, training has converged', async () => {
  // From the third search on, everything lies higher.
  let searches = 0;
  const wall: Script = { ...bowl, value: (_, n, x) => (searches > 2 ? 1e6 : dot(x, product(x)) / 2 + 10) };
  const { asked, result } = await scriptedFit(wall, ruled({ tries: 2 }), { steps: 9, observe: () => { searches++; } }, {}, beginning);
  const found = searchesOf(asked);
  const places = found.map(({ at }) => at);
  expect(found).toHaveLength(4);
  expectWay(found[2]!, places.slice(0, 3));
  expect(places[3]).toEqual(places[2]);
  expect(found[3]!.direction).toEqual(product(places[3]!).map((g) => -g));
  expect([found[2]!.length, found[3]!.length]).toEqual([null, null]);
  expect(result).toMatchObject({ ending: 'converged', steps: 2 });
});

test('where no step helps and a grid moves, it looks at the objective anew and goes down the steepest way', async () => {
  // Everything lies higher from the second search on, until the grid moves.
  let isBlocked = false;
  const grid = forcedGrid(({ hasConverged }) => { isBlocked &&= !hasConverged; return hasConverged; });
  const wall: Script = { ...bowl, value: (_, _n, x) => (isBlocked ? 1e6 : dot(x, product(x)) / 2 + 10) };
  const observe = ({ event, step }: TrainingEvent): void => { if (event === 'step') isBlocked = step === 1; };
  const { asked, result } = await scriptedFit(wall, ruled({ tries: 2 }), { steps: 2, observe }, { grid }, beginning);
  expect(result).toMatchObject({ ending: 'steps', steps: 2, grid: { moves: 1 } });
  const way = asked.map(({ what }) => what).filter((what) => ['gradient', 'write', 'move'].includes(what));
  expect(way).toEqual(['gradient', 'move', 'write', 'gradient', 'move']);
  const { at, direction } = searchesOf(asked).at(-1)!;
  expect(direction).toEqual(product(at).map((g) => -g));
});

test('the gradient at the end of a search is asked for where it was not looked at last', async () => {
  const whats = async (script: Script, start?: () => Network): Promise<string[]> => {
    const { asked, result } = await scriptedFit(script, ruled({ tries: 2 }), { steps: 1 }, {}, start);
    const kinds = asked.map(({ what }) => what).filter((what) => what !== 'value');
    expect(result.counts).toEqual({ gradients: kinds.length - 1, jacobians: 0, functions: 0 });
    return kinds;
  };
  // A slope and a cliff: the first look is low enough and still too steep, the second too high.
  const cliff: Script = { value: (_, _n, x) => (x[0]! < 1.5 ? 100 - 10 * x[0]! : 1000), gradient: (x) => [x[0]! < 1.5 ? -10 : 1000, 0, 0] };
  expect(await whats(cliff)).toEqual(['gradient', 'alongLine', 'alongLine', 'move', 'gradient']);
  expect(await whats(bowl, beginning)).toEqual(['gradient', 'alongLine', 'move']);
});

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

test('it follows moved grids', async () => {
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
