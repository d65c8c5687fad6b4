import { beforeAll, expect, test } from '@jest/globals';
import { installed } from '@knotwork/experiment';
import { countParameters } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import type { Catalog } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { openStep, type StepCase, stepRows } from './step-session.js';

const small: StepCase = { layers: [2, 3, 2], batch: 20, basis: 'b-spline', intervals: 5, degree: 3, precision: 'float64' };
let catalog: Catalog;
beforeAll(async () => { catalog = installed(await standardPackages()).catalog; });

test('all targets of a row are the sine of three times the sum of its inputs', () => {
  const { inputs, targets } = stepRows(2, 3, 4, randomStream(0, 'test'));
  expect(inputs.values.every((v) => v >= -1 && v <= 1)).toBe(true);
  expect([...targets.values.subarray(3, 6)]).toEqual(Array(3).fill(Math.sin(3 * (inputs.values[2]! + inputs.values[3]!))));
});

test('the loss is the mean squared error over rows and outputs, before the step', async () => {
  const session = await openStep(catalog, small);
  const outputs = (await session.forward()).values;
  const { targets } = stepRows(2, 2, 20, randomStream(1, 'step').fork('rows'));
  const squares = outputs.reduce((sum, y, k) => sum + (y - targets.values[k]!) ** 2, 0);
  expect(await session.step()).toBeCloseTo(squares / outputs.length, 12);
  await session.dispose();
});

test('steps train, and train everything there is', async () => {
  const session = await openStep(catalog, small);
  expect(session.program.layout.unknowns).toBe(countParameters(session.structure).trainable);
  expect(session.basis).toEqual({ kind: 'b-spline', degree: 3, intervals: 5 });
  const first = await session.step();
  for (let k = 0; k < 200; k++) await session.step();
  expect(await session.step()).toBeLessThan(0.9 * first);
  await session.dispose();
});
