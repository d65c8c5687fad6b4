/** Complex numbers, real and imaginary parts apart, `[n]` each. */
export interface ComplexNumbers {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** n complex zeros. */
export function complexZeros(n: number): ComplexNumbers {
  return { re: new Float64Array(n), im: new Float64Array(n) };
}

/**
 * The discrete Fourier transform in place, z_k = sum over j of z_j exp(sign 2 pi i j k / n), without a factor.
 *
 * @param n a power of two
 * @param sign -1 from values to modes, 1 back
 * @returns what transforms n numbers
 * @source J. W. Cooley and J. W. Tukey, An algorithm for the machine calculation of complex Fourier series, 1965.
 */
export function fourierTransform(n: number, sign: 1 | -1): (numbers: ComplexNumbers) => void {
  const bits = Math.log2(n);
  const [cosines, sines] = [Math.cos, Math.sin].map((wave) => Float64Array.from({ length: n / 2 }, (_, k) => wave((2 * Math.PI * k) / n)));
  const mirrored = Uint32Array.from({ length: n }, (_, k) => {
    let m = 0;
    for (let b = 0; b < bits; b++) if ((k & (1 << b)) !== 0) m |= 1 << (bits - 1 - b);
    return m;
  });
  return ({ re, im }) => {
    for (let k = 0; k < n; k++) {
      const m = mirrored[k]!;
      if (m <= k) continue;
      [re[k], re[m]] = [re[m]!, re[k]!];
      [im[k], im[m]] = [im[m]!, im[k]!];
    }
    for (let half = 1; half < n; half *= 2) {
      const stride = n / (2 * half);
      for (let j = 0; j < half; j++) {
        const [c, s] = [cosines![j * stride]!, sign * sines![j * stride]!];
        for (let p = j; p < n; p += 2 * half) {
          const q = p + half;
          const tr = c * re[q]! - s * im[q]!;
          const ti = c * im[q]! + s * re[q]!;
          re[q] = re[p]! - tr;
          im[q] = im[p]! - ti;
          re[p] = re[p]! + tr;
          im[p] = im[p]! + ti;
        }
      }
    }
  };
}
