import { expect, test } from '@jest/globals';
import { evaluate, formula, input } from '@knotwork/algebra';
import { channelExpressions, channelName, channelsFor } from './channels.js';

test('channels are what is read and all that it is made of, each after those', () => {
  expect(channelsFor([]).list).toEqual([[]]);
  expect(channelsFor([[0, 0], [1, 0]]).list).toEqual([[], [0], [1], [0, 0], [0, 1]]);
  const { list, order, numberOf } = channelsFor([[2, 0, 2]]);
  expect(list).toEqual([[], [0], [2], [0, 2], [2, 2], [0, 2, 2]]);
  expect(order).toBe(3);
  expect([numberOf([2, 2, 0]), numberOf([]), numberOf([1])]).toEqual([5, 0, -1]);
});

test('the chain rule to third order is that of the book', () => {
  const { list, chain } = channelsFor([[0, 0, 0], [0, 1]]);
  const named = (channel: string): readonly string[] => {
    const name = (k: number): string => `x${list[k]!.join('')}`;
    return chain[list.findIndex((c) => c.join('') === channel)]!.map(({ factor, order, of }) => `${factor} f${order} ${of.map(name).join(' ')}`.trim()).sort();
  };
  expect(named('')).toEqual(['1 f0']);
  expect(named('0')).toEqual(['1 f1 x0']);
  expect(named('00')).toEqual(['1 f1 x00', '1 f2 x0 x0']);
  expect(named('01')).toEqual(['1 f1 x01', '1 f2 x0 x1']);
  expect(named('000')).toEqual(['1 f1 x000', '1 f3 x0 x0 x0', '3 f2 x0 x00']);
});

test('slopes are the derivatives of the chain rule in the channels of x', () => {
  const { list, chain, slopes } = channelsFor([[0, 0, 1], [1, 1]]);
  // Every sum with f(x) = exp(2 x), whose derivatives are powers of 2 times it.
  const valueOf = (terms: typeof chain[number], x: readonly number[]): number => terms.reduce((sum, { factor, order, of }) => sum + of.reduce((p, k) => p * x[k]!, factor * 2 ** order * Math.exp(2 * x[0]!)), 0);
  const x = list.map((_, k) => 0.3 + 0.17 * k);
  list.forEach((_, channel) => list.forEach((__, of) => {
    const moved = (by: number): number => valueOf(chain[channel]!, x.map((v, k) => (k === of ? v + by : v)));
    expect(valueOf(slopes[channel]![of]!, x)).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 6);
  }));
});

test('channels of an expression of several variables are its total derivatives', () => {
  const channels = channelsFor([[0, 0], [0, 1]]);
  const [u, v] = [input('u'), input('v')];
  const found = channelExpressions(u.mul(u).mul(v), ['u', 'v'], channels);
  const names = channels.list.flatMap((_, k) => [channelName('u', k), channelName('v', k)]);
  // u = 1 + 2 a + 3 b + a^2 + 5 a b, v = 2 - a + 4 b + 0.5 a^2 at a = b = 0: channels are [], [0], [1], [0, 0], [0, 1].
  const [U, V] = [[1, 2, 3, 2, 5], [2, -1, 4, 1, 0]];
  const at = Object.fromEntries(channels.list.flatMap((_, k) => [[channelName('u', k), U[k]!], [channelName('v', k), V[k]!]]));
  const values = found.map((y) => evaluate(formula(names, { y }), at)['y']!);
  // y = u^2 v; y_a = 2 u u_a v + u^2 v_a, and so on.
  expect(values).toEqual([2, 2 * 2 * 2 - 1, 2 * 3 * 2 + 4, 2 * (2 * 2 + 2) * 2 + 4 * 2 * -1 + 1, 2 * (2 * 3 + 5) * 2 + 2 * 2 * 4 + 2 * 3 * -1]);
});
