import { fold } from '../coefficients.js';
import { columns, type Evaluation } from './evaluation.js';
import type { ProgramLayout } from '../layout.js';
import type { ReferenceData } from './reference-data.js';
import { BLOCK } from './term-kernel.js';

/** One row of the Jacobian of the residuals: what one sample and one residual touch. Valid during the visit only. */
export interface JacobianRow {
  /** Number of non-zeros. */
  length: number;
  /** Unknowns, ascending. */
  readonly columns: Int32Array;
  readonly values: Float64Array;
  /** The residual itself. */
  residual: number;
}

/**
 * Visits the rows of the Jacobian in order of samples and, for each, of residuals. A row of a network with local support has
 * edges * (window + 1) non-zeros whatever the number of intervals.
 */
export function forEachJacobianRow(
  evaluation: Evaluation, layout: ProgramLayout, parameters: Float64Array, data: ReferenceData, visit: (row: JacobianRow, sample: number, residual: number) => void,
): void {
  const { structure, kernel } = evaluation;
  const c = fold(structure, parameters);
  const { residual } = evaluation.blockOf(data);
  const outputs = structure.layers.at(-1)!.outputs;
  const targets = new Float64Array(data.targets.width * BLOCK);
  const longest = structure.layers.reduce((sum, l) => sum + l.outputs + l.terms.reduce((s, t) => s + l.inputs * l.outputs * (t.window + 2), 0), 0);
  const row: JacobianRow = { length: 0, columns: new Int32Array(longest), values: new Float64Array(longest), residual: 0 };
  evaluation.forEachBlock(parameters, c, data, (from, count) => {
    columns(data.targets, from, count, targets);
    residual.run(kernel.activations.at(-1)!, targets, count);
    for (let k = 0; k < residual.residuals; k++) {
      const delta = kernel.deltas.at(-1)!;
      for (let q = 0; q < outputs; q++) delta.set(residual.slope(k, q).subarray(0, count), q * BLOCK);
      kernel.backward(c, count, 1);
      for (let n = 0; n < count; n++) {
        fillRow(row, evaluation, layout, parameters, n);
        row.residual = residual.residual(k)[n]!;
        visit(row, from + n, k);
      }
    }
  });
}

function fillRow(row: JacobianRow, { structure, kernel }: Evaluation, layout: ProgramLayout, parameters: Float64Array, n: number): void {
  const { columns: at, values } = row;
  let length = 0;
  for (let l = 0; l < structure.layers.length; l++) {
    const layer = structure.layers[l]!;
    const delta = kernel.deltas[l + 1]!;
    for (let i = 0; i < layer.inputs; i++) {
      for (let o = 0; o < layer.outputs; o++) {
        const e = i * layer.outputs + o;
        const d = delta[o * BLOCK + n]!;
        for (let t = 0; t < layer.terms.length; t++) {
          const term = layer.terms[t]!;
          if (term.mask[e] === 0) continue;
          const own = kernel.terms[l]![t]!;
          const unknown = layout.terms[l]![t]!;
          const weight = term.segments.basisWeight === null ? 1 : parameters[term.segments.basisWeight.offset + e]!;
          const start = own.starts[i * BLOCK + n]!;
          const plane = i * own.rows * BLOCK + n;
          const first = unknown.coefficients[e]!;
          if (first >= 0) {
            for (let j = 0; j < term.window; j++) {
              at[length] = first + start + j;
              values[length++] = d * weight * own.values[plane + j * BLOCK]!;
            }
          }
          if (unknown.baseWeight[e]! >= 0) {
            at[length] = unknown.baseWeight[e]!;
            values[length++] = d * own.values[plane + term.window * BLOCK]!;
          }
          if (unknown.basisWeight[e]! >= 0) {
            let sum = 0;
            const coefficientsAt = term.segments.coefficients.offset + e * term.size + start;
            for (let j = 0; j < term.window; j++) sum += own.values[plane + j * BLOCK]! * parameters[coefficientsAt + j]!;
            at[length] = unknown.basisWeight[e]!;
            values[length++] = d * sum;
          }
        }
      }
    }
    for (let o = 0; o < layer.outputs; o++) {
      const b = layout.bias[l]![o]!;
      if (b >= 0) { at[length] = b; values[length++] = delta[o * BLOCK + n]!; }
    }
  }
  row.length = length;
}
