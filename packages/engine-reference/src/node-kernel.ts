import { type BlockProgram, blockProgram, derivative, formula, input } from '@knotwork/algebra';
import { sumInput } from '@knotwork/network';
import type { NodeGroup } from '@knotwork/plugin/engine';
import { BLOCK } from './term-kernel.js';

/** The node formula of a group of nodes and its derivatives in their sums, for one block of samples. Sums are `[sum][BLOCK]`, outputs `[output][BLOCK]`, of the whole layer. */
export class NodeKernel {
  private readonly program: BlockProgram;
  /** Derivative of the output in each of its sums: `[sums of the group][BLOCK]`. */
  private readonly slopes: Float64Array;

  constructor(private readonly group: NodeGroup) {
    const { arity, count } = group;
    const names = Array.from({ length: arity }, (_, k) => sumInput(k));
    // Nodes of a layer that has formulas at others stand beside their sums: they are copied.
    const f = group.formula ?? formula([sumInput(0)], { y: input(sumInput(0)) });
    const y = f.roots[0]!;
    this.program = blockProgram(formula(names, { y, ...Object.fromEntries(names.map((name) => [`y/${name}`, derivative(y, name)])) }), BLOCK);
    this.slopes = new Float64Array(count * arity * BLOCK);
  }

  /** Writes the outputs and remembers the derivatives. */
  forward(z: Float64Array, y: Float64Array, count: number): void {
    const { group: { first, firstSum, count: nodes, arity }, program, slopes } = this;
    for (let node = 0; node < nodes; node++) {
      for (let k = 0; k < arity; k++) {
        const at = (firstSum + node * arity + k) * BLOCK;
        program.inputs[k]!.set(z.subarray(at, at + count));
      }
      program.run(count);
      y.set(program.outputs[0]!.subarray(0, count), (first + node) * BLOCK);
      for (let k = 0; k < arity; k++) slopes.set(program.outputs[1 + k]!.subarray(0, count), (node * arity + k) * BLOCK);
    }
  }

  /** Writes the derivatives in the sums from those in the outputs. */
  backward(gz: Float64Array, gy: Float64Array, count: number): void {
    const { group: { first, firstSum, count: nodes, arity }, slopes } = this;
    for (let node = 0; node < nodes; node++) {
      const from = (first + node) * BLOCK;
      for (let k = 0; k < arity; k++) {
        const [at, slope] = [(firstSum + node * arity + k) * BLOCK, (node * arity + k) * BLOCK];
        for (let n = 0; n < count; n++) gz[at + n] = slopes[slope + n]! * gy[from + n]!;
      }
    }
  }
}
