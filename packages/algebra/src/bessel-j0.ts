import { constant, type Expr, where } from './expr.js';

/** Up to here a polynomial in x^2, beyond a wave whose amplitude and phase are polynomials. */
export const J0_SPLIT = 8;

/**
 * J0, the Bessel function of the first kind of order 0: to some 1e-16, of its largest value, for all x.
 *
 *     |x| < 8:  a polynomial in x^2        else:  sqrt(2 / (pi |x|)) (P cos(|x| - pi/4) - Q / |x| sin(|x| - pi/4))
 *
 * with P and Q polynomials in 64 / x^2. Slopes are those of these formulas.
 *
 * @source M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 1964, 9.2.5
 */
export function besselJ0(x: Expr): Expr {
  const a = x.abs();
  const far = a.maximum(J0_SPLIT);
  const w = constant(J0_SPLIT * J0_SPLIT).div(far.square());
  // cos(a - pi/4) and sin(a - pi/4), but for the square root of 2 that goes with 2 / pi.
  const [cos, sin] = [far.cos().add(far.sin()), far.sin().sub(far.cos())];
  const wave = polynomial(J0_P, w).mul(cos).sub(polynomial(J0_Q, w).div(far).mul(sin)).div(far.mul(Math.PI).sqrt());
  return where(a.less(J0_SPLIT), polynomial(J0_NEAR, a.minimum(J0_SPLIT).square().mul(2 / (J0_SPLIT * J0_SPLIT)).sub(1)), wave);
}

function polynomial(coefficients: readonly number[], t: Expr): Expr {
  return coefficients.reduceRight<Expr>((sum, c) => sum.mul(t).add(c), constant(0));
}

// Best approximations from the constant term up, made from J0 and Y0 in 50 digits. Behind each: its largest error.
// J0(x) in x^2 / 32 - 1: 1.26e-17
export const J0_NEAR: readonly number[] = [
  0.045829664859813754, 0.9303012472958572, -0.6484692830871821, -0.8080888076696872, 1.0383794611436883, -0.507468045847101, 0.14598884856785535,
  -0.028472718610877044, 0.00405807898810883, -0.0004435459224433769, 3.8473200057927604e-05, -2.717749207626176e-06, 1.595584886623164e-07,
  -7.91533375368561e-09, 3.3794624520643e-10, -1.2430166156640003e-11,
];
// P in 64 / x^2: 2.3e-17
export const J0_P: readonly number[] = [
  1.0, -0.0010986328124932216, 2.738088336416646e-05, -2.1839132224663715e-06, 3.6197587678123504e-07, -1.0205645707974409e-07, 4.254629179056212e-08,
  -2.220099170347738e-08, 1.1738404575364431e-08, -5.095567444408914e-09, 1.47503939674105e-09, -2.0391504603194497e-10,
];
// Q in 64 / x^2: 7.52e-18
export const J0_Q: readonly number[] = [
  -0.12499999999999999, 0.0011444091796844857, -5.544628928009036e-05, 6.590752087383666e-06, -1.4531181940492277e-06, 5.128257431965472e-07,
  -2.61938980184399e-07, 1.7385986393728487e-07, -1.2947581797739705e-07, 9.196525551432181e-08, -5.407988796219156e-08, 2.3263295615237087e-08,
  -6.31275784229042e-09, 7.992208184983238e-10,
];
