import { expect, test } from '@jest/globals';
import { columnOf } from '@knotwork/network';
import { mean, randomStream, standardDeviation } from '@knotwork/numerics';
import { simulatedSet, type Simulation, simulations } from './simulation.js';

const all: readonly (readonly [string, Simulation])[] = Object.entries(simulations);

test.each(all)('%s has standardized targets, test rows inside its training rows, and the noise that it says', (name, simulation) => {
  const { train, domains, inside, observed, center, scale } = simulatedSet(simulation, randomStream(3, name), 400);
  const [inputs] = simulation.widths;
  expect([train.inputs.count, train.inputs.width, domains.length]).toEqual([simulation.rows, inputs, inputs]);
  expect(mean(train.targets.values)).toBeCloseTo(0, 12);
  expect(standardDeviation(train.targets.values)).toBeCloseTo(1, 12);
  expect(inside.inputs.count).toBeGreaterThan(350);
  for (const [i, [from, to]] of domains.entries()) {
    for (const { inputs: those } of [train, inside]) expect(columnOf(those, i).filter((v) => v < from || v > to)).toHaveLength(0);
  }
  for (let n = 0; n < inside.inputs.count; n++) {
    const truth = simulation.truth([...inside.inputs.values.subarray(n * inputs!, (n + 1) * inputs!)]);
    expect(inside.targets.values[n]! * scale + center).toBeCloseTo(truth, 10);
  }
  // Of some 390 draws, four standard deviations.
  const noise = standardDeviation(observed.map((v, n) => (v - inside.targets.values[n]!) * scale));
  expect(Math.abs(noise / simulation.noise - 1)).toBeLessThan(4 / Math.sqrt(2 * observed.length));
});

test('parts add up to the truth', () => {
  const x = [0.3, -0.6, 0.9, 0.2];
  const { truth, parts } = simulations.additive;
  expect(truth(x)).toBeCloseTo(x.reduce((sum, v, i) => sum + parts[i]!(v), 0), 14);
  expect(truth(x)).toBeCloseTo(Math.sin(0.3 * Math.PI) + 0.36 + 0.45, 14);
});
