import type { Curve } from '../curves/curve.js';

/** A network as pictures need it: plain data that JSON can hold. */
export interface PicturedNetwork {
  /** False where scores are not known: then nothing is said of them, and edges that weigh 1 are drawn alike. */
  readonly isScored?: boolean;
  /** Names of the inputs, in the user's words: `[inputs]`. */
  readonly inputs: readonly string[];
  /** Names of the outputs, which are the nodes of the last layer: `[outputs]`. */
  readonly outputs: readonly string[];
  /** From the inputs to the outputs, at least one. */
  readonly layers: readonly PicturedLayer[];
}

/** Edges, the sums they lead to, and nodes that are made of sums. Node i of a layer is input i of the next. */
export interface PicturedLayer {
  readonly nodes: readonly PicturedNode[];
  /** Those that are on, in any order, at most one from an input to a sum. */
  readonly edges: readonly PicturedEdge[];
}

/** What becomes of sums. */
export interface PicturedNode {
  /** Stands beside the node; names of outputs are `PicturedNetwork.outputs`. */
  readonly name?: string;
  /** `sum` has a plus and `product` a cross; any other, such as `tanh`, is written as it is. */
  readonly kind: string;
  /** Numbers of the sums that the node is made of, from 0. */
  readonly sums: readonly number[];
}

/** A function from an input of the layer to a sum of it. */
export interface PicturedEdge extends Curve {
  /** Number of the input: of the network's in the first layer, of a node of the layer before in others; from 0. */
  readonly input: number;
  /** Number of the sum, from 0. */
  readonly sum: number;
  /** How much depends on the edge, as words say it and thresholds take it: 0 for nothing, 1 for all. Others are held at these ends, and what is no number counts as 0. */
  readonly score: number;
  /** How much the edge weighs among those of its layer, which only lines and places show: 0 for nothing, 1 for the most; its score where left out. */
  readonly weight?: number;
  /** The function as text, where it has one. */
  readonly label?: string;
}
