import { type BlockProgram, blockProgram } from '@knotwork/algebra';
import { clampStart, termFormula, type TermFormula } from '@knotwork/network';
import type { TermStructure } from '@knotwork/plugin';

/** Samples that run through the whole network together. */
export const BLOCK = 128;

/**
 * Features of one term for one block of samples, and the contraction with coefficients, forwards and backwards.
 *
 * Planes are `[input][plane][BLOCK]`; a plane holds one live feature, or its derivative, for every sample of the block.
 * The base function, where there is one, is the plane behind the features.
 */
export class TermKernel {
  /** Live features and the base function. */
  readonly rows: number;
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  /** Index of the first live coefficient: `[input][BLOCK]`. */
  readonly starts: Int32Array;
  private readonly source: TermFormula;
  private readonly program: BlockProgram;

  constructor(readonly term: TermStructure, readonly inputs: number, readonly outputs: number) {
    this.source = termFormula(term, 1);
    this.program = blockProgram(this.source.formula, BLOCK);
    this.rows = term.window + (term.base === null ? 0 : 1);
    this.values = new Float64Array(inputs * this.rows * BLOCK);
    this.slopes = new Float64Array(inputs * this.rows * BLOCK);
    this.starts = new Int32Array(inputs * BLOCK);
  }

  /** Evaluates the features of `count` samples. @param x inputs `[input][BLOCK]`, @param parameters for the domains */
  evaluate(x: Float64Array, parameters: Float64Array, count: number): void {
    const { program, source, rows, term } = this;
    const [px, pa, pb] = program.inputs as [Float64Array, Float64Array, Float64Array];
    const last = term.size - term.window;
    for (let i = 0; i < this.inputs; i++) {
      px.set(x.subarray(i * BLOCK, i * BLOCK + count));
      pa.fill(parameters[term.segments.domain.offset + 2 * i]!);
      pb.fill(parameters[term.segments.domain.offset + 2 * i + 1]!);
      program.run(count);
      const start = program.outputs[source.start]!;
      for (let n = 0; n < count; n++) this.starts[i * BLOCK + n] = clampStart(start[n]!, last);
      const copy = (output: number, to: Float64Array, row: number): void => to.set(program.outputs[output]!.subarray(0, count), (i * rows + row) * BLOCK);
      source.values[0]!.forEach((o, j) => copy(o, this.values, j));
      source.values[1]!.forEach((o, j) => copy(o, this.slopes, j));
      if (term.base !== null) { copy(source.base[0]!, this.values, term.window); copy(source.base[1]!, this.slopes, term.window); }
    }
  }

  /** y += features * coefficients. @param y `[output][BLOCK]`, @param c effective coefficients `[input][output][size]`, @param b base weights */
  forward(y: Float64Array, c: Float64Array, b: Float64Array, count: number): void {
    const { window, size, mask, base } = this.term;
    for (let i = 0; i < this.inputs; i++) {
      const starts = this.starts.subarray(i * BLOCK, i * BLOCK + count);
      for (let o = 0; o < this.outputs; o++) {
        const e = i * this.outputs + o;
        if (mask[e] === 0) continue;
        const to = o * BLOCK;
        for (let j = 0; j < window; j++) {
          const from = (i * this.rows + j) * BLOCK;
          const first = e * size + j;
          for (let n = 0; n < count; n++) y[to + n]! += this.values[from + n]! * c[first + starts[n]!]!;
        }
        if (base !== null) {
          const from = (i * this.rows + window) * BLOCK;
          const weight = b[e]!;
          for (let n = 0; n < count; n++) y[to + n]! += this.values[from + n]! * weight;
        }
      }
    }
  }

  /** gx += slope of every edge times gy: `[input][BLOCK]`. */
  backward(gx: Float64Array, gy: Float64Array, c: Float64Array, b: Float64Array, count: number): void {
    const { window, size, mask, base } = this.term;
    for (let i = 0; i < this.inputs; i++) {
      const starts = this.starts.subarray(i * BLOCK, i * BLOCK + count);
      const to = i * BLOCK;
      for (let o = 0; o < this.outputs; o++) {
        const e = i * this.outputs + o;
        if (mask[e] === 0) continue;
        const g = o * BLOCK;
        for (let j = 0; j < window; j++) {
          const from = (i * this.rows + j) * BLOCK;
          const first = e * size + j;
          for (let n = 0; n < count; n++) gx[to + n]! += gy[g + n]! * this.slopes[from + n]! * c[first + starts[n]!]!;
        }
        if (base !== null) {
          const from = (i * this.rows + window) * BLOCK;
          const weight = b[e]!;
          for (let n = 0; n < count; n++) gx[to + n]! += gy[g + n]! * this.slopes[from + n]! * weight;
        }
      }
    }
  }

  /** Adds the gradients of effective coefficients and base weights. */
  accumulate(gc: Float64Array, gb: Float64Array, gy: Float64Array, count: number): void {
    const { window, size, mask, base } = this.term;
    for (let i = 0; i < this.inputs; i++) {
      const starts = this.starts.subarray(i * BLOCK, i * BLOCK + count);
      for (let o = 0; o < this.outputs; o++) {
        const e = i * this.outputs + o;
        if (mask[e] === 0) continue;
        const g = o * BLOCK;
        for (let j = 0; j < window; j++) {
          const from = (i * this.rows + j) * BLOCK;
          const first = e * size + j;
          for (let n = 0; n < count; n++) gc[first + starts[n]!]! += gy[g + n]! * this.values[from + n]!;
        }
        if (base !== null) {
          const from = (i * this.rows + window) * BLOCK;
          let sum = 0;
          for (let n = 0; n < count; n++) sum += gy[g + n]! * this.values[from + n]!;
          gb[e]! += sum;
        }
      }
    }
  }
}
