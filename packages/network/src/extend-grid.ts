import type { Catalog, LayerSpec, Network, NetworkSpec, Segment, Structure, TermStructure } from '@knotwork/plugin';
import { cannotExtend } from './errors.js';
import { gridOf, resampledKnots, writeGrid } from './input-grid.js';
import { refitInput } from './refit-input.js';
import { resolve } from './resolve.js';

export interface ExtendReport {
  /** Largest relative change of an edge function; 1e-12 or less where the grids nest. */
  readonly edgeChange: number;
  /** Refits that had no unique solution: the one of least norm was taken. */
  readonly deficient: number;
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
 * Resolution of each layer that comes closest to a number of linear parameters per edge, base weight included: how ladders of
 * different bases are compared. Of two that are equally close the coarser is taken.
 *
 * @throws KnotworkError `capability` when a basis has no resolution
 */
export function resolutionFor(structure: Structure, parametersPerEdge: number): number[] {
  return structure.layers.map((layer) => {
    // A basis needs at least one number more for every step of its resolution, so that one beyond the budget ends the search.
    let best = { level: 1, distance: Infinity };
    for (let level = 1; level <= parametersPerEdge + 1; level++) {
      const size = layer.terms.reduce((sum, term) => sum + sizeAt(term, level) + (term.base === null ? 0 : 1), 0);
      const distance = Math.abs(size - parametersPerEdge);
      if (distance < best.distance) best = { level, distance };
      if (size > parametersPerEdge) break;
    }
    return best.level;
  });
}

/** Coefficients per edge at another resolution; infinite where the options do not allow it. */
function sizeAt({ basis, basisOptions }: TermStructure, level: number): number {
  const { refine } = basis.capabilities;
  if (refine === undefined) throw cannotExtend(basis.name);
  const options = basis.options.safeParse({ ...basisOptions, [refine.option]: level });
  return options.success ? basis.size(options.data) : Infinity;
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
 * Knots of their own stay where they are as far as the new number allows; see `resampledKnots`.
 *
 * @param levels value of the basis's own `refine.option` for each layer
 * @param samples activations of an input node, where functions are to be kept best; null for the uniform norm
 * @returns the new network and its structure; basis weights become 1 where a layer changed
 * @throws KnotworkError `capability` when a basis has no resolution
 */
export function extendGrid(
  structure: Structure, network: Network, levels: readonly number[], catalog: Catalog, samples: ((layer: number, input: number) => Float64Array) | null = null,
): { network: Network; structure: Structure; report: ExtendReport } {
  const { spec: newSpec, isExact } = extendedSpec(structure, levels);
  const extended = resolve(newSpec, catalog);
  const parameters = new Float64Array(extended.length);
  const copy = (from: Segment | null, to: Segment | null): void => {
    if (from !== null && to !== null) parameters.set(network.parameters.subarray(from.offset, from.offset + from.length), to.offset);
  };
  let edgeChange = 0;
  let deficient = 0;
  for (const [l, layer] of structure.layers.entries()) {
    const target = extended.layers[l]!;
    copy(layer.bias, target.bias);
    for (const [t, term] of layer.terms.entries()) {
      const newTerm = target.terms[t]!;
      copy(term.segments.baseWeight, newTerm.segments.baseWeight);
      copy(term.segments.basisWeight, newTerm.segments.basisWeight);
      for (const [name, shape] of Object.entries(term.segments.shape)) copy(shape, newTerm.segments.shape[name]!);
      const { option } = term.basis.capabilities.refine!;
      const isSame = newTerm.basisOptions[option] === term.basisOptions[option];
      if (isSame) copy(term.segments.coefficients, newTerm.segments.coefficients);
      for (let i = 0; i < layer.inputs; i++) {
        const { domain, knots } = gridOf(term, network.parameters, i);
        writeGrid(newTerm, parameters, i, { domain, knots: resampledKnots(knots, newTerm.intervals ?? 0) });
        if (isSame) continue;
        const report = refitInput({ term, parameters: network.parameters }, { term: newTerm, parameters }, i, layer.outputs, samples?.(l, i) ?? null);
        edgeChange = Math.max(edgeChange, report.change);
        deficient += report.rank === 'deficient' ? 1 : 0;
      }
    }
  }
  return { network: { spec: newSpec, parameters }, structure: extended, report: { edgeChange, deficient, isExact } };
}
