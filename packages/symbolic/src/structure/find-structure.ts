import type { Samples } from '@knotwork/plugin';
import { type FoundStructure, type Part, tells } from './found-structure.js';
import { type Evaluate, FunctionValues, median, type SlopesIn } from './function-values.js';

/** A function that is known by its values, and how well. */
export interface StructureRequest {
  /** Values of the function, or of a smooth fit of it. It is asked where the rows are, where inputs of several rows are mixed, and a little beside that. */
  readonly evaluate: Evaluate;
  /** Where it is known: `[rows][inputs]`, inputs that vary by themselves. */
  readonly rows: Samples;
  /** What values are off by, as a root mean square: of a network, its error on rows that it was not trained on. Next to nothing of an exact function, but more than rounding. */
  readonly error: number;
  /**
   * Up to how many times what errors of this size make of a quantity it counts as none: 1.3 where left out, at which errors of 0.5 to 2 times the size said are taken for
   * what they are. With more, fits that are worse in places than they are on the whole still show what there is, and what is hardly there is taken for nothing.
   */
  readonly caution?: number;
  /** Mixtures of rows that a test takes. */
  readonly samples?: number;
  /** Of the choice of rows. */
  readonly seed?: number;
}

/** What an input is taken for: a part of the function that was found already, which changes as one of its inputs does. */
interface Variable { readonly part: Part; readonly input: number }

/** An error of the size that is said makes about 0.7 of a quantity in the middle of a test: so many times it may be. */
const CAUTIOUS = 1.3;
/** A change of root mean square up to so many errors is none that can be seen. */
const UNSEEN = 2.5;
/** Errors that are larger than such a share of what a test looks for hide it. */
const VISIBLE = 0.3;
/** Errors of the logarithm of a ratio of slopes beyond which nothing is said of it. */
const VISIBLE_RATIO = 0.35;
/** Inputs that slopes are compared of. */
const MOST_RATIOS = 8;
/** Rows that inputs may be held at, of which the one is taken where the others do most. */
const PLACES = 16;
const LEAST_ROWS = 20;

/**
 * Finds out how a function is made of its inputs: which add up, which multiply, and which come together in one function. By values alone:
 *
 *     a, b add up         f(a, b) - f(a', b) - f(a, b') + f(a', b') = 0
 *     a, b multiply       (f(a, b) - c) (f(a', b') - c) = (f(a', b) - c) (f(a, b') - c),   c the same everywhere
 *     F(g(a) + h(b))      f_i / f_j is a function of a times one of b, for i of a and j of b
 *     F(g(a), b)          f_i / f_j does not depend on b, for i and j of a
 *
 * What is found in one place is gone on from: parts of sums and products by themselves, the others held, and a part as a single input, which changes as one of its own
 * does. Nothing is said to be so where errors would hide that it is not: noise leads to a function of all inputs together.
 *
 * Cost: values at 200 points for each pair of inputs, and slopes in all inputs at 400 where that does not settle it.
 *
 * @source S.-M. Udrescu, A. Tan, J. Feng, O. Neto, T. Wu and M. Tegmark, AI Feynman 2.0: Pareto-optimal symbolic regression exploiting graph modularity, 2020; there
 * thresholds are those of a benchmark, here they follow from the error
 */
export async function findStructure({ evaluate, rows, error, caution = CAUTIOUS, samples = 96, seed = 0 }: StructureRequest): Promise<FoundStructure> {
  const all = Array.from({ length: rows.width }, (_, i) => i);
  if (rows.count < LEAST_ROWS || !(error >= 0)) return { root: { kind: 'joint', of: all.map((input) => ({ kind: 'input', input })) }, unused: [], isTelling: false };
  const search = new Search(new FunctionValues(evaluate, rows, samples, seed), rows, error, caution);
  const unused = await search.unused(all);
  const used = all.filter((i) => !unused.includes(i));
  if (used.length === 0) return { root: null, unused, isTelling: false };
  const root = await search.partOf(used.map((input) => ({ part: { kind: 'input', input }, input })));
  return { root, unused, isTelling: tells(root) };
}

/** How a pair or a partition did in a test. */
type Verdict = 'holds' | 'fails' | 'hidden';

class Search {
  constructor(private readonly values: FunctionValues, private readonly rows: Samples, private readonly error: number, private readonly caution: number) {}

  /** Inputs whose change changes nothing beyond errors. */
  async unused(inputs: readonly number[]): Promise<number[]> {
    const pairs = this.values.pairs();
    const sets = await this.values.at([pairs.map((pair) => this.values.mixed(pair, [])), ...inputs.map((i) => pairs.map((pair) => this.values.mixed(pair, [i])))]);
    return inputs.filter((_, k) => rootMeanSquare(difference(sets[k + 1]!, sets[0]!)) <= UNSEEN * this.error);
  }

  /** A function of some variables, all other inputs held. */
  async partOf(variables: readonly Variable[]): Promise<Part> {
    if (variables.length === 1) return variables[0]!.part;
    const at = new Points(this.values, variables, await this.placeFor(variables));
    const sums = groups(variables.length, await this.pairwise(variables, (i, j) => this.addsUp(at, [i], [j])));
    if (sums.length > 1) return { kind: 'sum', of: await this.each(sums, variables) };
    const product = await this.product(at, variables);
    if (product !== null) return product;
    if (variables.length <= MOST_RATIOS) {
      const slopes = await this.slopesOf(at, variables);
      const inside = groups(variables.length, await this.pairwise(variables, (i, j) => slopes.separates(i, j)));
      if (inside.length > 1) return { kind: 'function', of: await this.each(inside, variables), mayMultiply: slopes.changesSign(inside) };
      const together = variables.length > 2 ? await this.together(at, variables) : null;
      if (together !== null) {
        const [i, j] = together;
        const part = await this.partOf([variables[i]!, variables[j]!]);
        return this.partOf([{ part, input: variables[i]!.input }, ...variables.filter((_, k) => k !== i && k !== j)]);
      }
    }
    return { kind: 'joint', of: variables.map(({ part }) => part) };
  }

  private async each(of: readonly (readonly number[])[], variables: readonly Variable[]): Promise<Part[]> {
    const parts: Part[] = [];
    for (const group of of) parts.push(await this.partOf(group.map((k) => variables[k]!)));
    return parts;
  }

  /** The row at which other inputs are held: that of some where a change of the variables changes most. */
  private async placeFor(variables: readonly Variable[]): Promise<number> {
    if (variables.length === this.rows.width) return 0;
    const places = this.values.pairs().slice(0, PLACES).map(([row]) => row);
    const found = await this.values.at(places.map((place) => new Points(this.values, variables, place).all));
    const spreads = found.map((of) => median(difference(of, of.slice().fill(median(of))).map(Math.abs)));
    return places[spreads.indexOf(Math.max(...spreads))] ?? places[0]!;
  }

  /** For every pair whether they belong together: where a test does not hold. `[variables][variables]` */
  private async pairwise(variables: readonly Variable[], test: (i: number, j: number) => Promise<Verdict>): Promise<boolean[][]> {
    const joined = variables.map(() => variables.map(() => false));
    for (let i = 0; i < variables.length; i++) {
      for (let j = i + 1; j < variables.length; j++) joined[i]![j] = joined[j]![i] = await test(i, j) !== 'holds';
    }
    return joined;
  }

  private async addsUp(at: Points, a: readonly number[], b: readonly number[]): Promise<Verdict> {
    const [f00, f10, f01, f11] = await this.values.at(at.square(a, b)) as [Float64Array, Float64Array, Float64Array, Float64Array];
    const left = f00.map((v, n) => Math.abs(v - f10[n]! - f01[n]! + f11[n]!));
    const most = Math.min(rootMeanSquare(difference(f10, f00)), rootMeanSquare(difference(f01, f00)));
    return this.verdict(median(left), 2 * this.error, most);
  }

  /** A product, all of whose factors multiply with one constant beside them; null where it is none. */
  private async product(at: Points, variables: readonly Variable[]): Promise<Part | null> {
    const constants = new Map<string, number>();
    const joined = await this.pairwise(variables, async (i, j) => {
      const { verdict: found, constant } = await this.multiplies(at, [i], [j], null);
      if (found === 'holds') constants.set(`${i} ${j}`, constant);
      return found;
    });
    const factors = groups(variables.length, joined);
    if (factors.length < 2) return null;
    const apart = [...constants].filter(([key]) => { const [i, j] = key.split(' ').map(Number) as [number, number]; return !factors.some((group) => group.includes(i) && group.includes(j)); });
    const constant = median(apart.map(([, c]) => c));
    for (const group of factors) {
      const others = variables.map((_, k) => k).filter((k) => !group.includes(k));
      if ((await this.multiplies(at, group, others, constant)).verdict !== 'holds') return null;
    }
    return { kind: 'product', of: await this.each(factors, variables), constant };
  }

  /** @param known the constant beside the product; null where it is to be found: 0 where that does as well */
  private async multiplies(at: Points, a: readonly number[], b: readonly number[], known: number | null): Promise<{ readonly verdict: Verdict; readonly constant: number }> {
    const square = await this.values.at(at.square(a, b));
    const judged = (constant: number): Verdict => {
      const [f00, f10, f01, f11] = square.map((f) => f.map((v) => v - constant)) as [Float64Array, Float64Array, Float64Array, Float64Array];
      const size = f00.map((v, n) => Math.hypot(v, f10[n]!, f01[n]!, f11[n]!));
      const left = f00.map((v, n) => Math.abs(v * f11[n]! - f10[n]! * f01[n]!) / size[n]!);
      // What would be left of a sum.
      const most = f00.map((v, n) => Math.abs((f10[n]! - v) * (f01[n]! - v)) / size[n]!);
      return this.verdict(median(left), this.error, median(most));
    };
    if (known !== null) return { verdict: judged(known), constant: known };
    if (judged(0) === 'holds') return { verdict: 'holds', constant: 0 };
    const constant = constantBeside(square);
    return { verdict: judged(constant), constant };
  }

  /** A quantity that would be 0, beside what errors make of it and what it would be otherwise. */
  private verdict(left: number, error: number, otherwise: number): Verdict {
    if (!(this.caution * error <= VISIBLE * otherwise)) return 'hidden';
    return left <= this.caution * error ? 'holds' : 'fails';
  }

  private async slopesOf(at: Points, variables: readonly Variable[]): Promise<Slopes> {
    const errors = variables.map(({ input }) => this.error * this.values.errorOfSlope(input));
    return new Slopes(this.values, at, variables.map(({ input }) => input), errors, this.caution);
  }

  /** Two variables that come in by one function of theirs alone: the ratio of slopes does not depend on what the others are. Null where there are none. */
  private async together(at: Points, variables: readonly Variable[]): Promise<readonly [number, number] | null> {
    const slopes = await this.slopesOf(at, variables);
    let [best, least]: [readonly [number, number] | null, number] = [null, Infinity];
    for (let i = 0; i < variables.length; i++) {
      for (let j = i + 1; j < variables.length; j++) {
        const { verdict: found, left } = await slopes.independent(i, j);
        if (found === 'holds' && left < least) [best, least] = [[i, j], left];
      }
    }
    return best;
  }
}

/** Points where some variables are those of other rows, and all other inputs are held at a row. */
class Points {
  private readonly pairs: readonly (readonly [number, number])[];
  private readonly free: readonly number[];

  constructor(private readonly values: FunctionValues, variables: readonly Variable[], private readonly held: number) {
    this.pairs = values.pairs();
    this.free = variables.map(({ input }) => input);
  }

  get all(): Float64Array[] { return this.with([]); }

  /** Rows, some variables of another one. @param swapped numbers of variables */
  with(swapped: readonly number[]): Float64Array[] {
    const { values, free, held } = this;
    const inputs = swapped.map((k) => free[k]!);
    const others = Array.from({ length: values.width }, (_, i) => i).filter((i) => !free.includes(i));
    return this.pairs.map((pair) => {
      const point = values.mixed(pair, inputs);
      const place = values.mixed([held, held], []);
      for (const i of others) point[i] = place[i]!;
      return point;
    });
  }

  /** Rows, with a of others, b of others, and both. */
  square(a: readonly number[], b: readonly number[]): Float64Array[][] { return [this.with([]), this.with(a), this.with(b), this.with([...a, ...b])]; }
}

/** Logarithms of ratios of slopes, and what is known of them. */
class Slopes {
  private readonly known = new Map<string, Promise<readonly SlopesIn[]>>();
  private settled: readonly SlopesIn[] = [];

  /** @param errors of slopes, where values are off */
  constructor(private readonly values: FunctionValues, private readonly at: Points, private readonly inputs: readonly number[], private readonly errors: readonly number[], private readonly caution: number) {}

  /** Whether i and j are in different ones of g, h, ... of F(g + h + ...): no ratio with the slope in i or in j has them interact. */
  async separates(i: number, j: number): Promise<Verdict> {
    for (const [one, other] of [[i, j], [j, i]] as const) {
      for (let k = 0; k < this.inputs.length; k++) {
        if (k === one || (k === other && one === j)) continue;
        const found = await this.interaction(one, k, one, other);
        if (found !== 'holds') return found;
      }
    }
    return 'holds';
  }

  /** Whether log |f_i / f_k| is a function without a plus one without b. */
  private async interaction(i: number, k: number, a: number, b: number): Promise<Verdict> {
    const sets = await Promise.all([[], [a], [b], [a, b]].map((swapped) => this.slopesAt(swapped)));
    const { log, error } = this.logs(sets, i, k, [1, -1, -1, 1]);
    return this.ofRatios(log, error);
  }

  /** Whether log |f_i / f_j| is the same whatever all other variables are. */
  async independent(i: number, j: number): Promise<{ readonly verdict: Verdict; readonly left: number }> {
    const others = this.inputs.map((_, k) => k).filter((k) => k !== i && k !== j);
    const sets = await Promise.all([[], others].map((swapped) => this.slopesAt(swapped)));
    const { log, error } = this.logs(sets, i, j, [1, -1]);
    return { verdict: this.ofRatios(log, error), left: median(log) };
  }

  /** Whether the ratio of slopes of different groups changes its sign. */
  changesSign(of: readonly (readonly number[])[]): boolean {
    const sets = this.settled;
    const [a, b] = [sets[of[0]![0]!]!.slopes, sets[of[1]![0]!]!.slopes];
    const isClear = (n: number): boolean => Math.abs(a[n]!) > 2 * this.errors[of[0]![0]!]! && Math.abs(b[n]!) > 2 * this.errors[of[1]![0]!]!;
    const signs = [...a.keys()].filter(isClear).map((n) => Math.sign(a[n]! * b[n]!));
    const up = signs.filter((s) => s > 0).length;
    return Math.min(up, signs.length - up) > signs.length / 10;
  }

  private async slopesAt(swapped: readonly number[]): Promise<readonly SlopesIn[]> {
    const key = [...swapped].sort((a, b) => a - b).join(' ');
    const found = this.known.get(key) ?? this.values.slopes([this.at.with(swapped)], this.inputs).then(([slopes]) => slopes!);
    this.known.set(key, found);
    if (key === '') this.settled = await found;
    return found;
  }

  /** |sum of signs times log |f_i / f_k||, and what errors make of it. Where the ratio changes its sign it is infinite. */
  private logs(sets: readonly (readonly SlopesIn[])[], i: number, k: number, signs: readonly number[]): { readonly log: Float64Array; readonly error: Float64Array } {
    const [log, error] = [new Float64Array(sets[0]![i]!.slopes.length), new Float64Array(sets[0]![i]!.slopes.length)];
    for (let n = 0; n < log.length; n++) {
      let [sum, square, sign] = [0, 0, 1];
      sets.forEach((slopes, s) => {
        const [a, b] = [slopes[i]!.slopes[n]!, slopes[k]!.slopes[n]!];
        sum += signs[s]! * Math.log(Math.abs(a / b));
        square += (Math.hypot(this.errors[i]!, slopes[i]!.rough[n]!) / a) ** 2 + (Math.hypot(this.errors[k]!, slopes[k]!.rough[n]!) / b) ** 2;
        sign *= Math.sign(a * b);
      });
      log[n] = sign > 0 ? Math.abs(sum) : Infinity;
      error[n] = Math.sqrt(square);
    }
    return { log, error };
  }

  private ofRatios(log: Float64Array, error: Float64Array): Verdict {
    // Where a slope is next to nothing its logarithm says nothing.
    const clear = [...log.keys()].filter((n) => error[n]! <= VISIBLE_RATIO);
    if (clear.length < log.length / 4) return 'hidden';
    return median(clear.map((n) => log[n]! / error[n]!)) <= this.caution ? 'holds' : 'fails';
  }
}

/** c of (f00 - c) (f11 - c) = (f10 - c) (f01 - c), which is linear in c. */
function constantBeside([f00, f10, f01, f11]: readonly Float64Array[]): number {
  let c = 0;
  for (let round = 0; round < 5; round++) {
    let [up, down] = [0, 0];
    f00!.forEach((v, n) => {
      const [p, s] = [v * f11![n]! - f10![n]! * f01![n]!, v + f11![n]! - f10![n]! - f01![n]!];
      const weight = 1 / ((v - c) ** 2 + (f10![n]! - c) ** 2 + (f01![n]! - c) ** 2 + (f11![n]! - c) ** 2);
      if (!Number.isFinite(weight)) return;
      up += weight * p * s;
      down += weight * s * s;
    });
    if (!(down > 0)) return c;
    c = up / down;
  }
  return c;
}

/** Components of a graph, each in order, the one with the first variable first. */
function groups(count: number, joined: readonly (readonly boolean[])[]): number[][] {
  const groupOf = Array.from({ length: count }, (_, k) => k);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      if (!joined[i]![j]! || groupOf[i] === groupOf[j]) continue;
      const [from, to] = [groupOf[j]!, groupOf[i]!];
      groupOf.forEach((g, k) => { if (g === from) groupOf[k] = to; });
    }
  }
  return [...new Set(groupOf)].map((g) => [...groupOf.keys()].filter((k) => groupOf[k] === g)).sort((a, b) => a[0]! - b[0]!);
}

const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((v, n) => v - b[n]!);
const rootMeanSquare = (values: Float64Array): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

