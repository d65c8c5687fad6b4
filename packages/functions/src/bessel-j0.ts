import { cite, defineFunction } from '@knotwork/plugin';
import { constant, type Expr, where } from '@knotwork/algebra';
import * as z from '@knotwork/plugin/zod';

/** Up to here a polynomial in x^2, beyond waves whose amplitude and phase are. */
const SPLIT = 8;

/**
 * J0, the Bessel function of the first kind of order 0: to some 1e-16, of its largest value, for all x.
 *
 *     |x| < 8:  a polynomial in x^2        else:  sqrt(2 / (pi |x|)) (P cos(|x| - pi/4) - Q / |x| sin(|x| - pi/4))
 *
 * with P and Q polynomials in 64 / x^2. Slopes are those of these formulas.
 */
export const besselJ0 = defineFunction({
  name: 'bessel-j0',
  summary: 'Bessel function J0: even, a wave that dies away as 1 / sqrt(x)',
  source: cite({ authors: ['M. Abramowitz', 'I. A. Stegun'], year: 1964, title: 'Handbook of Mathematical Functions, 9.1 and 9.2', id: 'isbn:978-0-486-61272-0' }),
  options: z.strictObject({}),
  claims: () => ({ mirror: 'even', complexity: 3, expression: 'besselJ0(x)' }),
  apply: (x) => {
    const a = x.abs();
    const far = a.maximum(SPLIT);
    const w = constant(SPLIT * SPLIT).div(far.square());
    // cos(a - pi/4) and sin(a - pi/4), but for the square root of 2 that goes with 2 / pi.
    const [cos, sin] = [far.cos().add(far.sin()), far.sin().sub(far.cos())];
    const wave = polynomial(P, w).mul(cos).sub(polynomial(Q, w).div(far).mul(sin)).div(far.mul(Math.PI).sqrt());
    return where(a.less(SPLIT), polynomial(NEAR, a.minimum(SPLIT).square().mul(2 / (SPLIT * SPLIT)).sub(1)), wave);
  },
});

/** @param coefficients from the constant term up */
function polynomial(coefficients: readonly number[], t: Expr): Expr {
  return coefficients.reduceRight<Expr>((sum, c) => sum.mul(t).add(c), constant(0));
}

// Best approximations from the constant term up, made from J0 and Y0 in 50 digits. Behind each: its largest error.
// J0(x) in x^2 / 32 - 1: 1.26e-17
const NEAR = [
  0.045829664859813754, 0.9303012472958572, -0.6484692830871821, -0.8080888076696872, 1.0383794611436883, -0.507468045847101, 0.14598884856785535,
  -0.028472718610877044, 0.00405807898810883, -0.0004435459224433769, 3.8473200057927604e-05, -2.717749207626176e-06, 1.595584886623164e-07,
  -7.91533375368561e-09, 3.3794624520643e-10, -1.2430166156640003e-11,
];
// P in 64 / x^2: 2.3e-17
const P = [
  1.0, -0.0010986328124932216, 2.738088336416646e-05, -2.1839132224663715e-06, 3.6197587678123504e-07, -1.0205645707974409e-07, 4.254629179056212e-08,
  -2.220099170347738e-08, 1.1738404575364431e-08, -5.095567444408914e-09, 1.47503939674105e-09, -2.0391504603194497e-10,
];
// Q in 64 / x^2: 7.52e-18
const Q = [
  -0.12499999999999999, 0.0011444091796844857, -5.544628928009036e-05, 6.590752087383666e-06, -1.4531181940492277e-06, 5.128257431965472e-07,
  -2.61938980184399e-07, 1.7385986393728487e-07, -1.2947581797739705e-07, 9.196525551432181e-08, -5.407988796219156e-08, 2.3263295615237087e-08,
  -6.31275784229042e-09, 7.992208184983238e-10,
];

