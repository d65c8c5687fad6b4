import { claimsOfFunction, type EdgePlace } from '@knotwork/network';
import type { EdgeReplacement, ReplacementTerm } from '@knotwork/network/replaced';
import type { Catalog, PluginUse } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import type { Candidate } from '@knotwork/symbolic';

/** The bases that symbolic edges are made of. */
const [FUNCTION, POLYNOMIAL] = ['function', 'polynomial'] as const;

/** A function that an edge may become. */
export interface Reading {
  /** Of the function, or `constant`, `linear`, `polynomial`. */
  readonly name: string;
  readonly terms: readonly ReplacementTerm[];
  readonly constant: number;
  /** How far-fetched the function is, in nats; what its numbers take to write down is not in it. */
  readonly nats: number;
  readonly candidate: Candidate;
}

/** What a candidate for the curve of an edge puts on that edge. @param use the function, with options where it has some; null for those of any library */
export function readingOf(candidate: Candidate, use: PluginUse | null): Reading {
  const { name, numbers, powers, size, complexity } = candidate;
  const of = (terms: readonly ReplacementTerm[], constant: number): Reading => ({ name, terms, constant, nats: complexity - size * Math.LN10, candidate });
  if (powers !== null) return of(powers.length > 1 ? [polynomial(powers.slice(1))] : [], powers[0]!);
  const { a, b, c, d } = numbers!;
  if (use === null) return of([polynomial([c * a])], d + c * b);
  return of([{ basis: { kind: FUNCTION, f: use }, coefficients: [c], shape: { a, b } }], d);
}

const polynomial = (coefficients: readonly number[]): ReplacementTerm => ({ basis: { kind: POLYNOMIAL, degree: coefficients.length }, coefficients, shape: {} });

export const replacementOf = ({ layer, from, to }: EdgePlace, { terms, constant }: Reading): EdgeReplacement => ({ layer, from, to, terms, constant });

/**
 * Numbers that are one with others of the same edge: a of f(s x) = A f(x) + B, b of f(x + t) = A f(x) + B. They stay where they are, so that what is fitted is
 * what is there to be fitted.
 */
export function heldNumbers({ layers }: Structure, catalog: Catalog): ReadonlySet<number> {
  const held = new Set<number>();
  for (const { terms } of layers) {
    for (const { reads, segments, edges } of terms) {
      for (const read of reads ?? []) {
        if ('power' in read) continue;
        const { scaling, shift } = claimsOfFunction(read.f, catalog);
        const hold = (name: string | number): void => {
          const segment = typeof name === 'string' ? segments.shape[name] : undefined;
          for (let e = 0; e < edges.count && segment !== undefined; e++) held.add(segment.offset + e);
        };
        if (scaling === true) hold(read.a);
        if (shift === 'itself') hold(read.b);
      }
    }
  }
  return held;
}
