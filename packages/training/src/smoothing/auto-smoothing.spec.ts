import { describe, expect, test } from '@jest/globals';
import { native } from '@knotwork/engine-native';
import { columnOf, createNetwork, edgeSmoothness, meanAndDeviation, moveNodes } from '@knotwork/network';
import { choleskyFactor, choleskySolve, median, randomStream, relativeError, rootMeanSquare } from '@knotwork/numerics';
import { defineLoss, type LossDefinition, type Network, type PluginUse, type Rows, where } from '@knotwork/plugin';
import type { State, Structure } from '@knotwork/plugin/engine';
import * as z from '@knotwork/plugin/zod';
import { fit } from '../fit.js';
import { Fitting, type FitSnapshot } from '../fitting.js';
import { catalog, planOf, variables } from '../fixtures/setting.js';
import { DATA, supervised } from '../objective.js';
import { openSession, type Problem, type Session } from '../session.js';
import { AutoSmoothing } from './auto-smoothing.js';
import { shrinkage } from './shrinkage.js';
import { strengthsOf } from './smoothing-report.js';

const engine = await native.create({ precision: 'float64' });
const layer = {
  layer: { kind: 'reference-layer' }, edge: { kind: 'reference-plain' }, basis: { kind: 'reference-spline', intervals: 5 }, inputMap: 'interval' as const, outside: 'linear' as const,
};

/** Rows of f on [-1, 1]^d with normal noise. */
function rowsOf(count: number, d: number, f: (x: Float64Array) => number, noise: number, seed = 1): Rows {
  const stream = randomStream(seed, 'rows');
  const inputs = Float64Array.from({ length: count * d }, () => stream.uniform(-1, 1));
  return { inputs: { count, width: d, values: inputs }, targets: { count, width: 1, values: Float64Array.from({ length: count }, (_, n) => f(inputs.subarray(n * d, (n + 1) * d)) + noise * stream.normal()) } };
}

interface Setting { readonly problem: Problem; readonly structure: Structure; network(start: number): Network }

function settingOf(widths: readonly number[], train: Rows, change: Partial<Problem> = {}, basis: PluginUse = layer.basis): Setting {
  const make = (start: number) => createNetwork({
    widths, layers: widths.slice(1).map(() => ({ ...layer, basis })), initializers: widths.slice(1).map(() => ({ kind: 'reference-random' })), inputs: variables(widths[0]!),
    outputs: variables(1), domains: Array.from({ length: widths[0]! }, () => [-1, 1] as const),
  }, randomStream(start, 'init'), catalog);
  const { structure } = make(0);
  return {
    structure, network: (start) => make(start).network,
    problem: {
      engine, structure, objective: supervised(catalog.get('loss', 'reference-squares'), {}, 1), penalties: [], smoothing: { noise: 'variance', perPoint: 1 },
      optimizer: { definition: catalog.get('optimizer', 'reference-gauss-newton'), options: {} }, grid: { definition: catalog.get('grid', 'reference-moving'), options: { every: 3 } },
      trainable: ['coefficients', 'bias'], train: { [DATA]: train }, validation: null, maxUnknowns: 2000, ...change,
    },
  };
}

/** A wave, a line, and an input that does nothing. */
const additive = settingOf([3, 1], rowsOf(400, 3, ([x, y]) => Math.sin(3 * x!) + 0.8 * y!, 0.3));
const fitted = await fit(additive.problem, additive.network, planOf({ patience: null, steps: 60 }));
const report = fitted.smoothing!;

describe('of a wave, a line and an input that does nothing, in noise of 0.3', () => {
  test('the wave has several degrees of freedom, the line one, the third input next to none, and the noise is what it is', () => {
    const [wave, line, nothing] = report.edges.map(({ edf }) => edf);
    expect(wave).toBeGreaterThan(3);
    expect(line).toBeGreaterThan(0.9);
    expect(line).toBeLessThan(1.5);
    expect(nothing).toBeLessThan(0.3);
    expect(report.noise![0]! / 0.3).toBeGreaterThan(0.93);
    expect(report.noise![0]! / 0.3).toBeLessThan(1.07);
    expect(report).toMatchObject({ observations: 400, isSettled: true, kept: [1] });
  });

  test('degrees of freedom are those of the dense inverse, and strengths stand where their update leaves them', async () => {
    const session = await openSession(additive.problem);
    const state = await session.program.start(fitted.network);
    const { unknowns: p, hessian, value: { data } } = await state.normal(session.train);
    // The last sums have the variance of the targets.
    const v = meanAndDeviation(additive.problem.train[DATA]!.targets!.values)[1] ** 2;
    const term = additive.structure.layers[0]!.terms[0]!;
    const forms = edgeSmoothness(term, fitted.network.parameters);
    const first = report.edges.map((_, e) => [...session.program.layout.parameterOf].indexOf(term.segments.coefficients.offset + e * term.size));
    const unit = (size: number, k: number): Float64Array => Float64Array.from({ length: size }, (_, i) => (i === k ? 1 : 0));
    const full = hessian.slice();
    const product = (e: number, which: 'slope' | 'curvature', k: number): Float64Array => {
      const form = forms[e]![which]!;
      return Float64Array.from({ length: term.size }, (_, i) => {
        const [lo, hi] = [Math.min(i, k), Math.max(i, k)];
        return hi - lo > form.half ? 0 : form.band[hi * (form.half + 1) + form.half + lo - hi]!;
      });
    };
    report.edges.forEach(({ slope, curvature }, e) => {
      for (let k = 0; k < term.size; k++) {
        const [s1, s2] = [product(e, 'slope', k), product(e, 'curvature', k)];
        for (let i = k; i < term.size; i++) full[(first[e]! + i) * p + first[e]! + k]! += (slope * s1[i]! + curvature * s2[i]!) / v;
      }
    });
    for (let i = 0; i < p; i++) full[i * p + i]! *= 1 + 1e-9;
    expect(choleskyFactor(full, p)).toBe(true);
    const inverse = Array.from({ length: p }, (_, k) => { const x = unit(p, k); choleskySolve(full, p, x); return x; });
    const lower = (i: number, j: number): number => hessian[Math.max(i, j) * p + Math.min(i, j)]!;
    let edf = 0;
    for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) edf += inverse[i]![j]! * lower(i, j);
    expect(report.edf / edf).toBeCloseTo(1, 5);
    // Generalized cross-validation with gamma = 2.
    expect(report.criterion / ((2 * data) / (1 - (2 * report.edf) / 400) ** 2)).toBeCloseTo(1, 9);
    // The update of the wave, by hand: its ratio is 1 where strengths have come to rest.
    const { slope, curvature } = report.edges[0]!;
    const c = fitted.network.parameters.subarray(term.segments.coefficients.offset, term.segments.coefficients.offset + term.size);
    const sigma2 = (2 * 2 * data * 400) / (400 - 2 * edf);
    for (const [which, eta] of [['slope', slope], ['curvature', curvature]] as const) {
      let [trace, square] = [0, 0];
      for (let k = 0; k < term.size; k++) {
        const row = product(0, which, k);
        row.forEach((v, i) => { trace += v * inverse[first[0]! + i]![first[0]! + k]!; square += v * c[i]! * c[k]!; });
      }
      const own = forms[0]!.spectrum.reduce((sum, m) => sum + (which === 'slope' ? 1 : m) / (slope + curvature * m), 0);
      const ratio = (own - trace / v) / ((square * 400) / (v * sigma2));
      // At the least strength, the update would go on.
      if (eta > 1e-12) expect(ratio).toBeGreaterThan(0.5);
      expect(ratio).toBeLessThan(2);
    }
    await session.dispose();
  });
});

/** Mean and standard deviation of every node of the first layer. */
async function nodesOf(session: Session, state: State): Promise<readonly (readonly [number, number])[]> {
  const nodes = await state.preActivations(session.train, 1);
  return Array.from({ length: nodes.width }, (_, o) => meanAndDeviation(columnOf(nodes, o)));
}

describe('hidden nodes', () => {
  const deep = settingOf([2, 2, 1], rowsOf(300, 2, ([x, y]) => Math.exp(Math.sin(3 * x!) + y! ** 2) / 2, 0.1));

  test('have standard deviation 1 at the end, and getting there changes no output', async () => {
    const session = await openSession(deep.problem);
    const state = await session.program.start(deep.network(1));
    const outputs = async (of: State): Promise<Float64Array> => (await of.outputs(session.train)).values;
    const before = await outputs(state);
    const smoothing = (await AutoSmoothing.open(session, { phase: 'start' }, null))!;
    await smoothing.prepare(state);
    const nodes = await state.preActivations(session.train, 1);
    for (const o of [0, 1]) expect(meanAndDeviation(columnOf(nodes, o))[1]).toBeCloseTo(1, 12);
    (await outputs(state)).forEach((v, n) => { expect(v).toBeCloseTo(before[n]!, 12); });
    await session.dispose();
    const { network } = await fit(deep.problem, deep.network, planOf({ patience: null, steps: 12 }));
    const after = await openSession(deep.problem);
    const trained = await after.program.start(network);
    for (const o of [0, 1]) expect(meanAndDeviation(columnOf(await trained.preActivations(after.train, 1), o))[1]).toBeCloseTo(1, 12);
    await after.dispose();
  });

  for (const [of, basis] of [
    ['functions that add up to one', { kind: 'reference-spline', intervals: 5 }], ['functions of which one is 1', { kind: 'reference-chebyshev', degree: 5 }],
    ['functions without a constant', { kind: 'reference-waves', modes: 2 }],
  ] as const) {
    test(`of ${of} that went far away come back, and no output changes; others stay where they are`, async () => {
      const { problem, structure, network } = settingOf([2, 2, 1], rowsOf(300, 2, ([x, y]) => Math.sin(3 * x!) + y!, 0.1), {}, basis);
      const session = await openSession(problem);
      const drawn = network(1);
      const state = await session.program.start({ ...drawn, parameters: moveNodes(structure, 0, drawn.parameters, Float64Array.of(1e6, 2)) });
      const outputs = async (): Promise<Float64Array> => (await state.outputs(session.train)).values;
      const before = await outputs();
      const far = await nodesOf(session, state);
      await (await AutoSmoothing.open(session, { phase: 'start' }, null))!.prepare(state);
      const near = await nodesOf(session, state);
      expect(near[0]![0]).toBeCloseTo(0, 7);
      expect(near[1]![0]).toBeCloseTo(far[1]![0] / far[1]![1], 9);
      near.forEach(([, sd]) => { expect(sd).toBeCloseTo(1, 9); });
      (await outputs()).forEach((v, n) => { expect(v).toBeCloseTo(before[n]!, 8); });
      await session.dispose();
    });
  }

  test('count for more degrees of freedom: generalized cross-validation takes three times as many off', async () => {
    const { loss, smoothing } = await fit(deep.problem, deep.network, planOf({ patience: null, steps: 12 }));
    const { criterion, edf, kept } = smoothing!;
    expect([kept, criterion]).toEqual([[1], expect.closeTo(loss / (1 - 3 * edf / 300) ** 2, 12)]);
  });

  test('starts are compared by generalized cross-validation, and the best goes on with its strengths', async () => {
    const { starts, smoothing } = await fit(deep.problem, deep.network, planOf({ patience: null, steps: 1, starts: { count: 3, steps: 12, keep: 1 } }));
    const alone = [];
    for (const k of [0, 1, 2]) alone.push((await fit(deep.problem, () => deep.network(k), planOf({ patience: null, steps: 12, start: k } as never))).smoothing!.criterion);
    expect(starts).toEqual(alone);
    const best = alone.indexOf(Math.min(...alone));
    const kept = (await fit(deep.problem, () => deep.network(best), planOf({ patience: null, steps: 12, start: best } as never))).smoothing!;
    // One step on, strengths are within a factor of 10 of where they were: a new beginning would be further away.
    const [now, then] = [strengthsOf(smoothing!), strengthsOf(kept)];
    now.slope.forEach((eta, k) => { expect(Math.abs(Math.log10(eta / then.slope[k]!))).toBeLessThanOrEqual(1 + 1e-9); });
  });

  test('a network that came with its strengths is not lost where all that follows is worse; a fresh one is no candidate before strengths have moved', async () => {
    const { network, smoothing } = await fit(deep.problem, deep.network, planOf({ patience: null, steps: 12 }));
    const session = await openSession(deep.problem);
    const keptAfter = async (how: Parameters<typeof AutoSmoothing.open>[1], taken: number): Promise<Float64Array> => {
      const state = await session.program.start(network);
      const auto = (await AutoSmoothing.open(session, how, null))!;
      for (const parameters of [network.parameters, deep.network(5).parameters]) {
        await state.write({ parameters });
        await auto.prepare(state);
        await auto.update(state, await state.normal(session.train, auto.over({})), taken, {});
      }
      await auto.restore(state);
      return (await state.outputs(session.train)).values;
    };
    const outputs = async (of: Network): Promise<Float64Array> => (await (await session.program.start(of)).outputs(session.train)).values;
    expect(relativeError(await keptAfter({ phase: 'restart', strengths: strengthsOf(smoothing!) }, 1), await outputs(network))).toBeLessThan(1e-12);
    expect(relativeError(await keptAfter({ phase: 'start' }, 10), await outputs(deep.network(5)))).toBeLessThan(1e-12);
    await session.dispose();
  });

  test('a fit that is cut after any step goes on with the same bytes', async () => {
    const plan = planOf({ patience: null, steps: 14, starts: { count: 2, steps: 8, keep: 1 } });
    const undisturbed = await fit(deep.problem, deep.network, plan);
    for (const cut of [3, 7, 12, 18, 26]) {
      let fitting = await Fitting.open(deep.problem, deep.network, plan);
      let result = null;
      for (let k = 0; k < cut && result === null; k++) result = await fitting.step();
      const saved = structuredClone(await fitting.snapshot()) as FitSnapshot;
      await fitting.dispose();
      fitting = await Fitting.open(deep.problem, deep.network, plan, saved);
      while (result === null) result = await fitting.step();
      expect(result.network.parameters).toEqual(undisturbed.network.parameters);
      expect(result.smoothing).toEqual(undisturbed.smoothing);
    }
  });
});

test('where classes are learned, edges of a layer share their strengths, which are those that all of them together ask for', async () => {
  const known = settingOf([3, 2, 1], rowsOf(300, 3, ([x, y]) => Math.sin(3 * x!) + 0.8 * y!, 0.3), { smoothing: { noise: 'known', perPoint: 1 } });
  const { smoothing } = await fit(known.problem, known.network, planOf({ patience: null, steps: 40 }));
  const of = (layer: number, which: 'slope' | 'curvature'): number[] => smoothing!.edges.filter((edge) => edge.layer === layer).map((edge) => edge[which]);
  for (const layer of [0, 1]) for (const which of ['slope', 'curvature'] as const) expect(new Set(of(layer, which)).size).toBe(1);
  expect(of(0, 'slope')[0]).not.toBe(of(1, 'slope')[0]);
  // Numbers keep one for every edge: that of the idle input is far above the others.
  const [wave, , nothing] = report.edges.map(({ slope }) => slope);
  expect(nothing! / wave!).toBeGreaterThan(100);

  // At rest, what is gained and what is used are the same over all edges of a layer.
  const additiveOne = settingOf([3, 1], rowsOf(300, 3, ([x, y]) => 4 * Math.sin(3 * x!) + 3 * y!, 1), { smoothing: { noise: 'known', perPoint: 1 } });
  const rested = await fit(additiveOne.problem, additiveOne.network, planOf({ patience: null, steps: 80 }));
  const { slope, curvature } = rested.smoothing!.edges[0]!;
  const again = await fit(additiveOne.problem, () => rested.network, planOf({ patience: null, steps: 30, starts: null, phase: 'restart', strengths: strengthsOf(rested.smoothing!) }));
  expect(again.smoothing!.edges[0]!.slope / slope).toBeCloseTo(1, 1);
  expect(again.smoothing!.edges[0]!.curvature / curvature).toBeCloseTo(1, 1);
});

test('the scale of noise from the median is not moved by outliers, that from squares is', async () => {
  const clean = rowsOf(400, 2, ([x]) => Math.sin(3 * x!), 0.1);
  const stream = randomStream(5, 'outliers');
  const values = clean.targets!.values.map((t) => (stream.uniform(0, 1) < 0.06 ? t + 3 : t));
  const bad: Rows = { ...clean, targets: { ...clean.targets, values } };
  const noiseOf = async (noise: 'variance' | 'robust'): Promise<number> => {
    const { problem, network } = settingOf([2, 1], bad, { smoothing: { noise, perPoint: 1 } });
    return (await fit(problem, network, planOf({ patience: null, steps: 40 }))).smoothing!.noise![0]!;
  };
  expect(await noiseOf('variance')).toBeGreaterThan(0.5);
  const robust = await noiseOf('robust');
  expect(robust).toBeGreaterThan(0.1);
  expect(robust).toBeLessThan(0.3);
});

test('slips decide neither strengths nor what is kept where outliers must not', async () => {
  const huber = defineLoss({
    name: 'reference-huber', summary: 'For this spec', options: z.strictObject({}), form: 'loss',
    formula: ([output], [target]) => {
      const r = output!.sub(target!);
      return [where(r.abs().less(0.3), r.square().mul(0.5), r.abs().sub(0.15).mul(0.3))];
    },
  });
  const clean = rowsOf(200, 2, ([x]) => Math.sin(3 * x!), 0.1);
  const values = clean.targets!.values.map((t, n) => (n < 2 ? t + 300 : t));
  const { problem, network } = settingOf([2, 1], { ...clean, targets: { ...clean.targets!, values } }, { objective: supervised(huber as unknown as LossDefinition, {}, 1), smoothing: { noise: 'robust', perPoint: 1 } });
  const { smoothing, network: fitted } = await fit(problem, network, planOf({ patience: null, steps: 40 }));
  expect(smoothing!.kept).toEqual([1]);
  expect(smoothing!.edges[0]!.edf).toBeGreaterThan(3);
  // The mean square of 198 rows and of two that lie as far as three usual ones.
  const session = await openSession(problem);
  const { values: y } = await (await session.program.start(fitted)).outputs(session.train);
  const distances = Array.from(values, (t, n) => Math.abs(t - y[n]!));
  const most = (3 * 1.4826 * median(Float64Array.from(distances))) ** 2;
  const { edf, criterion } = smoothing!;
  expect(criterion).toBeCloseTo(distances.reduce((sum, d) => sum + Math.min(d * d, most), 0) / 200 / (1 - (2 * edf) / 200) ** 2, 10);
  expect(rootMeanSquare(Float64Array.from({ length: 200 }, (_, n) => y[n]! - Math.sin(3 * clean.inputs.values[2 * n]!)))).toBeLessThan(0.06);
  await session.dispose();
});

test('outputs of noise alone are shrunk towards their mean, by what cross-validation makes of them', async () => {
  const noise = settingOf([3, 2, 1], rowsOf(30, 3, () => 5, 1, 3));
  const { smoothing, network } = await fit(noise.problem, noise.network, planOf({ patience: null, steps: 30 }));
  expect([smoothing!.kept, smoothing!.edf]).toEqual([[0], 1]);
  const session = await openSession(noise.problem);
  const { values } = await (await session.program.start(network)).outputs(session.train);
  const { values: targets } = noise.problem.train[DATA]!.targets!;
  const mean = targets.reduce((a, b) => a + b) / 30;
  // What it came to is told of the network that was shrunk.
  const left = targets.reduce((sum, t, n) => sum + (t - values[n]!) ** 2, 0);
  const { noise: told, bandNoise, edges } = smoothing!;
  expect(told![0]).toBeCloseTo(Math.sqrt(left / 29), 10);
  expect(bandNoise![0]).toBeCloseTo(Math.sqrt((1.5 * left) / 27), 10);
  expect(edges.map((edge) => edge.edf)).toEqual(edges.map(() => 0));
  expect(Math.max(...values.map((v) => Math.abs(v - mean)))).toBeLessThan(2);
  expect(values.reduce((a, b) => a + b) / 30).toBeCloseTo(mean, 1);
  await session.dispose();
});

test('what is kept of an output is what minimizes the error of cross-validation, where that is worth it', async () => {
  const { problem, network } = settingOf([2, 1], rowsOf(60, 2, ([x]) => 0.5 * x! + 3, 1, 4));
  const session = await openSession(problem);
  const state = await session.program.start((await fit(problem, network, planOf({ patience: null, steps: 20 }))).network);
  const { values: y } = await state.outputs(session.train);
  const { values: t } = problem.train[DATA]!.targets!;
  const mean = t.reduce((a, b) => a + b) / 60;
  const verdicts = [];
  for (let edf = 0.05; edf < 10; edf += 0.1) {
    const error = (s: number): number => t.reduce((sum, target, n) => sum + (target - mean - s * (target - (target - y[n]!) / (1 - (2 * edf) / 60) - mean)) ** 2, 0);
    const steps = Array.from({ length: 2001 }, (_, k) => k / 2000);
    const best = steps.reduce((a, b) => (error(b) < error(a) ? b : a));
    const isWorth = error(1) - error(best) > 0.01 * error(1);
    verdicts.push(isWorth);
    expect((await shrinkage(session, state, { edf, observations: 60 }, 'variance')).factors[0]).toBeCloseTo(isWorth ? best : 1, 3);
  }
  expect(new Set(verdicts).size).toBe(2);
  await session.dispose();
});
