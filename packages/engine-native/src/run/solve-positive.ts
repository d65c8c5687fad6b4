import type { SolvePositive } from '@knotwork/engine-core';
import type { Arena } from '../memory/arena.js';
import { choleskyKernels, ROWS } from '../emit/cholesky-kernels.js';

/** Solves positive definite systems in the memory of a program. */
export function kernelCholesky(arena: Arena): SolvePositive {
  let matrix = 0;
  let room = 0;
  let right = 0;
  const status = arena.allocate(4);
  return (a, n, b) => {
    const size = Math.ceil(n / ROWS) * ROWS;
    const stride = 8 * size;
    if (size > room) {
      for (const stretch of [matrix, right]) arena.release(stretch);
      // Nothing is held until both are there: the memory may be full.
      [matrix, right, room] = [0, 0, 0];
      matrix = arena.allocate(size * stride);
      right = arena.allocate(stride);
      room = size;
    }
    const { f64 } = arena;
    for (let i = 0; i < n; i++) f64.set(a.subarray(i * n, i * n + i + 1), (matrix + i * stride) / 8);
    for (let i = n; i < size; i++) {
      const row = (matrix + i * stride) / 8;
      f64.fill(0, row, row + i);
      f64[row + i] = 1;
    }
    f64.fill(0, right / 8, right / 8 + size);
    f64.set(b, right / 8);
    const { cholesky, solve } = arena.kernels('cholesky', choleskyKernels);
    cholesky!(matrix, size, stride, status);
    if (arena.i32[status / 4] === 0) return false;
    solve!(matrix, size, stride, right);
    b.set(f64.subarray(right / 8, right / 8 + n));
    return true;
  };
}
