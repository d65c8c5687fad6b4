import { describe, expect, test } from '@jest/globals';
import { fromUser } from '@knotwork/network';
import type { Data, Rows } from '@knotwork/plugin';
import { prepareData } from './prepare-data.js';

/** Rows of two inputs and a target. */
function rows(...of: readonly (readonly [number, number, number])[]): Rows {
  return {
    inputs: { count: of.length, width: 2, values: Float64Array.from(of.flatMap(([a, b]) => [a, b])) },
    targets: { count: of.length, width: 1, values: Float64Array.from(of, ([, , y]) => y) },
  };
}

const table: Data = {
  task: 'regression', inputs: [{ name: 'a' }, { name: 'b' }], outputs: [{ name: 'y' }], standardizeInputs: true,
  train: rows([1, 100, -2], [3, 300, 4]), validation: rows([5, 0, 50]), test: rows([1e6, -1e6, 1e3], [2e6, 7, 1e5]),
};
const prepared = (change: Partial<Data> = {}, standardizeTargets = true) => prepareData(new Map([['data', { ...table, ...change }]]), standardizeTargets, {});

describe('statistics and domains are those of the training rows:', () => {
  test('by hand', () => {
    const { inputs, outputs, domains, train } = prepared();
    expect(inputs.map(({ map }) => map)).toEqual([{ kind: 'affine', center: 2, scale: 1 }, { kind: 'affine', center: 200, scale: 100 }]);
    expect(outputs.map(({ map }) => map)).toEqual([{ kind: 'affine', center: 1, scale: 3 }]);
    expect([...train.inputs.values]).toEqual([-1, -1, 1, 1]);
    expect([...train.targets.values]).toEqual([-1, 1]);
    expect(domains).toEqual([[-1, 1], [-1, 1]]);
  });

  test.each<'validation' | 'test'>(['validation', 'test'])('whatever the %s rows are', (split) => {
    const { inputs, outputs, domains, train } = prepared();
    expect(prepared({ [split]: rows([-9, 1e9, 3], [4, 4, 4], [0, 0, -1e12]) })).toMatchObject({ inputs, outputs, domains, train });
  });

  test('and the other rows are told in their units', () => {
    const { validation, test: judged } = prepared();
    expect([...validation.inputs.values]).toEqual([3, -2]);
    expect([...validation.targets.values]).toEqual([49 / 3]);
    expect([...judged.inputs.values]).toEqual([1e6 - 2, (-1e6 - 200) / 100, 2e6 - 2, -1.93]);
  });

  test('of several data sets, all training rows together', () => {
    const { inputs, domains } = prepareData(new Map([['one', table], ['two', { ...table, train: rows([5, 300, 0], [7, 500, 0]), test: rows([1e9, 1e9, 1e9]) }]]), true, {});
    expect(inputs[0]!.map).toEqual({ kind: 'affine', center: 4, scale: Math.sqrt(5) });
    expect(domains[0]).toEqual([(1 - 4) / Math.sqrt(5), (7 - 4) / Math.sqrt(5)]);
  });
});

test('weights have the mean 1 in every part, those of several data sets together; a set without weights weighs 1 a row', () => {
  const weighed = (...weights: number[]): Data => ({ ...table, train: { ...table.train, weights: Float64Array.from(weights) }, validation: { ...table.validation, weights: Float64Array.of(7) } });
  const one = prepareData(new Map([['data', weighed(2, 6)]]), true, {});
  expect([[...one.train.weights!], [...one.validation.weights!], one.test.weights]).toEqual([[0.5, 1.5], [1], undefined]);
  const two = prepareData(new Map([['one', weighed(2, 6)], ['two', table]]), true, {});
  expect([[...two.train.weights!], [...two.sets.get('one')!.train.weights!], two.sets.get('two')!.train.weights]).toEqual([[0.8, 2.4, 0.4, 0.4], [0.5, 1.5], undefined]);
  expect(one.inputs).toEqual(prepared().inputs);
  expect(prepared().train).not.toHaveProperty('weights');
});

test('places of filled numbers are behind the values of the data sets before; sets without any have values all the same', () => {
  const filled = (...places: number[]): Data => ({ ...table, train: { ...table.train, filled: Uint32Array.from(places) } });
  const three = prepareData(new Map([['one', filled(1, 2)], ['two', table], ['three', filled(0, 3)]]), true, {});
  expect([...three.original.train.filled!]).toEqual([1, 2, 8, 11]);
  expect([three.original.test, prepareData(new Map([['one', table], ['two', table]]), true, {}).original.train].map((part) => 'filled' in part)).toEqual([false, false]);
});

test('what is not to be standardized is as it was given, and domains that are declared stand', () => {
  const asGiven = { kind: 'affine', center: 0, scale: 1 };
  expect(prepared({ standardizeInputs: false }).inputs.map(({ map }) => map)).toEqual([asGiven, asGiven]);
  expect(prepared({}, false).outputs.map(({ map }) => map)).toEqual([asGiven]);
  expect(prepared({ task: 'classification' }).outputs.map(({ map }) => map)).toEqual([asGiven]);
  expect(prepared({ inputs: [{ name: 'a', domain: [0, 6] }, { name: 'b' }] }).domains).toEqual([[-2, 4], [-1, 1]]);
  expect(prepared({ train: rows([1, 5, 0], [2, 5, 0]) }).domains[1]).toEqual([-1, 1]);
});

describe('inputs are mapped as the data set says', () => {
  const spread = (change: Partial<Data>) => prepared({ train: rows([1, 100, 0], [2, 100, 1], [3, 200, 0], [4, 300, 1], [1e6, 300, 2]), ...change });

  test('by median and quartiles, or by ranks, of training rows alone', () => {
    const [robust, rank] = [spread({ standardizeInputs: 'robust' }), spread({ standardizeInputs: 'rank' })];
    expect(robust.inputs.map(({ map }) => map)).toMatchObject([{ kind: 'robust', center: 3 }, { kind: 'robust', center: 200 }]);
    expect(rank.inputs.map(({ map }) => map)).toMatchObject([{ kind: 'rank', knots: [1, 2, 3, 4, 1e6] }, { kind: 'rank', knots: [100, 200, 300] }]);
    for (const { inputs, outputs, train, domains } of [robust, rank]) {
      expect([...train.inputs.values]).toEqual([[1, 100], [2, 100], [3, 200], [4, 300], [1e6, 300]].flatMap((row) => row.map((u, i) => fromUser(inputs[i]!.map, u))));
      expect(domains).toEqual([0, 1].map((i) => [fromUser(inputs[i]!.map, [1, 100][i]!), fromUser(inputs[i]!.map, [1e6, 300][i]!)]));
      expect(outputs[0]!.map.kind).toBe('affine');
    }
    expect(spread({ standardizeInputs: 'rank', test: rows([-1e9, 1e9, 3]) }).inputs).toEqual(rank.inputs);
  });

  test('in declared domains too', () => {
    const { inputs, domains } = spread({ standardizeInputs: 'robust', inputs: [{ name: 'a', domain: [0, 2e6] }, { name: 'b' }] });
    expect(domains[0]).toEqual([fromUser(inputs[0]!.map, 0), fromUser(inputs[0]!.map, 2e6)]);
  });
});

test('heavy tails are noted with what to set, unless they are pressed together', () => {
  const wild = Array.from({ length: 100 }, (_, k): [number, number, number] => [k, k === 0 ? 1e6 : k / 7, k]);
  const said = 'a few rows take up nearly all of the range of "b": where the other rows are the network sees little. Set standardize: rank in the data set, or robust';
  expect(prepared({ train: rows(...wild) }).notes).toEqual([said]);
  expect(prepared({ train: rows(...wild), standardizeInputs: false }).notes).toEqual([said]);
  for (const standardizeInputs of ['robust', 'rank'] as const) expect(prepared({ train: rows(...wild), standardizeInputs }).notes).toEqual([]);
  expect(prepared().notes).toEqual([]);
});
