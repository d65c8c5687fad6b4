import type { Catalog, LayerSpec, Network, NetworkSpec, Structure } from '@knotwork/plugin';
import { domainOf } from './edge-functions.js';
import { effectiveCoefficients, writeEffective } from './effective.js';
import { cannotExtend } from './errors.js';
import { refit } from './refit.js';
import { resolve } from './resolve.js';

export interface ExtendReport {
  /** Largest relative change of an edge function; 1e-12 or less where the grids nest. */
  readonly edgeChange: number;
  /** Whether every basis promises that this extension keeps every function. */
  readonly isExact: boolean;
}

/** Resolution of each layer: the value of its first term's `refine.option`. */
export function resolutionOf(structure: Structure): (number | null)[] {
  return structure.layers.map((layer) => {
    const term = layer.terms[0];
    const option = term?.basis.capabilities.refine?.option;
    return option === undefined ? null : Number(term?.basisOptions[option]);
  });
}

/**
 * The specification of a network with another resolution, and whether every basis promises that this keeps every function.
 *
 * @param levels value of the basis's own `refine.option` for each layer
 * @throws KnotworkError `capability` when a basis has no resolution
 */
export function extendedSpec(structure: Structure, levels: readonly number[]): { spec: NetworkSpec; isExact: boolean } {
  let isExact = true;
  const layers = structure.layers.map((layer, l): LayerSpec => {
    const spec = structure.spec.layers[l]!;
    const terms = layer.terms.map((term, t) => {
      const refine = term.basis.capabilities.refine;
      if (refine === undefined) throw cannotExtend(term.basis.name);
      isExact &&= refine.exactWhen(Number(term.basisOptions[refine.option]), levels[l]!);
      return { ...spec.terms[t]!, basis: { ...spec.terms[t]!.basis, [refine.option]: levels[l]! } };
    });
    return { ...spec, terms };
  });
  return { spec: { ...structure.spec, layers }, isExact };
}

/**
 * Grid extension: raises the resolution of every term and re-expresses the edges by least squares.
 *
 * @param levels value of the basis's own `refine.option` for each layer
 * @returns the new network and its structure; basis weights become 1 where a layer changed
 * @throws KnotworkError `capability` when a basis has no resolution
 */
export function extendGrid(
  structure: Structure, network: Network, levels: readonly number[], catalog: Catalog,
): { network: Network; structure: Structure; report: ExtendReport } {
  const { spec: newSpec, isExact } = extendedSpec(structure, levels);
  const extended = resolve(newSpec, catalog);
  const parameters = new Float64Array(extended.length);
  let edgeChange = 0;
  for (const [l, layer] of structure.layers.entries()) {
    const target = extended.layers[l]!;
    parameters.set(network.parameters.subarray(layer.bias.offset, layer.bias.offset + layer.bias.length), target.bias.offset);
    for (const [t, term] of layer.terms.entries()) {
      const newTerm = target.terms[t]!;
      const copy = (role: 'baseWeight' | 'basisWeight' | 'domain' | 'coefficients'): void => {
        const from = term.segments[role];
        const to = newTerm.segments[role];
        if (from !== null && to !== null) parameters.set(network.parameters.subarray(from.offset, from.offset + from.length), to.offset);
      };
      copy('baseWeight');
      copy('basisWeight');
      copy('domain');
      const { option } = term.basis.capabilities.refine!;
      if (newTerm.basisOptions[option] === term.basisOptions[option]) { copy('coefficients'); continue; }
      for (let i = 0; i < layer.inputs; i++) {
        const domain = domainOf(network.parameters, term.segments.domain, i);
        const before = { term, coefficients: effectiveCoefficients(term, network.parameters, i, layer.outputs), domain };
        const { coefficients, report } = refit(before, { term: newTerm, domain });
        writeEffective(newTerm, parameters, i, layer.outputs, coefficients);
        edgeChange = Math.max(edgeChange, report.change);
      }
    }
  }
  return { network: { spec: newSpec, parameters }, structure: extended, report: { edgeChange, isExact } };
}
