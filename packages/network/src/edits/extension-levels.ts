import { callPlugin, type Catalog, type LayerSpec, type NetworkSpec } from '@knotwork/plugin';
import type { LayerStructure, Structure, TermStructure } from '@knotwork/plugin/engine';
import { ownShapes } from '../count-parameters.js';
import { cannotExtend } from '../errors.js';
import { tryOptions } from '../structure/parse-options.js';

/** Resolution of each layer: the value of `refine.option` of its first term that has one; null for a layer without. */
export function resolutionOf(structure: Structure): (number | null)[] {
  return structure.layers.map(({ terms }) => terms.map(levelOf).find((level) => level !== null) ?? null);
}

/** Resolution of a term; null where its basis has none. */
export const levelOf = ({ claims: { refine } }: TermStructure): number | null => refine?.level ?? null;

/** Resolution of a layer: one for all its terms, or one for each. What has no resolution ignores it. */
export type LayerLevel = number | readonly number[];

const levelFor = (level: LayerLevel, term: TermStructure): number => (typeof level === 'number' ? level : level[term.index]!);

/**
 * Resolutions that come closest to a number of parameters per edge, base weight and shape parameters of the edge included: how ladders of different
 * bases are compared. Terms that share edges share the number. Of two that are equally close the coarser is taken.
 *
 * @param catalog of the structure: bases are asked what they would be with other options
 * @returns for each layer one for every term
 * @throws KnotworkError `capability` when no basis has a resolution; `plugin` for a basis that fails when asked
 */
export function resolutionFor(structure: Structure, parametersPerEdge: number, catalog: Catalog): number[][] {
  requireRefinable(structure);
  return structure.layers.map((layer) => layer.terms.map((term) => {
    const budget = parametersPerEdge / termsPerEdge(layer) - (term.base === null ? 0 : 1);
    return levelOf(term) === null ? 0 : closestLevel(term, budget, catalog);
  }));
}

/** Terms that an edge has on average, of edges that have any. */
function termsPerEdge({ terms }: LayerStructure): number {
  const on = terms.reduce((sum, { edges: { count } }) => sum + count, 0);
  const edges = terms[0]!.edges.edgeAt.filter((_, e) => terms.some((term) => term.edges.edgeAt[e]! >= 0)).length;
  return edges === 0 ? terms.length : on / edges;
}

function closestLevel(term: TermStructure, budget: number, catalog: Catalog): number {
  const own = levelOf(term)!;
  let best = { level: own, distance: Infinity };
  // A basis needs at least one number more for every step of its resolution, so that one beyond the budget ends the search. Levels that its options do not allow are passed over; its own one is allowed.
  for (let level = 1; level <= Math.max(budget + 2, own); level++) {
    const size = sizeAt(term, level, catalog);
    const distance = Math.abs(size - budget);
    if (distance < best.distance) best = { level, distance };
    if (size > budget && size < Infinity) break;
  }
  return best.level;
}

/** Coefficients and trainable shape parameters per edge at another resolution; infinite where the options do not allow it. */
function sizeAt({ basisName, basisOptions, claims: { refine } }: TermStructure, level: number, catalog: Catalog): number {
  const basis = catalog.get('basis', basisName);
  const { data: options } = tryOptions(basis, { ...basisOptions, [refine!.option]: level });
  if (options === undefined) return Infinity;
  return callPlugin(basis, 'size', () => basis.size(options)) + ownShapes(callPlugin(basis, 'shape', () => basis.shape?.(options) ?? {}));
}

/** @throws KnotworkError `capability` when nothing in the network has a resolution */
function requireRefinable({ layers }: Structure): void {
  const terms = layers.flatMap((layer) => layer.terms);
  if (terms.every((term) => levelOf(term) === null)) throw cannotExtend([...new Set(terms.map(({ basisName }) => basisName))]);
}

/**
 * The specification of a network with another resolution, and whether every basis promises that this keeps every function. Terms of
 * bases without a resolution stay as they are.
 *
 * @param levels value of each basis's own `refine.option`, for each layer
 * @param catalog of the structure: bases are asked what they promise
 * @throws KnotworkError `capability` when no basis has a resolution; `plugin` for a basis that fails when asked
 */
export function extendedSpec(structure: Structure, levels: readonly LayerLevel[], catalog: Catalog): { spec: NetworkSpec; isExact: boolean } {
  requireRefinable(structure);
  let isExact = true;
  const layers = structure.layers.map((layer, l): LayerSpec => {
    const spec = structure.spec.layers[l]!;
    const terms = layer.terms.map((term, t) => {
      const { refine } = term.claims;
      if (refine === null) return spec.terms[t]!;
      const to = levelFor(levels[l]!, term);
      isExact &&= keepsAll(term.basisName, refine.level, to, catalog);
      return { ...spec.terms[t]!, basis: { ...spec.terms[t]!.basis, [refine.option]: to } };
    });
    return { ...spec, terms };
  });
  return { spec: { ...structure.spec, layers }, isExact };
}

/** Levels above the one that a term has at which its basis promises to keep every function, the lowest first. @param most how many, @param times the level, up to which they are looked for */
export function exactLevels({ basisName, claims: { refine } }: Pick<TermStructure, 'basisName' | 'claims'>, catalog: Catalog, most = 3, times = 4): readonly number[] {
  if (refine === null) return [];
  return Array.from({ length: (times - 1) * refine.level }, (_, k) => refine.level + 1 + k).filter((to) => keepsAll(basisName, refine.level, to, catalog)).slice(0, most);
}

/** Whether a basis promises that another resolution keeps every function of its span. */
function keepsAll(basisName: string, from: number, to: number, catalog: Catalog): boolean {
  const basis = catalog.get('basis', basisName);
  return callPlugin(basis, 'exactWhen', () => basis.capabilities.refine!.exactWhen(from, to));
}
