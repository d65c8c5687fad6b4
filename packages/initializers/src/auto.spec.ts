import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { auto } from './auto.js';
import { small } from './small.js';

const choose = auto.choose!;

test.each([['update', 'deep'], ['normal-equations', 'small'], ['quasi-newton', 'small'], [null, 'small']] as const)('where the first optimizer goes by %s it is %s', (method, kind) => {
  expect(choose({ widths: [2, 5, 1], method }, {})).toEqual({ kind });
  expect(choose({ widths: [4, 100, 100, 100, 1], method }, {})).toEqual({ kind });
});

test('networks that are made in code begin as small ones', () => {
  const shape = { inputs: 3, outputs: 2, sums: 2, edges: 6, size: 4, isWeighted: true, layer: 0, moments: () => { throw new Error('not asked for'); } };
  expect(auto.initialize(shape, randomStream(1, 'init'), {})).toEqual(small.initialize(shape, randomStream(1, 'init'), { amplitude: 0.3 }));
});
