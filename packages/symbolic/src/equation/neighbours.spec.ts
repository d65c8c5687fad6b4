import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { neighboursOf } from './neighbours.js';

const keysOf = (pairs: readonly (readonly [number, number])[]): string[] => pairs.map(([a, b]) => `${a} ${b}`).sort();

// Many points are as near as the fourth where values are few; a column of one value, or of two, tells little apart.
const stream = randomStream(5, 'rows');
const [fine, finer, coarse, five, halves, constant] = [() => stream.uniform(0, 1), () => stream.uniform(0, 1), () => Math.floor(stream.uniform(0, 20)), () => Math.floor(stream.uniform(0, 5)), () => Math.floor(stream.uniform(0, 2)), () => 3];
test.each([
  ['two columns', [fine, finer]],
  ['a column of twenty values beside one', [coarse, fine]],
  ['the same, the other one first', [fine, coarse]],
  ['columns of few values', [five, coarse]],
  ['five columns', [constant, halves, coarse, fine, finer]],
  ['a column of one value beside one', [constant, fine]],
])('each point is in pairs with its four nearest, each pair once: %s', (_, draws) => {
  const drawn = Array.from({ length: 80 }, () => draws!.map((draw) => draw!()));
  const points = drawn.filter((p, n) => drawn.findIndex((q) => String(q) === String(p)) === n);
  // Equal values share the mean of their ranks.
  const ranks = draws!.map((__, i) => points.map((p) => points.filter((q) => q[i]! < p[i]!).length + points.filter((q) => q[i]! <= p[i]!).length));
  const distance = (a: number, b: number): number => ranks.reduce((sum, of) => sum + (of[a]! - of[b]!) ** 2, 0);
  const wanted = new Set<string>();
  points.forEach((__, n) => {
    const others = [...points.keys()].filter((m) => m !== n);
    const fourth = others.map((m) => distance(n, m)).sort((a, b) => a - b)[3]!;
    for (const m of others) if (distance(n, m) <= fourth) wanted.add(`${Math.min(n, m)} ${Math.max(n, m)}`);
  });
  expect(keysOf(neighboursOf(points))).toEqual([...wanted].sort());
});

test('neither units, decades nor the order of points count', () => {
  const stream = randomStream(2, 'points');
  const points = Array.from({ length: 30 }, () => [stream.uniform(0, 1), stream.uniform(0, 1), stream.uniform(0, 1)]);
  const wanted = keysOf(neighboursOf(points));
  expect(keysOf(neighboursOf(points.map(([a, b, c]) => [1e6 * a!, 10 ** (9 * b!), c! - 5])))).toEqual(wanted);
  expect(keysOf(neighboursOf(points.map(([a, b, c]) => [1e-20 * a!, b!, c!])))).toEqual(wanted);
  const order = points.map((_, k) => (k * 7) % 30);
  const turned = neighboursOf(order.map((k) => points[k]!));
  expect(keysOf(turned.map(([a, b]) => [Math.min(order[a]!, order[b]!), Math.max(order[a]!, order[b]!)]))).toEqual(wanted);
});

test('on a lattice all that are as near as the fourth are neighbours, and a column of one value says nothing', () => {
  const lattice = [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].map((b) => [a, b, 7]));
  const pairs = neighboursOf(lattice);
  // In the middle the four beside; at a corner the two beside and, as near as the fourth, the two behind these; the one across comes before them.
  const of = (n: number): string[] => pairs.filter((pair) => pair.includes(n)).map(([a, b]) => (a === n ? b : a)).sort((a, b) => a - b).map(String);
  expect(of(5)).toEqual(expect.arrayContaining(['1', '4', '6', '9']));
  expect(of(0)).toEqual(['1', '2', '4', '5', '8']);
  expect(neighboursOf([[1, 1], [2, 2], [3, 3]])).toHaveLength(3);
});
