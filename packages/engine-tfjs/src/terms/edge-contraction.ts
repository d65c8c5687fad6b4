import type { TermStructure } from '@knotwork/plugin/engine';
import type { Device } from '../device.js';
import type { Tensor } from '../tfjs-module.js';
import type { Contraction } from './contraction.js';
import { Selection } from './selection.js';

/** Every edge has features of its own: a group is an edge. */
export class EdgeContraction implements Contraction {
  private readonly from: Selection;
  private readonly to: Selection;

  constructor(private readonly device: Device, private readonly term: TermStructure, layer: { readonly inputs: number; readonly sums: number }, private readonly rows: number) {
    this.from = new Selection(device, term.edges.from, layer.inputs);
    this.to = new Selection(device, term.edges.to, layer.sums);
  }

  prepare(weights: Tensor): Tensor { return this.device.tf.reshape(weights, [1, this.rows * this.term.edges.count]); }

  sums(dense: Tensor, weights: Tensor): Tensor {
    const { tf } = this.device;
    return this.to.spread(tf.sum(this.byRow(tf.mul(dense, weights)), 1));
  }

  features(gz: Tensor, weights: Tensor): Tensor {
    const { tf } = this.device;
    const products = tf.mul(tf.reshape(weights, [1, this.rows, this.term.edges.count]), tf.expandDims(this.to.pick(gz), 1));
    return tf.reshape(products, [gz.shape[0]!, this.rows * this.term.edges.count]);
  }

  weights(dense: Tensor, gz: Tensor): Tensor { return this.device.tf.sum(this.weightsBySample(dense, gz), 0); }

  weightsBySample(dense: Tensor, gz: Tensor): Tensor {
    const { tf } = this.device;
    return tf.mul(this.byRow(dense), tf.expandDims(this.to.pick(gz), 1));
  }

  pick(x: Tensor): Tensor { return this.from.pick(x); }

  spread(byGroup: Tensor): Tensor { return this.from.spread(byGroup); }

  private byRow(dense: Tensor): Tensor { return this.device.tf.reshape(dense, [dense.shape[0]!, this.rows, this.term.edges.count]); }

  dispose(): void {
    this.from.dispose();
    this.to.dispose();
  }
}
