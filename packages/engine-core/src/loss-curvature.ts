import { constant, type Expr, type Formula, hessian } from '@knotwork/algebra';
import { positiveFactor } from '@knotwork/numerics';

/** Expressions of how a loss bends in the outputs. */
export interface LossCurvature {
  /** `[row][output]`: F where outputs do not interact in the loss, else H. */
  readonly entries: readonly Expr[];
  /** Whether the entries are H and have to be factored sample by sample. */
  readonly isWhole: boolean;
}

/**
 * What normal equations take of a loss: rows F with F'F the positive part of H, its second derivatives in the outputs. Each row is to J'HJ
 * what a residual is to J'J. Outputs that do not interact make H a diagonal, whose factor is a formula.
 */
export function lossCurvature(loss: Formula, outputs: number): LossCurvature {
  const range = Array.from({ length: outputs }, (_, q) => q);
  const second = hessian(loss, range.map((q) => `y${q}`));
  const isWhole = second.some((row, i) => row.some((e, j) => j < i && !(e.op === 'constant' && e.value === 0)));
  const entry = (i: number, j: number): Expr => second[Math.max(i, j)]![Math.min(i, j)]!;
  return { isWhole, entries: range.flatMap((i) => range.map((j) => (isWhole ? entry(i, j) : i === j ? entry(i, i).maximum(0).sqrt() : constant(0)))) };
}

/** Replaces H by F for `count` samples. @param planes numbers `[row][output][stride]` from `first` on */
export function factorCurvature(planes: Float32Array | Float64Array, first: number, stride: number, outputs: number, count: number): void {
  const one = new Float64Array(outputs * outputs);
  for (let n = 0; n < count; n++) {
    for (let k = 0; k < one.length; k++) one[k] = planes[first + k * stride + n]!;
    positiveFactor(one, outputs);
    for (let k = 0; k < one.length; k++) planes[first + k * stride + n] = one[k]!;
  }
}
