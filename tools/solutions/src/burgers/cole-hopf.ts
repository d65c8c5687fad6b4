/** Weights below exp(-40) of the largest are below rounding. */
const NEGLIGIBLE = 40;
/** Two rules agree when they differ by less; exponents of up to 1e3 leave some 1e-13. */
const AGREED = 1e-12;
const MOST_HALVINGS = 12;

/** Two steps of the trapezoidal rule never agreed. */
export class NoAgreement extends Error {}

/**
 * The solution of Burgers' equation, u_t + u u_x = nu u_xx, from u(0, x) = -sin(pi x), of period 2; so u(t, ±1) = 0.
 *
 * With u = -2 nu p_x / p, p obeys the heat equation, and p(0, y) = exp(-cos(pi y) / (2 pi nu)) up to a factor. With y = x - s z, s = sqrt(4 nu t),
 *
 *     u(t, x) = - ∫ sin(pi y) w(z) dz / ∫ w(z) dz,   w(z) = exp(-cos(pi y) / (2 pi nu) - z^2).
 *
 * Both integrands are entire and vanish at both ends, so that the trapezoidal rule converges faster than any power of its step. The step is halved until
 * two rules agree to 1e-12. Exponents are taken relative to the largest, so that nothing overflows.
 *
 * @param nu viscosity, positive; tried from 1e-4 to 1
 * @param t time, at least 0
 * @param x any place
 * @throws NoAgreement where rounding leaves less than 1e-12
 * @source E. Hopf, The partial differential equation u_t + u u_x = mu u_xx, 1950; J. D. Cole, On a quasi-linear parabolic equation occurring in
 * aerodynamics, 1951.
 */
export function burgers(nu: number, t: number, x: number): number {
  if (t === 0) return -Math.sin(Math.PI * x);
  const scale = Math.sqrt(4 * nu * t);
  // The exponent is stationary only where |z| <= t / s, as no speed is larger than 1, and beyond it falls below its value there as fast as -z^2 falls.
  const reach = t / scale + Math.sqrt(NEGLIGIBLE);
  let step = 0.25;
  let before = trapezoidal(nu, x, scale, reach, step);
  for (let k = 0; k < MOST_HALVINGS; k++) {
    step /= 2;
    const now = trapezoidal(nu, x, scale, reach, step);
    if (Math.abs(now - before) < AGREED) return now;
    before = now;
  }
  throw new NoAgreement(`Burgers' equation with nu = ${nu} has no value at t = ${t}, x = ${x} that two steps of the trapezoidal rule agree on.`);
}

/** The quotient of both integrals by the trapezoidal rule; the step itself cancels. */
function trapezoidal(nu: number, x: number, scale: number, reach: number, step: number): number {
  const count = Math.ceil(reach / step);
  const exponents = new Float64Array(2 * count + 1);
  const placeOf = (k: number): number => Math.PI * (x - scale * step * (k - count));
  let largest = -Infinity;
  for (let k = 0; k < exponents.length; k++) {
    exponents[k] = -Math.cos(placeOf(k)) / (2 * Math.PI * nu) - (step * (k - count)) ** 2;
    largest = Math.max(largest, exponents[k]!);
  }
  let [above, below] = [0, 0];
  for (let k = 0; k < exponents.length; k++) {
    const weight = Math.exp(exponents[k]! - largest);
    above += Math.sin(placeOf(k)) * weight;
    below += weight;
  }
  return -above / below;
}
