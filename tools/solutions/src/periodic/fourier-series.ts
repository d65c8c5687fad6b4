import type { ComplexNumbers } from './fourier-transform.js';

/**
 * The real function of x, of period 2, whose modes are given: u(x) = c_0 + 2 Re sum over k >= 1 of c_k z^k, z = exp(i pi x).
 *
 * @param modes c_0 to c_K
 */
export function fourierSeries({ re, im }: ComplexNumbers): (x: number) => number {
  return (x) => {
    const [c, s] = [Math.cos(Math.PI * x), Math.sin(Math.PI * x)];
    // By Horner's rule, which loses nothing as |z| = 1.
    let [a, b] = [0, 0];
    for (let k = re.length - 1; k >= 1; k--) {
      const [p, q] = [a + re[k]!, b + im[k]!];
      a = p * c - q * s;
      b = p * s + q * c;
    }
    return re[0]! + 2 * a;
  };
}
