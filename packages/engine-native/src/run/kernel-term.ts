import type { Channels } from '@knotwork/network';
import type { CompileOptions, LayerStructure } from '@knotwork/plugin/engine';
import type { Lanes } from '../code/emitter.js';
import type { ParameterBlock } from '../code/parameter-block.js';
import type { Memory } from '../memory/arena.js';
import type { BlockRun, ChannelsAt } from '../memory/block-run.js';
import type { TermLayout } from '../memory/memory-layout.js';
import type { NativeMaps } from './contractions/native-maps.js';
import type { MakeRows } from './contractions/rows-contraction.js';
import type { CoefficientEntry, CoefficientsAt } from './contractions/term-contraction.js';
import { FeatureTerm } from './feature-term.js';
import type { KernelKinds } from './kernel-kinds.js';

/** Where the features of an edge are: address of the first and numbers from one to the next; of its starts, 0 where there are none; of the base function. */
export interface EdgeFeatures { readonly values: number; readonly stride: number; readonly starts: number; readonly base: number }

/** Features of groups of edges that share them, the base function first: address, of starts, 0 where there are none, and bytes of a group. */
export interface GroupFeatures { readonly values: number; readonly starts: number; readonly planes: number }

/**
 * The kernels of one term, and the memory they need for a block: everything is allocated once, a call allocates nothing. Terms are asked in this
 * order: `evaluate`, then `forward`, and after that `backward` or `propagate`. Edges have the numbers that the structure gives them.
 */
export interface KernelTerm {
  readonly layout: TermLayout;
  /** What formulas read of an input, and how it is laid out. */
  readonly block: ParameterBlock;
  /** Whether the gradient of this term is added to what stands there, so that it must be zero before. */
  readonly addsToGradient: boolean;
  /** Whether all that it does to the memory in a pass, it does by kernels, so that it can be written down for another thread. */
  readonly isRecordable: boolean;
  /** Groups that have features, as they are stored: numbers of planes. */
  readonly stored: Int32Array;
  /** Number of each stored group as the contract counts them: of a live input, or of an edge with features of its own. */
  readonly groupOf: Int32Array;
  /** Effective coefficients from what trains. @param onTheWay whether a pass begins whose first block folds what can be folded on the way */
  fold(trained: number, onTheWay: boolean): void;
  /** From gradients of effective coefficients to those of what trains. @param onTheWay whether the last block of the pass unfolded what can be */
  unfold(trained: number, gradient: number, onTheWay: boolean): void;
  /** Makes ready for a block. @param x inputs of the layer, `[input][BLOCK]`; @param xs their channels, where any go through; @param grid uniform numbers of the features */
  evaluate(run: BlockRun, x: number, xs: ChannelsAt, grid: number, trained: number): void;
  /** Adds what was evaluated into rows or planes, whichever the term works in; where channels go through, into all of them. */
  forward(rows: number, z: number): void;
  /**
   * Adds the gradients of the block that was evaluated, from those in the sums of the layer, all channels of them.
   *
   * @param gradient where gradients of what trains are added up
   * @param gx gradients in the inputs, `[channel][input][BLOCK]` with the stride of the inputs, added to; 0 where nobody wants them
   */
  backward(rows: number, gz: number, gradient: number, gx: number): void;
  /** Gradients in the inputs, added to gx unless it is 0, and for every sample those in shape parameters. */
  propagate(rows: number, gz: number, gx: number): void;
  /** Derivatives in entry `entry` of a shape parameter after `propagate`: planes to be added up, those of single edges still to be multiplied by the gradient in a sum. */
  shapeSlopes(name: string, entry: number): readonly { readonly plane: number; readonly sum: number | null }[];
  /** A channel of them, after `evaluate`, and for edges with formulas of their own after `propagate`. */
  featuresOf(edge: number, channel: number): EdgeFeatures;
  /** Makes ready for a block and gives the features of every stored group. */
  groupFeatures(run: BlockRun, x: number, grid: number, trained: number): GroupFeatures;
  /** Stretches of lanes whose coefficients lie in rows one below the other. */
  entries(): readonly CoefficientEntry[];
  /**
   * Shows effective coefficients and base weights, and the gradients in them, before they are unfolded.
   * @param gradient of what trains; 0 for gradients that go nowhere
   */
  withCoefficients(group: number, entry: number, trained: number, gradient: number, visit: (at: CoefficientsAt) => void): void;
}

/** The kernels of a term of some layout. @param strides bytes from one channel to the next, of its inputs and of the sums of the layer */
export function kernelTerm(arena: Memory, layout: TermLayout, layer: LayerStructure, arrangement: Int32Array, v: Lanes, options: CompileOptions, channels: Channels, strides: { readonly inputs: number; readonly sums: number }, make: { readonly rows: MakeRows; readonly edges: KernelKinds['edges'] }, native: NativeMaps | null): KernelTerm {
  return layout.kind === 'edges' ? new make.edges!(arena, layout, v) : new FeatureTerm(arena, layout, layer, arrangement, v, options, channels, strides, make.rows, native);
}
