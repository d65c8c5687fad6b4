/** A complex number. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** exp z and the first three phi functions of z. */
export interface PhiFunctions {
  readonly exp: Complex;
  readonly phi1: Complex;
  readonly phi2: Complex;
  readonly phi3: Complex;
}

/** Of the circle on which formulas are averaged, and the points on it: what this leaves out is below 2^32 / 35!. */
const RADIUS = 2;
const POINTS = 32;

/**
 * phi1 = (exp z - 1) / z, phi2 = (phi1 - 1) / z, phi3 = (phi2 - 1/2) / z; at 0 they are 1, 1/2 and 1/6.
 *
 * Where |z| is small digits cancel. The functions are entire, so that there their mean over a circle around z is taken, on which they do not.
 *
 * @source A.-K. Kassam and L. N. Trefethen, Fourth-order time-stepping for stiff PDEs, 2005, section 3.
 */
export function phiFunctions(z: Complex): PhiFunctions {
  if (Math.hypot(z.re, z.im) > 1) return byFormula(z);
  const means = { phi1: { re: 0, im: 0 }, phi2: { re: 0, im: 0 }, phi3: { re: 0, im: 0 } };
  for (let k = 0; k < POINTS; k++) {
    const angle = (2 * Math.PI * k) / POINTS;
    const there = byFormula({ re: z.re + RADIUS * Math.cos(angle), im: z.im + RADIUS * Math.sin(angle) });
    for (const name of ['phi1', 'phi2', 'phi3'] as const) {
      means[name].re += there[name].re / POINTS;
      means[name].im += there[name].im / POINTS;
    }
  }
  return { exp: exponential(z), ...means };
}

function byFormula(z: Complex): PhiFunctions {
  const exp = exponential(z);
  const phi1 = quotient({ re: exp.re - 1, im: exp.im }, z);
  const phi2 = quotient({ re: phi1.re - 1, im: phi1.im }, z);
  return { exp, phi1, phi2, phi3: quotient({ re: phi2.re - 0.5, im: phi2.im }, z) };
}

function exponential({ re, im }: Complex): Complex {
  return { re: Math.exp(re) * Math.cos(im), im: Math.exp(re) * Math.sin(im) };
}

function quotient(a: Complex, b: Complex): Complex {
  const square = b.re ** 2 + b.im ** 2;
  return { re: (a.re * b.re + a.im * b.im) / square, im: (a.im * b.re - a.re * b.im) / square };
}
