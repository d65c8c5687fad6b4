import type { PositiveSolver } from '@knotwork/engine-core';
import type { Vec } from '@knotwork/plugin';
import { whyNoKernels } from '../code/host-support.js';
import { denseProductKernel, TILE } from '../emit/dense-product-kernel.js';
import { Arena } from '../memory/arena.js';
import { kernelSolver } from './kernel-solver.js';

/** Rows that are multiplied together: what stays in a processor's cache for rows of some hundred numbers. */
const ROWS_AT_ONCE = 32;

/** Sums of products of rows, in double precision. */
export interface RowProducts {
  /**
   * Adds factor J'WJ, in steps of some rows.
   *
   * @param rows `[points][width]` @param weights at least 0, one a row; null for 1
   */
  add(rows: ArrayLike<number>, factor: number, weights: ArrayLike<number> | null): void;
  /** The sum so far, of which the lower triangle means something: `[width][width]`, a copy. */
  sum(): Vec;
  dispose(): void;
}

/** Double precision for engines whose device has none: the kernels of this engine by themselves. */
export interface KernelAlgebra {
  readonly solver: PositiveSolver;
  /** @param width numbers of a row; takes 8 width^2 bytes until it is disposed of */
  products(width: number): RowProducts;
}

/** In memory of its own that is taken when something is first asked; null where the host runs no kernels. */
export function kernelAlgebra(): KernelAlgebra | null {
  if (whyNoKernels() !== null) return null;
  let memory: Arena | null = null;
  const arena = (): Arena => (memory ??= new Arena());
  let made: PositiveSolver | null = null;
  const solver = (): PositiveSolver => (made ??= kernelSolver(arena()));
  return {
    solver: { solve: (...of) => solver().solve(...of), inverseBlocks: (a, n, ranges, pause) => solver().inverseBlocks(a, n, ranges, pause) },
    products: (width) => productsIn(arena(), width),
  };
}

function productsIn(arena: Arena, width: number): RowProducts {
  const line = Math.ceil(width / TILE) * TILE;
  const sums = arena.allocate(8 * line * line);
  const values = arena.allocate(8 * line * ROWS_AT_ONCE);
  const scale = arena.allocate(8);
  const { denseProducts } = arena.kernels('dense products', () => [denseProductKernel()]);
  return {
    add: (rows, factor, weights) => {
      const { f64 } = arena;
      f64[scale / 8] = factor;
      const count = rows.length / width;
      for (let from = 0; from < count; from += ROWS_AT_ONCE) {
        const some = Math.min(ROWS_AT_ONCE, count - from);
        for (let n = 0; n < some; n++) {
          const to = values / 8 + n * line;
          const row = (from + n) * width;
          const root = weights === null ? 1 : Math.sqrt(weights[from + n]!);
          for (let k = 0; k < width; k++) f64[to + k] = root * rows[row + k]!;
        }
        denseProducts!(values, sums, some, line, 8 * line, 8 * line, scale);
      }
    },
    sum: () => {
      const all = new Float64Array(width * width);
      for (let i = 0; i < width; i++) all.set(arena.f64.subarray(sums / 8 + i * line, sums / 8 + i * line + i + 1), i * width);
      return all;
    },
    dispose: () => { for (const at of [sums, values, scale]) arena.release(at); },
  };
}
