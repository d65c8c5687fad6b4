import { tryOptions } from '@knotwork/network';
import { type Catalog, type Citation, declaredKind, type DefinitionOf, type Kind, type Trait } from '@knotwork/plugin';
import { describeOptions, type OptionDescription } from './describe-options.js';
import { traitsOfBasis } from './traits-of-basis.js';
import { traitsOfEdge, traitsOfExporter, traitsOfFunction, traitsOfGrid, traitsOfLayer, traitsOfLoss, traitsOfMetric, traitsOfOptimizer, traitsOfRegularizer } from './traits-of-others.js';

/** All that a definition says of itself, in words: what the command prints and the chooser pages are made of. */
export interface PluginDescription {
  readonly kind: Kind;
  readonly name: string;
  readonly summary: string;
  /** The citation in one line, or null. */
  readonly source: string | null;
  readonly options: readonly OptionDescription[];
  /** As the plugin is with its default options; empty where an option without a default decides. */
  readonly traits: readonly Trait[];
  /** Options without a default that traits wait for. */
  readonly waitsFor: readonly string[];
}

type TraitsOf = { readonly [K in Kind]?: (definition: DefinitionOf[K], options: Readonly<Record<string, unknown>>, catalog: Catalog) => readonly Trait[] };

const traits: TraitsOf = {
  basis: traitsOfBasis, edge: traitsOfEdge, layer: traitsOfLayer, grid: traitsOfGrid, regularizer: traitsOfRegularizer,
  optimizer: traitsOfOptimizer, loss: traitsOfLoss, function: traitsOfFunction, exporter: traitsOfExporter, metric: traitsOfMetric,
};

/** Puts a definition into words. Cost: one trace of its formula. @param catalog what is installed: a basis may be made of functions */
export function describePlugin<K extends Kind>(kind: K, definition: DefinitionOf[K], catalog: Catalog): PluginDescription {
  const { name, summary, source, options } = definition;
  const defaults = tryOptions(definition, {});
  const described = describeOptions(options);
  const hasTraits = traits[kind] !== undefined || declaredKind(definition)?.traits !== undefined;
  return {
    kind, name, summary, source: source === undefined ? null : citationText(source), options: described,
    traits: defaults.success ? traits[kind]?.(definition, defaults.data, catalog) ?? declaredKind(definition)?.traits?.(definition, defaults.data) ?? [] : [],
    waitsFor: hasTraits && !defaults.success ? described.filter((o) => o.isRequired).map((o) => o.name) : [],
  };
}

function citationText({ authors, year, title, id }: Citation): string {
  return `${authors.join(', ')} (${year}). ${title}.${id === undefined ? '' : ` ${id}`}`;
}
