import type { ComplexNumbers } from './fourier-transform.js';

/**
 * The real function of x, of period 2, whose modes are given: u(x) = c_0 + 2 Re sum over k >= 1 of c_k exp(i pi k x).
 *
 * @param modes c_0 to c_K
 */
export function fourierSeries({ re, im }: ComplexNumbers): (x: number) => number {
  return (x) => {
    let sum = re[0]!;
    for (let k = 1; k < re.length; k++) sum += 2 * (re[k]! * Math.cos(Math.PI * k * x) - im[k]! * Math.sin(Math.PI * k * x));
    return sum;
  };
}
