import { expect, test } from '@jest/globals';
import { constant, evaluate, trace } from '@knotwork/algebra';
import { adam } from './adam.js';

const inputs = ['parameter', 'gradient', 'step', 'steps', 'm', 'v', 't'];

/** The parameter's path under given gradients. @param reset step before which its memory is lost, as when a grid moved */
function run(gradients: readonly number[], options: Record<string, unknown> = {}, reset = Infinity): number[] {
  if (adam.method !== 'update') throw new Error('Adam is an update.');
  const { update } = adam;
  const f = trace(inputs, (parameter, gradient, step, steps, m, v, t) => {
    const next = update({ parameter: parameter!, gradient: gradient!, step: step!, steps: steps!, decays: constant(1), slots: { m: m!, v: v!, t: t! } }, adam.options.parse(options));
    return { parameter: next.parameter, ...next.slots };
  });
  let state: Record<string, number> = { parameter: 1, m: 0, v: 0, t: 0 };
  return gradients.map((gradient, i) => {
    if (i === reset) state = { ...state, m: 0, v: 0, t: 0 };
    state = evaluate(f, { ...state, gradient, step: i + 1, steps: gradients.length });
    return state['parameter']!;
  });
}

test('steps are those of algorithm 1 of Kingma and Ba', () => {
  const [rate, b1, b2, epsilon] = [0.05, 0.8, 0.95, 1e-6];
  const gradients = Array.from({ length: 60 }, (_, i) => Math.sin(i * i) * 10 ** (i % 4 - 2));
  let [theta, m, v] = [1, 0, 0];
  const expected = gradients.map((g, i) => {
    m = b1 * m + (1 - b1) * g;
    v = b2 * v + (1 - b2) * g * g;
    theta -= rate * (m / (1 - b1 ** (i + 1))) / (Math.sqrt(v / (1 - b2 ** (i + 1))) + epsilon);
    return theta;
  });
  run(gradients, { rate, beta1: b1, beta2: b2, epsilon }).forEach((actual, i) => expect(actual).toBeCloseTo(expected[i]!, 12));
});

test('the first step has the size of the learning rate whatever the gradient', () => {
  for (const gradient of [-1e4, 1e-3, 7]) expect(run([gradient])[0]).toBeCloseTo(1 - 1e-3 * Math.sign(gradient), 7);
});

test('after a loss of memory steps are those of a beginning, however late it comes', () => {
  const path = run(new Array<number>(400).fill(2), { rate: 0.01 }, 300);
  expect(path[299]! - path[300]!).toBeCloseTo(0.01, 8);
  for (let i = 300; i < 400; i++) expect(path[i - 1]! - path[i]!).toBeLessThan(0.0101);
});

test('a gradient of zero changes nothing', () => {
  expect(run([0, 0, 0])).toEqual([1, 1, 1]);
});

test('a cosine decay starts at the rate and falls towards its final share', () => {
  const path = [1, ...run(new Array<number>(100).fill(1), { rate: 0.1, decay: 'cosine', finalRate: 0.2, epsilon: 1e-12 })];
  const sizes = path.slice(1).map((p, i) => path[i]! - p);
  expect(sizes[0]).toBeCloseTo(0.1, 8);
  expect(sizes[50]).toBeCloseTo(0.06, 8);
  expect(sizes[99]!).toBeCloseTo(0.02, 4);
});

test('without memory the update still has no 0/0', () => {
  expect(run([2, -3], { beta1: 0, beta2: 0, rate: 0.5 }).map((p) => Math.round(p * 1e6) / 1e6)).toEqual([0.5, 1]);
});

test('defaults are those of the paper', () => {
  expect(adam.options.parse({})).toMatchObject({ rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 'none', finalRate: 0 });
  expect(adam.options.safeParse({ beta2: 1 }).success).toBe(false);
});
