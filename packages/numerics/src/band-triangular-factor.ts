import type { BandLeastSquaresProblem } from './band-least-squares-problem.js';

/** The triangle R and the rotated targets Qᵀ B that have the same least-squares solutions as the rows. */
export interface BandTriangularFactor {
  /** Row-major `[size][size]`, upper triangular with `window` diagonals. */
  readonly triangle: Float64Array;
  /** Row-major `[size][count]`. */
  readonly targets: Float64Array;
}

/**
 * Reduces the weighted rows (and the ridge, as size more rows) to a triangle by Givens rotations, one row at a time.
 *
 * Unlike the normal equations this does not square the condition number, and what remains does not grow with the
 * number of rows.
 *
 * Cost: about 3·rows·window² multiply-adds. Rows are taken by ascending start, which is what keeps fill inside the window.
 *
 * @source C. L. Lawson and R. J. Hanson, Solving Least Squares Problems, 1974, chapter 27.
 */
export function bandTriangularFactor(problem: BandLeastSquaresProblem): BandTriangularFactor {
  const { rows, size, window, starts, values, weights, targets, count, ridge = 0 } = problem;
  const factor = { triangle: new Float64Array(size * size), targets: new Float64Array(size * count) };
  const row = new Float64Array(window);
  const target = new Float64Array(count);
  const order = Uint32Array.from({ length: rows }, (_, r) => r).sort((r, s) => starts[r]! - starts[s]!);
  for (const r of order) {
    const root = weights === undefined ? 1 : Math.sqrt(weights[r]!);
    for (let k = 0; k < window; k++) row[k] = root * values[r * window + k]!;
    for (let c = 0; c < count; c++) target[c] = root * targets[r * count + c]!;
    rotateIn(factor, row, target, starts[r]!, size);
  }
  for (let j = 0; ridge > 0 && j < size; j++) {
    // A ridge row joins after all data rows, so its window may fill past the band: it gets the whole remaining width.
    const ridgeRow = new Float64Array(size - j);
    ridgeRow[0] = Math.sqrt(ridge);
    rotateIn(factor, ridgeRow, target.fill(0), j, size);
  }
  return factor;
}

/** Rotates `row`, whose element k belongs to column start + k, into the triangle; leaves `row` zero. */
function rotateIn(
  factor: BandTriangularFactor,
  row: Float64Array,
  target: Float64Array,
  start: number,
  size: number,
): void {
  const { triangle, targets } = factor;
  const count = target.length;
  for (let k = 0; k < row.length; k++) {
    if (row[k] === 0) continue;
    const i = start + k;
    const origin = i * size + start;
    const radius = Math.hypot(triangle[origin + k]!, row[k]!);
    const cosine = triangle[origin + k]! / radius;
    const sine = row[k]! / radius;
    for (let m = k; m < row.length; m++) {
      const above = triangle[origin + m]!;
      triangle[origin + m] = cosine * above + sine * row[m]!;
      row[m] = cosine * row[m]! - sine * above;
    }
    for (let c = 0; c < count; c++) {
      const above = targets[i * count + c]!;
      targets[i * count + c] = cosine * above + sine * target[c]!;
      target[c] = cosine * target[c]! - sine * above;
    }
  }
}
