import { expect, test } from '@jest/globals';
import { catalogOf } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { robustLoss } from './robust-loss.js';
import { stages } from '../stages/index.js';

const standard = [...await standardPackages(), { name: 'stages', version: '1.0.0', definition: stages }].flatMap(({ name, version, definition }) => definition.plugins.map((plugin) => ({ definition: plugin, package: name, version })));
const catalog = catalogOf(standard);
const outputs = [{ name: 'y', map: { kind: 'affine', center: 3, scale: 20 } }, { name: 'z', map: { kind: 'affine', center: 0, scale: 1 } }] as const;
const far = (usual: Readonly<Record<string, number>>) => Object.fromEntries(Object.entries(usual).map(([name, of]) => [name, { rows: 1, share: 0.01, distance: 30, usual: of, from: 'network', targets: [], at: [] } as const]));
const lossOf = (of: Parameters<typeof robustLoss>[0], usual: Readonly<Record<string, number>> = {}): string | null => robustLoss(of, catalog, far(usual), outputs);
const fit = (loss: string) => ({ kind: 'fit', loss: { kind: loss } });

test('the loss of the first stage that has one may be another, where it is the standard one', () => {
  expect([[fit('auto')], [fit('mean-squared-error'), fit('huber')], [{ kind: 'solve' }, fit('auto')]].map((of) => lossOf(of))).toEqual(['stages.0.loss=huber', 'stages.0.loss=huber', 'stages.1.loss=huber']);
  expect([[fit('huber'), fit('auto')], [fit('mean-absolute-error')], [{ kind: 'prune', fit: { loss: { kind: 'auto' } } }, fit('auto')], []].map((of) => lossOf(of))).toEqual([null, null, null, null]);
});

test('what counts as far goes by usual distances, where a slip has widened the spread', () => {
  expect(lossOf([fit('auto')], { y: 2.07 })).toBe("'stages.0.loss={ kind: huber, delta: 0.3 }'");
  // Of several outputs by the least.
  expect(lossOf([fit('auto')], { y: 2.07, z: 0.004 })).toBe("'stages.0.loss={ kind: huber, delta: 0.01 }'");
  expect([lossOf([fit('auto')], { z: 0.4 }), lossOf([fit('auto')], { y: 0 })]).toEqual(['stages.0.loss=huber', 'stages.0.loss=huber']);
});

test('where that loss is not installed there is none to type', () => {
  expect(robustLoss([fit('auto')], catalogOf(standard.filter(({ definition: { name } }) => name !== 'huber')), {}, outputs)).toBeNull();
});
