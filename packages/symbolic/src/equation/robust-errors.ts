import { reflect } from '@knotwork/numerics';
import { determined, isDependent, type ScaledQr, scaledQr } from './scaled-qr.js';

/** A fit by least squares where it ended, with weights: rows times the roots of theirs. */
export interface FitEnd {
  /** By columns, `[constants][rows]`. */
  readonly jacobian: Float64Array;
  readonly residuals: Float64Array;
  /** What the square of the error of a row is at least: rounding. */
  readonly floor: number;
  /** Of a row whose own residual says nothing, since the fit goes through it. */
  readonly variance: number;
}

/** What leverage leaves of a row: of less, the residual is rounding. */
const LEFT = 1e-6;

/**
 * Standard errors of constants that hold whatever the variance of each row is, equal or not: HC3. Every residual is divided by 1 - h, with h the leverage of its row, so that it is what the row would leave
 * if the fit had gone without it; a constant moves by the sum of these, each times the constant's influence R^-1 Q'.
 *
 * @returns `[constants]`; Infinity where the rows do not determine one, or are not finite
 *
 * Cost: about 4 rows constants² multiplications.
 *
 * @source J. G. MacKinnon and H. White, Some heteroskedasticity-consistent covariance matrix estimators with improved finite sample properties, 1985, in the form of A. C. Davison and D. V. Hinkley, Bootstrap Methods
 * and their Application, 1997, section 6.2.4: without the mean of the residuals
 */
export function robustErrors({ jacobian, residuals, floor, variance }: FitEnd): Float64Array {
  const rows = residuals.length;
  const total = rows === 0 ? 0 : jacobian.length / rows;
  const errors = new Float64Array(total).fill(Infinity);
  const all = scaledQr(jacobian.slice(), residuals);
  if (all === null) return errors;
  const { spreads } = determined(all, total);
  // Of columns that depend on others the others say all.
  const kept = [...spreads.keys()].filter((j) => !isDependent(all.r[j * total + j]!));
  const qr = kept.length === total ? all : scaledQr(Float64Array.from({ length: kept.length * rows }, (_, k) => jacobian[kept[Math.floor(k / rows)]! * rows + (k % rows)]!), residuals)!;
  const q = columnsOfQ(qr, rows);
  const left = new Float64Array(rows).fill(1);
  for (const column of q) column.forEach((v, n) => { left[n]! -= v * v; });
  const moved = residuals.map((e, n) => (left[n]! > LEFT ? Math.max(Math.abs(e) / left[n]!, Math.sqrt(floor)) : Math.sqrt(variance)));
  const sums = new Float64Array(kept.length);
  for (let n = 0; n < rows; n++) influence(qr, q.map((column) => column[n]!)).forEach((v, k) => { sums[k]! += (v * moved[n]!) ** 2; });
  kept.forEach((j, k) => { if (spreads[j] !== Infinity) errors[j] = Math.sqrt(sums[k]!); });
  return errors;
}

/** The columns of Q that R has rows of, each of all rows: reflections of unit vectors, the last first. */
function columnsOfQ({ reflections, count }: ScaledQr, rows: number): Float64Array[] {
  return Array.from({ length: Math.min(count, rows) }, (_, k) => {
    const column = new Float64Array(rows);
    column[k] = 1;
    for (let j = k; j >= 0; j--) reflect(reflections, column, j * rows + j, j, rows - j);
    return column;
  });
}

/** What constants move by with one row: R^-1 of its row of Q, over the lengths of the columns. */
function influence({ r, lengths, count }: ScaledQr, row: readonly number[]): Float64Array {
  const moved = new Float64Array(count);
  for (let j = row.length - 1; j >= 0; j--) {
    let sum = row[j]!;
    for (let k = j + 1; k < row.length; k++) sum -= r[k * count + j]! * moved[k]!;
    moved[j] = sum / r[j * count + j]!;
  }
  return moved.map((v, j) => v / lengths[j]!);
}
