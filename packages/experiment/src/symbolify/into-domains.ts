import { columnOf } from '@knotwork/network';
import type { Catalog, Samples } from '@knotwork/plugin';
import type { Model } from '../stages/stage.js';
import { claimsOf } from './reading.js';

/** How far from an end of its domain an argument is put that lay beyond, as a share of what it covers. */
const MARGIN = 1e-6;

/**
 * Shifts functions whose arguments leave their domain at some row, until all rows lie inside: where edges before became other functions, if nearly the same, a
 * logarithm that just held all of them may not any more. A domain with two ends that holds less than what it is given stays what it is.
 *
 * @param activations inputs of every layer
 */
export async function intoDomains({ structure, network }: Model, activations: (model: Model) => Promise<readonly Samples[]>, catalog: Catalog): Promise<Model> {
  let now: Model = { structure, network };
  for (const layer of structure.layers) {
    const limited = layer.terms.flatMap((term) => (term.reads ?? []).flatMap((read) => {
      if ('power' in read || typeof read.a !== 'string' || typeof read.b !== 'string') return [];
      const { domain } = claimsOf(read.f, catalog);
      return domain === undefined || term.edges.count === 0 ? [] : [{ term, domain, a: term.segments.shape[read.a]!, b: term.segments.shape[read.b]! }];
    }));
    if (limited.length === 0) continue;
    const inputs = (await activations(now))[layer.index]!;
    const parameters = now.network.parameters.slice();
    for (const { term: { edges }, domain: [low, high], a, b } of limited) {
      edges.from.forEach((from, e) => {
        const x = columnOf(inputs, from);
        if (!x.every(Number.isFinite)) return;
        let [least, most] = [Infinity, -Infinity];
        for (const v of x) {
          const u = parameters[a.offset + e]! * v + parameters[b.offset + e]!;
          [least, most] = [Math.min(least, u), Math.max(most, u)];
        }
        const margin = MARGIN * (most - least || 1);
        const shift = Math.max(low + margin - least, 0) - Math.max(most + margin - high, 0);
        // Only what lies outside or on the very end moves.
        if (least <= low || most >= high) parameters[b.offset + e]! += shift;
      });
    }
    now = { structure, network: { spec: network.spec, parameters } };
  }
  return now;
}
