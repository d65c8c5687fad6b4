import { expect, test } from '@jest/globals';
import { AS_GIVEN, defineLoss, z } from '@knotwork/plugin';
import { supervised } from '@knotwork/training';
import { rmseOfLoss } from './rmse-of-loss.js';

type Loss = Omit<Parameters<typeof defineLoss>[0], 'options' | 'summary'>;
const objective = (loss: Loss, outputs: number) => supervised(defineLoss({ summary: 'A loss', options: z.strictObject({}), ...loss }) as unknown as Parameters<typeof supervised>[0], {}, outputs);
/** Whatever it is called: what it computes decides. */
const squares: Loss = { name: 'least-squares', form: 'residuals', formula: (outputs, targets) => outputs.map((output, i) => targets[i]!.sub(output)) };
const doubled: Loss = { ...squares, formula: (outputs, targets) => outputs.map((output, i) => targets[i]!.sub(output).mul(2)) };
const fourth: Loss = { name: 'fourth', form: 'loss', formula: (outputs, targets) => [outputs.map((output, i) => targets[i]!.sub(output).square().square()).reduce((a, b) => a.add(b))] };
const named = (...scales: number[]) => scales.map((scale, k) => ({ name: `y${k}`, map: { ...AS_GIVEN, center: 3, scale } }));

test('the root of a mean squared error, in the unit of the targets', () => {
  expect(rmseOfLoss(objective(squares, 1), [{ name: 'y', map: AS_GIVEN }])).toBe(1);
  expect(rmseOfLoss(objective(squares, 1), named(4))).toBeCloseTo(4, 12);
  expect(rmseOfLoss(objective(squares, 3), named(4, 4, 4))).toBeCloseTo(4, 12);
});

test('outputs of several units have no single one, and other losses are no squared errors', () => {
  expect(rmseOfLoss(objective(squares, 2), named(4, 5))).toBeNull();
  for (const other of [doubled, fourth]) for (const outputs of [1, 2]) expect(rmseOfLoss(objective(other, outputs), named(...Array<number>(outputs).fill(1)))).toBeNull();
});
