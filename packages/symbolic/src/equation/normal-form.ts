import { type Constant, free, held, isHeldAt, isNothing, made, ONE, plus, times, ZERO } from './constant.js';
import { type AffineImage, type KnownFunction, mirrored, scaled, shifted, undoes } from './known-function.js';

/**
 * The normal form of equations: sums of coefficients times factors, and a constant. What a function lets out of its argument, by its claims, stands outside: so
 * every number is determined by the values of the whole.
 */
export interface Sum {
  readonly terms: readonly Term[];
  readonly constant: Constant;
}

export interface Term {
  readonly coefficient: Constant;
  readonly factor: Factor;
}

export type Factor =
  | { readonly kind: 'variable'; readonly input: number }
  | { readonly kind: 'call'; readonly f: KnownFunction; readonly of: Sum }
  | { readonly kind: 'power'; readonly of: Sum; readonly exponent: Constant }
  /** At least two, none of them a product. */
  | { readonly kind: 'product'; readonly factors: readonly Factor[] };

export const constantSum = (constant: Constant): Sum => ({ terms: [], constant });
export const sumOf = (factor: Factor, coefficient: Constant = ONE): Sum => ({ terms: [{ coefficient, factor }], constant: ZERO });

/** Like terms are one, and those that are nothing are gone. */
export function add(sums: readonly Sum[]): Sum {
  const terms = new Map<string, Term>();
  for (const term of sums.flatMap((sum) => sum.terms)) {
    const key = keyOf(term.factor);
    const known = terms.get(key);
    terms.set(key, known === undefined ? term : { coefficient: plus(known.coefficient, term.coefficient), factor: term.factor });
  }
  return { terms: [...terms.values()].filter(({ coefficient }) => coefficient.value !== 0), constant: sums.reduce((total, { constant }) => plus(total, constant), ZERO) };
}

export function scale({ terms, constant }: Sum, by: Constant): Sum {
  if (isHeldAt(by, 1)) return { terms, constant };
  if (by.value === 0) return constantSum(by);
  return { terms: terms.map(({ coefficient, factor }) => ({ coefficient: times(coefficient, by), factor })), constant: times(constant, by) };
}

export const shift = ({ terms, constant }: Sum, by: Constant): Sum => ({ terms, constant: plus(constant, by) });

const keys = new WeakMap<object, string>();

/** Tells factors apart, by their numbers too. */
export function keyOf(factor: Factor): string {
  const known = keys.get(factor);
  if (known !== undefined) return known;
  const key = writeKey(factor);
  keys.set(factor, key);
  return key;
}

function writeKey(factor: Factor): string {
  switch (factor.kind) {
    case 'variable': return `x${factor.input}`;
    case 'call': return `${factor.f.key}(${sumKey(factor.of)})`;
    case 'power': return `(${sumKey(factor.of)})^${factor.exponent.value}`;
    case 'product': return factor.factors.map(keyOf).sort().join('*');
  }
}

const sumKey = ({ terms, constant }: Sum): string => `${terms.map(({ coefficient, factor }) => `${coefficient.value}*${keyOf(factor)}`).join('+')}+${constant.value}`;

/** The one term of a sum without a constant; undefined for others. */
function loneTerm({ terms, constant }: Sum): Term | undefined { return terms.length === 1 && isNothing(constant) ? terms[0] : undefined; }

/** The constant that a sum is; undefined where something varies. */
const constantOf = ({ terms, constant }: Sum): Constant | undefined => (terms.length === 0 ? constant : undefined);

/** What is infinite is not made finite again by what comes after: whether it is above or below depends on the sign of a zero. */
const numberOrNone = (value: number): number => (Number.isFinite(value) ? value : NaN);

/** Exponents that functions are made for; others were found in rows. */
const isSimple = (power: number): boolean => Number.isInteger(12 * power);

/** f of a sum, with what f lets out of its argument outside. */
export function call(f: KnownFunction, of: Sum): Sum {
  const { claims, line, power, exponential, logarithm } = f;
  const value = constantOf(of);
  if (value !== undefined) return constantSum(made(numberOrNone(Number.isFinite(value.value) ? f.at(value.value) : NaN), value));
  if (line !== null) return shift(scale(of, held(line.slope)), held(line.offset));
  if (power !== null) return raise(of, isSimple(power) ? held(power) : free(power));
  const lone = loneTerm(of);
  if (lone?.factor.kind === 'call') {
    const inner = lone.factor;
    if (isHeldAt(lone.coefficient, 1) && undoes(f, inner.f)) return inner.of;
    if (logarithm !== null && inner.f.exponential !== null && lone.coefficient.value > 0) return logOfExponential(f, lone.coefficient, inner.f, inner.of);
  }
  if (exponential !== null && of.terms.some(isLogarithm)) return exponentialOfLogarithms(f, of);
  let [argument, image]: readonly [Sum, Outside] = [of, UNCHANGED];
  const apply = (next: Sum, by: AffineImage, ...from: readonly Constant[]): void => {
    const [a, b] = [made(by.a, ...from), by.b === 0 ? ZERO : made(by.b, ...from)];
    [argument, image] = [next, { a: times(image.a, a), b: plus(times(image.a, b), image.b) }];
  };
  if (claims.scaling === true && !isNormalized(argument)) {
    const leading = leadingOf(argument);
    const size = Math.abs(leading.value);
    apply(dividedBy(argument, leading), scaled(f, size), leading);
  }
  if (claims.shift === 'itself' && !isNothing(argument.constant)) {
    const outside = shifted(f, argument.constant.value);
    // exp(u - 1000) is not 0 exp(u): where u makes up for so much, it stays.
    if (Number.isFinite(outside.a) && outside.a !== 0) apply({ ...argument, constant: ZERO }, outside, argument.constant);
    else argument = { ...argument, constant: held(argument.constant.value) };
  }
  if (claims.mirror !== undefined && argument.terms[0]!.coefficient.value < 0) apply(scale(argument, held(-1)), mirrored(f));
  if (claims.period !== undefined) {
    const period = f.isAntiperiodic ? claims.period / 2 : claims.period;
    const turns = Math.round(argument.constant.value / period);
    if (turns !== 0) apply({ ...argument, constant: made(argument.constant.value - turns * period, argument.constant) }, { a: f.isAntiperiodic && turns % 2 !== 0 ? -1 : 1, b: 0 });
  }
  return { terms: [{ coefficient: image.a, factor: { kind: 'call', f, of: argument } }], constant: image.b };
}

/** What stands outside of a call: a f(...) + b. */
interface Outside { readonly a: Constant; readonly b: Constant }
const UNCHANGED: Outside = { a: ONE, b: ZERO };

/** Whether the scale of a sum is settled. */
const isNormalized = ({ terms }: Sum): boolean => terms.some(({ coefficient }) => !coefficient.isFree && Math.abs(coefficient.value) === 1);

/** The coefficient that becomes 1 or -1 where the scale of a sum does not count: the largest, so that none is divided by next to nothing. */
const leadingOf = ({ terms }: Sum): Constant => terms.reduce((most, { coefficient }) => (Math.abs(coefficient.value) > Math.abs(most.value) ? coefficient : most), terms[0]!.coefficient);

/** A sum over the size of its leading coefficient. */
function dividedBy({ terms, constant }: Sum, leading: Constant): Sum {
  const size = Math.abs(leading.value);
  const divided = (c: Constant): Constant => (isNothing(c) ? c : made(c.value / size, c, leading));
  return { terms: terms.map(({ coefficient, factor }) => ({ coefficient: coefficient === leading ? held(Math.sign(leading.value)) : divided(coefficient), factor })), constant: divided(constant) };
}

function logOfExponential(f: KnownFunction, coefficient: Constant, { exponential }: KnownFunction, of: Sum): Sum {
  const [{ rate, offset }, { factor, rate: inner }] = [f.logarithm!, exponential!];
  return shift(scale(of, held(rate * inner)), made(rate * Math.log(coefficient.value * factor) + offset, coefficient));
}

const isLogarithm = ({ factor }: Term): boolean => factor.kind === 'call' && factor.f.logarithm !== null;

/** exp(c log(u) + rest) is u^c exp(rest). */
function exponentialOfLogarithms(f: KnownFunction, of: Sum): Sum {
  const { factor, rate } = f.exponential!;
  const powers = of.terms.filter(isLogarithm).map(({ coefficient, factor: log }) => {
    const inner = log as Extract<Factor, { kind: 'call' }>;
    const { rate: slope, offset } = inner.f.logarithm!;
    return scale(raise(inner.of, times(coefficient, held(rate * slope))), offset === 0 ? ONE : made(Math.exp(rate * coefficient.value * offset), coefficient));
  });
  const rest: Sum = { terms: of.terms.filter((term) => !isLogarithm(term)), constant: of.constant };
  const value = constantOf(rest);
  return [...powers, value === undefined ? call(f, rest) : constantSum(made(factor * Math.exp(rate * value.value), value))].reduce(multiply);
}

/** 1 to any power is 1, and no number to be fitted. */
const toThe = (c: Constant, exponent: Constant): Constant => (isHeldAt(c, 1) ? ONE : made(c.value ** exponent.value, c, exponent));

/** A sum to a power. */
export function raise(of: Sum, exponent: Constant): Sum {
  if (isNothing(exponent)) return constantSum(ONE);
  if (isHeldAt(exponent, 1)) return of;
  const value = constantOf(of);
  if (value !== undefined) return constantSum(made(numberOrNone(value.value ** exponent.value), value, exponent));
  const isWhole = !exponent.isFree && Number.isInteger(exponent.value);
  const lone = loneTerm(of);
  if (lone !== undefined && (isWhole || lone.coefficient.value > 0)) {
    const powered = raiseFactor(lone.factor, exponent, isWhole);
    if (powered !== null) return scale(powered, toThe(lone.coefficient, exponent));
  }
  const leading = leadingOf(of);
  const size = isNormalized(of) ? ONE : made(Math.abs(leading.value), leading);
  const base = isNormalized(of) ? of : dividedBy(of, leading);
  // Of whole powers the sign comes out, too.
  const flips = isWhole && base.terms[0]!.coefficient.value < 0;
  const sign = flips && exponent.value % 2 !== 0 ? -1 : 1;
  return sumOf({ kind: 'power', of: flips ? scale(base, held(-1)) : base, exponent }, times(toThe(size, exponent), held(sign)));
}

/** A factor to a power, where another form of it is simpler or the same; null where nothing is known. */
function raiseFactor(factor: Factor, exponent: Constant, isWhole: boolean): Sum | null {
  switch (factor.kind) {
    case 'variable': return sumOf({ kind: 'power', of: sumOf(factor), exponent });
    case 'power': {
      // (u^2)^(1/2) is |u| and no power; what is not whole has a positive base.
      const isInnerWhole = !factor.exponent.isFree && Number.isInteger(factor.exponent.value);
      return isWhole || !isInnerWhole ? raise(factor.of, times(factor.exponent, exponent)) : null;
    }
    case 'product': return isWhole ? factor.factors.map((part) => raise(sumOf(part), exponent)).reduce(multiply) : null;
    case 'call': {
      const { exponential } = factor.f;
      if (exponential === null) return sumOf({ kind: 'power', of: sumOf(factor), exponent });
      return scale(call(factor.f, scale(factor.of, exponent)), exponential.factor === 1 ? ONE : made(exponential.factor ** (exponent.value - 1), exponent));
    }
  }
}

export function multiply(a: Sum, b: Sum): Sum {
  const [left, right] = [constantOf(a), constantOf(b)];
  if (left !== undefined) return scale(b, left);
  if (right !== undefined) return scale(a, right);
  const [first, second] = [asProduct(a), asProduct(b)];
  const factors = [...first.factors];
  let coefficient = times(first.coefficient, second.coefficient);
  for (const factor of second.factors) {
    const [base, exponent] = baseOf(factor);
    const at = factors.findIndex((other) => keyOf(baseOf(other)[0]) === keyOf(base));
    if (at < 0) { factors.push(factor); continue; }
    const merged = raise(base.kind === 'power' && isHeldAt(base.exponent, 1) ? base.of : sumOf(base), plus(baseOf(factors[at]!)[1], exponent));
    factors.splice(at, 1);
    const made = asProduct(merged);
    coefficient = times(coefficient, made.coefficient);
    factors.push(...made.factors);
  }
  if (factors.length === 0) return constantSum(coefficient);
  return factors.length > 1 ? sumOf({ kind: 'product', factors }, coefficient) : scale(unwrapped(factors[0]!), coefficient);
}

/** A factor and the power it is in. */
function baseOf(factor: Factor): readonly [Factor, Constant] {
  if (factor.kind !== 'power') return [factor, ONE];
  const lone = loneTerm(factor.of);
  return [lone !== undefined && isHeldAt(lone.coefficient, 1) ? lone.factor : { ...factor, exponent: ONE }, factor.exponent];
}

/** A sum in parentheses, of power 1, outside of a product is the sum. */
const unwrapped = (factor: Factor): Sum => (factor.kind === 'power' && isHeldAt(factor.exponent, 1) ? factor.of : sumOf(factor));

function asProduct(sum: Sum): { readonly coefficient: Constant; readonly factors: readonly Factor[] } {
  const value = constantOf(sum);
  if (value !== undefined) return { coefficient: value, factors: [] };
  const lone = loneTerm(sum);
  if (lone !== undefined) return { coefficient: lone.coefficient, factors: lone.factor.kind === 'product' ? lone.factor.factors : [lone.factor] };
  const leading = leadingOf(sum);
  if (isNormalized(sum)) return { coefficient: ONE, factors: [{ kind: 'power', of: sum, exponent: ONE }] };
  const size = made(leading.value, leading);
  return { coefficient: size, factors: [{ kind: 'power', of: scale(dividedBy(sum, leading), held(Math.sign(leading.value))), exponent: ONE }] };
}

/** How far the shift of a polynomial may lead, as a share of how large its argument may be: beyond, the highest power is next to nothing. */
const FARTHEST = 1e3;

/**
 * c_1 u + ... + c_n u^n. Of a single factor, its powers; of a sum, powers of the sum so shifted that the one below the highest is not there: the shift would
 * be found twice.
 */
export function polynomial(of: Sum, coefficients: readonly Constant[]): Sum {
  const cs = coefficients.slice(0, 1 + coefficients.findLastIndex(({ value }) => value !== 0));
  if (cs.length === 0) return constantSum(ZERO);
  if (cs.length === 1) return scale(of, cs[0]!);
  const value = constantOf(of);
  if (value !== undefined) return constantSum(made(cs.reduce((sum, c, k) => sum + c.value * value.value ** (k + 1), 0), value, ...cs));
  if (of.terms.length === 1) {
    const { coefficient: a, factor } = of.terms[0]!;
    const u = sumOf(factor);
    return add(shiftedPolynomial(cs, of.constant).map((c, k) => (k === 0 ? constantSum(c) : scale(raise(u, held(k)), made(c.value * a.value ** k, c, a)))));
  }
  const n = cs.length;
  const delta = cs[n - 2]!.value / (n * cs[n - 1]!.value);
  const reach = of.terms.reduce((sum, { coefficient }) => sum + Math.abs(coefficient.value), Math.abs(of.constant.value));
  const isNear = Math.abs(delta) <= FARTHEST * reach;
  const [u, shifts] = isNear ? [shift(of, free(delta)), shiftedPolynomial(cs, free(-delta))] : [of, [ZERO, ...cs]];
  return add(shifts.flatMap((c, k) => (k === 0 ? [constantSum(c)] : isNear && k === n - 1 ? [] : [scale(raise(u, held(k)), c)])));
}

/** Coefficients in v, from the constant up, of c_1 (v + b) + c_2 (v + b)^2 + ... */
function shiftedPolynomial(cs: readonly Constant[], b: Constant): Constant[] {
  const values = [0, ...cs.map(({ value }) => value)];
  // Horner's scheme, again and again: Taylor coefficients at b.
  for (let from = 0; from < values.length - 1; from++) for (let k = values.length - 2; k >= from; k--) values[k]! += b.value * values[k + 1]!;
  const isKept = isNothing(b);
  return values.map((value, k) => (isKept ? (k === 0 ? ZERO : cs[k - 1]!) : made(value, b, ...cs)));
}

/** The same, taken apart and put together again: what was found to be exact lets more rules apply. */
export function simplified({ terms, constant }: Sum): Sum {
  return add([...terms.filter(({ coefficient }) => !isNothing(coefficient)).map(({ coefficient, factor }) => scale(simplifiedFactor(factor), coefficient)), constantSum(constant)]);
}

function simplifiedFactor(factor: Factor): Sum {
  switch (factor.kind) {
    case 'variable': return sumOf(factor);
    case 'call': return call(factor.f, simplified(factor.of));
    case 'power': return raise(simplified(factor.of), factor.exponent);
    case 'product': return factor.factors.map(simplifiedFactor).reduce(multiply);
  }
}

/** The constants of a sum, in one order. */
export function constantsOf(sum: Sum): Constant[] {
  const found: Constant[] = [];
  mapConstants(sum, (c) => { found.push(c); return c; });
  return found;
}

/** What a constant is in a form. */
export type Role = 'coefficient' | 'constant' | 'exponent';
type Change = (c: Constant, role: Role) => Constant;

/** The same form with other numbers. @param change gets each constant, in the order of `constantsOf` */
export function mapConstants({ terms, constant }: Sum, change: Change): Sum {
  return { terms: terms.map(({ coefficient, factor }) => ({ coefficient: change(coefficient, 'coefficient'), factor: mapFactor(factor, change) })), constant: change(constant, 'constant') };
}

function mapFactor(factor: Factor, change: Change): Factor {
  switch (factor.kind) {
    case 'variable': return factor;
    case 'call': return { ...factor, of: mapConstants(factor.of, change) };
    case 'power': return { ...factor, of: mapConstants(factor.of, change), exponent: change(factor.exponent, 'exponent') };
    case 'product': return { ...factor, factors: factor.factors.map((part) => mapFactor(part, change)) };
  }
}

/** The same form with other sums, those inside first. @param change gets each sum */
export function mapSums({ terms, constant }: Sum, change: (sum: Sum) => Sum): Sum {
  const ofFactor = (factor: Factor): Factor => {
    switch (factor.kind) {
      case 'variable': return factor;
      case 'call': case 'power': return { ...factor, of: mapSums(factor.of, change) };
      case 'product': return { ...factor, factors: factor.factors.map(ofFactor) };
    }
  };
  return change({ terms: terms.map(({ coefficient, factor }) => ({ coefficient, factor: ofFactor(factor) })), constant });
}

/** Factors, sums and constants of a form: how large it is. */
export function sizeOf({ terms }: Sum): number { return terms.reduce((size, { factor }) => size + 1 + sizeOfFactor(factor), 1); }

function sizeOfFactor(factor: Factor): number {
  switch (factor.kind) {
    case 'variable': return 1;
    case 'call': case 'power': return 1 + sizeOf(factor.of);
    case 'product': return factor.factors.reduce((size, part) => size + sizeOfFactor(part), 1);
  }
}

/** The same form with other factors, those inside first; each part of a product by itself. @param change gets a factor and its coefficient */
export function mapFactors({ terms, constant }: Sum, change: (factor: Factor, coefficient: Constant) => Term): Sum {
  const changed = (factor: Factor, coefficient: Constant): Term => {
    if (factor.kind === 'variable') return change(factor, coefficient);
    if (factor.kind !== 'product') return change({ ...factor, of: mapFactors(factor.of, change) }, coefficient);
    const parts = factor.factors.map((part) => changed(part, ONE));
    return { coefficient: parts.reduce((product, part) => times(product, part.coefficient), coefficient), factor: { kind: 'product', factors: parts.map((part) => part.factor) } };
  };
  return { terms: terms.map(({ coefficient, factor }) => changed(factor, coefficient)), constant };
}

/** The same form with terms and factors in the order of the variables: by the first one that is in each, as they stand where that is the same. */
export function ordered({ terms, constant }: Sum): Sum {
  const inOrder = terms.map(({ coefficient, factor }) => ({ coefficient, factor: orderedFactor(factor) }));
  return { terms: sortedByVariable(inOrder, ({ factor }) => factor), constant };
}

function orderedFactor(factor: Factor): Factor {
  switch (factor.kind) {
    case 'variable': return factor;
    case 'call': case 'power': return { ...factor, of: ordered(factor.of) };
    case 'product': return { ...factor, factors: sortedByVariable(factor.factors.map(orderedFactor), (part) => part) };
  }
}

const sortedByVariable = <T>(items: readonly T[], factorOf: (item: T) => Factor): T[] => items.map((item) => ({ item, first: firstVariable(factorOf(item)) })).sort((a, b) => a.first - b.first).map(({ item }) => item);

function firstVariable(factor: Factor): number {
  switch (factor.kind) {
    case 'variable': return factor.input;
    case 'call': case 'power': return Math.min(Infinity, ...factor.of.terms.map((term) => firstVariable(term.factor)));
    case 'product': return Math.min(...factor.factors.map(firstVariable));
  }
}
