import type { RefitNorm } from '@knotwork/plugin';
import type { Structure, TermStructure } from '@knotwork/plugin/engine';
import { hasEdgeShape, placeOf, termEdgesFrom } from '../features/edge-functions.js';
import { gridOf, spacedKnots, writeGrid } from '../grid/input-grid.js';
import { edgesOf } from '../structure/term-edges.js';
import { largestChange, uniformPoints } from './refit.js';
import { refitInput } from './refit-input.js';

/** A new place for the grid of one input node of a layer. */
export interface GridMove {
  readonly layer: number;
  readonly input: number;
  readonly domain: readonly [number, number];
  /** Wanted positions in network units, `[intervals + 1]`; left out: knots keep their places relative to the domain. */
  readonly knots?: Float64Array;
  /** Left out for `uniform`. */
  readonly norm?: RefitNorm;
  /** Activations of the node, for the norm `data`. */
  readonly samples?: Float64Array;
}

export interface AdaptReport {
  /** Largest change of an edge function on the new domains, relative to its largest value there. */
  readonly edgeChange: number;
  /** Moves that a term did not follow because its domain is fixed. */
  readonly skipped: number;
  /** Refits that had no unique solution: the one of least norm was taken. */
  readonly deficient: number;
}

/**
 * Grid update: moves the grids of input nodes at a fixed number of knots, and every term that leaves them follows as its basis
 * declares: refitted by least squares, transported exactly, or not at all.
 * Pure: returns new parameters for the same structure. Basis weights of refitted edges become 1.
 *
 * @throws RangeError when knots are wanted that are too many, too few or not finite
 */
export function adaptGrid(structure: Structure, parameters: Float64Array, moves: readonly GridMove[]): { parameters: Float64Array; report: AdaptReport } {
  const result = parameters.slice();
  const report = { edgeChange: 0, skipped: 0, deficient: 0 };
  for (const move of moves) {
    const layer = structure.layers[move.layer]!;
    for (const term of layer.terms) {
      if (term.edges.inputAt[move.input]! < 0) continue;
      if (term.onDomainMove === 'none') { report.skipped++; continue; }
      const follow = term.onDomainMove === 'refit' ? followByRefit : followByTransport;
      const { change, isDeficient } = follow(term, result, move);
      report.edgeChange = Math.max(report.edgeChange, change);
      report.deficient += isDeficient ? 1 : 0;
    }
  }
  return { parameters: result, report };
}

type Follow = (term: TermStructure, parameters: Float64Array, move: GridMove) => { change: number; isDeficient: boolean };

const followByRefit: Follow = (term, parameters, { input, domain, knots, norm, samples }) => {
  const before = { term, parameters: parameters.slice() };
  const wanted = term.knots === 'own' && knots !== undefined ? spacedKnots(knots, domain, term.intervals!) : gridOf(term, before.parameters, input).knots;
  writeGrid(term, parameters, input, { domain, knots: wanted });
  const { change, rank } = refitInput(before, { term, parameters }, input, norm === 'data' ? samples ?? null : null);
  return { change, isDeficient: rank === 'deficient' };
};

const followByTransport: Follow = (term, parameters, { input, domain }) => {
  const { segments, shape, edges } = term;
  const from = gridOf(term, parameters, input).domain;
  const { points } = uniformPoints(term, { domain, knots: null });
  const before = edgeValues(term, parameters, input, points);
  const { first, end } = edgesOf(term, input);
  // Values that all edges of the input share are the same whichever edge they are taken from.
  for (let e = first; e < (hasEdgeShape(term) ? end : first + 1); e++) {
    const moved = term.transport!(placeOf(term, parameters, e).shape!, from, domain);
    for (const [name, { offset }] of Object.entries(segments.shape)) {
      const perEdge = shape[name]!.scope === 'edge';
      if (perEdge || e === first) parameters[offset + (perEdge ? e : edges.inputAt[input]!)] = moved[name] ?? NaN;
    }
  }
  writeGrid(term, parameters, input, { domain, knots: null });
  return { change: largestChange(before, edgeValues(term, parameters, input, points)), isDeficient: false };
};

/** Functions of the edges that leave an input, one after another. */
function edgeValues(term: TermStructure, parameters: Float64Array, input: number, points: Float64Array): Float64Array {
  const { first, end } = edgesOf(term, input);
  const all = new Float64Array((end - first) * points.length);
  termEdgesFrom(term, parameters, input, points, 0, (e, values) => { all.set(values, (e - first) * points.length); });
  return all;
}
