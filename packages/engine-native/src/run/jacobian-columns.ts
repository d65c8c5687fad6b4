import type { Lanes } from '../code/emitter.js';
import type { Kernels } from '../code/web-assembly.js';
import { columnKernels, windowKernels } from '../emit/jacobian-kernels.js';
import type { Arena } from '../memory/arena.js';
import type { EdgeFeatures } from './kernel-term.js';

/** Where a column of sparse rows goes: address of its cell in the first row, and bytes of a row. */
export interface Cells { readonly to: number; readonly row: number }

/** In place of what stands there, or added to it. */
type How = 'put' | 'add';

/** Puts columns into the rows of a Jacobian for the samples of a block. Planes are addresses of numbers in the precision of the kernels, one for each sample. */
export class JacobianColumns {
  /** The number 1, for edges without a weight. */
  readonly one: number;
  private readonly columns: Kernels;
  private readonly byWindow = new Map<number, Kernels>();

  constructor(private readonly arena: Arena, private readonly v: Lanes) {
    this.one = arena.allocate(8);
    arena.numbers(v.precision)[this.one / v.size] = 1;
    this.columns = arena.kernels(`columns of rows ${v.precision}`, () => columnKernels(v.precision));
  }

  put(plane: number, { to, row }: Cells, count: number): void { this.columns['putPlane']!(plane, to, row, count); }

  /** The product of two planes, in place of what stands there or added to it. */
  putProduct(plane: number, other: number, { to, row }: Cells, count: number, how: How = 'put'): void { this.columns[`${how}Product`]!(plane, other, to, row, count); }

  /** @param plane of 32-bit integers, @param first is added to them */
  putStarts(plane: number, first: number, { to, row }: Cells, count: number): void { this.columns['putStarts']!(plane, first, to, row, count); }

  /** Adds a plane, or its product with another, to what stands there. */
  add(plane: number, other: number | null, { to, row }: Cells, count: number): void {
    const { arena, v } = this;
    const numbers = arena.numbers(v.precision);
    const { f64 } = arena;
    for (let n = 0; n < count; n++) f64[(to + n * row) / 8]! += numbers[plane / v.size + n]! * (other === null ? 1 : numbers[other / v.size + n]!);
  }

  /** Derivatives in the live coefficients of an edge, side by side. @param delta plane of those in its sum, @param weight address of the weight of the edge; null where it has none */
  putWindow(window: number, { values, stride }: EdgeFeatures, delta: number, weight: number | null, { to, row }: Cells, count: number, how: How = 'put'): void {
    this.windows(window)[`${how}Window`]!(values, stride * this.v.size, delta, weight ?? this.one, to, row, count);
  }

  /** The derivative in the weight of an edge. @param coefficients address of all of the edge's, in double precision */
  putSum(window: number, { values, stride, starts }: EdgeFeatures, coefficients: number, delta: number, { to, row }: Cells, count: number, how: How = 'put'): void {
    this.windows(window)[`${how}Sum`]!(values, stride * this.v.size, starts, coefficients, delta, to, row, count);
  }

  private windows(window: number): Kernels {
    const known = this.byWindow.get(window);
    if (known !== undefined) return known;
    const { arena, v: { precision } } = this;
    const kernels = arena.kernels(`windows of rows ${precision} ${window}`, () => windowKernels(precision, window));
    this.byWindow.set(window, kernels);
    return kernels;
  }
}
