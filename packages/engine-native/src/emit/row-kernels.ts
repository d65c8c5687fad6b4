import type { Precision } from '@knotwork/plugin/engine';
import { BLOCK } from '../memory/block.js';
import { type Code, FunctionBuilder, i32, type Lanes, lanes, type Variable } from '../code/emitter.js';
import { addAcross } from './add-across.js';

/**
 * Contraction of features with coefficients, lanes over the sums of nodes: one vector holds neighbouring sums of one sample.
 *
 *     z[n][s] += sum_i ( sum_f V_i,f[n] C_i[f][s] + sum_w V_i,w[n] C_i[F + start_i[n] + w][s] )
 *
 * F fixed rows (the base function; all features of a global term, eight at a time) and a window of W rows that begins at `start`.
 * Sums come in tiles of T vectors. In memory:
 *
 *     values        [input][planes][BLOCK]      features, then their derivatives
 *     starts        [input][BLOCK]              32-bit integers
 *     coefficients  [entry][F + size][T]        the edges of a tile: one entry per input of `list`
 *     rows          [sample][vectors]           all sums, or derivatives in them
 *     list          [entry]                     inputs with at least one edge into the tile: the others cost nothing
 *     masks         [entry][T]                  read by `masked` kernels only: ones, bit by bit, for edges that are on, zeros for the others
 *
 * Where a tile has edges that are off, zero for a coefficient is not enough: it makes NaN of a feature that is infinite. Masks make zero of
 * anything, of what an edge gives and of what comes back along it. Gradients of coefficients have a lane for every edge: what stands in
 * those of edges that are off means nothing, and whoever adds lanes up leaves them out.
 *
 * Why it looks like this: V8 moves every load of a stretch of straight code before its arithmetic, so long stretches run out of
 * registers. Each small group of loads therefore ends with a store or the end of a loop.
 */
export interface RowShape {
  readonly precision: Precision;
  /** F */
  readonly fixed: number;
  /** W; 0 for a global term */
  readonly window: number;
  /** T */
  readonly tile: number;
  /** Whether edges of the tile are off. */
  readonly masked: boolean;
}

/** The functions `forward`, `toInputs`, `toCoefficients`, and with a window `toCoefficientsSorted`. */
export function rowContractions(shape: RowShape): FunctionBuilder[] {
  return [forward(shape), toInputs(shape), toCoefficients(shape), ...(shape.window > 0 ? [toCoefficientsSorted(shape)] : [])];
}

const { add, mul, constant } = i32;
const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

/** What every contraction is called with, and the walk over the inputs of a tile. */
class Contraction {
  readonly f: FunctionBuilder;
  readonly v: Lanes;
  /** Bytes of a plane and of one row of coefficients. */
  readonly plane: number;
  readonly row: number;
  /** Of the input at hand: its values, starts and coefficients. */
  readonly values: Variable;
  readonly starts: Variable;
  readonly coefficients: Variable;
  private readonly at: Variable;

  constructor(name: string, readonly shape: RowShape, parameters: number) {
    this.f = new FunctionBuilder(name, parameters);
    this.v = lanes(shape.precision);
    this.plane = BLOCK * this.v.size;
    this.row = 16 * shape.tile;
    [this.values, this.starts, this.coefficients, this.at] = this.f.locals('i32', 4) as [Variable, Variable, Variable, Variable];
  }

  forEachInput(values: Code, starts: Code, coefficients: Code, list: Variable, count: Variable, planes: Variable, entry: Variable, visit: (input: Code) => void): void {
    const { f, at } = this;
    const input = f.local('i32');
    f.set(this.coefficients, coefficients);
    f.loop(at, list.get, add(list.get, mul(count.get, constant(4))), 4, () => {
      f.set(input, i32.load(at.get));
      f.set(this.values, add(values, mul(input.get, planes.get)));
      if (this.shape.window > 0) f.set(this.starts, add(starts, mul(input.get, constant(4 * BLOCK))));
      visit(input.get);
      f.increase(this.coefficients, entry.get);
    });
  }

  /** Zero in the lanes of edges that are off. @param masks of the input at hand */
  masked(masks: Variable, t: number, part: Code): Code { return this.shape.masked ? this.v.and(part, this.v.load(masks.get, 16 * t)) : part; }

  /** From the masks of one input to those of the next. */
  nextMasks(masks: Variable): void { if (this.shape.masked) this.f.increase(masks, 16 * this.shape.tile); }

  /** Puts the values of one sample into all lanes of a variable each: fixed ones first. */
  splat(into: readonly Variable[], values: Variable): void {
    into.forEach((s, k) => this.f.set(s, this.v.loadSplat(values.get, k * this.plane)));
  }

  /** Address of the first row of the window, less the fixed rows before it. */
  windowOf(starts: Variable): Code { return add(this.coefficients.get, mul(i32.load(starts.get), constant(this.row))); }
}

/** forward(values, starts, coefficients, rows, list, count, samples, planes, entry, stride, masks) */
function forward(shape: RowShape): FunctionBuilder {
  const c = new Contraction('forward', shape, 11);
  const { f, v } = c;
  const [values, starts, coefficients, rows, list, count, samples, planes, entry, stride, masks] = f.parameters as readonly [...Parameters10, Variable];
  const [y, n, first] = f.locals('i32', 3) as [Variable, Variable, Variable];
  const s = f.locals('v128', shape.fixed + shape.window);
  c.forEachInput(values.get, starts.get, coefficients.get, list, count, planes, entry, () => {
    f.set(y, rows.get);
    f.loop(n, constant(0), samples.get, 1, () => {
      c.splat(s, c.values);
      if (shape.window > 0) f.set(first, c.windowOf(c.starts));
      for (const t of range(shape.tile)) {
        const products = s.map((x, k) => v.mul(x.get, v.load((k < shape.fixed ? c.coefficients : first).get, k * c.row + 16 * t)));
        const before = v.load(y.get, 16 * t);
        f.emit(v.store(y.get, shape.masked ? v.add(before, c.masked(masks, t, tree(v, products))) : tree(v, [before, ...products]), 16 * t));
      }
      f.increase(c.values, v.size);
      if (shape.window > 0) f.increase(c.starts, 4);
      f.increase(y, stride.get);
    });
    c.nextMasks(masks);
  });
  return f;
}

/**
 * A sum in pairs, and pairs of pairs. One after the other, every addition would wait for the one before, and waiting additions fill up
 * the processor's queues: that cost 6 % of a pass.
 */
function tree(v: Lanes, terms: readonly Code[]): Code {
  if (terms.length === 1) return terms[0]!;
  const half = Math.ceil(terms.length / 2);
  return v.add(tree(v, terms.slice(0, half)), tree(v, terms.slice(half)));
}

type Parameters10 = readonly [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];

/**
 * toInputs(slopes, starts, coefficients, rows, gradient, list, count, samples, planes, entry, stride, masks): with derivatives V' in the place of V,
 *
 *     gx[i][n] += sum_o gy[n][o] ( sum_f V'_f C[f][o] + sum_w V'_w C[F + start + w][o] )
 */
function toInputs(shape: RowShape): FunctionBuilder {
  const c = new Contraction('toInputs', shape, 12);
  const { f, v } = c;
  const [slopes, starts, coefficients, rows, gradient, list, count, samples, planes, entry, stride, masks] = f.parameters as readonly [...Parameters10, Variable, Variable];
  const [gy, gx, n, first] = f.locals('i32', 4) as [Variable, Variable, Variable, Variable];
  const s = f.locals('v128', shape.fixed + shape.window);
  const sum = f.local('v128');
  const parts = f.locals('v128', 2);
  const half = Math.ceil(s.length / 2);
  c.forEachInput(slopes.get, starts.get, coefficients.get, list, count, planes, entry, (input) => {
    f.set(gy, rows.get);
    f.set(gx, add(gradient.get, mul(input, constant(c.plane))));
    f.loop(n, constant(0), samples.get, 1, () => {
      c.splat(s, c.values);
      if (shape.window > 0) f.set(first, c.windowOf(c.starts));
      f.set(sum, v.loadLane(gx.get, v.constant(0), 0));
      for (const t of range(shape.tile)) {
        // Half of the rows in a sum of their own: in one sum every addition would wait for the one before.
        s.forEach((x, k) => {
          const part = parts[k < half ? 0 : 1]!;
          const coefficient = v.load((k < shape.fixed ? c.coefficients : first).get, k * c.row + 16 * t);
          f.set(part, k % half === 0 ? v.mul(x.get, coefficient) : v.multiplyAdd(x.get, coefficient, part.get));
        });
        const edge = s.length > half ? v.add(parts[0]!.get, parts[1]!.get) : parts[0]!.get;
        f.set(sum, v.add(sum.get, c.masked(masks, t, v.mul(edge, v.load(gy.get, 16 * t)))));
        // Nobody reads this: it keeps the loads of what follows from being moved up here.
        if (t + 1 < shape.tile) f.emit(v.storeLane(gx.get, sum.get, 0));
      }
      addAcross(f, v, sum);
      f.emit(v.storeLane(gx.get, sum.get, 0));
      f.increase(c.values, v.size);
      if (shape.window > 0) f.increase(c.starts, 4);
      f.increase(gy, stride.get);
      f.increase(gx, v.size);
    });
    c.nextMasks(masks);
  });
  return f;
}

/**
 * toCoefficients(values, starts, gradients, rows, list, count, samples, planes, entry, stride), gradients laid out as coefficients:
 *
 *     gC[f][o] += sum_n V_f gy[n][o]        gC[F + start + w][o] += V_w gy[n][o]
 *
 * Sums of fixed rows stay in registers over all samples; those of the window go to memory with every sample.
 */
function toCoefficients(shape: RowShape): FunctionBuilder {
  const c = new Contraction('toCoefficients', shape, 10);
  const { f, v } = c;
  const [values, starts, gradients, rows, list, count, samples, planes, entry, stride] = f.parameters as Parameters10;
  const [gy, n, first, value, start] = f.locals('i32', 5) as [Variable, Variable, Variable, Variable, Variable];
  c.forEachInput(values.get, starts.get, gradients.get, list, count, planes, entry, () => {
    for (const { from, vectors, fixed } of passes(shape)) {
      const sums = pool(f, 'sums', fixed.length * vectors);
      const s = pool(f, 's', fixed.length + shape.window);
      const [g] = pool(f, 'g', 1) as [Variable];
      const sumOf = (row: number, t: number): Variable => sums[row * vectors + t]!;
      const withWindow = fixed.length === 0 || fixed[0] === 0;
      fixed.forEach((row, k) => { for (const t of range(vectors)) f.set(sumOf(k, t), v.load(c.coefficients.get, row * c.row + 16 * (from + t))); });
      f.set(gy, rows.get);
      f.set(value, c.values.get);
      f.set(start, c.starts.get);
      f.loop(n, constant(0), samples.get, 1, () => {
        fixed.forEach((row, k) => f.set(s[k]!, v.loadSplat(value.get, row * c.plane)));
        if (shape.window > 0 && withWindow) {
          for (const w of range(shape.window)) f.set(s[fixed.length + w]!, v.loadSplat(value.get, (shape.fixed + w) * c.plane));
          f.set(first, c.windowOf(start));
        }
        for (const t of range(vectors)) {
          f.set(g, v.load(gy.get, 16 * (from + t)));
          fixed.forEach((_, k) => f.set(sumOf(k, t), v.multiplyAdd(s[k]!.get, g.get, sumOf(k, t).get)));
          if (!withWindow) continue;
          for (const w of range(shape.window)) {
            const offset = (shape.fixed + w) * c.row + 16 * (from + t);
            f.emit(v.store(first.get, v.multiplyAdd(s[fixed.length + w]!.get, g.get, v.load(first.get, offset)), offset));
          }
        }
        f.increase(value, v.size);
        f.increase(start, 4);
        f.increase(gy, stride.get);
      });
      fixed.forEach((row, k) => { for (const t of range(vectors)) f.emit(v.store(c.coefficients.get, sumOf(k, t).get, row * c.row + 16 * (from + t))); });
    }
  });
  return f;
}

/** Passes over the samples, such that the sums of fixed rows fit into registers: eight of them at most. */
function passes({ fixed, window, tile }: RowShape): { from: number; vectors: number; fixed: number[] }[] {
  const rows = window > 0 ? Math.max(fixed, 1) : Math.min(fixed, 4);
  const vectors = window > 0 ? 4 : 2;
  const groups = fixed === 0 ? [[]] : Array.from({ length: Math.ceil(fixed / rows) }, (_, k) => range(fixed).slice(k * rows, (k + 1) * rows));
  return Array.from({ length: Math.ceil(tile / vectors) }, (_, k) => k * vectors)
    .flatMap((from) => groups.map((group) => ({ from, vectors: Math.min(vectors, tile - from), fixed: group })));
}

const pools = new WeakMap<FunctionBuilder, Map<string, Variable[]>>();

/** Variables that one pass after another uses. */
function pool(f: FunctionBuilder, name: string, count: number): Variable[] {
  const ofFunction = pools.get(f) ?? new Map<string, Variable[]>();
  pools.set(f, ofFunction);
  const variables = ofFunction.get(name) ?? [];
  ofFunction.set(name, variables);
  while (variables.length < count) variables.push(f.local('v128'));
  return variables.slice(0, count);
}

/** The walk over the samples of an input in the order of `sortByStart`, cell by cell. */
class SortedWalk {
  private readonly at: Variable;
  private readonly end: Variable;
  private readonly endAt: Variable;
  private readonly start: Variable;
  private readonly cell: Variable;
  /** Rows of the coefficients that the window of the cell at hand begins with, less the fixed rows before it. */
  readonly first: Variable;

  constructor(private readonly c: Contraction, private readonly order: Variable, private readonly ends: Variable, private readonly cells: Variable) {
    [this.at, this.end, this.endAt, this.start, this.cell, this.first] = c.f.locals('i32', 6) as [Variable, Variable, Variable, Variable, Variable, Variable];
  }

  /** @param visit is called with the samples of each cell that has some */
  forEachCell(input: Code, visit: () => void): void {
    const { c: { f, coefficients, row }, at, end, endAt, cell, first } = this;
    const begin = f.local('i32');
    f.set(begin, add(this.order.get, mul(input, constant(8 * BLOCK))));
    f.set(at, begin.get);
    f.set(endAt, add(this.ends.get, mul(input, mul(this.cells.get, constant(4)))));
    f.set(first, coefficients.get);
    f.loop(cell, constant(0), this.cells.get, 1, () => {
      f.set(end, add(begin.get, mul(i32.load(endAt.get), constant(8))));
      f.when(i32.less(at.get, end.get), visit);
      f.increase(endAt, 4);
      f.increase(first, row);
    });
  }

  /** For visits that walk over the samples of a cell several times: where it begins, and back there. */
  remember(): void { this.c.f.set(this.start, this.at.get); }

  again(): void { this.c.f.set(this.at, this.start.get); }

  /** The samples of the cell one by one: offsets of its number in a plane and of its row. */
  forEachSample(visit: (plane: Code, row: Code) => void): void {
    const { c: { f }, at, end } = this;
    f.repeat(at, end.get, 8, () => visit(i32.load(at.get), i32.load(at.get, 4)));
  }
}

/**
 * toCoefficientsSorted(values, order, ends, gradients, rows, list, count, samples, planes, entry, stride, cells): `toCoefficients` in the order of
 * `sortByStart`, so that the sums of a window stay in registers for all samples of a cell.
 */
function toCoefficientsSorted(shape: RowShape): FunctionBuilder {
  const c = new Contraction('toCoefficientsSorted', shape, 12);
  const { f, v } = c;
  const [values, order, ends, gradients, rows, list, count, samples, planes, entry, stride, cells] = f.parameters as readonly [...Parameters10, Variable, Variable];
  const walk = new SortedWalk(c, order, ends, cells);
  const [gy, n, value, at, rowsAt, first] = f.locals('i32', 6) as unknown as [Variable, Variable, Variable, Variable, Variable, Variable];
  const together = shape.tile % 2 === 0 ? 2 : 1;
  const sums = range(shape.window).map(() => f.locals('v128', together));
  const g = f.locals('v128', together);
  const s = f.local('v128');
  const ones = range(Math.min(8, shape.tile)).map(() => f.local('v128'));
  c.forEachInput(values.get, constant(0), gradients.get, list, count, planes, entry, (input) => {
    for (const row of range(shape.fixed)) {
      for (let t0 = 0; t0 < shape.tile; t0 += 8) {
        const vectors = range(Math.min(8, shape.tile - t0));
        vectors.forEach((t) => f.set(ones[t]!, v.load(c.coefficients.get, row * c.row + 16 * (t0 + t))));
        f.set(gy, rows.get);
        f.set(value, c.values.get);
        f.loop(n, constant(0), samples.get, 1, () => {
          f.set(s, v.loadSplat(value.get, row * c.plane));
          vectors.forEach((t) => f.set(ones[t]!, v.multiplyAdd(s.get, v.load(gy.get, 16 * (t0 + t)), ones[t]!.get)));
          f.increase(value, v.size);
          f.increase(gy, stride.get);
        });
        vectors.forEach((t) => f.emit(v.store(c.coefficients.get, ones[t]!.get, row * c.row + 16 * (t0 + t))));
      }
    }
    walk.forEachCell(input, () => {
      walk.remember();
      f.set(first, walk.first.get);
      f.set(rowsAt, rows.get);
      f.loop(at, constant(0), constant(c.row), 16 * together, () => {
        sums.forEach((row, w) => row.forEach((sum, t) => f.set(sum, v.load(first.get, (shape.fixed + w) * c.row + 16 * t))));
        walk.again();
        walk.forEachSample((plane, row) => {
          f.set(gy, add(rowsAt.get, row));
          f.set(value, add(c.values.get, plane));
          g.forEach((x, t) => f.set(x, v.load(gy.get, 16 * t)));
          sums.forEach((row, w) => {
            f.set(s, v.loadSplat(value.get, (shape.fixed + w) * c.plane));
            row.forEach((sum, t) => f.set(sum, v.multiplyAdd(s.get, g[t]!.get, sum.get)));
          });
        });
        sums.forEach((row, w) => row.forEach((sum, t) => f.emit(v.store(first.get, sum.get, (shape.fixed + w) * c.row + 16 * t))));
        f.increase(first, 16 * together);
        f.increase(rowsAt, 16 * together);
      });
    });
  });
  return f;
}

/**
 * sortByStart(starts, order, ends, list, count, samples, cells, size, stride): counting sort of the samples of a block by the cell they
 * are in. `order` is `[input][BLOCK][2]`: for every sample the offset in bytes of its number in a plane (`size` each) and of its row
 * (`stride` each); `ends` is `[input][cells]`, how many samples there are up to the end of each cell.
 */
export function sortByStart(): FunctionBuilder {
  const f = new FunctionBuilder('sortByStart', 9);
  const [starts, order, ends, list, count, samples, cells, size, stride] = f.parameters as unknown as Locals9;
  const [at, input, n, cell, total, here, start, end, perm] = f.locals('i32', 9) as unknown as Locals9;
  const four = (e: Code): Code => mul(e, constant(4));
  const endOf = (e: Code): Code => add(end.get, four(i32.load(add(start.get, four(e)))));
  f.loop(at, list.get, add(list.get, four(count.get)), 4, () => {
    f.set(input, i32.load(at.get));
    f.set(start, add(starts.get, mul(input.get, constant(4 * BLOCK))));
    f.set(perm, add(order.get, mul(input.get, constant(8 * BLOCK))));
    f.set(end, add(ends.get, mul(input.get, four(cells.get))));
    f.loop(cell, end.get, add(end.get, four(cells.get)), 4, () => f.emit(i32.store(cell.get, constant(0))));
    f.loop(n, constant(0), samples.get, 1, () => {
      f.set(here, endOf(n.get));
      f.emit(i32.store(here.get, add(i32.load(here.get), constant(1))));
    });
    // From how many there are to where each cell begins; filling a cell moves that to its end.
    f.set(total, constant(0));
    f.loop(cell, end.get, add(end.get, four(cells.get)), 4, () => {
      f.set(here, i32.load(cell.get));
      f.emit(i32.store(cell.get, total.get));
      f.set(total, add(total.get, here.get));
    });
    f.loop(n, constant(0), samples.get, 1, () => {
      f.set(here, endOf(n.get));
      f.set(cell, add(perm.get, mul(i32.load(here.get), constant(8))));
      f.emit(i32.store(here.get, add(i32.load(here.get), constant(1))));
      f.emit(i32.store(cell.get, mul(n.get, size.get)));
      f.emit(i32.store(cell.get, mul(n.get, stride.get), 4));
    });
  });
  return f;
}

type Locals9 = readonly [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
