import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { Device } from './device.js';
import { openBackend } from './backends.js';

for (const backend of ['wasm', 'cpu'] as const) {
  describe(`on ${backend}`, () => {
    let device: Device;
    beforeAll(async () => { device = new Device((await openBackend(backend)).tf, backend); });
    afterAll(() => { device.dispose(); });

    const table = (rows: number, columns: number): { readonly shape: [number, number]; readonly values: Float32Array } => {
      const stream = randomStream(rows * 100 + columns, 'table');
      return { shape: [rows, columns], values: Float32Array.from({ length: rows * columns }, () => stream.uniform(-1, 1)) };
    };

    test.each([
      { n: 3, k: 5, m: 4 }, { n: 1, k: 5, m: 4 }, { n: 3, k: 1, m: 4 }, { n: 3, k: 5, m: 1 }, { n: 1, k: 1, m: 3 },
    ])('products are sums of products, whatever is transposed: $n x $k by $k x $m', ({ n, k, m }) => {
      const [x, y] = [table(n, k), table(k, m)];
      const expected = Array.from({ length: n * m }, (_, at) => Array.from({ length: k }, (__, j) => x.values[Math.floor(at / m) * k + j]! * y.values[j * m + (at % m)]!).reduce((s, v) => s + v));
      for (const a of [false, true]) {
        for (const b of [false, true]) {
          const actual = device.run(() => {
            const { tf } = device;
            const [left, right] = [tf.tensor2d(x.values, x.shape), tf.tensor2d(y.values, y.shape)];
            return Array.from(device.product(a ? tf.transpose(left) : left, b ? tf.transpose(right) : right, { a, b }).dataSync());
          });
          actual.forEach((v, at) => { expect(v).toBeCloseTo(expected[at]!, 5); });
        }
      }
    });

    test('a factor may come again transposed', () => {
      // WebAssembly packs a second factor once, whatever its shape is the next time.
      const { tf } = device;
      const [w, x] = [table(6, 1), table(4, 6)];
      const [ahead, back] = device.run(() => {
        const weights = tf.tensor2d(w.values, w.shape);
        const z = device.product(tf.tensor2d(x.values, x.shape), weights);
        return [z, device.product(z, weights, { b: true })].map((t) => Array.from(t.dataSync()));
      });
      back!.forEach((v, at) => { expect(v).toBeCloseTo(ahead![Math.floor(at / 6)]! * w.values[at % 6]!, 5); });
    });

    test('whole numbers of a formula are clamped, and what is none is the lower bound', () => {
      const values = [NaN, -Infinity, Infinity, -3.5, -0.5, 0, 0.99, 1, 2.5, 7];
      expect(device.run(() => Array.from(device.clampedFloor(device.tf.tensor1d(values), 0, 2).dataSync()))).toEqual([0, 0, 2, 0, 0, 0, 0, 1, 2, 2]);
    });

    test('nothing stays of work but what was kept, and what was made to stay', () => {
      const { tf } = device;
      const before = tf.memory().numTensors;
      const kept = device.run(() => { tf.scalar(1); return device.again(tf.scalar(2)); });
      const made = device.make(() => { tf.scalar(3); return { inner: tf.scalar(4) }; });
      expect(tf.memory().numTensors).toBe(before + 2);
      expect([kept, made.inner].map((t) => t.dataSync()[0])).toEqual([2, 4]);
      for (const t of [kept, made.inner]) t.dispose();
      expect(() => device.run(() => { tf.scalar(5); throw new Error('trouble'); })).toThrow('trouble');
      expect(tf.memory().numTensors).toBe(before);
    });

    test('constants are the same tensor until the end', () => {
      expect(device.constant(0.25)).toBe(device.constant(0.25));
      expect(device.constant(0.25).dataSync()[0]).toBe(0.25);
    });
  });
}
