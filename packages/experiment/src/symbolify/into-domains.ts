import { claimsOfFunction, columnOf } from '@knotwork/network';
import type { Catalog, Samples } from '@knotwork/plugin';
import type { Model } from '../stages/stage.js';

/** How far from the end of its domain an argument is put that lay beyond, as a share of what arguments cover. */
export const JUST_INSIDE = 1e-15;

/** A network whose functions have values wherever they are asked. */
export interface InDomains extends Model {
  /** Largest number of a layer in which a function was shifted; null where none was. */
  readonly shifted: number | null;
}

/**
 * Shifts functions whose arguments leave their domain at some row, until all rows lie inside: where edges before became other functions, if nearly the same, a
 * logarithm that just held all of them may not any more. A domain with two ends that holds less than what it is given stays what it is.
 *
 * @param activations inputs of every layer over the rows
 * @param margin from the end of a domain, as a share of what arguments cover
 */
export async function intoDomains({ structure, network }: Model, activations: (model: Model) => Promise<readonly Samples[]>, margin: number, catalog: Catalog): Promise<InDomains> {
  let now: InDomains = { structure, network, shifted: null };
  for (const layer of structure.layers) {
    const limited = limitedTerms(layer, catalog);
    if (limited.length === 0) continue;
    const inputs = (await activations(now))[layer.index]!;
    const parameters = now.network.parameters.slice();
    let isShifted = false;
    for (const { edges, domains, a, b } of limited) {
      edges.from.forEach((from, e) => {
        const x = columnOf(inputs, from);
        if (!x.every(Number.isFinite)) return;
        const [slope, place] = [parameters[a.offset + e]!, parameters[b.offset + e]!];
        let [least, most] = [Infinity, -Infinity];
        for (const v of x) [least, most] = [Math.min(least, slope * v + place), Math.max(most, slope * v + place)];
        // Only what lies outside or on the very end moves.
        if (domains.some(([low, high]) => least > low && most < high)) return;
        const gap = margin * Math.max(most - least, Math.abs(place), Number.MIN_VALUE);
        const shifts = domains.flatMap(([low, high]) => {
          const shift = Math.max(low + gap - least, 0) - Math.max(most + gap - high, 0);
          return least + shift < low || most + shift > high ? [] : [shift];
        });
        if (shifts.length === 0) return;
        parameters[b.offset + e]! += shifts.reduce((one, other) => (Math.abs(other) < Math.abs(one) ? other : one));
        isShifted = true;
      });
    }
    if (isShifted) now = { structure, network: { spec: network.spec, parameters }, shifted: layer.index };
  }
  return now;
}

/** Numbers by which arguments in some layer, and in those before, are what they are. */
export function numbersBefore({ structure }: Model, layer: number, catalog: Catalog): ReadonlySet<number> {
  const held = new Set<number>();
  const hold = ({ offset, length }: { readonly offset: number; readonly length: number }): void => { for (let k = 0; k < length; k++) held.add(offset + k); };
  for (const segment of structure.segments) if (segment.layer < layer) hold(segment);
  for (const { a, b } of limitedTerms(structure.layers[layer]!, catalog)) { hold(a); hold(b); }
  return held;
}

/** Terms of functions that are not used everywhere. */
function limitedTerms({ terms }: Model['structure']['layers'][number], catalog: Catalog) {
  return terms.flatMap(({ reads, edges, segments: { shape } }) => (reads ?? []).flatMap((read) => {
    if ('power' in read || typeof read.a !== 'string' || typeof read.b !== 'string' || edges.count === 0) return [];
    const { domain, mirror } = claimsOfFunction(read.f, catalog);
    if (domain === undefined) return [];
    // What has a mirror is defined on the other side as well: 1 / x below 0.
    const domains: readonly (readonly [number, number])[] = mirror === undefined ? [domain] : [domain, [-domain[1], -domain[0]]];
    return [{ edges, domains, a: shape[read.a]!, b: shape[read.b]! }];
  }));
}
