import type { LayerStructure, RefitNorm, Structure, TermStructure } from '@knotwork/plugin';
import { edgesFrom, hasEdgeShape, placeOf } from '../features/edge-functions.js';
import { gridOf, spacedKnots, writeGrid } from '../grid/input-grid.js';
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
      if (term.onDomainMove === 'none') { report.skipped++; continue; }
      const follow = term.onDomainMove === 'refit' ? followByRefit : followByTransport;
      const { change, isDeficient } = follow(layer, term, result, move);
      report.edgeChange = Math.max(report.edgeChange, change);
      report.deficient += isDeficient ? 1 : 0;
    }
  }
  return { parameters: result, report };
}

type Follow = (layer: LayerStructure, term: TermStructure, parameters: Float64Array, move: GridMove) => { change: number; isDeficient: boolean };

const followByRefit: Follow = ({ outputs }, term, parameters, { input, domain, knots, norm, samples }) => {
  const before = { term, parameters: parameters.slice() };
  const wanted = term.knots === 'own' && knots !== undefined ? spacedKnots(knots, domain, term.intervals!) : gridOf(term, before.parameters, input).knots;
  writeGrid(term, parameters, input, { domain, knots: wanted });
  const { change, rank } = refitInput(before, { term, parameters }, input, outputs, norm === 'data' ? samples ?? null : null);
  return { change, isDeficient: rank === 'deficient' };
};

const followByTransport: Follow = (layer, term, parameters, { input, domain }) => {
  const { segments, shape } = term;
  const from = gridOf(term, parameters, input).domain;
  const { points } = uniformPoints(term, { domain, knots: null });
  const alone = { ...layer, terms: [term] };
  const before = edgesFrom(alone, parameters, input, points, 0);
  // Values that all edges of the input share are the same whichever edge they are taken from.
  for (let o = 0; o < (hasEdgeShape(term) ? layer.outputs : 1); o++) {
    const place = placeOf(term, parameters, input, o, layer.outputs);
    const moved = term.transport!(place.shape!, from, domain);
    for (const [name, { offset }] of Object.entries(segments.shape)) {
      const perEdge = shape[name]!.scope === 'edge';
      if (perEdge || o === 0) parameters[offset + (perEdge ? input * layer.outputs + o : input)] = moved[name] ?? NaN;
    }
  }
  parameters.set(domain, segments.domain.offset + 2 * input);
  return { change: largestChange(before, edgesFrom(alone, parameters, input, points, 0)), isDeficient: false };
};
