import type { Vec } from '@knotwork/plugin';
import type { Device } from '../device.js';
import type { Tensor } from '../tfjs-module.js';

/** J'WJ: products of some hundreds of rows on the device, their sum here in double precision. */
export class NormalSum {
  private readonly sum: Float64Array;

  /** @param order unknown, as the layout numbers them, of every unknown on the device */
  constructor(private readonly device: Device, private readonly order: Uint32Array) { this.sum = new Float64Array(order.length ** 2); }

  /** @param rows `[points][unknowns]` in the order of the device, @param weights of the points; null for 1 */
  add(rows: Tensor, factor: number, weights: Tensor | null): void {
    const { sum, device: { tf } } = this;
    const weighted = weights === null ? rows : tf.mul(rows, tf.expandDims(weights, 1));
    const product = tf.matMul(weighted as never, rows as never, true, false).dataSync();
    for (let k = 0; k < sum.length; k++) sum[k]! += factor * product[k]!;
  }

  /** Lower triangle, in the order of the layout: `[unknowns][unknowns]`. */
  lowerTriangle(): Vec {
    const { sum, order } = this;
    const n = order.length;
    const hessian = new Float64Array(n * n);
    for (let a = 0; a < n; a++) {
      for (let b = 0; b <= a; b++) {
        const [i, j] = [order[a]!, order[b]!];
        hessian[Math.max(i, j) * n + Math.min(i, j)] = sum[a * n + b]!;
      }
    }
    return hessian;
  }
}
