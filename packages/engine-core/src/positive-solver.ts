import { choleskyFactor, choleskySolve } from '@knotwork/numerics';
import type { Vec } from '@knotwork/plugin';
import type { Pause } from '@knotwork/plugin/engine';
import type { Awaitable } from './backend.js';

/** Dense linear algebra of symmetric positive definite matrices: lower triangles, row by row, `[n][n]`, which may be overwritten. */
export interface PositiveSolver {
  /**
   * Solves A X = B, writes X over B.
   *
   * @param b right sides one after another, each `[n]`
   * @param pause called in the middle of long work, where the solver can; it is not to be called again meanwhile
   * @param added to the diagonal of what `a` holds, `[n]`: then `a` stays as it is
   * @returns whether A is positive definite; b means nothing where it is not
   */
  solve(a: Vec, n: number, b: Vec, pause?: Pause, added?: Vec): Awaitable<boolean>;
  /**
   * Blocks on the diagonal of A^-1.
   *
   * @param ranges rows `from` to `to` (exclusive)
   * @returns a symmetric block for each, `[to - from][to - from]`; null where A is not positive definite
   */
  inverseBlocks(a: Vec, n: number, ranges: readonly (readonly [number, number])[], pause?: Pause): Awaitable<Vec[] | null>;
}

/** By plain loops: n^3 / 6 multiply-adds for a factorization, as many again for the inverse of the factor. */
export const plainSolver: PositiveSolver = {
  solve: (a, n, b, _pause, added) => {
    const matrix = added === undefined ? a : a.slice();
    added?.forEach((value, i) => { matrix[i * (n + 1)]! += value; });
    if (!choleskyFactor(matrix, n)) return false;
    for (let from = 0; from < b.length; from += n) choleskySolve(matrix, n, b.subarray(from, from + n));
    return true;
  },
  inverseBlocks: (a, n, ranges) => {
    if (!choleskyFactor(a, n)) return null;
    invertFactor(a, n);
    return ranges.map(([from, to]) => inverseBlock(a, n, from, to));
  },
};

/** L^-1 in place of L, row by row: row i is (e_i - sum_{k<i} L_ik row_k) / L_ii, which reads finished rows only. */
function invertFactor(l: Vec, n: number): void {
  const row = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const at = i * n;
    row.fill(0, 0, i);
    for (let k = 0; k < i; k++) {
      const factor = l[at + k]!;
      for (let j = 0; j <= k; j++) row[j]! -= factor * l[k * n + j]!;
    }
    const pivot = 1 / l[at + i]!;
    for (let j = 0; j < i; j++) l[at + j] = row[j]! * pivot;
    l[at + i] = pivot;
  }
}

/** A block of A^-1 = L^-T L^-1 from L^-1: entry (i, j) is the product of columns i and j, from row max(i, j) on. */
export function inverseBlock(inverse: Vec, n: number, from: number, to: number): Vec {
  const size = to - from;
  const block = new Float64Array(size * size);
  for (let k = from; k < n; k++) {
    const last = Math.min(k, to - 1) - from;
    for (let i = 0; i <= last; i++) {
      const v = inverse[k * n + from + i]!;
      for (let j = 0; j <= i; j++) block[i * size + j]! += v * inverse[k * n + from + j]!;
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) block[j * size + i] = block[i * size + j]!;
  return block;
}
