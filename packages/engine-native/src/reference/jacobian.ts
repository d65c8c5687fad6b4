import type { TermStructure } from '@knotwork/plugin';
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
    for (let i = 0; i < layer.inputs; i++) {
      for (let o = 0; o < layer.outputs; o++) {
        for (let t = 0; t < terms.length; t++) {
          if (layer.terms[t]!.mask[i * layer.outputs + o] === 0) continue;
          addEdge(row, terms[t]!, layout.terms[l]![t]!, parameters, i, o, delta(o), n);
          addShapes(row, terms[t]!, layout.terms[l]![t]!, c.effective[l]![t]!, 'edge', i, o, delta, n);
        }
      }
      for (let t = 0; t < terms.length; t++) addShapes(row, terms[t]!, layout.terms[l]![t]!, c.effective[l]![t]!, 'input', i, 0, delta, n);
    }
    for (let t = 0; t < terms.length; t++) addShapes(row, terms[t]!, layout.terms[l]![t]!, c.effective[l]![t]!, 'layer', 0, 0, delta, n);
    for (let o = 0; o < layer.outputs; o++) add(row, layout.bias[l]![o]!, delta(o));
  }
}

/** Adds a non-zero; nothing for what is not trained. */
function add(row: JacobianRow, unknown: number, value: number): void {
  if (unknown < 0) return;
  row.columns[row.length] = unknown;
  row.values[row.length++] = value;
}

/** Adds the coefficients and weights of one edge. @param d derivative of the residual in the edge's output */
function addEdge(row: JacobianRow, kernel: TermKernel, unknown: TermLayout, parameters: Float64Array, input: number, output: number, d: number, n: number): void {
  const { window, size, segments: { coefficients, basisWeight } } = kernel.term;
  const e = input * kernel.outputs + output;
  const weight = basisWeight === null ? 1 : parameters[basisWeight.offset + e]!;
  const group = kernel.groupOf(input, output);
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

/**
 * Adds the shape parameters of one scope: of the edge from `input` to `output`, of `input`, or of the layer. One non-zero each, summed
 * over the edges that share it: rows must not name an unknown twice.
 */
function addShapes(
  row: JacobianRow, kernel: TermKernel, unknown: TermLayout, c: Float64Array, scope: 'edge' | 'input' | 'layer', input: number, output: number,
  delta: (output: number) => number, n: number,
): void {
  for (const name of kernel.shapeSlopes.keys()) {
    if (kernel.term.shape[name]!.scope !== scope) continue;
    const entry = kernel.entryOf(name, input, output);
    if (unknown.shape[name]![entry]! < 0) continue;
    let sum = 0;
    kernel.forEachEdge((at) => {
      if (kernel.entryOf(name, at.input, at.output) === entry) sum += delta(at.output) * kernel.shapeSlope(name, at.input, at.output, at.edge, c, n);
    });
    add(row, unknown.shape[name]![entry]!, sum);
  }
}
