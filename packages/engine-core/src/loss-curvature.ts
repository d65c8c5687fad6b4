import { constant, type Expr, formula, hessian } from '@knotwork/algebra';
import { positiveFactor } from '@knotwork/numerics';
import type { BlockForm } from './block-form.js';

/** Expressions of how a loss bends in its variables. */
export interface LossCurvature {
  /** `[row][variable]`: F where variables do not interact in the loss, else H. */
  readonly entries: readonly Expr[];
  /** Whether the entries are H and have to be factored sample by sample. */
  readonly isWhole: boolean;
}

/**
 * What normal equations take of a loss: rows F with F'F the positive part of H, its second derivatives in outputs and scalars. Each row is to J'HJ
 * what a residual is to J'J. Variables that do not interact make H a diagonal, whose factor is a formula.
 */
export function lossCurvature({ roots, inputs, variables }: BlockForm): LossCurvature {
  const second = hessian(formula(inputs, { l: roots[0]! }), variables.map(({ name }) => name));
  const isWhole = second.some((row, i) => row.some((e, j) => j < i && !(e.op === 'constant' && e.value === 0)));
  const entry = (i: number, j: number): Expr => second[Math.max(i, j)]![Math.min(i, j)]!;
  return { isWhole, entries: variables.flatMap((_, i) => variables.map((__, j) => (isWhole ? entry(i, j) : i === j ? entry(i, i).maximum(0).sqrt() : constant(0)))) };
}

/** Replaces H by F for `count` samples. @param planes numbers `[row][variable][stride]` from `first` on */
export function factorCurvature(planes: Float32Array | Float64Array, first: number, stride: number, variables: number, count: number): void {
  const one = new Float64Array(variables * variables);
  for (let n = 0; n < count; n++) {
    for (let k = 0; k < one.length; k++) one[k] = planes[first + k * stride + n]!;
    positiveFactor(one, variables);
    for (let k = 0; k < one.length; k++) planes[first + k * stride + n] = one[k]!;
  }
}
