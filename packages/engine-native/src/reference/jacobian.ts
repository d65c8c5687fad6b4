import type { ShapeParameter, TermStructure } from '@knotwork/plugin';
import { type Coefficients, fold } from '../coefficients.js';
import { columns, type Evaluation } from './evaluation.js';
import type { ProgramLayout, TermLayout } from '../layout.js';
import type { ReferenceData } from './reference-data.js';
import { BLOCK, type TermKernel } from './term-kernel.js';

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
 * edges * (window + 1) non-zeros whatever the number of intervals; shape parameters add one each.
 */
export function forEachJacobianRow(
  evaluation: Evaluation, layout: ProgramLayout, parameters: Float64Array, data: ReferenceData, visit: (row: JacobianRow, sample: number, residual: number) => void,
): void {
  const { structure, kernel } = evaluation;
  const c = fold(structure, parameters);
  const { residual } = evaluation.blockOf(data);
  const outputs = structure.layers.at(-1)!.outputs;
  const targets = new Float64Array(data.targets.width * BLOCK);
  const longest = structure.layers.reduce((sum, l) => sum + l.outputs + l.terms.reduce((s, t) => s + longestOf(t), 0), 0);
  const row: JacobianRow = { length: 0, columns: new Int32Array(longest), values: new Float64Array(longest), residual: 0 };
  evaluation.forEachBlock(parameters, c, data, (from, count) => {
    columns(data.targets, from, count, targets);
    residual.run(kernel.activations.at(-1)!, targets, count);
    for (let k = 0; k < residual.residuals; k++) {
      const delta = kernel.deltas.at(-1)!;
      for (let q = 0; q < outputs; q++) delta.set(residual.slope(k, q).subarray(0, count), q * BLOCK);
      kernel.backward(c, count);
      for (let n = 0; n < count; n++) {
        fillRow(row, evaluation, layout, parameters, c, n);
        row.residual = residual.residual(k)[n]!;
        visit(row, from + n, k);
      }
    }
  });
}

/** Most non-zeros of one term in a row. */
function longestOf({ mask, window, segments }: TermStructure): number {
  return mask.length * (window + 2) + Object.values(segments.shape).reduce((sum, { length }) => sum + length, 0);
}

function fillRow(row: JacobianRow, { structure, kernel }: Evaluation, layout: ProgramLayout, parameters: Float64Array, c: Coefficients, n: number): void {
  row.length = 0;
  for (const layer of structure.layers) {
    const l = layer.index;
    const delta = (o: number): number => kernel.sumDeltas[l]![o * BLOCK + n]!;
    const terms = kernel.terms[l]!;
    /** Shape parameters of one scope: one non-zero each, summed over the edges `from` to `to` that share it, because a row must not name an unknown twice. */
    const addShapes = (scope: ShapeParameter['scope'], t: number, from: number, to: number): void => {
      const { shapes, term: { mask } } = terms[t]!;
      for (const shape of shapes) {
        const unknown = layout.terms[l]![t]!.shape[shape.name]![shape.entries[from]!]!;
        if (shape.scope !== scope || unknown < 0) continue;
        let sum = 0;
        for (let e = from; e < to; e++) if (mask[e] === 1) sum += delta(e % layer.outputs) * terms[t]!.shapeSlope(shape, e, c.effective[l]![t]!, n);
        add(row, unknown, sum);
      }
    };
    for (let i = 0; i < layer.inputs; i++) {
      const [first, behind] = [i * layer.outputs, (i + 1) * layer.outputs];
      for (let e = first; e < behind; e++) {
        for (let t = 0; t < terms.length; t++) {
          if (layer.terms[t]!.mask[e] === 0) continue;
          addEdge(row, terms[t]!, layout.terms[l]![t]!, parameters, e, delta(e - first), n);
          addShapes('edge', t, e, e + 1);
        }
      }
      for (let t = 0; t < terms.length; t++) addShapes('input', t, first, behind);
    }
    for (let t = 0; t < terms.length; t++) addShapes('layer', t, 0, layer.inputs * layer.outputs);
    for (let o = 0; o < layer.outputs; o++) add(row, layout.bias[l]![o]!, delta(o));
  }
}

/** Adds a non-zero; nothing for what is not trained. */
function add(row: JacobianRow, unknown: number, value: number): void {
  if (unknown < 0) return;
  row.columns[row.length] = unknown;
  row.values[row.length++] = value;
}

/** Adds the coefficients and weights of edge e. @param d derivative of the residual in the edge's output */
function addEdge(row: JacobianRow, kernel: TermKernel, unknown: TermLayout, parameters: Float64Array, e: number, d: number, n: number): void {
  const { window, size, segments: { coefficients, basisWeight } } = kernel.term;
  const weight = basisWeight === null ? 1 : parameters[basisWeight.offset + e]!;
  const group = kernel.groupOf(e);
  const start = kernel.starts[group * BLOCK + n]!;
  const plane = group * kernel.rows * BLOCK + n;
  const first = unknown.coefficients[e]!;
  if (first >= 0) for (let j = 0; j < window; j++) add(row, first + start + j, d * weight * kernel.values[plane + j * BLOCK]!);
  if (unknown.baseWeight[e]! >= 0) add(row, unknown.baseWeight[e]!, d * kernel.values[plane + window * BLOCK]!);
  if (unknown.basisWeight[e]! >= 0) {
    let sum = 0;
    for (let j = 0; j < window; j++) sum += kernel.values[plane + j * BLOCK]! * parameters[coefficients.offset + e * size + start + j]!;
    add(row, unknown.basisWeight[e]!, d * sum);
  }
}
