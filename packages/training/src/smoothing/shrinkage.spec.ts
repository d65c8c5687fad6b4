import { expect, test } from '@jest/globals';
import type { PointRows } from '@knotwork/plugin';
import type { State } from '@knotwork/plugin/engine';
import { shrinkage } from './shrinkage.js';
import { DATA } from '../objective.js';
import type { Session } from '../session.js';

/** Targets and outputs of one variable, as a session and a state would have them. */
function shrunkBy(targets: readonly number[], outputs: readonly number[], weights?: readonly number[]): Promise<Float64Array> {
  const samples = (values: readonly number[]) => ({ count: values.length, width: 1, values: Float64Array.from(values) });
  const rows: PointRows = { inputs: samples(targets), targets: samples(targets), ...(weights === undefined ? {} : { weights: Float64Array.from(weights) }) };
  const session = { problem: { train: { [DATA]: rows }, structure: { layers: [{}] } }, train: null } as unknown as Session;
  return shrinkage(session, { outputs: () => Promise.resolve(samples(outputs)) } as unknown as State, { edf: 2, observations: 12 });
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
