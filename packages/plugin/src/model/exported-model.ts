import type { Formula } from '@knotwork/algebra';
import type { NodeGroup } from './structure.js';
import type { Samples } from './samples.js';
import type { Task } from '../kinds/dataset.js';

/**
 * A function of one number at many places: one formula, and numbers of its own at every place.
 *
 * The formula reads `x` and, by the names behind it in `formula.inputs`, the numbers of a place; `formula.tables` are looked up in by `locate` and
 * `knotAt`. What does not depend on x is in the numbers already. `cell` and `knot` do not occur.
 */
export interface PlacedFormula {
  readonly formula: Formula;
  /** What is x at each place, by its number among what goes in: `[places]`. */
  readonly from: Uint32Array;
  /** `[places][formula.inputs.length - 1]` */
  readonly numbers: Float64Array;
  /** For each table of the formula `[places][length]`: as many numbers, ascending or the positions of knots, at every place. */
  readonly tables: readonly Float64Array[];
}

/**
 * Edges of a layer that share a basis. Those that leave one place have its features f and add to their sums, for c the coefficients of an edge,
 *
 *     c[start] f[0] + ... + c[start + window - 1] f[window - 1] + weight base
 *
 * Edges that are off are not there; the weights of their bases are in the coefficients.
 */
export interface ExportedTerm extends PlacedFormula {
  /** Name of the basis, for comments. */
  readonly basis: string;
  /** Features: the first `window` outputs of the formula. */
  readonly window: number;
  /** Output number of the first coefficient that is multiplied, a whole number from 0 to `size` - `window` also where x is NaN; null where all of them are, and `window` is `size`. */
  readonly start: number | null;
  /** Output number of the base function; null without one. */
  readonly base: number | null;
  /** Coefficients of an edge. */
  readonly size: number;
  /** Number of the edge behind the last one of each place: `[places]`. Edges are numbered place by place. */
  readonly ends: Uint32Array;
  /** Sum that each edge leads to: `[edges]`; ascending within a place. */
  readonly to: Uint32Array;
  /** `[edges][size]` */
  readonly coefficients: Float64Array;
  /** Weights of the base function: `[edges]`; null without one. */
  readonly baseWeights: Float64Array | null;
}

/** Sums begin as `bias`, all terms add to them, and nodes make outputs of them: node n of a group reads the sums `firstSum` + n `arity` and following. */
export interface ExportedLayer {
  readonly inputs: number;
  readonly sums: number;
  readonly outputs: number;
  /** `[sums]` */
  readonly bias: Float64Array;
  readonly terms: readonly ExportedTerm[];
  readonly nodes: readonly NodeGroup[];
}

/** One network, from the user's units to the user's units. */
export interface ExportedNetwork {
  /** From inputs in the user's units to inputs of the first layer: one output each; the places of all together are every input once. */
  readonly maps: readonly PlacedFormula[];
  readonly layers: readonly ExportedLayer[];
  /** Output number k of the last layer, v, is v `scale[k]` + `center[k]` in the user's units. */
  readonly scale: Float64Array;
  readonly center: Float64Array;
}

/** A variable of an exported model. */
export interface ExportedVariable {
  readonly name: string;
  readonly unit?: string;
  /** Of inputs: where the network has learned, in the user's units; beyond, it goes on as its terms say. Null where nothing bounds it. */
  readonly domain?: readonly [number, number] | null;
}

/** A derivative of an output in inputs. */
export interface ExportedDerivative {
  /** Such as `u_xx`. */
  readonly name: string;
  readonly output: number;
  /** Numbers of inputs, one more than once for higher orders. */
  readonly inputs: readonly number[];
}

/** Derivatives of a model. What computes them is made of the same parts as a network: whoever writes networks writes them, too. */
export interface ExportedDerivatives {
  readonly columns: readonly ExportedDerivative[];
  /** Networks from the inputs of the model to the columns, whose means they are. */
  readonly members: readonly ExportedNetwork[];
}

/** What exporters write for other programs: plain data, of which every number is in place and every name is looked up. Nobody changes it. */
export interface ExportedModel {
  /** What files and functions are called by: letters, digits and underscores, beginning with a letter. */
  readonly name: string;
  /** Where the model came from, in sentences without times: for a comment at the top. */
  readonly origin: readonly string[];
  readonly task: Task;
  /** Names of the classes, in the order of the outputs; empty for a regression. */
  readonly classes: readonly string[];
  readonly inputs: readonly ExportedVariable[];
  readonly outputs: readonly ExportedVariable[];
  /**
   * At least one. Outputs of the model are the means of theirs; of a classification these are the numbers before softmax, and the largest tells
   * the class.
   */
  readonly members: readonly ExportedNetwork[];
  /** Rows of inputs in the user's units, such as the network is used for: for exporters that choose ranges by them. Left out where nobody knows any. */
  readonly rows?: Samples;
  /** Left out where nobody asked for any, for exporters that write none, and of a classification. */
  readonly derivatives?: ExportedDerivatives;
}
