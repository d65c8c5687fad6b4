import { type BlockProgram, blockProgram, derivative, formula, type Formula } from '@knotwork/algebra';
import { BLOCK } from './term-kernel.js';

/** The node formula y = N(z) of a layer and its derivative, for one block of samples. Arrays are `[output][BLOCK]`. */
export class NodeKernel {
  private readonly program: BlockProgram;
  private readonly slopes: Float64Array;

  constructor(node: Formula, private readonly outputs: number) {
    const y = node.roots[0]!;
    this.program = blockProgram(formula(node.inputs, { y, slope: derivative(y, 'z') }), BLOCK);
    this.slopes = new Float64Array(outputs * BLOCK);
  }

  /** Writes y = N(z) and remembers N'(z). */
  forward(z: Float64Array, y: Float64Array, count: number): void {
    for (let o = 0; o < this.outputs; o++) {
      this.program.inputs[0]!.set(z.subarray(o * BLOCK, o * BLOCK + count));
      this.program.run(count);
      y.set(this.program.outputs[0]!.subarray(0, count), o * BLOCK);
      this.slopes.set(this.program.outputs[1]!.subarray(0, count), o * BLOCK);
    }
  }

  /** Writes gz = N'(z) gy. */
  backward(gz: Float64Array, gy: Float64Array, count: number): void {
    for (let at = 0; at < this.outputs * BLOCK; at += BLOCK) for (let n = at; n < at + count; n++) gz[n] = this.slopes[n]! * gy[n]!;
  }
}
