import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';
import type { PluginUse } from '../definition/use.js';

/** The composition of an edge: phi(x) = [baseWeight] b(x) + [basisWeight] sum_i c_i B_i(x). */
export interface EdgeComposition {
  /** The base function b, or null for none. It always sees the unclamped x. */
  readonly base: PluginUse | null;
  /** Whether a trainable factor w_s stands before the basis sum. */
  readonly basisWeight: boolean;
}

/** How an edge is put together from a base function and a basis. */
export interface EdgeDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'edge', S> {
  compose(options: OptionsOf<S>): EdgeComposition;
}

const PARTS: Parts<EdgeDefinition> = { compose: called };

/** Declares an edge core. */
export function defineEdge<S extends OptionsSchema>(edge: Omit<EdgeDefinition<S>, 'kind'>): EdgeDefinition<S> {
  return define({ kind: 'edge', ...edge }, PARTS);
}
