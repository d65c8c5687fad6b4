import { type ComplexNumbers, complexZeros, fourierTransform } from './fourier-transform.js';

/**
 * Modes of u^p of the modes of u, c_0 to c_K of a real function: through values on a grid so fine that no mode of u^p is taken for one of these, which
 * makes it the Galerkin method.
 *
 * @param highest K
 * @param power p, at least 2
 * @returns what writes the modes of u^p to `out`
 */
export function powerOfModes(highest: number, power: number): (modes: ComplexNumbers, out: ComplexNumbers) => void {
  // u^p has modes up to p K; on a grid of n points p K looks like p K - n, which must lie below -K.
  const n = 2 ** Math.floor(Math.log2((power + 1) * highest) + 1);
  const [toValues, toModes, values] = [fourierTransform(n, 1), fourierTransform(n, -1), complexZeros(n)];
  return (modes, out) => {
    values.re.fill(0);
    values.im.fill(0);
    values.re[0] = modes.re[0]!;
    for (let k = 1; k <= highest; k++) {
      values.re[n - k] = values.re[k] = modes.re[k]!;
      values.im[n - k] = -(values.im[k] = modes.im[k]!);
    }
    toValues(values);
    for (let j = 0; j < n; j++) {
      let product = values.re[j]! / n;
      for (let factor = 1; factor < power; factor++) product *= values.re[j]!;
      values.re[j] = product;
      values.im[j] = 0;
    }
    toModes(values);
    for (let k = 0; k <= highest; k++) {
      out.re[k] = values.re[k]!;
      out.im[k] = values.im[k]!;
    }
  };
}
