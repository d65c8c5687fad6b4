import type { OpenBackend } from '@knotwork/engine-tfjs/backends';
import { quantiles } from '@knotwork/numerics';

type Tensor = ReturnType<OpenBackend['tf']['tensor']>;

const REPEATS = 41;
/** Samples, inputs and sums of the wide network of the comparison; numbers of its unknowns. */
const [N, G, K, M, LONG] = [64, 784, 7056, 64, 508_160];

/** Median microseconds of operations over a table of 64 by 784 numbers, unless their names say otherwise. */
export function operationTimes({ tf, backend }: OpenBackend): Readonly<Record<string, number>> {
  if (tf.getBackend() !== backend) void tf.setBackend(backend);
  const random = (...shape: number[]): Tensor => tf.randomNormal(shape) as Tensor;
  const [a, b, row, long, left, right] = [random(N, G), random(N, G), random(1, G), random(LONG), random(N, K), random(N, M)];
  const one = tf.scalar(0.5);
  const flat = tf.reshape(a, [N * G]) as Tensor;
  const places = tf.tensor1d(Int32Array.from({ length: N * G }, (_, k) => (k * 7919) % (N * G)), 'int32');
  const points = tf.reshape(places, [-1, 1]) as Tensor;
  const product = (x: Tensor, y: Tensor, transposed = false): Tensor => tf.matMul(x as never, y as never, transposed, false);
  const work: Readonly<Record<string, () => unknown>> = {
    'one number': () => tf.add(one, one),
    sum: () => tf.add(a, b), 'sum, spread': () => tf.add(a, row), minimum: () => tf.minimum(a, b), 'minimum, spread': () => tf.minimum(a, row), 'less, spread': () => tf.less(a, row),
    'look up 50,176': () => tf.gather(flat, places), 'scatter 50,176': () => tf.scatterND(points, flat, [N * G]),
    'slice 5,120 of 508,160': () => tf.slice(long, [5000], [5120]), 'clone 508,160': () => tf.clone(long), 'reshape 508,160': () => tf.reshape(long, [LONG]),
    // A fresh factor each time: what was packed of one is kept.
    'product, 64 x 7056 by 7056 x 64': () => product(right, tf.add(tf.reshape(left, [M, K]), 0) as Tensor),
    'product, the first transposed': () => product(left, tf.add(right, 0) as Tensor, true),
    'product, transposed before': () => product(tf.transpose(left), tf.add(right, 0) as Tensor),
  };
  const times = Object.fromEntries(Object.entries(work).map(([name, run]) => {
    const taken = Array.from({ length: REPEATS }, () => {
      const began = performance.now();
      tf.tidy(() => { run(); });
      return 1e3 * (performance.now() - began);
    });
    return [name, quantiles(Float64Array.from(taken), Float64Array.of(0.5))[0]!];
  }));
  for (const t of [a, b, row, long, left, right, one, flat, places, points]) t.dispose();
  return times;
}
