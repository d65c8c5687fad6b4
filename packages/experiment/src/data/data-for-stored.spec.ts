import { expect, test } from '@jest/globals';
import { AS_GIVEN, type Data, type Rows } from '@knotwork/plugin';
import { dataFor } from './data-for-stored.js';
import type { StoredStart } from '../stored/start-from.js';

test('columns that are put in the order of the network take the places of filled numbers with them', () => {
  const inputs = ['c', 'a', 'b'].map((name) => ({ name, map: AS_GIVEN }));
  const outputs = [{ name: 'y', map: AS_GIVEN }];
  const start = { place: 'runs/first', loaded: { network: { spec: { inputs, outputs } }, about: { task: 'regression' }, notes: [] }, division: null } as unknown as StoredStart;
  const rows = (filled: Pick<Rows, 'filled'>): Rows => ({ inputs: { count: 2, width: 3, values: Float64Array.of(1, 2, 3, 4, 5, 6) }, targets: { count: 2, width: 1, values: Float64Array.of(0, 1) }, ...filled });
  const data: Data = { task: 'regression', inputs: ['a', 'b', 'c'].map((name) => ({ name })), outputs: [{ name: 'y' }], standardizeInputs: false, train: rows({ filled: Uint32Array.of(0, 2, 4) }), validation: rows({}), test: rows({}) };
  const { original: { train, validation } } = dataFor(start, new Map([['train', data]]), {}, {});
  expect([[...train.inputs.values], [...train.filled!]]).toEqual([[3, 1, 2, 6, 4, 5], [0, 1, 5]]);
  expect([...train.filled!].map((place) => train.inputs.values[place])).toEqual([3, 1, 5]);
  expect(validation).not.toHaveProperty('filled');
});
