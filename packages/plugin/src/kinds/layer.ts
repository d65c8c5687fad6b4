import type { Expr } from '@knotwork/algebra';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';
import type { TermSpec } from '../model/network-spec.js';
import type { PluginUse } from '../definition/use.js';

/** What the experiment file asks for, offered to a layer core as the parts of its terms. */
export type LayerParts = Omit<TermSpec, 'masked'>;

/**
 * A layer in normal form: features of the inputs -> linear contraction per edge -> node formula with bias.
 */
export interface LayerDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'layer', S> {
  /**
   * The terms that every edge sums, made of the offered parts or of the layer's own. A term with `masked` edges leaves these to the
   * others, so that one layer can mix bases edge by edge.
   *
   * @param size numbers of input and output nodes of the layer
   */
  terms(options: OptionsOf<S>, parts: LayerParts, size: { readonly inputs: number; readonly outputs: number }): readonly TermSpec[];
  /** The node formula y = N(z) on the sum z of the incoming edges; left out for the identity. */
  node?(z: Expr, options: OptionsOf<S>, fanIn: number): Expr;
  /** A function of one variable that is applied after the node formula; left out or null for none. */
  activation?(options: OptionsOf<S>): PluginUse | null;
}

const PARTS: Parts<LayerDefinition> = { terms: called, node: called.optional(), activation: called.optional() };

/** Declares a layer core. */
export function defineLayer<S extends OptionsSchema>(layer: Omit<LayerDefinition<S>, 'kind'>): LayerDefinition<S> {
  return define({ kind: 'layer', ...layer }, PARTS);
}
