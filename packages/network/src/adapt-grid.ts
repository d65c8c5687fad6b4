import type { Structure } from '@knotwork/plugin';
import { domainOf } from './edge-functions.js';
import { effectiveCoefficients, writeEffective } from './effective.js';
import { refit } from './refit.js';

/** A new domain for one input node of a layer. */
export interface DomainMove {
  readonly layer: number;
  readonly input: number;
  readonly domain: readonly [number, number];
}

export interface AdaptReport {
  /** Largest relative change of an edge function on the new domains; see `RefitReport`. */
  readonly edgeChange: number;
  /** Moves that a term did not follow because its domain is fixed. */
  readonly skipped: number;
}

/**
 * Grid update: moves the grids of input nodes at a fixed number of knots and re-expresses the edges that leave them.
 * Pure: returns new parameters for the same structure. Basis weights of touched edges become 1.
 */
export function adaptGrid(structure: Structure, parameters: Float64Array, moves: readonly DomainMove[]): { parameters: Float64Array; report: AdaptReport } {
  const result = parameters.slice();
  let edgeChange = 0;
  let skipped = 0;
  for (const { layer: l, input, domain } of moves) {
    const layer = structure.layers[l]!;
    for (const term of layer.terms) {
      if (term.basis.capabilities.onDomainMove !== 'refit' || term.inputMap !== 'interval') { skipped++; continue; }
      const from = domainOf(result, term.segments.domain, input);
      const before = { term, coefficients: effectiveCoefficients(term, result, input, layer.outputs), domain: from };
      const { coefficients, report } = refit(before, { term, domain });
      writeEffective(term, result, input, layer.outputs, coefficients);
      result.set(domain, term.segments.domain.offset + 2 * input);
      edgeChange = Math.max(edgeChange, report.change);
    }
  }
  return { parameters: result, report: { edgeChange, skipped } };
}
