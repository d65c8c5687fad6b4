import { expect, test } from '@jest/globals';
import { installed } from '@knotwork/experiment';
import { standardPackages } from '@knotwork/standard';
import { differences } from './differences.js';
import { metricSenses } from './metric-senses.js';

test('differences are told by their paths, values of all that are compared beside each other', () => {
  expect(differences([{ a: 1, b: { c: [1, 2], d: 'x' } }, { a: 1, b: { c: [1, 3], d: 'x' }, e: null }])).toEqual([
    { path: 'b.c', values: [[1, 2], [1, 3]] }, { path: 'e', values: [undefined, null] },
  ]);
  expect(differences([{ a: 1 }, { a: 1 }, { a: 2 }])).toEqual([{ path: 'a', values: [1, 1, 2] }]);
  expect(differences([{ a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }])).toEqual([]);
});

test('lists of blocks are compared block by block, and what one lacks is nothing', () => {
  expect(differences([{ stages: [{ kind: 'fit', steps: 1 }] }, { stages: [{ kind: 'fit', steps: 2 }, { kind: 'prune' }] }])).toEqual([
    { path: 'stages.0.steps', values: [1, 2] }, { path: 'stages.1', values: [undefined, { kind: 'prune' }] },
  ]);
});

test('metrics say themselves whether more is better', async () => {
  const { catalog } = installed(await standardPackages());
  expect(Object.fromEntries(metricSenses(catalog, 'regression'))).toEqual({ loss: 'less', rmse: 'less', mae: 'less', maxError: 'less', r2: 'more' });
  expect(Object.fromEntries(metricSenses(catalog, 'classification'))).toEqual({ loss: 'less', accuracy: 'more' });
});
