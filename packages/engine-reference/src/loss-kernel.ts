import { type BlockProgram, blockProgram, constant, type Expr, formula } from '@knotwork/algebra';
import { type BlockForm, factorCurvature, type LossCurvature, lossCurvature, type RowsOf } from '@knotwork/engine-core';
import type { PointDeltas, PointKernel, PointPlaces, PointPlanes } from './point-kernel.js';
import { BLOCK } from './term-kernel.js';

/** The loss of an objective block, its derivatives in its variables and its curvature, for one block of points. */
export class LossKernel implements PointKernel {
  private readonly program: BlockProgram;
  /** `[row][variable][BLOCK]`; made when it is asked for, as the curvature is: first-order methods have no use for them. */
  private planes: Float64Array | null = null;
  private curvature: (LossCurvature & { readonly program: BlockProgram }) | null = null;

  constructor(readonly form: BlockForm, private readonly places: PointPlaces) {
    const { roots, inputs, slopes, variables } = form;
    const derivatives = variables.map((_, q): [string, Expr] => [`l/v${q}`, slopes[0]![q] ?? constant(0)]);
    this.program = blockProgram(formula(inputs, { l: roots[0]!, ...Object.fromEntries(derivatives) }), BLOCK);
  }

  run(planes: PointPlanes, count: number): void {
    this.places.fill(this.form.reads, this.program.inputs, planes, count);
    this.program.run(count);
  }

  addTo(sum: number, count: number, weights: Float64Array | null): number {
    const loss = this.program.outputs[0]!;
    for (let n = 0; n < count; n++) sum += loss[n]! * (weights === null ? 1 : weights[n]!);
    return sum;
  }

  addGradient(deltas: PointDeltas, factor: number, count: number, weights: Float64Array | null): void {
    this.form.variables.forEach((_, q) => {
      const [slope, delta] = [this.program.outputs[1 + q]!, this.places.deltaOf(this.form, q, deltas)];
      for (let n = 0; n < count; n++) delta[n]! += factor * (weights === null ? 1 : weights[n]!) * slope[n]!;
    });
  }

  runRows(of: RowsOf, points: PointPlanes, count: number): void {
    const size = this.form.variables.length;
    const planes = (this.planes ??= new Float64Array(size * size * BLOCK));
    if (of === 'rows') {
      planes.fill(0);
      for (let q = 0; q < size; q++) planes.fill(1, (q * size + q) * BLOCK, (q * size + q + 1) * BLOCK);
      return;
    }
    const { isWhole, program } = (this.curvature ??= this.compileCurvature());
    this.places.fill(this.form.reads, program.inputs, points, count);
    program.run(count);
    program.outputs.forEach((entry, k) => { planes.set(entry.subarray(0, count), k * BLOCK); });
    if (isWhole) factorCurvature(planes, 0, BLOCK, size, count);
  }

  row(k: number, deltas: PointDeltas, count: number): void {
    const size = this.form.variables.length;
    deltas.outputs.fill(0);
    deltas.scalars.fill(0);
    for (let q = 0; q < size; q++) {
      const from = (k * size + q) * BLOCK;
      this.places.deltaOf(this.form, q, deltas).set(this.planes!.subarray(from, from + count));
    }
  }

  private compileCurvature(): NonNullable<LossKernel['curvature']> {
    const curvature = lossCurvature(this.form);
    return { ...curvature, program: blockProgram(formula(this.form.inputs, Object.fromEntries(curvature.entries.map((e, k) => [`f${k}`, e]))), BLOCK) };
  }
}
