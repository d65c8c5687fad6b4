import { derivative, formula, input } from '@knotwork/algebra';
import { sumInput } from '@knotwork/network';
import type { NodeGroup } from '@knotwork/plugin/engine';
import type { Device } from '../device.js';
import { TensorFormula } from '../formulas/tensor-formula.js';
import { ofShape } from '../formulas/tensor-operations.js';
import type { Tensor } from '../tfjs-module.js';

/** A group of nodes: outputs from sums, and derivatives. */
export class TensorNodes {
  private readonly formula: TensorFormula;
  private readonly names: readonly string[];

  constructor(private readonly device: Device, private readonly group: NodeGroup) {
    this.names = Array.from({ length: group.arity }, (_, k) => sumInput(k));
    // Nodes of a layer that has formulas at others stand beside their sums: they are copied.
    const y = (group.formula ?? formula([sumInput(0)], { y: input(sumInput(0)) })).roots[0]!;
    this.formula = new TensorFormula(device, formula(this.names, { y, ...Object.fromEntries(this.names.map((name) => [`y/${name}`, derivative(y, name)])) }));
  }

  /** @param z `[samples][sums]` of the layer @returns outputs `[samples][nodes]`, and derivatives in each of a node's sums where asked */
  evaluate(z: Tensor, differentiate: boolean): { readonly outputs: Tensor; readonly slopes: readonly Tensor[] } {
    const { device, device: { tf }, group: { firstSum, count, arity }, names } = this;
    const shape: [number, number] = [z.shape[0]!, count];
    const own = tf.reshape(tf.slice(z, [0, firstSum], [-1, count * arity]), [z.shape[0]!, count, arity]);
    const inputs = Object.fromEntries(tf.unstack(own, 2).map((sum, k) => [names[k]!, sum]));
    const [outputs, ...slopes] = this.formula.run(inputs, differentiate ? [0, ...names.map((_, k) => k + 1)] : [0]).map((q) => ofShape(device, q, shape));
    return { outputs: outputs!, slopes };
  }

  /** Derivatives in the sums of the group, `[samples][nodes * arity]`, from those in its outputs. @param gy of the layer */
  backward(gy: Tensor, slopes: readonly Tensor[]): Tensor {
    const { device: { tf }, group: { first, count, arity } } = this;
    const own = tf.slice(gy, [0, first], [-1, count]);
    return tf.reshape(tf.stack(slopes.map((slope) => tf.mul(slope, own)), 2), [gy.shape[0]!, count * arity]);
  }
}
