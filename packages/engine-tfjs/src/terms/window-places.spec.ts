import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { Device } from '../device.js';
import { openBackend } from '../backends.js';
import { WindowPlaces, type WindowShape } from './window-places.js';

/** Masks are what the native library gets; what it computes does not depend on who computes. */
class MaskingDevice extends Device { override readonly backend = 'tensorflow'; override run<T>(work: () => T): T { return this.tf.tidy(() => work() as never) as T; } }

const STARTS = [0, 1, 2, 3, 7, -4, NaN, 2.9];

describe.each([['by scattering', Device], ['by masks', MaskingDevice]] as const)('%s', (_, Kind) => {
  let device: Device;
  beforeAll(async () => {
    const { tf } = await openBackend('cpu');
    device = new Kind(tf, 'cpu');
  });
  afterAll(() => { device.dispose(); });

  test.each<WindowShape>([{ size: 5, window: 2, groups: 2, hasBase: true }, { size: 4, window: 4, groups: 1, hasBase: false }, { size: 6, window: 3, groups: 3, hasBase: false }])('size $size, window $window, $groups groups, base $hasBase', (shape) => {
    const { tf } = device;
    const { size, window, groups, hasBase } = shape;
    const [rows, planes, count] = [size + (hasBase ? 1 : 0), window + (hasBase ? 1 : 0), STARTS.length];
    const stream = randomStream(size, 'planes');
    const values = Float32Array.from({ length: planes * count * groups }, () => stream.uniform(-1, 1));
    const starts = Float32Array.from({ length: count * groups }, (__, k) => STARTS[(Math.floor(k / groups) + (k % groups)) % count]!);
    const expected = new Float32Array(count * rows * groups);
    for (let n = 0; n < count; n++) {
      for (let g = 0; g < groups; g++) {
        const start = starts[n * groups + g]!;
        const first = start >= 0 ? Math.min(Math.floor(start), size - window) : 0;
        for (let p = 0; p < planes; p++) expected[(n * rows + (p < window ? first + p : size)) * groups + g] = values[(p * count + n) * groups + g]!;
      }
    }
    const places = new WindowPlaces(device, shape);
    // Twice: the second time places of that many samples are known.
    for (let k = 0; k < 2; k++) {
      const actual = tf.tidy(() => places.of(tf.tensor2d(starts, [count, groups]))(tf.tensor3d(values, [planes, count, groups]))).dataSync();
      // Masks leave zeros of both signs.
      expect(Array.from(actual, (v) => v + 0)).toEqual(Array.from(expected));
    }
    places.dispose();
  });
});
