import { type BlockProgram, blockProgram, derivatives, type Expr, formula } from '@knotwork/algebra';
import type { ObjectiveBlock } from '@knotwork/plugin';
import { BLOCK } from './term-kernel.js';

/** The residuals of an objective block and their derivatives in the network's outputs, for one block of samples. */
export class ResidualKernel {
  readonly residuals: number;
  private readonly program: BlockProgram;
  private readonly slots: readonly { isOutput: boolean; index: number }[];

  constructor(readonly block: ObjectiveBlock, outputs: number) {
    const { roots, inputs } = block.formula;
    this.residuals = roots.length;
    const all: Record<string, Expr> = {};
    roots.forEach((r, k) => { all[`r${k}`] = r; });
    for (let q = 0; q < outputs; q++) derivatives(roots, `y${q}`).forEach((d, k) => { all[`r${k}/y${q}`] = d; });
    this.program = blockProgram(formula(inputs, all), BLOCK);
    this.slots = inputs.map((name) => ({ isOutput: name.startsWith('y'), index: Number(name.slice(1)) }));
  }

  /** @param y outputs `[output][BLOCK]`, @param t targets `[output][BLOCK]` */
  run(y: Float64Array, t: Float64Array, count: number): void {
    this.slots.forEach(({ isOutput, index }, k) => {
      this.program.inputs[k]!.set((isOutput ? y : t).subarray(index * BLOCK, index * BLOCK + count));
    });
    this.program.run(count);
  }

  /** Residual k of every sample of the block, after `run`. */
  residual(k: number): Float64Array { return this.program.outputs[k]!; }

  /** Derivative of residual k in output q, after `run`. */
  slope(k: number, q: number): Float64Array { return this.program.outputs[this.residuals * (1 + q) + k]!; }

}
