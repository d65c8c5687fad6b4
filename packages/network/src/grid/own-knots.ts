import type { Catalog, Network } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { writeGrid } from './input-grid.js';
import { resolve } from '../structure/resolve.js';

/** The same structure with knots of their own wherever a basis may have them; itself where nothing changes. */
export function withOwnKnots(structure: Structure, catalog: Catalog): Structure {
  let changes = false;
  const layers = structure.spec.layers.map((layer, l) => ({
    ...layer,
    terms: layer.terms.map((spec, t) => {
      const term = structure.layers[l]!.terms[t]!;
      if (term.knots === 'own' || !term.mayOwnKnots) return spec;
      changes = true;
      return { ...spec, knots: 'own' as const };
    }),
  }));
  return changes ? resolve({ ...structure.spec, layers }, catalog) : structure;
}

/** The same network in a structure that `withOwnKnots` made of its own: knots that are new begin evenly spaced. */
export function carryOver(network: Network, from: Structure, to: Structure): Network {
  if (from === to) return network;
  const parameters = new Float64Array(to.length);
  for (const layer of to.layers) {
    for (const term of layer.terms) for (const i of term.edges.inputs) writeGrid(term, parameters, i, { domain: [-1, 1], knots: null });
  }
  // What was there before, domains included, comes over as it is.
  const places = new Map(to.segments.map((s) => [s.name, s]));
  for (const { name, offset, length } of from.segments) parameters.set(network.parameters.subarray(offset, offset + length), places.get(name)!.offset);
  return { spec: to.spec, parameters };
}
