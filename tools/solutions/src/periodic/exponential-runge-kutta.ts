import { type ComplexNumbers, complexZeros } from './fourier-transform.js';
import { type Complex, phiFunctions } from './phi-functions.js';

/** y' = L y + N(y), with L diagonal. */
export interface SemilinearSystem {
  /** Diagonal of L, `[n]`. */
  readonly linear: readonly Complex[];
  /** Writes N(y) to `out`. */
  readonly nonlinear: (y: ComplexNumbers, out: ComplexNumbers) => void;
}

/**
 * Steps of the fourth-order method ETDRK4: the linear part is integrated exactly, so that its stiffness costs nothing.
 *
 * @param h length of a step
 * @returns what takes one step, in place
 * @source S. M. Cox and P. C. Matthews, Exponential time differencing for stiff systems, 2002, equations 26 to 29.
 */
export function exponentialRungeKutta({ linear, nonlinear }: SemilinearSystem, h: number): (y: ComplexNumbers) => void {
  const n = linear.length;
  const whole = linear.map(({ re, im }) => phiFunctions({ re: h * re, im: h * im }));
  const halves = linear.map(({ re, im }) => phiFunctions({ re: (h * re) / 2, im: (h * im) / 2 }));
  const propagator = numbers(whole.map(({ exp }) => exp));
  const halfPropagator = numbers(halves.map(({ exp }) => exp));
  const halfWeight = numbers(halves.map(({ phi1 }) => sum([h / 2, phi1])));
  const first = numbers(whole.map(({ phi1, phi2, phi3 }) => sum([h, phi1], [-3 * h, phi2], [4 * h, phi3])));
  const middle = numbers(whole.map(({ phi2, phi3 }) => sum([2 * h, phi2], [-4 * h, phi3])));
  const last = numbers(whole.map(({ phi2, phi3 }) => sum([-h, phi2], [4 * h, phi3])));
  const scratch = (): ComplexNumbers => complexZeros(n);
  const [a, b, c, forces] = [scratch(), scratch(), scratch(), scratch()];
  const [atY, atA, atB, atC] = [scratch(), scratch(), scratch(), scratch()];
  return (y) => {
    nonlinear(y, atY);
    product(halfPropagator, y, a);
    addProduct(halfWeight, atY, a);
    nonlinear(a, atA);
    product(halfPropagator, y, b);
    addProduct(halfWeight, atA, b);
    nonlinear(b, atB);
    for (const part of ['re', 'im'] as const) for (let k = 0; k < n; k++) forces[part][k] = 2 * atB[part][k]! - atY[part][k]!;
    product(halfPropagator, a, c);
    addProduct(halfWeight, forces, c);
    nonlinear(c, atC);
    product(propagator, y, y);
    addProduct(first, atY, y);
    addProduct(middle, atA, y);
    addProduct(middle, atB, y);
    addProduct(last, atC, y);
  };
}

function sum(...terms: readonly (readonly [number, Complex])[]): Complex {
  return terms.reduce((total, [factor, { re, im }]) => ({ re: total.re + factor * re, im: total.im + factor * im }), { re: 0, im: 0 });
}

function numbers(list: readonly Complex[]): ComplexNumbers {
  return { re: Float64Array.from(list, ({ re }) => re), im: Float64Array.from(list, ({ im }) => im) };
}

/** out = p q, element by element; `out` may be q. */
function product(p: ComplexNumbers, q: ComplexNumbers, out: ComplexNumbers): void {
  for (let k = 0; k < p.re.length; k++) {
    const [re, im] = [q.re[k]!, q.im[k]!];
    out.re[k] = p.re[k]! * re - p.im[k]! * im;
    out.im[k] = p.re[k]! * im + p.im[k]! * re;
  }
}

/** out += p q, element by element. */
function addProduct(p: ComplexNumbers, q: ComplexNumbers, out: ComplexNumbers): void {
  for (let k = 0; k < p.re.length; k++) {
    const [re, im] = [q.re[k]!, q.im[k]!];
    out.re[k]! += p.re[k]! * re - p.im[k]! * im;
    out.im[k]! += p.re[k]! * im + p.im[k]! * re;
  }
}
