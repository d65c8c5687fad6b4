import type { Precision } from '@knotwork/plugin/engine';
import { BLOCK } from '../memory/block.js';
import { type Code, FunctionBuilder, i32, type Lanes, lanes, type Variable } from '../code/emitter.js';

/**
 * Contraction of features with coefficients, lanes over samples: edge by edge, for layers of few sums or few edges, where vectors
 * over sums would be mostly empty. Edges that are off are not in the list and cost nothing.
 *
 *     z[s][n] += sum_f V_i,f[n] c_e[f] + sum_w V_i,w[n] c_e[F + start_i[n] + w]
 *
 * In memory:
 *
 *     values        [group][planes][BLOCK]       features of an input, or of a single edge
 *     starts        [group][BLOCK]               32-bit integers
 *     edges         [edge][3]                    32-bit integers: group, sum, and where its input's gradient goes
 *     coefficients  [edge][F + size, padded]     `entry` bytes each
 *     sums          [edge][F][lanes], then [edge's cells][W, padded]
 *
 * Neighbouring samples start at different coefficients. Those of one sample lie side by side, so a vector of them is loaded for
 * each of the samples in the lanes, and the square is transposed. Gradients go the other way, into sums of their own for every
 * cell: vectors that overlapped in memory would make each addition wait for the store before it. `gatherColumns` adds cells up.
 */
export interface ColumnShape {
  readonly precision: Precision;
  /** F */
  readonly fixed: number;
  /** W; 0 for a global term */
  readonly window: number;
}

const { add, mul, constant } = i32;
const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

/** The window rounded up to whole vectors. */
export function paddedWindow({ precision, window }: Pick<ColumnShape, 'precision' | 'window'>): number {
  const { count } = lanes(precision);
  return Math.ceil(window / count) * count;
}

/** The functions `forward`, `toInputs` and `toCoefficients`. */
export function columnContractions(shape: ColumnShape): FunctionBuilder[] {
  return [forward(shape), toInputs(shape), toCoefficients(shape)];
}

type Variables<N extends number, T extends Variable[] = []> = T['length'] extends N ? T : Variables<N, [...T, Variable]>;

/** The walk over edges, and over the samples of each in vectors. */
class Contraction {
  readonly f: FunctionBuilder;
  readonly v: Lanes;
  readonly plane: number;
  /** Of the edge at hand. */
  readonly values: Variable;
  readonly starts: Variable;
  readonly output: Variable;
  readonly input: Variable;
  readonly coefficients: Variable;

  constructor(name: string, readonly shape: ColumnShape, parameters: number) {
    this.f = new FunctionBuilder(name, parameters);
    this.v = lanes(shape.precision);
    this.plane = BLOCK * this.v.size;
    [this.values, this.starts, this.output, this.input, this.coefficients] = this.f.locals('i32', 5) as Variables<5>;
  }

  forEachEdge(
    at: { readonly values: Variable; readonly starts: Variable; readonly coefficients: Variable; readonly outputs: Variable; readonly inputs?: Variable; readonly edges: Variable; readonly count: Variable; readonly planes: Variable; readonly entry: Variable; readonly channels?: { readonly x: Variable; readonly at: Variable } },
    visit: () => void,
  ): void {
    const { f } = this;
    const [edge, i] = f.locals('i32', 2) as Variables<2>;
    f.set(this.coefficients, at.coefficients.get);
    f.loop(edge, at.edges.get, add(at.edges.get, mul(at.count.get, constant(12))), 12, () => {
      f.set(i, i32.load(edge.get));
      f.set(this.values, add(at.values.get, mul(i.get, at.planes.get)));
      if (this.shape.window > 0) f.set(this.starts, add(at.starts.get, mul(i.get, constant(4 * BLOCK))));
      if (at.inputs !== undefined) f.set(this.input, add(at.inputs.get, mul(i32.load(edge.get, 8), constant(this.plane))));
      if (at.channels !== undefined) f.set(at.channels.at, add(at.channels.x.get, mul(i.get, constant(this.plane))));
      f.set(this.output, add(at.outputs.get, mul(i32.load(edge.get, 4), constant(this.plane))));
      visit();
      f.increase(this.coefficients, at.entry.get);
    });
  }

  /** To the next vector of samples. */
  advance(...pointers: readonly Variable[]): void {
    for (const p of pointers) this.f.increase(p, 16);
    if (this.shape.window > 0) this.f.increase(this.starts, 4 * this.v.count);
  }
}

/** Sum over features of value times coefficient, for a vector of samples. */
class Gather {
  private readonly fixed: readonly Variable[];
  private readonly rows: readonly Variable[];
  private readonly turned: readonly Variable[];
  private readonly addresses: readonly Variable[];
  private window: readonly Variable[] | null = null;

  constructor(private readonly c: Contraction) {
    const { f, v, shape } = c;
    this.fixed = f.locals('v128', shape.fixed);
    this.rows = f.locals('v128', v.count);
    this.turned = f.locals('v128', v.count);
    this.addresses = f.locals('i32', shape.window > 0 ? v.count : 0);
  }

  /** Once for each edge. */
  prepare(): void {
    const { c: { f, v, coefficients } } = this;
    this.fixed.forEach((x, k) => f.set(x, v.loadSplat(coefficients.get, k * v.size)));
  }

  /** Coefficients of all rows for a vector of samples, gathered: valid until the next call. */
  gathered(): readonly Code[] {
    const { c: { f, v, shape, starts, coefficients }, addresses } = this;
    if (shape.window === 0) return this.fixed.map((x) => x.get);
    this.window ??= f.locals('v128', Math.ceil(shape.window / v.count) * v.count);
    addresses.forEach((a, l) => f.set(a, add(coefficients.get, mul(i32.load(starts.get, 4 * l), constant(v.size)))));
    for (let w = 0; w < shape.window; w += v.count) {
      addresses.forEach((a, l) => f.set(this.rows[l]!, v.load(a.get, (shape.fixed + w) * v.size)));
      transpose(f, v, this.rows, this.window.slice(w, w + v.count), Math.min(v.count, shape.window - w));
    }
    return [...this.fixed, ...this.window.slice(0, shape.window)].map((x) => x.get);
  }

  /** sum := [sum +] what the edge does to a vector of samples. */
  contract(sum: Variable, isFresh: boolean): void {
    const { c: { f, v, plane, shape, values, starts, coefficients }, addresses } = this;
    let fresh = isFresh;
    const plus = (row: number, coefficient: Code): void => {
      const value = v.load(values.get, row * plane);
      f.set(sum, fresh ? v.mul(value, coefficient) : v.multiplyAdd(value, coefficient, sum.get));
      fresh = false;
    };
    this.fixed.forEach((x, k) => plus(k, x.get));
    if (shape.window === 0) return;
    addresses.forEach((a, l) => f.set(a, add(coefficients.get, mul(i32.load(starts.get, 4 * l), constant(v.size)))));
    for (let w = 0; w < shape.window; w += v.count) {
      const needed = Math.min(v.count, shape.window - w);
      addresses.forEach((a, l) => f.set(this.rows[l]!, v.load(a.get, (shape.fixed + w) * v.size)));
      transpose(f, v, this.rows, this.turned, needed);
      range(needed).forEach((k) => plus(shape.fixed + w + k, this.turned[k]!.get));
    }
  }
}

/** For kernels that do the same for more than values. */
export function columnWalk(name: string, shape: ColumnShape, parameters: number): Contraction { return new Contraction(name, shape, parameters); }
export function columnGather(walk: Contraction): Gather { return new Gather(walk); }

/** `to[k]` := lane k of every `from`; the first `needed` of them. `from` is lost. */
export function transpose(f: FunctionBuilder, v: Lanes, from: readonly Variable[], to: readonly Variable[], needed = v.count): void {
  const mix = (into: Variable, a: Variable, b: Variable, order: readonly number[]): void => f.set(into, v.shuffle(a.get, b.get, order));
  if (v.count === 2) {
    const [a, b] = from as Variables<2>;
    mix(to[0]!, a, b, [0, 2]);
    if (needed > 1) mix(to[1]!, a, b, [1, 3]);
    return;
  }
  const [a, b, c, d] = from as Variables<4>;
  const [p, q, r, s] = to as Variables<4>;
  // Pairs first: a0 b0 a1 b1 and c0 d0 c1 d1, then halves of those.
  mix(p, a, b, [0, 4, 1, 5]);
  mix(q, c, d, [0, 4, 1, 5]);
  if (needed > 2) { mix(r, a, b, [2, 6, 3, 7]); mix(s, c, d, [2, 6, 3, 7]); }
  mix(a, p, q, [0, 1, 4, 5]);
  if (needed > 1) mix(b, p, q, [2, 3, 6, 7]);
  if (needed > 2) mix(c, r, s, [0, 1, 4, 5]);
  if (needed > 3) mix(d, r, s, [2, 3, 6, 7]);
  [a, b, c, d].slice(0, needed).forEach((x, k) => f.set(to[k]!, x.get));
}

/** forward(values, starts, coefficients, y, edges, count, bytes, planes, entry); `bytes` of a plane, a multiple of 16 */
function forward(shape: ColumnShape): FunctionBuilder {
  const c = new Contraction('forward', shape, 9);
  const { f, v } = c;
  const [values, starts, coefficients, outputs, edges, count, bytes, planes, entry] = f.parameters as unknown as Variables<9>;
  const end = f.local('i32');
  const sum = f.local('v128');
  const gather = new Gather(c);
  c.forEachEdge({ values, starts, coefficients, outputs, edges, count, planes, entry }, () => {
    gather.prepare();
    f.set(end, add(c.output.get, bytes.get));
    f.repeat(c.output, end.get, 16, () => {
      f.set(sum, v.load(c.output.get));
      gather.contract(sum, false);
      f.emit(v.store(c.output.get, sum.get));
      c.advance(c.values);
    });
  });
  return f;
}

/** toInputs(slopes, starts, coefficients, gy, gx, edges, count, bytes, planes, entry): gx[i][n] += gy[o][n] (sum of slopes times coefficients) */
function toInputs(shape: ColumnShape): FunctionBuilder {
  const c = new Contraction('toInputs', shape, 10);
  const { f, v } = c;
  const [values, starts, coefficients, outputs, inputs, edges, count, bytes, planes, entry] = f.parameters as unknown as Variables<10>;
  const end = f.local('i32');
  const sum = f.local('v128');
  const gather = new Gather(c);
  c.forEachEdge({ values, starts, coefficients, outputs, inputs, edges, count, planes, entry }, () => {
    gather.prepare();
    f.set(end, add(c.output.get, bytes.get));
    f.repeat(c.output, end.get, 16, () => {
      gather.contract(sum, true);
      f.emit(v.store(c.input.get, v.multiplyAdd(sum.get, v.load(c.output.get), v.load(c.input.get))));
      c.advance(c.values, c.input);
    });
  });
  return f;
}

/** toCoefficients(values, starts, sums, gy, edges, count, bytes, planes, entry); `entry`: bytes of one edge's sums */
function toCoefficients(shape: ColumnShape): FunctionBuilder { return columnToCoefficients('toCoefficients', shape, 1, 0); }

/**
 * The same for so many channels, which takes one more argument where there are more than one: the bytes from one channel of gy to the next.
 *
 * @param rows of features in a channel
 */
export function columnToCoefficients(name: string, shape: ColumnShape, channels: number, rows: number): FunctionBuilder {
  const c = new Contraction(name, shape, channels > 1 ? 10 : 9);
  const { f, v, plane } = c;
  const [values, starts, sums, outputs, edges, count, bytes, planes, entry, stride] = f.parameters as unknown as Variables<10>;
  const end = f.local('i32');
  const fixed = f.locals('v128', shape.fixed);
  const columns = f.locals('v128', v.count);
  const turned = f.locals('v128', v.count);
  const addresses = f.locals('i32', shape.window > 0 ? v.count : 0);
  const g = f.locals('v128', channels);
  const more = f.locals('i32', channels - 1);
  const gy = [c.output, ...more];
  const width = paddedWindow(shape) * v.size;
  const value = (channel: number, row: number): Code => v.load(c.values.get, (channel * rows + row) * plane);
  c.forEachEdge({ values, starts, coefficients: sums, outputs, edges, count, planes, entry }, () => {
    fixed.forEach((x, k) => f.set(x, v.load(c.coefficients.get, 16 * k)));
    more.forEach((p, k) => f.set(p, add(gy[k]!.get, stride.get)));
    f.set(end, add(c.output.get, bytes.get));
    f.repeat(c.output, end.get, 16, () => {
      g.forEach((x, channel) => f.set(x, v.load(gy[channel]!.get)));
      fixed.forEach((x, row) => g.forEach((d, channel) => f.set(x, v.multiplyAdd(d.get, value(channel, row), x.get))));
      addresses.forEach((a, l) => f.set(a, add(c.coefficients.get, mul(i32.load(c.starts.get, 4 * l), constant(width)))));
      for (let w = 0; w < shape.window; w += v.count) {
        columns.forEach((column, k) => {
          if (w + k >= shape.window) { f.set(column, v.constant(0)); return; }
          g.forEach((d, channel) => f.set(column, channel === 0 ? v.mul(d.get, value(0, shape.fixed + w + k)) : v.multiplyAdd(d.get, value(channel, shape.fixed + w + k), column.get)));
        });
        transpose(f, v, columns, turned);
        const offset = 16 * shape.fixed + w * v.size;
        addresses.forEach((a, l) => f.emit(v.store(a.get, v.add(turned[l]!.get, v.load(a.get, offset)), offset)));
      }
      c.advance(c.values, ...more);
    });
    fixed.forEach((x, k) => f.emit(v.store(c.coefficients.get, x.get, 16 * k)));
  });
  return f;
}
