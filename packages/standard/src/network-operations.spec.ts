import { expect, test } from '@jest/globals';
import { AS_GIVEN, installedCatalog } from '@knotwork/plugin';
import { type LayerRequest, networkOperations, resolve, specify } from '@knotwork/network';
import { packagesAtHand } from './at-hand.js';

const catalog = installedCatalog(packagesAtHand);
const layer = (kind: string, basis: Record<string, unknown>, more: Record<string, unknown> = {}): LayerRequest => ({
  layer: { kind, ...more }, edge: { kind: 'residual' }, basis: { kind: 'b-spline', ...basis }, inputMap: 'interval', outside: 'linear',
});
const variables = (count: number) => Array.from({ length: count }, (_, k) => ({ name: `x${k}`, map: AS_GIVEN }));
const counted = (widths: readonly number[], layers: readonly LayerRequest[]) => networkOperations(resolve(specify(widths, layers, variables(widths[0]!), variables(widths.at(-1)!), catalog), catalog), catalog);

test('the account per edge is that of Yu, Yu and Wang, to the digit', () => {
  // Their row of [784, 2, 10] with 3 intervals, degree 2 and silu as the shortcut: 181,786 operations.
  const own = layer('kan', { degree: 2, intervals: 3 });
  expect(counted([784, 2, 10], [own, own]).edgewise).toBe(181_786);
  // 2 inputs x outputs, and an activation of 5 at every hidden node.
  const perceptron = { ...layer('mlp', {}), basis: { kind: 'b-spline' } };
  expect(counted([784, 32, 10], [perceptron, layer('mlp', {}, { activation: { kind: 'identity' } })])).toEqual({ edgewise: 2 * 784 * 32 + 5 * 32 + 2 * 32 * 10, dense: 2 * 784 * 32 + 5 * 32 + 640, local: 2 * 784 * 32 + 5 * 32 + 640 });
});

test('a perceptron with trained splines pays for them once per node, as theirs does', () => {
  const { edgewise } = counted([20, 30], [layer('spline-mlp', {}, { degree: 3, intervals: 5 })]);
  // Theirs, of splines before the linear map, and silu, which ours adds.
  expect(edgewise).toBe(2 * 20 * 30 + 20 * (9 * 3 * (5 + 1.5 * 3) + 2 * 5 - 2.5 * 3 - 1) + 20 * 6);
});

test('locally an edge of splines costs the same whatever the number of intervals, in the dense account it grows, and per edge most of all', () => {
  const [coarse, fine] = [5, 20].map((intervals) => counted([10, 1000], [layer('kan', { degree: 3, intervals })]));
  expect(fine!.local).toBe(coarse!.local);
  const each = (operations: number): number => Math.round(operations / 10_000);
  // 2 (degree + 1 + 1) and 2 (intervals + degree + 1) on every edge; per edge the recursion, the weight and the shortcut.
  expect([each(coarse!.local), each(coarse!.dense), each(coarse!.edgewise), each(fine!.local), each(fine!.dense), each(fine!.edgewise)]).toEqual([10, 18, 262, 10, 49, 697]);
});
