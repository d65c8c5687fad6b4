import type { MatrixUpdate, Vec } from '@knotwork/plugin';
import { broydenNumbers } from './broyden-class.js';

/**
 * An inverse Hessian H, `[n][n]` and symmetric, that learns from steps. Of each pair of equal numbers one is stored, n (n + 1) / 2 in all: half the memory to go through, which
 * is what time is spent on.
 */
export class InverseHessian {
  /** @param lower its lower triangle, row by row, each to the diagonal; it is written to */
  constructor(private readonly size: number, readonly lower: Vec) {}

  /** The identity times a number. */
  static multiple(size: number, scale: number): InverseHessian {
    const lower = new Float64Array(size * (size + 1) / 2);
    for (let i = 0, at = 0; i < size; i++, at += i + 1) lower[at] = scale;
    return new InverseHessian(size, lower);
  }

  /** H x. @param x `[n]` @returns `[n]` */
  times(x: Vec): Vec {
    const { size, lower } = this;
    const product = new Float64Array(size);
    // Two rows at once, each number for its own place and for that on the other side of the diagonal.
    let i = 0;
    for (; i + 1 < size; i += 2) {
      const first = i * (i + 1) / 2;
      const second = first + i + 1;
      const x1 = x[i]!;
      const x2 = x[i + 1]!;
      let sum1 = 0;
      let sum2 = 0;
      for (let j = 0; j < i; j++) {
        const a = lower[first + j]!;
        const b = lower[second + j]!;
        sum1 += a * x[j]!;
        sum2 += b * x[j]!;
        product[j]! += a * x1 + b * x2;
      }
      const between = lower[second + i]!;
      product[i] = sum1 + lower[first + i]! * x1 + between * x2;
      product[i + 1] = sum2 + between * x1 + lower[second + i + 1]! * x2;
    }
    if (i < size) {
      const last = i * (i + 1) / 2;
      let sum = lower[last + i]! * x[i]!;
      for (let j = 0; j < i; j++) {
        sum += lower[last + j]! * x[j]!;
        product[j]! += lower[last + j]! * x[i]!;
      }
      product[i] = sum;
    }
    return product;
  }

  /**
   * Learns from a step. @param s the step, @param y the change of the gradient over it, @param sy s'y > 0, @param b s'Bs / s'y with B = H^-1, @param rule what the update is
   * @returns false, and H is as it was, where it is no longer positive definite, by rounding
   */
  learn(s: Vec, y: Vec, sy: number, b: number, rule: MatrixUpdate): boolean {
    const { size, lower } = this;
    const Hy = this.times(y);
    const yHy = dot(y, Hy);
    if (!(yHy > 0 && b > 0)) return false;
    const { phi, tau } = broydenNumbers({ b, h: yHy / sy, size }, rule);
    // The update in powers of s and Hy: H / tau + s u' + Hy w', u and w sums of both.
    const [ss, both, ofHy] = [(phi * yHy / sy / tau + 1) / sy, -phi / (sy * tau), (phi - 1) / (yHy * tau)];
    const u = s.map((v, k) => ss * v + both * Hy[k]!);
    const w = s.map((v, k) => both * v + ofHy * Hy[k]!);
    const share = 1 / tau;
    for (let i = 0, at = 0; i < size; i++) {
      const si = s[i]!;
      const pi = Hy[i]!;
      for (let j = 0; j <= i; j++, at++) lower[at] = share * lower[at]! + si * u[j]! + pi * w[j]!;
    }
    return true;
  }
}

/** u'v */
export function dot(u: Vec, v: Vec): number {
  let sum = 0;
  for (let k = 0; k < u.length; k++) sum += u[k]! * v[k]!;
  return sum;
}
