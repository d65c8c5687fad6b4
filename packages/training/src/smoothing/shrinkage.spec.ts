import { expect, test } from '@jest/globals';
import type { PointRows } from '@knotwork/plugin';
import type { State } from '@knotwork/plugin/engine';
import { type Shrinkage, shrinkage, shrunkReport } from './shrinkage.js';
import { DATA } from '../objective.js';
import type { Likelihood } from './likelihood.js';
import type { Session } from '../session.js';

/** Targets and outputs of one variable, as a session and a state would have them. */
async function shrunkBy(targets: readonly number[], outputs: readonly number[], weights?: readonly number[]): Promise<Float64Array> { return (await shrinkageOf(targets, outputs, 'variance', weights)).factors; }

function shrinkageOf(targets: readonly number[], outputs: readonly number[], noise: Likelihood['noise'], weights?: readonly number[]): Promise<Shrinkage> {
  const samples = (values: readonly number[]) => ({ count: values.length, width: 1, values: Float64Array.from(values) });
  const rows: PointRows = { inputs: samples(targets), targets: samples(targets), ...(weights === undefined ? {} : { weights: Float64Array.from(weights) }) };
  const session = { problem: { train: { [DATA]: rows }, structure: { layers: [{}] } }, train: null } as unknown as Session;
  return shrinkage(session, { outputs: () => Promise.resolve(samples(outputs)) } as unknown as State, { edf: 2, observations: 12 }, noise);
}

test('a point that weighs 2 counts as two points do', async () => {
  const [targets, outputs] = [[1, -2, 0.5, 3, -1], [1.6, -2.4, 1, 3.2, -2.2]];
  const [plain] = await shrunkBy(targets, outputs);
  const [weighed] = await shrunkBy(targets, outputs, [2, 1, 1, 2, 1]);
  const [twice] = await shrunkBy([...targets, 1, 3], [...outputs, 1.6, 3.2]);
  expect(weighed).toBeCloseTo(twice!, 12);
  expect(weighed).not.toBeCloseTo(plain!, 3);
  expect(plain).toBeGreaterThan(0);
  expect(plain).toBeLessThan(1);
  // Only ratios count.
  expect((await shrunkBy(targets, outputs, [1, 0.5, 0.5, 1, 0.5]))[0]).toBeCloseTo(weighed!, 12);
});

test('under a loss that outliers must not decide, one slip neither moves the mean nor takes what was learned', async () => {
  const outputs = Array.from({ length: 40 }, (_, n) => Math.sin(n));
  const targets = outputs.map((y, n) => y + (n % 2 === 0 ? 0.1 : -0.1));
  const slipped = targets.with(7, 1000);
  const robust = await shrinkageOf(slipped, outputs, 'robust');
  expect(robust.factors[0]).toBe(1);
  // Its weight is 1.345 * 1.4826 * 0.1 / 1000: it counts as a row that lies as far as the usual ones do.
  expect(Math.abs(robust.means[0]! - outputs.reduce((sum, y) => sum + y, 0) / 40)).toBeLessThan(0.03);
  expect((await shrinkageOf(slipped, outputs, 'variance')).factors[0]).toBe(0);
  // What is no fit is none.
  expect((await shrinkageOf(slipped, outputs.map((y) => -y), 'robust')).factors[0]).toBeLessThan(0.2);
  // More than half of the rows met exactly: no distance is usual, and others do not count.
  expect((await shrinkageOf(outputs.with(7, 1000), outputs, 'robust')).factors[0]).toBe(1);
});

test('what is kept of departures from means has that share of their degrees of freedom, and noise is what the network then leaves', async () => {
  const samples = (values: readonly number[]) => ({ count: 3, width: 2, values: Float64Array.from(values) });
  const session = { problem: { train: { [DATA]: { targets: samples([1, 5, 2, 6, 3, 7]) } }, structure: { layers: [{}] } }, train: null } as unknown as Session;
  const state = { outputs: () => Promise.resolve(samples([1.3, 5, 1.7, 6.6, 3, 6.4])) } as unknown as State;
  const edge = { layer: 0, term: 0, from: 0, to: 0, edf: 2, slope: 3, curvature: 4 };
  const report = { edf: 4, observations: 6, noise: [9, 9], bandNoise: [9, 9], criterion: 5, kept: [1, 1], edges: [edge], isSettled: true };
  const shrunk = await shrunkReport(session, state, report, { factors: Float64Array.of(0.5, 0.25), means: Float64Array.of(0, 0) }, { noise: 'variance', perPoint: 2 });
  // 2 constants, and 0.375 of the 2 beside them; of 6 observations.
  expect(shrunk).toEqual({
    ...report, edf: 2.75, edfBefore: 4, kept: [0.5, 0.25], edges: [{ ...edge, edf: 0.75 }],
    noise: [expect.closeTo(Math.sqrt((0.06 * 6) / 3.25), 12), expect.closeTo(Math.sqrt((0.24 * 6) / 3.25), 12)],
    bandNoise: [expect.closeTo(Math.sqrt((0.06 * 6) / 0.6), 12), expect.closeTo(Math.sqrt((0.24 * 6) / 0.6), 12)],
  });
});
