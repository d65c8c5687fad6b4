import type { Expr } from '@knotwork/algebra';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';
import type { TermSpec } from '../model/network-spec.js';
import type { PluginUse } from '../definition/use.js';

/** What the experiment file asks for, offered to a layer core as the parts of its terms. */
export type LayerParts = Omit<TermSpec, 'edges'>;

/** Numbers of nodes that a layer has before it and of its own. */
export interface LayerSize { readonly inputs: number; readonly outputs: number }

/** Some nodes of a layer that are made alike. */
export interface NodesOfLayer {
  readonly count: number;
  /** Sums of incoming edges that each of them has for itself. */
  readonly arity: number;
  /** The node formula y = N(z0, z1, ...) on these sums; left out for the identity, of nodes with one sum. */
  formula?(z: readonly Expr[]): Expr;
}

/**
 * A layer in normal form: features of the inputs -> linear contraction per edge -> sums with bias -> node formulas.
 */
export interface LayerDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'layer', S> {
  /**
   * The terms that edges sum, made of the offered parts or of the layer's own. A term with some `edges` leaves the others to other
   * terms, so that one layer can mix bases edge by edge.
   *
   * @param size numbers of input nodes and of sums, which are the nodes where each has one
   */
  terms(options: OptionsOf<S>, parts: LayerParts, size: { readonly inputs: number; readonly sums: number }): readonly TermSpec[];
  /** Groups of nodes, in the order of the outputs, as many nodes as there are outputs; left out for nodes that are sums. */
  nodes?(options: OptionsOf<S>, size: LayerSize): readonly NodesOfLayer[];
  /** A function of one variable that is applied after the node formulas; left out or null for none. */
  activation?(options: OptionsOf<S>): PluginUse | null;
}

const PARTS: Parts<LayerDefinition> = { terms: called, nodes: called.optional(), activation: called.optional() };

/** Declares a layer core. */
export function defineLayer<S extends OptionsSchema>(layer: Omit<LayerDefinition<S>, 'kind'>): LayerDefinition<S> {
  return define({ kind: 'layer', ...layer }, PARTS);
}
