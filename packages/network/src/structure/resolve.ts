import type { Catalog, LayerSpec, LayerStructure, NetworkSpec, Structure, TermStructure } from '@knotwork/plugin';
import { nodeFormula } from './node-formula.js';
import { resolveTerm } from './resolve-term.js';
import { Segments } from './segments.js';

/**
 * Looks up every name of a specification, checks options, traces formulas: once per spec and after every edit.
 * Everything below works on the result and never looks up a name.
 *
 * @throws KnotworkError `input` for an unknown name or options that do not fit; `plugin` for a basis that breaks its contract
 */
export function resolve(spec: NetworkSpec, catalog: Catalog): Structure {
  const segments = new Segments();
  const layers = spec.layers.map((layer, l) => resolveLayer(layer, l, spec.layers[l + 1], catalog, segments));
  return Object.freeze({ spec, layers: Object.freeze(layers), ...segments.laidOut() });
}

function resolveLayer(spec: LayerSpec, index: number, next: LayerSpec | undefined, catalog: Catalog, segments: Segments): LayerStructure {
  const { inputs, outputs } = spec;
  const terms = spec.terms.map((term, t) => resolveTerm(term, { layer: index, term: t, inputs, outputs }, catalog, segments));
  const trainsBias = Uint8Array.from({ length: outputs }, (_, to) => (spansConstantsAt(terms, to, spec) || (next !== undefined && isUnread(next, to)) ? 0 : 1));
  const bias = segments.add({ name: `layers.${index}.bias`, role: 'bias', layer: index, term: -1, shape: [outputs], trainable: trainsBias.includes(1) });
  return Object.freeze({ index, inputs, outputs, terms: Object.freeze(terms), node: nodeFormula(spec.layer, inputs, catalog), bias, trainsBias });
}

/** Whether an edge into a node, of a term that spans constants, is on: then a bias would be redundant. */
function spansConstantsAt(terms: readonly TermStructure[], to: number, { inputs, outputs }: { readonly inputs: number; readonly outputs: number }): boolean {
  return terms.some((term) => term.claims.spansConstants && Array.from({ length: inputs }, (_, from) => term.mask[from * outputs + to]).includes(1));
}

/** Whether every edge of a layer that begins at an input is off: then nothing reads what it is. */
function isUnread({ terms, outputs }: LayerSpec, from: number): boolean {
  return terms.every(({ masked = [] }) => new Set(masked.filter((pair) => pair[0] === from).map((pair) => pair[1])).size === outputs);
}
