import { expect, test } from '@jest/globals';
import { catalogOf } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { robustLoss } from './robust-loss.js';
import { stages } from '../stages/index.js';

const standard = [...await standardPackages(), { name: 'stages', version: '1.0.0', definition: stages }].flatMap(({ name, version, definition }) => definition.plugins.map((plugin) => ({ definition: plugin, package: name, version })));
const catalog = catalogOf(standard);
const fit = (loss: string) => ({ kind: 'fit', loss: { kind: loss } });

test('the loss of the first stage that has one may be another, where it is the standard one', () => {
  expect([[fit('auto')], [fit('mean-squared-error'), fit('huber')], [{ kind: 'solve' }, fit('auto')]].map((of) => robustLoss(of, catalog))).toEqual(['stages.0.loss=huber', 'stages.0.loss=huber', 'stages.1.loss=huber']);
  expect([[fit('huber'), fit('auto')], [fit('mean-absolute-error')], [{ kind: 'prune', fit: { loss: { kind: 'auto' } } }, fit('auto')], []].map((of) => robustLoss(of, catalog))).toEqual([null, null, null, null]);
});

test('where that loss is not installed there is none to type', () => {
  expect(robustLoss([fit('auto')], catalogOf(standard.filter(({ definition: { name } }) => name !== 'huber')))).toBeNull();
});
