import { expect, test } from '@jest/globals';
import { installed } from '@knotwork/experiment';
import { randomStream } from '@knotwork/numerics';
import { standardPackages } from '@knotwork/standard';
import { shareOf } from './covered.js';
import { setCoverage } from './set-coverage.js';
import { simulatedSet, type Simulation, simulations } from './simulation.js';

const { catalog } = installed(await standardPackages());
const small = (change: Partial<Simulation>): Simulation => ({ ...simulations.additive, rows: 100, ...change });

test('a set is what its name and seed make it; every row inside counts, and every point of every edge', async () => {
  const set = await setCoverage(catalog, 'small', small({}), 3);
  expect(await setCoverage(catalog, 'small', small({}), 3)).toEqual(set);
  expect((await setCoverage(catalog, 'small', small({}), 4)).error).not.toBe(set.error);
  const { inside } = simulatedSet(small({}), randomStream(3, 'coverage small').fork('rows'), 500);
  expect([set.seed, set.band.of, set.observations.of, set.edges!.of]).toEqual([3, inside.inputs.count, inside.inputs.count, 4 * 100]);
});

test('intervals hold most of what they are of, and none of what they are not', async () => {
  const right = await setCoverage(catalog, 'small', small({}), 1);
  for (const counts of [right.band, right.observations, right.edges!]) expect(shareOf(counts)).toBeGreaterThan(0.7);
  // Functions of edges that stand in another order than the inputs they are of: the line of slope 1/2 is no wave.
  const parts = [...simulations.additive.parts].reverse();
  const wrong = await setCoverage(catalog, 'small', small({ parts }), 1);
  expect(wrong.band).toEqual(right.band);
  expect(shareOf(wrong.edges!)).toBeLessThan(0.5);
});

test('error and noise are shares of the noise that was put in', async () => {
  const { error, noise } = await setCoverage(catalog, 'small', small({ noise: 0.9 }), 1);
  expect(Math.abs(noise - 1)).toBeLessThan(0.3);
  expect(error).toBeLessThan(1);
});

test('a network with hidden nodes has no edges that mean something by themselves', async () => {
  const { edges, band } = await setCoverage(catalog, 'hello', { ...simulations.hello, rows: 60, widths: [2, 1, 1] }, 1);
  expect(edges).toBeNull();
  expect(band.of).toBeGreaterThan(400);
});
