import type { Vec } from '@knotwork/plugin';
import { INVERSE_RIDGE } from '@knotwork/plugin/engine';

/** S = D^-1/2 H D^-1/2 + INVERSE_RIDGE I, D the diagonal of H, and D^-1/2. Where a diagonal is not positive it counts as 1. */
export function scaledSystem(hessian: Vec, n: number): { readonly matrix: Vec; readonly scale: Vec } {
  const scale = new Float64Array(n);
  for (let i = 0; i < n; i++) scale[i] = hessian[i * n + i]! > 0 ? 1 / Math.sqrt(hessian[i * n + i]!) : 1;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) matrix[i * n + j] = scale[i]! * scale[j]! * hessian[i * n + j]!;
    matrix[i * n + i] = scale[i]! ** 2 * hessian[i * n + i]! + INVERSE_RIDGE;
  }
  return { matrix, scale };
}
