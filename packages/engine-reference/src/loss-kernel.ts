import { type BlockProgram, blockProgram, derivative, type Expr, formula } from '@knotwork/algebra';
import type { ObjectiveBlock } from '@knotwork/plugin';
import { factorCurvature, type LossCurvature, lossCurvature, type RowsOf } from '@knotwork/engine-core';
import { fillInputs, type PointKernel } from './point-kernel.js';
import { BLOCK } from './term-kernel.js';

/** The loss of an objective block, its derivatives in the network's outputs and its curvature, for one block of samples. */
export class LossKernel implements PointKernel {
  readonly terms = 1;
  readonly rows: number;
  readonly scale = 1;
  private readonly program: BlockProgram;
  /** `[row][output][BLOCK]`; made when it is asked for, as the curvature is: first-order methods have no use for them. */
  private planes: Float64Array | null = null;
  private curvature: (LossCurvature & { readonly program: BlockProgram }) | null = null;

  constructor(readonly block: ObjectiveBlock, private readonly outputs: number) {
    const { roots, inputs } = block.formula;
    const slopes = Array.from({ length: outputs }, (_, q): [string, Expr] => [`l/y${q}`, derivative(roots[0]!, `y${q}`)]);
    this.rows = outputs;
    this.program = blockProgram(formula(inputs, { l: roots[0]!, ...Object.fromEntries(slopes) }), BLOCK);
  }

  run(y: Float64Array, t: Float64Array, count: number): void {
    fillInputs(this.block.formula.inputs, this.program.inputs, y, t, count);
    this.program.run(count);
  }

  addTo(sum: number, count: number): number {
    const loss = this.program.outputs[0]!;
    for (let n = 0; n < count; n++) sum += loss[n]!;
    return sum;
  }

  addGradient(delta: Float64Array, factor: number, count: number): void {
    for (let q = 0; q < this.outputs; q++) {
      const slope = this.program.outputs[1 + q]!;
      for (let n = 0; n < count; n++) delta[q * BLOCK + n]! += factor * slope[n]!;
    }
  }

  runRows(of: RowsOf, y: Float64Array, t: Float64Array, count: number): void {
    const { outputs } = this;
    const planes = (this.planes ??= new Float64Array(outputs * outputs * BLOCK));
    if (of === 'rows') {
      planes.fill(0);
      for (let q = 0; q < outputs; q++) planes.fill(1, (q * outputs + q) * BLOCK, (q * outputs + q + 1) * BLOCK);
      return;
    }
    const { isWhole, program } = (this.curvature ??= this.compileCurvature());
    fillInputs(this.block.formula.inputs, program.inputs, y, t, count);
    program.run(count);
    program.outputs.forEach((entry, k) => { planes.set(entry.subarray(0, count), k * BLOCK); });
    if (isWhole) factorCurvature(planes, 0, BLOCK, outputs, count);
  }

  row(k: number, delta: Float64Array, count: number): void {
    const from = k * this.outputs * BLOCK;
    for (let q = 0; q < this.outputs; q++) delta.set(this.planes!.subarray(from + q * BLOCK, from + q * BLOCK + count), q * BLOCK);
  }

  private compileCurvature(): NonNullable<LossKernel['curvature']> {
    const { inputs } = this.block.formula;
    const curvature = lossCurvature(this.block.formula, this.outputs);
    return { ...curvature, program: blockProgram(formula(inputs, Object.fromEntries(curvature.entries.map((e, k) => [`f${k}`, e]))), BLOCK) };
  }
}
