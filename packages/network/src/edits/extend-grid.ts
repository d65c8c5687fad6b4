import { formula } from '@knotwork/algebra';
import type { Catalog, Network, ShapeParameter } from '@knotwork/plugin';
import type { Segment, Structure, TermStructure } from '@knotwork/plugin/engine';
import { gridOf, resampledKnots, writeGrid } from '../grid/input-grid.js';
import { firstValue } from '../create/first-value.js';
import { effectiveCoefficients, writeEffective } from './effective.js';
import { extendedSpec, type LayerLevel, levelOf } from './extension-levels.js';
import { refitInput, type TermValues } from './refit-input.js';
import { featureInputs, featureTables } from '../structure/feature-inputs.js';
import { resolve } from '../structure/resolve.js';

export interface ExtendReport {
  /** Largest relative change of an edge function; 1e-12 or less where the grids nest. */
  readonly edgeChange: number;
  /** Refits that had no unique solution: the one of least norm was taken. */
  readonly deficient: number;
  /** Whether every basis promises that this extension keeps every function. */
  readonly isExact: boolean;
}

/**
 * Grid extension: raises the resolution of every term and re-expresses the edges: as they are where the features of a global basis are among the new
 * ones, by least squares elsewhere.
 *
 * Knots of their own stay where they are as far as the new number allows; see `resampledKnots`.
 *
 * @param levels value of each basis's own `refine.option`, for each layer
 * @param samples activations of an input node, where functions are to be kept best; null for the uniform norm
 * @returns the new network and its structure; basis weights become 1 where a layer changed
 * @throws KnotworkError `capability` when no basis has a resolution
 */
export function extendGrid(
  structure: Structure, network: Network, levels: readonly LayerLevel[], catalog: Catalog, samples: ((layer: number, input: number) => Float64Array) | null = null,
): { network: Network; structure: Structure; report: ExtendReport } {
  const { spec: newSpec, isExact } = extendedSpec(structure, levels, catalog);
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
      Object.entries(newTerm.segments.shape).forEach(([name, shape], k) => {
        const before = term.segments.shape[name];
        if (before === undefined) spreadInitial(parameters, shape, newTerm.shape[name]!, k);
        else copy(before, shape);
      });
      const isSame = levelOf(newTerm) === levelOf(term);
      if (isSame) copy(term.segments.coefficients, newTerm.segments.coefficients);
      const places = isSame ? null : placesAmong(term, newTerm);
      for (const i of term.edges.inputs) {
        const { domain, knots } = gridOf(term, network.parameters, i);
        writeGrid(newTerm, parameters, i, { domain, knots: resampledKnots(knots, newTerm.intervals ?? 0) });
        if (isSame) continue;
        if (places !== null) {
          embed({ term, parameters: network.parameters }, { term: newTerm, parameters }, i, places);
          continue;
        }
        const report = refitInput({ term, parameters: network.parameters }, { term: newTerm, parameters }, i, samples?.(l, i) ?? null);
        edgeChange = Math.max(edgeChange, report.change);
        deficient += report.rank === 'deficient' ? 1 : 0;
      }
    }
  }
  return { network: { spec: newSpec, parameters }, structure: extended, report: { edgeChange, deficient, isExact } };
}

/**
 * Where the features of a term stand among those of a finer one, number by number, or null where some do not. Found by their formulas: where all are
 * there, functions stay what they are, and nothing is solved for.
 */
function placesAmong(from: TermStructure, to: TermStructure): number[] | null {
  if (from.form === 'window' || to.form === 'window') return null;
  const all = [...from.features.values, ...to.features.values];
  // In one formula equal expressions are one.
  const { roots } = formula(featureInputs(Object.keys(to.shape)), Object.fromEntries(all.map((e, j) => [`f${j}`, e])), featureTables(to));
  const later = roots.slice(from.size);
  const places = roots.slice(0, from.size).map((e) => later.indexOf(e));
  return places.includes(-1) || new Set(places).size < places.length ? null : places;
}

/** Writes the coefficients of the edges that leave an input to their places among more, which are 0. */
function embed(from: TermValues, to: TermValues, input: number, places: readonly number[]): void {
  const before = effectiveCoefficients(from.term, from.parameters, input);
  const edges = before.length / from.term.size;
  const after = new Float64Array(edges * to.term.size);
  for (let e = 0; e < edges; e++) places.forEach((place, j) => { after[e * to.term.size + place] = before[e * from.term.size + j]!; });
  writeEffective(to.term, to.parameters, input, after);
}

/**
 * Gives shape parameters that a finer basis has more of their first values. Those that begin in an interval are spread over it without chance,
 * by steps of the golden ratio: an extension needs no random stream. @param index of the parameter, so that not all of an edge begin alike
 */
function spreadInitial(parameters: Float64Array, { offset, length }: Segment, parameter: ShapeParameter, index: number): void {
  for (let k = 0; k < length; k++) {
    parameters[offset + k] = firstValue(parameter, (0.5 + (k + 1) * GOLDEN + index * GOLDEN ** 2) % 1);
  }
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;
