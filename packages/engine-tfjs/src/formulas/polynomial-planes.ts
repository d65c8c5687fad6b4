import { type Expr, topologicalOrder } from '@knotwork/algebra';

/** Expressions that are polynomials of a few others: a product of a matrix with the monomials takes the place of their operations. */
export interface PolynomialPlanes {
  /** What the monomials are made of. */
  readonly atoms: readonly Expr[];
  /** Atoms of every monomial, with repetition, in ascending order; shorter ones before longer ones. */
  readonly monomials: readonly (readonly number[])[];
  /** `[planes][monomials]` */
  readonly coefficients: readonly (readonly number[])[];
}

/** By the numbers of their factors, joined. */
type Polynomial = ReadonlyMap<string, number>;

const MOST_MONOMIALS = 24;
const MOST_FACTORS = 6;
/** Sum of the coefficients of a polynomial up to which single precision loses nothing worth speaking of where its terms cancel. */
const MOST_CANCELLATION = 16;
const POLYNOMIAL_OPS: ReadonlySet<string> = new Set(['constant', 'add', 'sub', 'mul', 'neg']);

/**
 * Writes expressions as polynomials, where that is exact enough and saves operations. What a difference is of, such as a point and the knot before it, is
 * not multiplied out: the difference is an atom, and powers of it stay small.
 *
 * @param sameForAll inputs that do not depend on the sample: expressions of them alone are atoms
 * @returns null where it is no use
 */
export function polynomialPlanes(outputs: readonly Expr[], sameForAll: ReadonlySet<string>): PolynomialPlanes | null {
  const atoms: Expr[] = [];
  const known = new Map<Expr, Polynomial | null>();
  const fixed = new Map<Expr, boolean>();
  const isFixed = (e: Expr): boolean => {
    const before = fixed.get(e);
    if (before !== undefined) return before;
    const is = e.op === 'constant' || (e.op === 'input' ? sameForAll.has(e.name) : e.args.length > 0 && e.args.every(isFixed));
    fixed.set(e, is);
    return is;
  };
  /** Neither a sum nor a product. */
  const isHard = (e: Expr): boolean => !POLYNOMIAL_OPS.has(e.op);
  const atom = (e: Expr): Polynomial => {
    const opposite = e.op === 'sub' ? atoms.findIndex((a) => a.op === 'sub' && a.args[0] === e.args[1] && a.args[1] === e.args[0]) : -1;
    if (opposite >= 0) return new Map([[String(opposite), -1]]);
    return new Map([[String(atoms.push(e) - 1), 1]]);
  };
  const isNumber = (e: Expr): boolean => e.op === 'constant';
  const of = (e: Expr): Polynomial | null => {
    const before = known.get(e);
    if (before !== undefined) return before;
    const made = read(e);
    known.set(e, made !== null && made.size > MOST_MONOMIALS ? null : made);
    return known.get(e)!;
  };
  const read = (e: Expr): Polynomial | null => {
    if (isNumber(e)) return new Map([['', e.value]]);
    const [a, b] = e.args as [Expr, Expr];
    const isDifference = (e.op === 'add' || e.op === 'sub') && (isHard(a) || isHard(b)) && !isNumber(a) && !isNumber(b);
    if (isFixed(e) || isHard(e) || isDifference) return atom(e);
    const left = of(a);
    if (e.op === 'neg') return left === null ? null : combined(left, null, -1);
    const right = of(b);
    if (left === null || right === null) return null;
    return e.op === 'mul' ? product(left, right) : combined(left, right, e.op === 'add' ? 1 : -1);
  };
  const all = outputs.map(of);
  if (all.some((p) => p === null)) return null;
  const polynomials = all as readonly Polynomial[];
  const keys = [...new Set(polynomials.flatMap((p) => [...p.keys()]))].sort((a, b) => factorsOf(a).length - factorsOf(b).length || a.localeCompare(b));
  const cancels = polynomials.some((p) => [...p.values()].reduce((sum, c) => sum + Math.abs(c), 0) > MOST_CANCELLATION);
  if (cancels || keys.length > MOST_MONOMIALS || keys.some((key) => factorsOf(key).length > MOST_FACTORS) || !saves(outputs, atoms, keys.length)) return null;
  return { atoms, monomials: keys.map(factorsOf), coefficients: polynomials.map((p) => keys.map((key) => p.get(key) ?? 0)) };
}

const factorsOf = (key: string): number[] => (key === '' ? [] : key.split(' ').map(Number));
const keyOf = (factors: readonly number[]): string => [...factors].sort((a, b) => a - b).join(' ');

/** a + scale b; scale a without b. */
function combined(a: Polynomial, b: Polynomial | null, scale: number): Polynomial {
  const sum = new Map(b === null ? [...a].map(([key, c]) => [key, scale * c]) : a);
  for (const [key, c] of b ?? []) sum.set(key, (sum.get(key) ?? 0) + scale * c);
  return withoutZeros(sum);
}

function product(a: Polynomial, b: Polynomial): Polynomial {
  const all = new Map<string, number>();
  for (const [left, c] of a) {
    for (const [right, d] of b) {
      const key = keyOf([...factorsOf(left), ...factorsOf(right)]);
      all.set(key, (all.get(key) ?? 0) + c * d);
    }
  }
  return withoutZeros(all);
}

function withoutZeros(p: ReadonlyMap<string, number>): Polynomial { return new Map([...p].filter(([, c]) => c !== 0)); }

/** Whether there are more operations between atoms and outputs than monomials and a product. */
function saves(outputs: readonly Expr[], atoms: readonly Expr[], monomials: number): boolean {
  const count = (roots: readonly Expr[]): number => topologicalOrder(roots).filter(({ op }) => op !== 'constant' && op !== 'input' && op !== 'table').length;
  return count(outputs) - count(atoms) > 2 * monomials;
}
