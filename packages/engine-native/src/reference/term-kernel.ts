import { type BlockProgram, blockProgram } from '@knotwork/algebra';
import { clampStart, gridOf, termFormula, type TermFormula } from '@knotwork/network';
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
      const { domain, knots } = gridOf(term, parameters, i);
      pa.fill(domain[0]);
      pb.fill(domain[1]);
      program.run(count, knots ?? undefined);
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
    this.forEachPlane((plane, coefficient, starts, { output }) => {
      const to = output * BLOCK;
      for (let n = 0; n < count; n++) y[to + n]! += this.values[plane + n]! * c[coefficient + starts[n]!]!;
    }, (plane, { output, edge }) => {
      const to = output * BLOCK;
      const weight = b[edge]!;
      for (let n = 0; n < count; n++) y[to + n]! += this.values[plane + n]! * weight;
    });
  }

  /** gx += slope of every edge times gy: `[input][BLOCK]`. */
  backward(gx: Float64Array, gy: Float64Array, c: Float64Array, b: Float64Array, count: number): void {
    this.forEachPlane((plane, coefficient, starts, { input, output }) => {
      const [to, g] = [input * BLOCK, output * BLOCK];
      for (let n = 0; n < count; n++) gx[to + n]! += gy[g + n]! * this.slopes[plane + n]! * c[coefficient + starts[n]!]!;
    }, (plane, { input, output, edge }) => {
      const [to, g] = [input * BLOCK, output * BLOCK];
      const weight = b[edge]!;
      for (let n = 0; n < count; n++) gx[to + n]! += gy[g + n]! * this.slopes[plane + n]! * weight;
    });
  }

  /** Adds the gradients of effective coefficients and base weights. */
  accumulate(gc: Float64Array, gb: Float64Array, gy: Float64Array, count: number): void {
    this.forEachPlane((plane, coefficient, starts, { output }) => {
      const g = output * BLOCK;
      for (let n = 0; n < count; n++) gc[coefficient + starts[n]!]! += gy[g + n]! * this.values[plane + n]!;
    }, (plane, { output, edge }) => {
      const g = output * BLOCK;
      let sum = 0;
      for (let n = 0; n < count; n++) sum += gy[g + n]! * this.values[plane + n]!;
      gb[edge]! += sum;
    });
  }

  /**
   * Visits every plane of every edge that is on: `feature` with the plane's offset and the index of the coefficient that belongs
   * to start 0, then `base` with the base function's plane.
   */
  private forEachPlane(
    feature: (plane: number, coefficient: number, starts: Int32Array, at: EdgePlace) => void, base: (plane: number, at: EdgePlace) => void,
  ): void {
    const { window, size, mask } = this.term;
    for (let input = 0; input < this.inputs; input++) {
      const starts = this.starts.subarray(input * BLOCK, (input + 1) * BLOCK);
      for (let output = 0; output < this.outputs; output++) {
        const edge = input * this.outputs + output;
        if (mask[edge] === 0) continue;
        const at = { input, output, edge };
        for (let j = 0; j < window; j++) feature((input * this.rows + j) * BLOCK, edge * size + j, starts, at);
        if (this.term.base !== null) base((input * this.rows + window) * BLOCK, at);
      }
    }
  }
}

interface EdgePlace { readonly input: number; readonly output: number; readonly edge: number }
