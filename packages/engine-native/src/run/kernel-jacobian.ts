import { type Awaitable, inParts, PART, type RowsOf } from '@knotwork/engine-core';
import type { Vec } from '@knotwork/plugin';
import type { BlockRun, NumbersAt } from '../memory/block-run.js';
import { BLOCK } from '../memory/block.js';
import { denseProductKernel, TILE } from '../emit/dense-product-kernel.js';
import type { KernelData, KernelSet } from './kernel-data.js';
import { KernelBackend } from './kernel-backend.js';
import { outerProductKernel } from '../emit/outer-product-kernel.js';
import { reorderKernel } from '../emit/reorder-kernel.js';
import { type Cells, JacobianColumns } from './jacobian-columns.js';
import { ListedColumns, type PlaneProduct, type WindowColumns } from './listed-columns.js';

/** Coefficients of one edge: all of them or a window are touched by a sample. */
interface Stretch { readonly layer: number; readonly term: number; readonly edge: number; readonly first: number; readonly size: number }

/** One unknown by itself: `fill` puts the derivative in it for every sample of the block where zeros are. `product` is the same as planes, where that is all and no channels go through. */
interface Single { readonly unknown: number; readonly fill: (cells: Cells, count: number, at: NumbersAt, channels: number) => void; readonly product?: () => PlaneProduct }

/** Unknowns that follow each other, from a place of the rows on. */
interface Run { readonly place: number; readonly unknown: number; readonly count: number }

/** Blocks whose products native code makes together, as many as fit into so many bytes: what of H it meets is then fetched once for all of them. */
const MOST_TOGETHER = 8;
const ROWS_BYTES = 2 ** 22;
/** Bytes of a line of a cache. */
const LINE = 64;
/** Bytes of rows in the order of the unknowns that are made together, at least one row. */
const REORDERED_BYTES = 2 ** 17;

/** Sums of products of rows, and of every block of the objective, which are not yet means; the gradient where rows give it. */
export interface ProductsOfRows { readonly hessian: Vec; readonly gradient: Float64Array | null; readonly sums: Float64Array }

/**
 * Jacobian of the residuals of a block, or of what stands for them where it is a loss, as sparse rows, and the normal equations made of them.
 *
 * A row of a network with local support touches few unknowns: for each edge the window of coefficients around the sample, and what every
 * sample touches: single numbers, and coefficients of global terms. Rows number the unknowns so that the latter, the dense part, come first;
 * `unknownOf` leads back. With one edge of 5 coefficients, a base weight and a window of 2, whose unknowns are 0 to 4 and 5, rows number the
 * base weight 0 (and leave 1 to 3 free, so that windows begin behind whole tiles) and the coefficients 4 to 8: a sample in cell 3 has the
 * numbers 0, 7 and 8.
 */
export class KernelJacobian {
  private readonly columns: JacobianColumns;
  private readonly listed: ListedColumns;
  /** Where the numbers are whose weights are listed, 0 where no edge has one; -1 before anything is. */
  private listedFor = -1;
  /** Whether every number of a row that is ever put is put in each. */
  private readonly areAllListed: boolean;
  private readonly haveWeights: boolean;
  /** Whether the gradient is made of rows: in double precision that of losses is sooner made by a pass. */
  private readonly givesGradient: boolean;
  private readonly singles: readonly Single[];
  /** Behind the singles. */
  private readonly dense: readonly Stretch[];
  private readonly windows: readonly Stretch[];
  /** Numbers of a window, padded to whole vectors, and of the dense part, padded to whole tiles. */
  private readonly width: number;
  /** Whether no window is narrower. */
  private readonly isEven: boolean;
  private readonly room: number;
  /** The residual is the last number of the dense part, so that J'r comes with J'J; -1 where it is not needed. */
  private readonly residualAt: number;
  private readonly residuals: number;
  /** Number of the first coefficient of each window in the order of the rows. */
  private readonly firsts: readonly number[];
  private readonly unknownOf: Int32Array;
  /** The same as stretches of unknowns that follow each other in both orders: where the kernel reads them, and how many. */
  private readonly runs: { readonly at: number; readonly count: number };
  private readonly values: number;
  private readonly starts: number;
  private readonly factor: number;
  /** What blocks of the objective sum to: `[block]`, in double precision. */
  private readonly sums: number;
  private readonly slopePlanes: number;
  /** Derivatives of the row at hand in scalars: `[scalar][BLOCK]`. */
  private scalarPlanes = 0;
  private hessian = 0;
  /** Whether all of it that is read is zero. */
  private isClear = false;
  /** Bytes of a row of it, whole lines of a cache: numbers that all samples touch begin one. */
  private readonly stride: number;
  /** Some rows of it in the order of the unknowns. */
  private reorderedRows = 0;
  /** Blocks of rows that products are made of together, and rows that wait for that: where the next are put. */
  private readonly together: number;
  private waiting = 0;

  constructor(private readonly backend: KernelBackend) {
    const { arena, task: { structure, layout } } = backend;
    const stretches: Stretch[] = [];
    structure.layers.forEach((layer, l) => layer.terms.forEach((term, t) => {
      layout.terms[l]![t]!.coefficients.forEach((first, edge) => { if (first >= 0) stretches.push({ layer: l, term: t, edge, first, size: term.size }); });
    }));
    const windowOf = ({ layer, term }: Stretch): number => structure.layers[layer]!.terms[term]!.window;
    this.columns = new JacobianColumns(arena, backend.v);
    this.singles = [...singlesOf(backend, this.columns), ...this.scalarSingles()];
    this.dense = stretches.filter((s) => windowOf(s) === s.size);
    const windows = this.windows = stretches.filter((s) => windowOf(s) < s.size);
    this.width = Math.ceil(Math.max(0, ...windows.map(windowOf)) / 2) * 2;
    this.listed = new ListedColumns(arena, backend.v, this.singles.length, stretches.length);
    this.isEven = windows.every((s) => windowOf(s) === this.width);
    const lengthOf = (all: readonly Stretch[]): number => all.reduce((sum, { size }) => sum + size, 0);
    const touched = this.singles.length + lengthOf(this.dense);
    const areLosses = backend.objectives.map(({ form }) => form.isLoss);
    this.givesGradient = backend.v.precision === 'float32' || !areLosses.includes(true);
    const hasResidual = this.givesGradient && areLosses.includes(false);
    this.residualAt = hasResidual ? touched : -1;
    this.residuals = hasResidual ? arena.allocate(Math.max(...backend.objectives.map(({ form }) => form.terms)) * BLOCK * backend.v.size) : 0;
    this.haveWeights = stretches.some((stretch) => this.weightOf(stretch, { trained: 0, grids: [] }) !== null);
    this.areAllListed = this.singles.every(({ product }) => product !== undefined) && (!hasResidual || !areLosses.includes(true));
    this.room = Math.ceil((touched + (hasResidual ? 1 : 0)) / TILE) * TILE;
    let next = this.room;
    this.firsts = windows.map(({ size }) => { const first = next; next += size; return first; });
    this.unknownOf = new Int32Array(next).fill(-1);
    this.singles.forEach(({ unknown }, k) => { this.unknownOf[k] = unknown; });
    next = this.singles.length;
    for (const { first, size } of this.dense) for (let k = 0; k < size; k++) this.unknownOf[next++] = first + k;
    windows.forEach(({ first, size }, w) => { for (let k = 0; k < size; k++) this.unknownOf[this.firsts[w]! + k] = first + k; });
    this.stride = Math.ceil(8 * this.unknownOf.length / LINE) * LINE;
    const runs = runsIn(this.unknownOf);
    this.runs = { at: arena.integers(Int32Array.from(runs.flatMap(({ place, unknown, count }) => [place, unknown, count]))), count: runs.length };
    this.together = backend.native === null || this.width > backend.native.algebra.mostWidth ? 1 : Math.max(1, Math.min(MOST_TOGETHER, Math.floor(ROWS_BYTES / (BLOCK * this.rowLength * 8))));
    this.values = arena.allocate(this.together * BLOCK * this.rowLength * 8);
    this.starts = arena.allocate(this.together * BLOCK * windows.length * 4);
    this.factor = arena.allocate(8);
    this.sums = arena.allocate(8 * backend.objectives.length);
    this.slopePlanes = arena.allocate(Math.max(...backend.objectives.map(({ form, rowPlanes }) => Math.max(1, form.rows) * rowPlanes)) * BLOCK * backend.v.size);
  }

  /** Where the rows at hand lie. */
  private get row(): number { return this.values + 8 * this.waiting * this.rowLength; }

  private get rowLength(): number { return this.room + this.windows.length * this.width; }

  /** One unknown for each scalar. */
  private scalarSingles(): Single[] {
    const { backend: { v, task: { layout } } } = this;
    return layout.scalars.map((_, s) => ({
      unknown: layout.parameterOf.length + s,
      fill: (cells, count) => { this.columns.put(this.scalarPlanes + s * BLOCK * v.size, cells, count); },
    }));
  }

  /** Fills the k-th rows of a block of the objective for the points of every block of a set; they are valid during the visit. Rows of normal equations that are all 0 are left out. */
  private forEachRows(of: RowsOf | 'slope', set: KernelSet, index: number, at: NumbersAt, visit: (block: number, count: number, k: number) => void, blocks: readonly [number, number] = [0, set.blocks]): void {
    const { backend, backend: { arena, layers, objectives, v } } = this;
    const objective = objectives[index]!;
    const bytes = objective.outputPlanes * BLOCK * v.size;
    const all = objective.rowPlanes * BLOCK * v.size;
    backend.forEachBlock(set, at, true, (block, run) => {
      objective.rowSlopes(of, set.pointsAt(block), this.factor, this.slopePlanes, run);
      if (of === 'normal equations') objective.value(set.pointsAt(block), this.factor, this.sums + 8 * index, run.bytes);
      for (let k = 0; k < (of === 'slope' ? 1 : objective.form.rows); k++) {
        const from = this.slopePlanes + k * all;
        if (of === 'normal equations' && arena.numbers(v.precision).subarray(from / v.size, (from + all) / v.size).every((d) => d === 0)) continue;
        arena.copy(from, layers.at(-1)!.gy, bytes);
        this.scalarPlanes = from + bytes;
        this.propagate(run);
        this.fill(set.rowsOf(block), at, run.channels, set.pointsAt(block).weights !== 0);
        visit(block, set.rowsOf(block), k);
      }
    }, layers.length, blocks);
  }

  /** Derivatives of one row's residual or output in the sums of all nodes. */
  private propagate(run: BlockRun): void {
    const { layers } = this.backend;
    for (let l = layers.length - 1; l >= 0; l--) {
      layers[l - 1]?.clearGradients(run);
      layers[l]!.propagate(run, layers[l - 1]?.gy ?? 0);
    }
  }

  /** @param channels that the block went through with, @param isWeighed whether rows are multiplied by something */
  private fill(count: number, at: NumbersAt, channels: number, isWeighed: boolean): void {
    const { backend: { arena: { f64 } }, columns, windows, firsts, rowLength, room, width } = this;
    const starts = this.starts + 4 * this.waiting * windows.length;
    const from = this.row / 8;
    const isListed = channels === 1;
    // Pads stay as they were allocated.
    if (!isListed || !this.areAllListed || isWeighed) f64.fill(0, from, from + count * rowLength);
    if (isListed) {
      this.listColumns(at);
      this.listed.fill({ row: this.row, bytes: 8 * rowLength, starts, line: 4 * windows.length }, count);
    }
    this.singles.forEach(({ fill, product }, s) => { if (!isListed || product === undefined) fill(this.cells(s), count, at, channels); });
    if (isListed) return;
    let next = this.singles.length;
    for (const stretch of this.dense) {
      this.fillStretch(stretch, next, count, at, channels);
      next += stretch.size;
    }
    windows.forEach((window, w) => {
      const first = this.fillStretch(window, room + w * width, count, at, channels);
      columns.putStarts(first, firsts[w]!, { to: starts + 4 * w, row: 4 * windows.length }, count);
    });
  }

  /** Lists what is the product of planes, unless it is listed: planes without channels are where they were. */
  private listColumns(at: NumbersAt): void {
    const { singles, dense, windows, firsts, room, width } = this;
    const whose = this.haveWeights ? at.trained : 0;
    if (this.listedFor === whose) return;
    this.listedFor = whose;
    let next = singles.length;
    const all = dense.map((stretch) => {
      const place = next;
      next += stretch.size;
      return this.listedWindow(stretch, at, 8 * place, 0, 0);
    });
    windows.forEach((stretch, w) => { all.push(this.listedWindow(stretch, at, 8 * (room + w * width), firsts[w]!, 4 * w)); });
    this.listed.list(singles.flatMap(({ product }, s) => (product === undefined ? [] : [[product(), 8 * s] as const])), all);
  }

  private listedWindow(stretch: Stretch, at: NumbersAt, place: number, first: number, startPlace: number): WindowColumns {
    const { backend: { v, layers, task: { structure } } } = this;
    const { layer, term, edge } = stretch;
    const { window, size, edges } = structure.layers[layer]!.terms[term]!;
    const { values, stride, starts } = layers[layer]!.terms[term]!.featuresOf(edge, 0);
    const delta = layers[layer]!.gz + edges.to[edge]! * BLOCK * v.size;
    return { window, features: values, stride: stride * v.size, delta, weight: this.weightOf(stretch, at) ?? this.columns.one, place, starts: window === size ? 0 : starts, first, startPlace };
  }

  /** Address of the weight of an edge; null where it has none. */
  private weightOf({ layer, term, edge }: Stretch, { trained }: NumbersAt): number | null {
    const { v, task: { structure }, layout } = this.backend;
    const { basisWeight } = structure.layers[layer]!.terms[term]!.segments;
    // Where unknowns are effective it is folded into the coefficients, and has no place.
    const place = basisWeight === null ? -1 : layout.placeOf[basisWeight.offset + edge]!;
    return place < 0 ? null : trained + place * v.size;
  }

  /** Where a number of every row goes. */
  private cells(place: number): Cells { return { to: this.row + 8 * place, row: 8 * this.rowLength }; }

  /** Puts derivatives in the live coefficients of an edge at a place of every row. @returns address of the edge's starts */
  private fillStretch(stretch: Stretch, place: number, count: number, at: NumbersAt, channels: number): number {
    const { backend: { v, layers, task: { structure } }, columns } = this;
    const { layer, term: t, edge } = stretch;
    const { window, edges } = structure.layers[layer]!.terms[t]!;
    const { gz, sumStride, terms } = layers[layer]!;
    let starts = 0;
    forEachChannel(channels, (channel, how) => {
      const features = terms[t]!.featuresOf(edge, channel);
      const delta = gz + channel * sumStride + edges.to[edge]! * BLOCK * v.size;
      columns.putWindow(window, features, delta, this.weightOf(stretch, at), this.cells(place), count, how);
      starts = features.starts;
    });
    return starts;
  }

  /** Rows `from` to `to` (exclusive) of the Jacobian of a block of the objective: `[points * rows][unknowns]`. */
  rows(data: KernelData, at: NumbersAt, index: number, from: number, to: number): Float64Array {
    const { layout } = this.backend.task;
    const rows = new Float64Array((to - from) * layout.unknowns);
    const { form } = this.backend.objectives[index]!;
    const set = data.sets.find(({ blocksOf }) => blocksOf.includes(index))!;
    this.forEachRows('rows', set, index, at, (block, count, k) => {
      for (let n = 0; n < count; n++) {
        const r = ((block * BLOCK + n) * form.rows + k - from) * layout.unknowns;
        if (r >= 0 && r < rows.length) this.addRow(n, 1, rows, r);
      }
    });
    return rows;
  }

  /** Adds a multiple of the row of sample n, in the order of the unknowns, to numbers from `r` on. */
  private addRow(n: number, factor: number, to: Float64Array, r: number): void {
    const { backend: { arena: { f64, i32 } }, windows, room, width, rowLength, unknownOf } = this;
    const row = this.values / 8 + n * rowLength;
    for (let k = 0; k < room; k++) if (unknownOf[k]! >= 0) to[r + unknownOf[k]!]! += factor * f64[row + k]!;
    for (let w = 0; w < windows.length; w++) {
      const start = i32[this.starts / 4 + n * windows.length + w]!;
      const end = this.firsts[w]! + windows[w]!.size;
      for (let j = 0; j < width && start + j < end; j++) to[r + unknownOf[start + j]!]! += factor * f64[row + room + w * width + j]!;
    }
  }

  /**
   * J'WJ of all blocks, J'HJ of those that are losses: the lower triangle, row by row, in the order of the unknowns; what the blocks sum to; and the
   * gradient, summed in double precision from rows, unless it is that of losses in double precision. No pass of its own is needed for it, and in
   * single precision that of a pass has lost digits by which a step goes wrong where J'J is nearly singular. Scalars were put where formulas read them.
   *
   * @param weights of the blocks, @param into where the triangle is put, if it has as many numbers
   */
  normal(data: KernelData, at: NumbersAt, weights: readonly number[], into?: Vec): Awaitable<ProductsOfRows> {
    return inParts(this.products(data, at, weights, into), this.backend.task.options.pause);
  }

  private *products(data: KernelData, at: NumbersAt, weights: readonly number[], into?: Vec): Generator<void, ProductsOfRows> {
    const { backend: { arena, objectives, task: { layout } }, unknownOf: { length }, stride, width } = this;
    // Windows narrower than the widest are padded with zeros, whose rows and columns may lie behind the end.
    this.hessian ||= arena.allocate((length + width) * stride);
    if (!this.isClear) arena.zero(this.hessian, length * stride);
    this.isClear = false;
    arena.zero(this.sums, 8 * objectives.length);
    for (const set of data.sets) for (const index of set.blocksOf) yield* this.addProducts(set, index, at, weights[index]! * KernelBackend.meanOf(objectives[index]!, set));
    const sums = arena.f64.slice(this.sums / 8, this.sums / 8 + objectives.length);
    const hessian = this.reordered(layout.unknowns, into);
    const gradient = this.givesGradient ? this.gradientOfRows(data, at, weights) : null;
    // What was taken is zero.
    this.isClear = true;
    return { hessian, gradient, sums };
  }

  /** The products that were summed, in the order of the p unknowns. */
  private reordered(p: number, into?: Vec): Vec {
    const { backend: { arena }, hessian: from, stride, runs } = this;
    const { reorder } = arena.kernels('reorder', () => [reorderKernel()]);
    const some = Math.max(1, Math.min(p, Math.floor(REORDERED_BYTES / (8 * p))));
    const rows = (this.reorderedRows ||= arena.allocate(some * p * 8)) / 8;
    const hessian = into?.length === p * p ? into : new Float64Array(p * p);
    for (let u = 0; u < p; u += some) {
      const to = Math.min(u + some, p);
      reorder!(from, stride, runs.at, runs.count, u, to, 8 * rows, 8 * p);
      hessian.set(arena.f64.subarray(rows, rows + (to - u) * p), u * p);
    }
    return hessian;
  }

  /** Adds factor J'J of one block of the objective over one set. */
  private *addProducts(set: KernelSet, index: number, at: NumbersAt, factor: number): Generator<void, void> {
    const { backend: { objectives }, rowLength } = this;
    const blocks = Math.ceil(PART / (0.5 * BLOCK * objectives[index]!.form.rows * rowLength ** 2));
    for (let from = 0; from < set.blocks; from += blocks) {
      if (from > 0) yield;
      this.addProductsOf([from, Math.min(from + blocks, set.blocks)], set, index, at, factor);
    }
  }

  /** @param blocks of points, the first and the one behind the last */
  private addProductsOf(blocks: readonly [number, number], set: KernelSet, index: number, at: NumbersAt, factor: number): void {
    const { backend: { arena, objectives }, residualAt } = this;
    arena.f64[this.factor / 8] = factor;
    this.forEachRows('normal equations', set, index, at, (block, count, k) => {
      if (residualAt >= 0 && !objectives[index]!.form.isLoss) this.fillResiduals(set, index, block, count, k);
      this.weigh(set, block, count);
      this.waiting += count;
      if (this.waiting > (this.together - 1) * BLOCK) this.addWaiting();
    }, blocks);
    this.addWaiting();
  }

  /** Adds the products of the rows that wait for it, natively where that is possible. */
  private addWaiting(): void {
    const { backend: { arena, native }, windows, unknownOf, width, room, rowLength, values, starts, hessian, stride, factor, waiting: samples } = this;
    if (samples === 0) return;
    this.waiting = 0;
    if (native !== null && width <= native.algebra.mostWidth) {
      const job = { values, starts, hessian, factor, samples, singles: room, windows: windows.length, width, rows: unknownOf.length + width, stride };
      // Pads of narrower windows are added to rows that belong to others.
      native.algebra.products(job, native.spreadOver(this.isEven ? 0.5 * samples * rowLength ** 2 : 0));
      return;
    }
    if (room > 0) arena.kernels('dense products', () => [denseProductKernel()])['denseProducts']!(values, hessian, samples, room, rowLength * 8, stride, factor);
    if (windows.length > 0) arena.kernels(`outer products ${width}`, () => [outerProductKernel(width)])['outerProducts']!(values, starts, hessian, samples, windows.length, room, stride, factor);
  }

  /** Multiplies the rows of a block of points by the roots of their weights. */
  private weigh(set: KernelSet, block: number, count: number): void {
    const { backend: { arena, v }, rowLength, row: values } = this;
    const weights = set.pointsAt(block).weights;
    if (weights === 0) return;
    const numbers = arena.numbers(v.precision);
    for (let n = 0; n < count; n++) {
      const root = Math.sqrt(numbers[weights / v.size + n]!);
      const row = values / 8 + n * rowLength;
      for (let k = row; k < row + rowLength; k++) arena.f64[k]! *= root;
    }
  }

  /** Puts the residuals of a block beside the derivatives of them. */
  private fillResiduals(set: KernelSet, index: number, block: number, count: number, k: number): void {
    const { backend: { arena, v, objectives }, rowLength, residuals } = this;
    objectives[index]!.residualPlanes(set.pointsAt(block), residuals, BLOCK * v.size);
    const [numbers, { f64 }] = [arena.numbers(v.precision), arena];
    const [from, to] = [residuals / v.size + k * BLOCK, this.row / 8 + this.residualAt];
    for (let n = 0; n < count; n++) f64[to + n * rowLength] = numbers[from + n]!;
  }

  /** The gradient of all blocks: of residuals from the products that were summed last; rows F J of a loss say nothing of its slope, which has a row of its own for every point. */
  private gradientOfRows(data: KernelData, at: NumbersAt, weights: readonly number[]): Float64Array {
    const { backend: { arena, v, objectives, task: { layout } }, residualAt } = this;
    const gradient = residualAt < 0 ? new Float64Array(layout.unknowns) : this.gradientOfSquares();
    for (const set of data.sets) {
      for (const index of set.blocksOf) {
        if (!objectives[index]!.form.isLoss) continue;
        const factor = weights[index]! * KernelBackend.meanOf(objectives[index]!, set);
        this.forEachRows('slope', set, index, at, (block, count) => {
          const own = set.pointsAt(block).weights;
          for (let n = 0; n < count; n++) this.addRow(n, own === 0 ? factor : factor * arena.numbers(v.precision)[own / v.size + n]!, gradient, 0);
        });
      }
    }
    return gradient;
  }

  /** Takes J'r: the row and the column of the residual in the products that were summed last, of which there is the lower triangle. */
  private gradientOfSquares(): Float64Array {
    const { backend: { arena: { f64 }, task: { layout } }, unknownOf, residualAt, stride } = this;
    const length = stride / 8;
    const gradient = new Float64Array(layout.unknowns);
    for (let i = 0; i < unknownOf.length; i++) {
      const place = this.hessian / 8 + (i < residualAt ? residualAt * length + i : i * length + residualAt);
      if (unknownOf[i]! >= 0) gradient[unknownOf[i]!] = f64[place]!;
      f64[place] = 0;
    }
    return gradient;
  }
}

/** Visits channels: what the first puts, the others add to. */
function forEachChannel(channels: number, visit: (channel: number, how: 'put' | 'add') => void): void { for (let channel = 0; channel < channels; channel++) visit(channel, channel === 0 ? 'put' : 'add'); }

/** Everything that is not a coefficient: weights, biases, shape parameters. */
function singlesOf(backend: KernelBackend, columns: JacobianColumns): Single[] {
  const { arena, v, task: { structure, layout }, layers, layout: memory } = backend;
  const singles: Single[] = [];
  structure.layers.forEach((layer, l) => {
    const deltaOf = (sum: number, channel = 0): number => layers[l]!.gz + channel * layers[l]!.sumStride + sum * BLOCK * v.size;
    layer.terms.forEach((term, t) => {
      const kernel = layers[l]!.terms[t]!;
      const own = layout.terms[l]![t]!;
      const coefficients = own.basisWeight.some((unknown) => unknown >= 0) ? arena.allocate(term.size * 8) : 0;
      for (let e = 0; e < term.edges.count; e++) {
        const to = term.edges.to[e]!;
        if (own.baseWeight[e]! >= 0) {
          singles.push({ unknown: own.baseWeight[e]!, product: () => [deltaOf(to), kernel.featuresOf(e, 0).base], fill: (cells, count, _at, channels) => { forEachChannel(channels, (channel, how) => { columns.putProduct(deltaOf(to, channel), kernel.featuresOf(e, channel).base, cells, count, how); }); } });
        }
        if (own.basisWeight[e]! >= 0) {
          singles.push({
            unknown: own.basisWeight[e]!,
            fill: (cells, count, at, channels) => {
              const [numbers, { f64 }] = [arena.numbers(v.precision), arena];
              const start = term.segments.coefficients.offset + e * term.size;
              for (let k = 0; k < term.size; k++) f64[coefficients / 8 + k] = numbers[at.trained / v.size + memory.placeOf[start + k]!]!;
              forEachChannel(channels, (channel, how) => { columns.putSum(term.window, kernel.featuresOf(e, channel), coefficients, deltaOf(to, channel), cells, count, how); });
            },
          });
        }
      }
      for (const [name, unknowns] of Object.entries(own.shape)) {
        unknowns.forEach((unknown, entry) => {
          if (unknown < 0) return;
          singles.push({
            unknown,
            fill: (cells, count) => { for (const { plane, sum } of kernel.shapeSlopes(name, entry)) columns.add(plane, sum === null ? null : deltaOf(sum), cells, count); },
          });
        });
      }
    });
    layout.bias[l]!.forEach((unknown, sum) => {
      if (unknown >= 0) singles.push({ unknown, product: () => [deltaOf(sum), 0], fill: (cells, count) => { columns.put(deltaOf(sum), cells, count); } });
    });
  });
  return singles;
}

/** Stretches of an order in which unknowns ascend one by one; places without one are in none. */
function runsIn(unknownOf: Int32Array): Run[] {
  const runs: { place: number; unknown: number; count: number }[] = [];
  unknownOf.forEach((unknown, place) => {
    if (unknown < 0) return;
    const last = runs.at(-1);
    if (last !== undefined && place === last.place + last.count && unknown === last.unknown + last.count) last.count++;
    else runs.push({ place, unknown, count: 1 });
  });
  return runs;
}
