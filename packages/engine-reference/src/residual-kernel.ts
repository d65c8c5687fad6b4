import { type BlockProgram, blockProgram, constant, type Expr, formula } from '@knotwork/algebra';
import type { BlockForm, RowsOf } from '@knotwork/engine-core';
import type { PointDeltas, PointKernel, PointPlaces, PointPlanes } from './point-kernel.js';
import { BLOCK } from './term-kernel.js';

/** The residuals of an objective block and their derivatives in its variables, for one block of points. */
export class ResidualKernel implements PointKernel {
  private readonly program: BlockProgram;

  constructor(readonly form: BlockForm, private readonly places: PointPlaces) {
    const { roots, slopes, inputs, variables } = form;
    const all: Record<string, Expr> = {};
    roots.forEach((r, k) => { all[`r${k}`] = r; });
    variables.forEach((_, q) => roots.forEach((__, k) => { all[`r${k}/v${q}`] = slopes[k]![q] ?? constant(0); }));
    this.program = blockProgram(formula(inputs, all), BLOCK);
  }

  run(planes: PointPlanes, count: number): void {
    this.places.fill(this.form.reads, this.program.inputs, planes, count);
    this.program.run(count);
  }

  addTo(sum: number, count: number, weights: Float64Array | null): number {
    for (let k = 0; k < this.form.terms; k++) {
      const r = this.residual(k);
      for (let n = 0; n < count; n++) sum += r[n]! * r[n]! * (weights === null ? 1 : weights[n]!);
    }
    return sum;
  }

  addGradient(deltas: PointDeltas, factor: number, count: number, weights: Float64Array | null): void {
    const { form } = this;
    for (let k = 0; k < form.terms; k++) {
      const r = this.residual(k);
      form.variables.forEach((_, q) => {
        const [slope, delta] = [this.slope(k, q), this.places.deltaOf(form, q, deltas)];
        for (let n = 0; n < count; n++) delta[n]! += factor * (weights === null ? 1 : weights[n]!) * r[n]! * slope[n]!;
      });
    }
  }

  runRows(_of: RowsOf, planes: PointPlanes, count: number): void { this.run(planes, count); }

  row(k: number, deltas: PointDeltas, count: number): void {
    deltas.outputs.fill(0);
    deltas.scalars.fill(0);
    this.form.variables.forEach((_, q) => { this.places.deltaOf(this.form, q, deltas).set(this.slope(k, q).subarray(0, count)); });
  }

  /** Residual k of every point of the block, after `run`. */
  private residual(k: number): Float64Array { return this.program.outputs[k]!; }

  /** Derivative of residual k in variable q, after `run`. */
  private slope(k: number, q: number): Float64Array { return this.program.outputs[this.form.terms * (1 + q) + k]!; }
}
