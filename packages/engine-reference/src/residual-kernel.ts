import { type BlockProgram, blockProgram, derivatives, type Expr, formula } from '@knotwork/algebra';
import type { ObjectiveBlock } from '@knotwork/plugin';
import type { RowsOf } from '@knotwork/engine-core';
import { fillInputs, type PointKernel } from './point-kernel.js';
import { BLOCK } from './term-kernel.js';

/** The residuals of an objective block and their derivatives in the network's outputs, for one block of samples. */
export class ResidualKernel implements PointKernel {
  readonly terms: number;
  readonly rows: number;
  readonly scale = 0.5;
  private readonly program: BlockProgram;

  constructor(readonly block: ObjectiveBlock, private readonly outputs: number) {
    const { roots, inputs } = block.formula;
    this.terms = roots.length;
    this.rows = roots.length;
    const all: Record<string, Expr> = {};
    roots.forEach((r, k) => { all[`r${k}`] = r; });
    for (let q = 0; q < outputs; q++) derivatives(roots, `y${q}`).forEach((d, k) => { all[`r${k}/y${q}`] = d; });
    this.program = blockProgram(formula(inputs, all), BLOCK);
  }

  run(y: Float64Array, t: Float64Array, count: number): void {
    fillInputs(this.block.formula.inputs, this.program.inputs, y, t, count);
    this.program.run(count);
  }

  addTo(sum: number, count: number): number {
    for (let k = 0; k < this.terms; k++) {
      const r = this.residual(k);
      for (let n = 0; n < count; n++) sum += r[n]! * r[n]!;
    }
    return sum;
  }

  addGradient(delta: Float64Array, factor: number, count: number): void {
    for (let k = 0; k < this.terms; k++) {
      const r = this.residual(k);
      for (let q = 0; q < this.outputs; q++) {
        const slope = this.slope(k, q);
        for (let n = 0; n < count; n++) delta[q * BLOCK + n]! += factor * r[n]! * slope[n]!;
      }
    }
  }

  runRows(_of: RowsOf, y: Float64Array, t: Float64Array, count: number): void { this.run(y, t, count); }

  row(k: number, delta: Float64Array, count: number): void {
    for (let q = 0; q < this.outputs; q++) delta.set(this.slope(k, q).subarray(0, count), q * BLOCK);
  }

  /** Residual k of every sample of the block, after `run`. */
  private residual(k: number): Float64Array { return this.program.outputs[k]!; }

  /** Derivative of residual k in output q, after `run`. */
  private slope(k: number, q: number): Float64Array { return this.program.outputs[this.terms * (1 + q) + k]!; }
}
