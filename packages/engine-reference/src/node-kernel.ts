import { type BlockProgram, blockProgram, derivative, type Expr, formula, input } from '@knotwork/algebra';
import { channelExpressions, channelName, type Channels, sumInput } from '@knotwork/network';
import type { NodeGroup } from '@knotwork/plugin/engine';
import { BLOCK } from './term-kernel.js';

/** How a channel of the output depends on a channel of one of its sums. */
interface Slope { readonly channel: number; readonly sum: number; readonly of: number }

/**
 * The node formula of a group of nodes and its derivatives in their sums, for one block of samples. Sums are `[channel][sum][BLOCK]`, outputs
 * `[channel][output][BLOCK]`, of the whole layer.
 */
export class NodeKernel {
  private readonly program: BlockProgram;
  private readonly slopes: readonly Slope[];
  /** `[node][slope][BLOCK]` */
  private readonly planes: Float64Array;

  /** @param sums of the layer, @param outputs of the layer */
  constructor(private readonly group: NodeGroup, private readonly channels: Channels, private readonly sums: number, private readonly outputs: number) {
    const { arity, count } = group;
    const names = Array.from({ length: arity }, (_, k) => sumInput(k));
    // Nodes of a layer that has formulas at others stand beside their sums: they are copied.
    const f = group.formula ?? formula([sumInput(0)], { y: input(sumInput(0)) });
    const all = channelExpressions(f.roots[0]!, names, channels);
    const slopes = all.flatMap((e, channel) => names.flatMap((name, sum) => channels.list.map((_, of) => ({ channel, sum, of, e: derivative(e, channelName(name, of)) }))))
      .filter(({ e }) => !(e.op === 'constant' && e.value === 0));
    const roots: Record<string, Expr> = {};
    all.forEach((e, channel) => { roots[`y@${channel}`] = e; });
    slopes.forEach(({ e }, k) => { roots[`s${k}`] = e; });
    this.slopes = slopes;
    this.program = blockProgram(formula(channels.list.flatMap((_, channel) => names.map((name) => channelName(name, channel))), roots), BLOCK);
    this.planes = new Float64Array(count * slopes.length * BLOCK);
  }

  /** Writes the outputs and remembers the derivatives. */
  forward(z: Float64Array, y: Float64Array, count: number): void {
    const { group: { first, firstSum, count: nodes, arity }, program, slopes, planes, channels: { list }, sums, outputs } = this;
    for (let node = 0; node < nodes; node++) {
      list.forEach((_, channel) => {
        for (let k = 0; k < arity; k++) {
          const at = (channel * sums + firstSum + node * arity + k) * BLOCK;
          program.inputs[channel * arity + k]!.set(z.subarray(at, at + count));
        }
      });
      program.run(count);
      list.forEach((_, channel) => { y.set(program.outputs[channel]!.subarray(0, count), (channel * outputs + first + node) * BLOCK); });
      slopes.forEach((_, k) => { planes.set(program.outputs[list.length + k]!.subarray(0, count), (node * slopes.length + k) * BLOCK); });
    }
  }

  /** Writes the derivatives in the sums from those in the outputs. */
  backward(gz: Float64Array, gy: Float64Array, count: number): void {
    const { group: { first, firstSum, count: nodes, arity }, slopes, planes, channels: { list }, sums, outputs } = this;
    for (let node = 0; node < nodes; node++) {
      list.forEach((_, channel) => { gz.fill(0, (channel * sums + firstSum + node * arity) * BLOCK, (channel * sums + firstSum + (node + 1) * arity) * BLOCK); });
      slopes.forEach(({ channel, sum, of }, k) => {
        const from = (channel * outputs + first + node) * BLOCK;
        const [at, slope] = [(of * sums + firstSum + node * arity + sum) * BLOCK, (node * slopes.length + k) * BLOCK];
        for (let n = 0; n < count; n++) gz[at + n]! += planes[slope + n]! * gy[from + n]!;
      });
    }
  }
}
