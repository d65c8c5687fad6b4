import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { BatchOrder } from './batch-order.js';

const stream = randomStream(7, 'batch');
const steps = (order: BatchOrder, from: number, to: number, size: number): number[][] =>
  Array.from({ length: to - from }, (_, k) => [...order.rowsOf(from + k, { size, stream })]);

test('an epoch goes through all rows once, the last batch short', () => {
  const epoch = steps(new BatchOrder(23), 1, 6, 5);
  expect(epoch.map((rows) => rows.length)).toEqual([5, 5, 5, 5, 3]);
  expect(epoch.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, k) => k));
});

test('every epoch has an order of its own, the permutation of its fork', () => {
  const [first, second] = [steps(new BatchOrder(12), 1, 4, 4).flat(), steps(new BatchOrder(12), 4, 7, 4).flat()];
  expect(first).toEqual([...stream.fork('epoch.0').permutation(12)]);
  expect(second).toEqual([...stream.fork('epoch.1').permutation(12)]);
  expect(first).not.toEqual(second);
});

test('the rows of a step follow from stream and step alone', () => {
  const order = new BatchOrder(10);
  const forwards = steps(order, 1, 9, 3);
  for (const step of [8, 1, 5, 5, 2]) expect([...order.rowsOf(step, { size: 3, stream })]).toEqual(forwards[step - 1]);
  // Neither another stream in between nor what is drawn from the stream shifts them.
  order.rowsOf(1, { size: 3, stream: randomStream(8, 'batch') });
  stream.next();
  expect([...order.rowsOf(1, { size: 3, stream })]).toEqual(forwards[0]);
});

test.each([0, 11, 2.5])('a batch of %d of 10 rows is refused', (size) => {
  expect(() => new BatchOrder(10).rowsOf(1, { size, stream })).toThrow('from 1 to 10');
});
