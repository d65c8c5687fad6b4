import { evaluate, formula } from '@knotwork/algebra';
import type { TermStructure } from '@knotwork/plugin/engine';

/** Features are made ready once per term, so every term has one version without its map. */
const unmapped = new WeakMap<TermStructure, TermStructure>();

/** The same term as its features see it: a function of places in the domain, whatever map leads there. */
export function inDomain(term: TermStructure): TermStructure {
  if (term.map === null) return term;
  const plain = unmapped.get(term) ?? { ...term, map: null };
  unmapped.set(term, plain);
  return plain;
}

/** Where a map puts some inputs of a term. */
export function placesOf({ map }: TermStructure, x: Float64Array): Float64Array {
  if (map === null) return x;
  const f = formula(['x'], { place: map });
  return x.map((v) => evaluate(f, { x: v })['place']!);
}
