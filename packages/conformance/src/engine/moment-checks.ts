import { hasEdgeShape, placeOf, termFeatures } from '@knotwork/network';
import type { Samples } from '@knotwork/plugin';
import type { TermMoments, TermStructure } from '@knotwork/plugin/engine';
import { casesFor } from './cases.js';
import * as claims from './claims.js';
import type { EngineCheck } from './engine-check.js';
import { need, needClose } from './need.js';
import { openCase } from './open-case.js';

/** Moments of features. */
export const momentChecks: readonly EngineCheck[] = [
  {
    name: 'moments are averages of the features and of their products',
    how: 'Every feature at every row written out, dead ones as zeros, at the inputs that layers have.',
    claim: claims.moments,
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of casesFor(subject)) {
        const { program, state } = await openCase(engine, c);
        const data = await program.bind({ data: c.rows });
        for (const layer of c.structure.layers) {
          const { count, terms } = await state.moments(data, layer.index);
          const x = await state.preActivations(data, layer.index);
          need(count === c.rows.inputs.count && terms.length === layer.terms.length, `${c.name}, layer ${layer.index}: ${count} rows, ${terms.length} terms`);
          for (const term of layer.terms) needMoments(terms[term.index]!, averages(term, c.network.parameters, x), tolerance.rounding, `${c.name}, layer ${layer.index}, term ${term.index}`);
        }
      }
    },
  },
];

/** @throws Error when moments of a term differ in shape, or by more than the tolerance */
export function needMoments(actual: TermMoments, expected: TermMoments, tolerance: number, what: string): void {
  for (const key of ['groups', 'size', 'band'] as const) need(actual[key] === expected[key], `${what}: ${key} is ${actual[key]}, expected ${expected[key]}`);
  need((actual.base === null) === (expected.base === null), `${what}: moments of a base function that is not there, or none of one that is`);
  for (const key of ['mean', 'second'] as const) needClose(actual[key], expected[key], tolerance, `${what}, ${key}`);
  if (actual.base === null || expected.base === null) return;
  for (const key of ['mean', 'square', 'product'] as const) needClose(actual.base[key], expected.base[key], tolerance, `${what}, base ${key}`);
}

/** The moments by their definition: every feature at every row written out, dead ones as zeros. */
function averages(term: TermStructure, parameters: Float64Array, x: Samples): TermMoments {
  const { size, window: band, edges } = term;
  // The first edge of every group: of each live input, or each edge itself.
  const firsts = hasEdgeShape(term) ? Array.from({ length: edges.count }, (_, e) => e) : Array.from(edges.inputs, (_, i) => edges.starts[i]!);
  const groups = firsts.length;
  const zero = (length: number): Float64Array => new Float64Array(groups * length);
  const [mean, second] = [zero(size), zero(size * band)];
  const base = term.base === null ? null : { mean: zero(1), square: zero(1), product: zero(size) };
  for (let g = 0; g < groups; g++) {
    const input = edges.from[firsts[g]!]!;
    const points = Float64Array.from({ length: x.count }, (_, n) => x.values[n * x.width + input]!);
    const table = termFeatures(term, 0)(points, placeOf(term, parameters, firsts[g]!));
    for (let n = 0; n < x.count; n++) {
      const all = new Float64Array(size + band);
      all.set(table.values[0]!.subarray(n * band, (n + 1) * band), table.starts[n]!);
      const b = table.base[0]?.[n] ?? 0;
      for (let k = 0; k < size; k++) {
        mean[g * size + k]! += all[k]! / x.count;
        for (let d = 0; d < band; d++) second[(g * size + k) * band + d]! += (all[k]! * all[k + d]!) / x.count;
        if (base !== null) base.product[g * size + k]! += (b * all[k]!) / x.count;
      }
      if (base === null) continue;
      base.mean[g]! += b / x.count;
      base.square[g]! += (b * b) / x.count;
    }
  }
  return { groups, size, band, mean, second, base };
}
