import type { Precision } from '@knotwork/plugin/engine';
import type { Graph, Node } from './graph.js';
import { numberFormats } from './number-format.js';
import { type Polynomial, polynomials } from './polynomials.js';

/** Elementary functions by name: each makes a node without them of its argument. */
export type ElementaryFunctions = ReturnType<typeof elementaryFunctions>;

/** Where the precisions differ. A constant in parts is their sum; products of the first parts with small whole numbers are exact. */
const numbers = {
  float64: {
    ln2: [0.6931471806019545, -4.2009150726810846e-11], // 33 bits, the rest
    halfPi: [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21], // 33 bits, 33 bits, the rest
    halfPiRounded: [1.5707963267948966, 6.123233995736766e-17], // nearest number, the rest
    expBelow: -746, expAbove: 710, // e^x is 0, Infinity
    sigmoidBelow: -710, sigmoidAbove: 40, // 0 with 2^1024 = Infinity, 1
    tanhAbove: 20, // 1
    erfAbove: 6, // 1
  },
  float32: {
    ln2: [0.693115234375, 3.194618329871446e-05], // 12 bits, the rest
    halfPi: [1.5703125, 0.0004837512969970703, 7.549790126404332e-08], // 11 bits, 11 bits, the rest
    halfPiRounded: [1.5707963705062866, -4.371138828673793e-08],
    expBelow: -105, expAbove: 89,
    sigmoidBelow: -89, sigmoidAbove: 20,
    tanhAbove: 10,
    erfAbove: 4,
  },
} as const;

/**
 * Builds the elementary functions of one precision in a graph.
 *
 * Each maps its argument to a short interval, where a polynomial does, and undoes the map; no branches, two or three units in the
 * last place. What is rounded where is said in the functions. Common to them: `t = x k + 1.5 * 2^mantissa` rounds x k to the whole
 * number n = t - 1.5 * 2^mantissa, and leaves n, as an integer, in the lowest bits of t. Adding the exponent's bias to the
 * constant and shifting those bits into the place of the exponent makes 2^n.
 */
export function elementaryFunctions(g: Graph, precision: Precision) {
  const { mantissa, bias, smallestNormal, rounder, bitsOf } = numberFormats[precision];
  const c = numbers[precision];
  const p = polynomials[precision];
  const polynomial = (a: Polynomial, z: Node): Node => estrin(g, a, z);
  const signBit = g.bits(bitsOf(-0));
  const withSignOf = (x: Node, magnitude: Node): Node => g.or(magnitude, g.and(x, signBit));

  /** x - n C, C in parts: the first product and difference are exact. */
  const reduce = (x: Node, n: Node, parts: readonly number[]): Node => parts.reduce((rest, part) => g.sub(rest, g.mul(n, part)), x);

  /**
   * n = round(x / ln 2), r = x - n ln 2, e^x = (1 + r + r^2 P(r)) 2^n. n may leave the range of exponents where e^x does not or is
   * denormal, so 2^n comes in two factors, 2^floor(n/2) and 2^ceil(n/2): of 2 bias + n in the lowest bits, half and what is left.
   * The first product is exact; the second rounds once.
   */
  function exp(argument: Node): Node {
    const x = g.clamp(argument, c.expBelow, c.expAbove);
    const offset = rounder + 2 * bias;
    const t = g.add(g.mul(x, Math.LOG2E), offset);
    const r = reduce(x, g.sub(t, offset), c.ln2);
    const power = g.add(g.add(g.mul(g.mul(r, r), polynomial(p.exp, r)), r), 1);
    const half = g.shiftRight(t, 1);
    return g.mul(g.mul(power, g.shiftLeft(half, mantissa)), g.shiftLeft(g.subBits(t, half), mantissa));
  }

  /**
   * With q = s coth(s), an even and nearly constant function: e^(2s) = (q + s) / (q - s). A short polynomial gives both, and the
   * quotient is left to the one division at the end.
   *
   * sigmoid(x) = 1 / (1 + e^-x). With -x = n ln 2 - r: e^-x = 2^n (Q - r) / (Q + r), Q = 2q(r/2) = 2 + r^2 / 2 C(r^2 / 4), and
   *
   *     sigmoid(x) = (Q + r) / ((Q + r) + 2^n (Q - r)).
   *
   * 2^n is Infinity from n = bias + 1 on: below x = -bias ln 2 - 0.35, where the exact value is denormal, the result is 0.
   */
  function sigmoid(argument: Node): Node {
    const x = g.clamp(argument, c.sigmoidBelow, c.sigmoidAbove);
    const offset = rounder + bias;
    const t = g.add(g.mul(x, -Math.LOG2E), offset);
    const r = reduce(x, g.sub(t, offset), c.ln2.map((part) => -part));
    const z = g.mul(r, r);
    const q = g.add(g.mul(z, polynomial(p.coth.map((a, k) => a * 2 ** (-2 * k - 1)), z)), 2);
    const above = g.add(q, r);
    return g.div(above, g.add(above, g.mul(g.shiftLeft(t, mantissa), g.sub(q, r))));
  }

  /**
   * Of a = |x|: tanh(a) = (E - 1) / (E + 1) with E = e^(2a) = 2^n (q + s) / (q - s), s = a - n ln(2) / 2:
   *
   *     tanh(a) = (s (2^n + 1) - q (1 - 2^n)) / (q (2^n + 1) - s (1 - 2^n)).
   *
   * n = 0 leaves s / q, nothing cancels; the more, the smaller n and s. So n = round(2a / ln 2 - 1/4), which shifts s to
   * [-0.09, 0.26]. For large n the result is exactly 1, because 2^n + 1 and 2^n - 1 are both 2^n. Of q = 1 + w the 1 is added last,
   * to what is small.
   */
  function tanh(x: Node): Node {
    const a = g.node('pseudoMinimum', [g.abs(x), c.tanhAbove]);
    const offset = rounder + bias;
    const t = g.add(g.sub(g.mul(a, 2 * Math.LOG2E), 0.25), offset);
    const s = reduce(a, g.sub(t, offset), c.ln2.map((part) => part / 2));
    const z = g.mul(s, s);
    const w = g.mul(z, polynomial(p.wideCoth, z));
    const power = g.shiftLeft(t, mantissa);
    const sum = g.add(power, 1);
    const rest = g.sub(1, power);
    const numerator = g.sub(g.sub(g.mul(s, sum), g.mul(w, rest)), rest);
    return withSignOf(x, g.div(numerator, g.add(g.sub(g.mul(w, sum), g.mul(s, rest)), sum)));
  }

  /**
   * x = 2^k m, m in [sqrt(1/2), sqrt(2)): moving the pattern of x up by that of 1 less that of sqrt(1/2) makes the exponent step at
   * sqrt(1/2) 2^k instead of 2^k. With f = m - 1 and s = f / (2 + f): log(m) = log((1 + s) / (1 - s)) = 2s + s R = f - f^2/2 + s (f^2/2 + R),
   * where the largest summand, f, has no error. Denormal x are scaled first.
   */
  function log(x: Node): Node {
    const tiny = g.isLess(x, smallestNormal);
    const scale = mantissa + 2;
    const shifted = g.addBits(g.select(tiny, g.mul(x, 2 ** scale), x), g.bits(bitsOf(1) - bitsOf(Math.SQRT1_2)));
    const m = g.addBits(g.and(shifted, g.bits(2n ** BigInt(mantissa) - 1n)), g.bits(bitsOf(Math.SQRT1_2)));
    // An integer below the mantissa of 2^mantissa is that number more.
    const whole = 2 ** mantissa;
    const k = g.sub(g.sub(g.or(g.shiftRight(shifted, mantissa), whole), whole + bias), g.select(tiny, scale, 0));
    const f = g.sub(m, 1);
    const s = g.div(f, g.add(f, 2));
    const z = g.mul(s, s);
    const h = g.mul(0.5, g.mul(f, f));
    const tail = g.add(g.mul(s, g.add(h, g.mul(z, polynomial(p.log, z)))), g.mul(k, c.ln2[1]));
    const value = g.add(g.mul(k, c.ln2[0]), g.sub(f, g.sub(h, tail)));
    // x itself where it is Infinity; -Infinity = 0 - Infinity at 0; NaN below; NaN - Infinity = NaN.
    return g.select(g.isLess(0, x), g.select(g.isLess(x, Infinity), value, x), g.select(g.isLess(x, 0), NaN, g.sub(x, Infinity)));
  }

  /**
   * n = round(2x / pi), r = x - n pi / 2, then +-sin(r) or +-cos(r) by the two lowest bits of n. Formulas with the sine of an argument
   * mostly need its cosine too, for derivatives: they share everything but the choice. r is exact to a few units in its last place
   * while n fits the first parts of pi / 2 (|x| < 10^6; 10^4 in float32). Beyond, it is off by a few u |x|, and is kept in the
   * polynomials' interval, so that the result stays bounded.
   */
  function sineOrCosine(x: Node, quadrants: number): Node {
    const t = g.add(g.mul(x, 2 / Math.PI), rounder);
    const r = g.clamp(reduce(x, g.sub(t, rounder), c.halfPi), -0.8, 0.8);
    const z = g.mul(r, r);
    const sine = g.add(r, g.mul(g.mul(r, z), polynomial(p.sin, z)));
    const cosine = g.add(g.sub(1, g.mul(0.5, z)), g.mul(g.mul(z, z), polynomial(p.cos, z)));
    const one = g.bits(1n);
    const odd = g.subBits(g.bits(0n), g.and(t, one));
    const value = quadrants === 0 ? g.select(odd, cosine, sine) : g.select(odd, sine, cosine);
    const quadrant = quadrants === 0 ? t : g.addBits(t, one);
    const width = precision === 'float64' ? 64 : 32;
    return g.xor(value, g.and(g.shiftLeft(quadrant, width - 2), signBit));
  }

  /** asin(a) = t + t^3 A(t^2) with t = a below 1/2; above, asin(a) = pi/2 - 2 asin(t), t = sqrt((1 - a) / 2). pi/2 - 2t is taken first: exact near 1/2. */
  function asin(x: Node): Node {
    const a = g.abs(x);
    const small = g.isLess(a, 0.5);
    const w = g.mul(0.5, g.sub(1, a));
    const z = g.select(small, g.mul(a, a), w);
    const t = g.select(small, a, g.sqrt(w));
    const tail = g.mul(t, g.mul(z, polynomial(p.asin, z)));
    const [halfPi, rest] = c.halfPiRounded;
    const large = g.sub(g.sub(halfPi, g.mul(2, t)), g.sub(g.mul(2, tail), rest));
    return withSignOf(x, g.select(small, g.add(t, tail), large));
  }

  /** atan(a) = o + atan(t): below 1/2 o = 0 and t = a; up to 2 o = pi/4 and t = (a - 1) / (a + 1); above o = pi/2 and t = -1 / a. */
  function atan(x: Node): Node {
    const a = g.abs(x);
    const small = g.isLess(a, 0.5);
    const medium = g.isLess(a, 2);
    const numerator = g.select(small, a, g.select(medium, g.sub(a, 1), -1));
    const denominator = g.select(small, 1, g.select(medium, g.add(a, 1), a));
    const t = g.div(numerator, denominator);
    const z = g.mul(t, t);
    const [halfPi, rest] = c.halfPiRounded;
    const o = g.select(small, 0, g.select(medium, halfPi / 2, halfPi));
    const tail = g.add(g.mul(t, g.mul(z, polynomial(p.atan, z))), g.mul(o, rest / halfPi));
    return withSignOf(x, g.add(o, g.add(t, tail)));
  }

  /**
   * erf(a) = a + a P(a^2) below 1; above, 1 - e^Q(a - 1), where Q is the logarithm of 1 - erf: at most 0.16 is taken from 1, so that little
   * of its error arrives.
   */
  function erf(x: Node): Node {
    const a = g.node('pseudoMinimum', [g.abs(x), c.erfAbove]);
    const below = g.add(a, g.mul(a, polynomial(p.erf, g.mul(a, a))));
    const above = g.sub(1, exp(polynomial(p.logErfc, g.sub(a, 1))));
    return withSignOf(x, g.select(g.isLess(a, 1), below, above));
  }

  return { exp, log, sin: (x: Node) => sineOrCosine(x, 0), cos: (x: Node) => sineOrCosine(x, 1), tanh, sigmoid, asin, atan, erf };
}

/**
 * A polynomial by pairs: (a_0 + a_1 z) + z^2 (a_2 + a_3 z) + z^4 (...). A few multiplications by powers more than nesting, but half
 * of the pairs do not wait for the other half.
 */
function estrin(g: Graph, coefficients: Polynomial, z: Node): Node {
  let terms: Node[] = coefficients.map((a) => g.constant(a));
  for (let power = z; terms.length > 1; power = g.mul(power, power)) {
    const by = power;
    terms = terms.flatMap((term, k) => (k % 2 === 1 ? [] : k + 1 < terms.length ? [g.add(term, g.mul(terms[k + 1]!, by))] : [term]));
  }
  return terms[0]!;
}
