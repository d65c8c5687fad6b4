import type { RowsOf } from '../path.js';
import type { BlockRun, NumbersAt } from './block-run.js';
import { BLOCK } from './block.js';
import type { KernelData } from './kernel-data.js';
import type { KernelPath } from './kernel-path.js';
import { outerProductKernel } from './outer-product-kernel.js';

/** Coefficients of one edge: a window of them is touched by a sample. */
interface Window { readonly layer: number; readonly term: number; readonly edge: number; readonly first: number; readonly size: number }

/** One unknown by itself: `fill` adds the derivative in it for every sample of the block. */
interface Single { readonly unknown: number; readonly fill: (put: (n: number, value: number) => void, count: number, at: NumbersAt) => void }

/**
 * Jacobian of the residuals, or of what stands for them where the objective is a loss, as sparse rows, and the normal equations made of them.
 *
 * A row of a network with local support touches few unknowns: for each edge the window of coefficients around the sample, and some
 * single numbers. Rows number the unknowns so that singles come first; `unknownOf` leads back. With one edge of 5 coefficients, a base
 * weight and a window of 2, whose unknowns are 0 to 4 and 5, rows number the base weight 0 (and leave 1 free, so that windows
 * begin at whole vectors) and the coefficients 2 to 6: a sample in cell 3 has the numbers 0, 5 and 6.
 */
export class KernelJacobian {
  private readonly windows: readonly Window[];
  private readonly singles: readonly Single[];
  /** Numbers of a window, padded to whole vectors, and of all singles. */
  private readonly width: number;
  private readonly room: number;
  /** Number of the first coefficient of each window in the order of the rows. */
  private readonly firsts: readonly number[];
  private readonly unknownOf: Int32Array;
  private readonly values: number;
  private readonly starts: number;
  private readonly factor: number;
  private readonly slopePlanes: number;
  private hessian = 0;

  constructor(private readonly path: KernelPath) {
    const { arena, task: { structure, layout } } = path;
    const windows: Window[] = [];
    structure.layers.forEach((layer, l) => layer.terms.forEach((term, t) => {
      layout.terms[l]![t]!.coefficients.forEach((first, edge) => { if (first >= 0) windows.push({ layer: l, term: t, edge, first, size: term.size }); });
    }));
    this.windows = windows;
    this.singles = singlesOf(path);
    const widest = Math.max(0, ...windows.map(({ layer, term }) => structure.layers[layer]!.terms[term]!.window));
    this.width = Math.ceil(widest / 2) * 2;
    this.room = Math.ceil(this.singles.length / 2) * 2;
    let next = this.room;
    this.firsts = windows.map(({ size }) => { const first = next; next += size; return first; });
    this.unknownOf = new Int32Array(next).fill(-1);
    this.singles.forEach(({ unknown }, k) => { this.unknownOf[k] = unknown; });
    windows.forEach(({ first, size }, w) => { for (let k = 0; k < size; k++) this.unknownOf[this.firsts[w]! + k] = first + k; });
    this.values = arena.allocate(BLOCK * this.rowLength * 8);
    this.starts = arena.allocate(BLOCK * windows.length * 4);
    this.factor = arena.allocate(8);
    this.slopePlanes = arena.allocate(Math.max(...path.losses.map(({ rows }) => rows)) * structure.layers.at(-1)!.outputs * BLOCK * path.v.size);
  }

  private get rowLength(): number { return this.room + this.windows.length * this.width; }

  /** Fills the k-th rows of every block's samples; they are valid during the visit. Rows of normal equations that are all 0 are left out. */
  private forEachRows(of: RowsOf, data: KernelData, at: NumbersAt, visit: (from: number, count: number, k: number) => void): void {
    const { path, path: { arena, layers, task: { structure }, v } } = this;
    const { loss } = path.lossOf(data);
    const bytes = structure.layers.at(-1)!.outputs * BLOCK * v.size;
    path.forEachBlock(data, at, true, (block, run) => {
      loss.rowSlopes(of, layers.at(-1)!.y, path.planesOf(data.targets, block, data.targetWidth), data.liveOf(block), this.factor, this.slopePlanes, run);
      for (let k = 0; k < loss.rows; k++) {
        const from = this.slopePlanes + k * bytes;
        if (of === 'normal equations' && arena.numbers(v.precision).subarray(from / v.size, (from + bytes) / v.size).every((d) => d === 0)) continue;
        arena.u8.copyWithin(layers.at(-1)!.gy, from, from + bytes);
        this.propagate(run);
        this.fill(data.rowsOf(block), at);
        visit(block * BLOCK, data.rowsOf(block), k);
      }
    });
  }

  /** Derivatives of one row's residual or output in the sums of all nodes. */
  private propagate(run: BlockRun): void {
    const { layers } = this.path;
    for (let l = layers.length - 1; l >= 0; l--) {
      layers[l - 1]?.clearGradients();
      layers[l]!.propagate(run, layers[l - 1]?.gy ?? 0);
    }
  }

  private fill(count: number, at: NumbersAt): void {
    const { path: { arena, v, layers, task: { structure }, layout }, rowLength } = this;
    const numbers = arena.numbers(v.precision);
    const { f64, i32 } = arena;
    const to = this.values / 8;
    f64.fill(0, to, to + count * rowLength);
    this.singles.forEach(({ fill }, s) => fill((n, value) => { f64[to + n * rowLength + s]! += value; }, count, at));
    for (let w = 0; w < this.windows.length; w++) {
      const { layer, term: t, edge } = this.windows[w]!;
      const { outputs, terms } = structure.layers[layer]!;
      const term = terms[t]!;
      const output = edge % outputs;
      const { values, starts, stride } = layers[layer]!.terms[t]!.featuresOf(edge, outputs);
      const delta = layers[layer]!.gz / v.size + output * BLOCK;
      const weightAt = term.segments.basisWeight === null ? -1 : layout.placeOf[term.segments.basisWeight.offset + edge]!;
      const weight = weightAt < 0 ? 1 : numbers[at.trained / v.size + weightAt]!;
      const first = this.firsts[w]!;
      for (let n = 0; n < count; n++) {
        const d = weight * numbers[delta + n]!;
        i32[this.starts / 4 + n * this.windows.length + w] = first + (starts === 0 ? 0 : i32[starts / 4 + n]!);
        const row = to + n * rowLength + this.room + w * this.width;
        for (let j = 0; j < term.window; j++) f64[row + j] = d * numbers[values / v.size + j * stride + n]!;
      }
    }
  }

  /** Rows `from` to `to` (exclusive) of the Jacobian: `[samples * rows][unknowns]`. */
  rows(data: KernelData, at: NumbersAt, from: number, to: number): Float64Array {
    const { path: { arena, task: { layout } }, windows, room, width, rowLength, unknownOf } = this;
    const rows = new Float64Array((to - from) * layout.unknowns);
    const { loss } = this.path.lossOf(data);
    this.forEachRows('rows', data, at, (sample, count, k) => {
      for (let n = 0; n < count; n++) {
        const r = ((sample + n) * loss.rows + k - from) * layout.unknowns;
        if (r < 0 || r >= rows.length) continue;
        const row = this.values / 8 + n * rowLength;
        this.singles.forEach(({ unknown }, s) => { rows[r + unknown]! += arena.f64[row + s]!; });
        windows.forEach(({ size }, w) => {
          const start = arena.i32[this.starts / 4 + n * windows.length + w]!;
          const end = this.firsts[w]! + size;
          for (let j = 0; j < width && start + j < end; j++) rows[r + unknownOf[start + j]!]! += arena.f64[row + room + w * width + j]!;
        });
      }
    });
    return rows;
  }

  /** factor J'J, or J'HJ of a loss: the lower triangle, row by row, in the order of the unknowns. */
  normal(data: KernelData, at: NumbersAt): Float64Array {
    const { path: { arena, task: { layout } }, windows, unknownOf, width } = this;
    const length = unknownOf.length;
    const stride = length * 8;
    // Windows narrower than the widest are padded with zeros, whose rows and columns may lie behind the end.
    this.hessian ||= arena.allocate((length + width) * stride);
    arena.u8.fill(0, this.hessian, this.hessian + length * stride);
    arena.f64[this.factor / 8] = this.path.lossOf(data).factor;
    const { outerProducts } = arena.kernels(`outer products ${width}`, () => [outerProductKernel(width)]);
    this.forEachRows('normal equations', data, at, (_, count) => {
      outerProducts!(this.values, this.starts, this.hessian, count, windows.length, this.room, stride, this.factor);
    });
    const p = layout.unknowns;
    const hessian = new Float64Array(p * p);
    const from = this.hessian / 8;
    for (let i = 0; i < length; i++) {
      const u = unknownOf[i]!;
      if (u < 0) continue;
      for (let j = 0; j <= i; j++) {
        const w = unknownOf[j]!;
        if (w >= 0) hessian[u > w ? u * p + w : w * p + u] = arena.f64[from + i * length + j]!;
      }
    }
    return hessian;
  }
}

/** Everything that is not a coefficient: weights, biases, shape parameters. */
function singlesOf(path: KernelPath): Single[] {
  const { arena, v, task: { structure, layout }, layers, layout: memory } = path;
  const singles: Single[] = [];
  const numbers = (): Float32Array | Float64Array => arena.numbers(v.precision);
  structure.layers.forEach((layer, l) => {
    const deltaOf = (output: number): number => layers[l]!.gz / v.size + output * BLOCK;
    layer.terms.forEach((term, t) => {
      const kernel = layers[l]!.terms[t]!;
      const own = layout.terms[l]![t]!;
      const window = term.window;
      for (let e = 0; e < term.mask.length; e++) {
        const output = e % layer.outputs;
        if (own.baseWeight[e]! >= 0) {
          singles.push({
            unknown: own.baseWeight[e]!,
            fill: (put, count) => {
              const all = numbers();
              const { base } = kernel.featuresOf(e, layer.outputs);
              for (let n = 0; n < count; n++) put(n, all[deltaOf(output) + n]! * all[base / v.size + n]!);
            },
          });
        }
        if (own.basisWeight[e]! >= 0) {
          singles.push({
            unknown: own.basisWeight[e]!,
            fill: (put, count, at) => {
              const all = numbers();
              const { values, starts, stride } = kernel.featuresOf(e, layer.outputs);
              for (let n = 0; n < count; n++) {
                const start = term.segments.coefficients.offset + e * term.size + (starts === 0 ? 0 : arena.i32[starts / 4 + n]!);
                let sum = 0;
                for (let j = 0; j < window; j++) sum += all[values / v.size + j * stride + n]! * all[at.trained / v.size + memory.placeOf[start + j]!]!;
                put(n, all[deltaOf(output) + n]! * sum);
              }
            },
          });
        }
      }
      for (const [name, unknowns] of Object.entries(own.shape)) {
        unknowns.forEach((unknown, entry) => {
          if (unknown < 0) return;
          singles.push({
            unknown,
            fill: (put, count) => {
              const all = numbers();
              for (const { plane, output } of kernel.shapeSlopes(name, entry)) {
                for (let n = 0; n < count; n++) {
                  const slope = all[plane / v.size + n]! * (output === null ? 1 : all[deltaOf(output) + n]!);
                  put(n, slope);
                }
              }
            },
          });
        });
      }
    });
    layout.bias[l]!.forEach((unknown, output) => {
      if (unknown >= 0) singles.push({ unknown, fill: (put, count) => { const all = numbers(); for (let n = 0; n < count; n++) put(n, all[deltaOf(output) + n]!); } });
    });
  });
  return singles;
}
