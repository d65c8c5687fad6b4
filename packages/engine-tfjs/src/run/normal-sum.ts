import type { RowProducts } from '@knotwork/engine-native/kernel-algebra';
import type { Vec } from '@knotwork/plugin';

/**
 * J'WJ and the gradient beside it, of rows that the device made: summed here and in double precision. Sums in single precision are not positive
 * semidefinite to more than six digits, which is where the equations of networks are solved.
 */
export class NormalSum {
  private readonly slope: Float64Array;

  /**
   * @param order unknown, as the layout numbers them, of every unknown on the device
   * @param products of rows with a residual behind the unknowns
   */
  constructor(private readonly products: RowProducts, private readonly order: Uint32Array) { this.slope = new Float64Array(order.length); }

  /** @param rows `[points][unknowns + 1]` in the order of the device, behind them the residual, or 0 for rows that have none; @param weights of the points; null for 1 */
  add(rows: ArrayLike<number>, factor: number, weights: ArrayLike<number> | null): void { this.products.add(rows, factor, weights); }

  /** Adds to the gradient what no residual gives. @param slopes `[points][unknowns]` */
  addSlopes(slopes: ArrayLike<number>, factor: number, weights: ArrayLike<number> | null): void {
    const { slope } = this;
    const p = slope.length;
    for (let n = 0, at = 0; at < slopes.length; n++) {
      const scale = weights === null ? factor : factor * weights[n]!;
      for (let k = 0; k < p; k++) slope[k]! += scale * slopes[at++]!;
    }
  }

  /** In the order of the layout: the lower triangle `[unknowns][unknowns]`, and the gradient. */
  read(): { readonly hessian: Vec; readonly gradient: Vec } {
    const { order, slope } = this;
    const p = order.length;
    const sum = this.products.sum();
    const width = p + 1;
    const hessian = new Float64Array(p * p);
    const gradient = new Float64Array(p);
    for (let a = 0; a < p; a++) {
      const i = order[a]!;
      gradient[i] = slope[a]! + sum[p * width + a]!;
      for (let b = 0; b <= a; b++) {
        const j = order[b]!;
        hessian[i > j ? i * p + j : j * p + i] = sum[a * width + b]!;
      }
    }
    return { hessian, gradient };
  }
}
