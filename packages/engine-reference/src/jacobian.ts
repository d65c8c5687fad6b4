import type { ShapeParameter } from '@knotwork/plugin';
import type { TermStructure } from '@knotwork/plugin/engine';
import { type Coefficients, edgesOf, fold } from '@knotwork/network';
import type { AllNumbers, RowsOf, TermLayout } from '@knotwork/engine-core';
import type { Evaluation } from './evaluation.js';
import type { ReferenceSet } from './reference-data.js';
import { BLOCK, type TermKernel } from './term-kernel.js';

/** One row of the Jacobian: what one sample and one residual, or output, touch. Valid during the visit only. */
export interface JacobianRow {
  /** Number of non-zeros. */
  length: number;
  /** Unknowns, ascending. */
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/**
 * Visits the rows of the Jacobian of one block of the objective over one set, block by block of samples, in each first those of the first residual (or
 * variable). A row of a network with local support has edges * (window + 1) non-zeros whatever the number of intervals; shape parameters and
 * scalars add one each. Rows of normal equations that would be 0 for a whole block are left out.
 */
export function forEachJacobianRow(
  of: RowsOf, evaluation: Evaluation, { parameters, scalars }: AllNumbers, set: ReferenceSet, block: number, visit: (row: JacobianRow, sample: number, k: number) => void,
): void {
  const { task: { structure, layout }, kernel, deltas } = evaluation;
  const c = fold(structure, parameters);
  const point = evaluation.points[block]!;
  const longest = structure.layers.reduce((sum, l) => sum + l.sums + l.terms.reduce((s, t) => s + longestOf(t), 0), layout.scalars.length);
  const row: JacobianRow = { length: 0, columns: new Int32Array(longest), values: new Float64Array(longest) };
  evaluation.forEachBlock(parameters, c, set, (from, count) => {
    point.runRows(of, evaluation.planesOf(set, scalars, from, count), count);
    for (let k = 0; k < point.form.rows; k++) {
      point.row(k, deltas, count);
      if (of === 'normal equations' && [deltas.outputs, deltas.scalars].every((plane) => plane.every((d) => d === 0))) continue;
      kernel.backward(c, count);
      for (let n = 0; n < count; n++) {
        fillRow(row, evaluation, parameters, c, n);
        visit(row, from + n, k);
      }
    }
  });
}

/** Most non-zeros of one term in a row. */
function longestOf({ edges, window, segments }: TermStructure): number {
  return edges.count * (window + 2) + Object.values(segments.shape).reduce((sum, { length }) => sum + length, 0);
}

function fillRow(row: JacobianRow, { task: { structure, layout }, kernel, deltas }: Evaluation, parameters: Float64Array, c: Coefficients, n: number): void {
  row.length = 0;
  for (const layer of structure.layers) {
    const l = layer.index;
    const { inputs, sums } = layer;
    const delta = kernel.sumDeltas[l]!;
    const terms = kernel.terms[l]!;
    const [unknowns, effective] = [layout.terms[l]!, c.effective[l]!];
    for (let i = 0; i < inputs; i++) {
      for (let pair = i * sums; pair < (i + 1) * sums; pair++) {
        for (let t = 0; t < terms.length; t++) {
          const e = terms[t]!.term.edges.edgeAt[pair]!;
          if (e < 0) continue;
          addEdge(row, terms[t]!, unknowns[t]!, parameters, e, delta, sums, n);
          addShapes(row, terms[t]!, unknowns[t]!, effective[t]!, delta, sums, n, 'edge', e, e + 1);
        }
      }
      for (let t = 0; t < terms.length; t++) {
        const { first, end } = edgesOf(terms[t]!.term, i);
        addShapes(row, terms[t]!, unknowns[t]!, effective[t]!, delta, sums, n, 'input', first, end);
      }
    }
    for (let t = 0; t < terms.length; t++) addShapes(row, terms[t]!, unknowns[t]!, effective[t]!, delta, sums, n, 'layer', 0, terms[t]!.term.edges.count);
    for (let o = 0; o < sums; o++) {
      const b = layout.bias[l]![o]!;
      if (b >= 0) { row.columns[row.length] = b; row.values[row.length++] = delta[o * BLOCK + n]!; }
    }
  }
  for (let s = 0; s < layout.scalars.length; s++) {
    row.columns[row.length] = layout.parameterOf.length + s;
    row.values[row.length++] = deltas.scalars[s * BLOCK + n]!;
  }
}

/** Adds the coefficients and weights of edge e. @param delta derivatives of the residual: `[channel][sum][BLOCK]` */
function addEdge(row: JacobianRow, kernel: TermKernel, unknown: TermLayout, parameters: Float64Array, e: number, delta: Float64Array, sums: number, n: number): void {
  const { columns, values } = row;
  let { length } = row;
  const { window, size, edges, segments: { coefficients, basisWeight } } = kernel.term;
  const group = kernel.groupOf(e);
  const start = kernel.starts[group * BLOCK + n]!;
  const plane = group * kernel.rows * BLOCK + n;
  const to = edges.to[e]!;
  /** Derivative of the residual in what multiplies a feature. */
  const seen = (feature: number): number => {
    let sum = 0;
    for (let channel = 0; channel < kernel.channels.length; channel++) sum += delta[(channel * sums + to) * BLOCK + n]! * kernel.channels[channel]![plane + feature * BLOCK]!;
    return sum;
  };
  const first = unknown.coefficients[e]!;
  if (first >= 0) {
    const weight = basisWeight === null ? 1 : parameters[basisWeight.offset + e]!;
    for (let j = 0; j < window; j++) {
      columns[length] = first + start + j;
      values[length++] = weight * seen(j);
    }
  }
  if (unknown.baseWeight[e]! >= 0) {
    columns[length] = unknown.baseWeight[e]!;
    values[length++] = seen(window);
  }
  if (unknown.basisWeight[e]! >= 0) {
    let sum = 0;
    for (let j = 0; j < window; j++) sum += seen(j) * parameters[coefficients.offset + e * size + start + j]!;
    columns[length] = unknown.basisWeight[e]!;
    values[length++] = sum;
  }
  row.length = length;
}

/**
 * Adds the shape parameters of one scope that the edges `from` to `to` share: one non-zero each, summed over those edges, because a row
 * must not name an unknown twice. @param c effective coefficients, @param delta derivatives of the residual: `[channel][sum][BLOCK]`
 */
function addShapes(
  row: JacobianRow, kernel: TermKernel, unknown: TermLayout, c: Float64Array, delta: Float64Array, sums: number, n: number, scope: ShapeParameter['scope'], from: number, to: number,
): void {
  if (from === to) return;
  for (const shape of kernel.shapes) {
    if (shape.scope !== scope) continue;
    const column = unknown.shape[shape.name]![shape.entries[from]!]!;
    if (column < 0) continue;
    let sum = 0;
    for (let e = from; e < to; e++) {
      for (let channel = 0; channel < kernel.channels.length; channel++) sum += delta[(channel * sums + kernel.term.edges.to[e]!) * BLOCK + n]! * kernel.shapeSlope(shape, channel, e, c, n);
    }
    row.columns[row.length] = column;
    row.values[row.length++] = sum;
  }
}
