import { claimsOfFunction, type EdgePlace, edgesOf, effectiveCoefficients, isRead } from '@knotwork/network';
import type { Catalog } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { written, writtenPolynomial } from './written.js';

/**
 * What an edge is in an equation, as an expression of mathjs in `x`, the network's units; the constant of its sum is not in it. Terms of it that are curves are
 * left out.
 *
 * @param edge that is on, @param digits of its numbers, 17 for all
 */
export function edgeText({ layers }: Structure, parameters: Float64Array, { layer, from, to }: EdgePlace, catalog: Catalog, digits = 6): string {
  const { sums, terms } = layers[layer]!;
  const powers: number[] = [0];
  const functions = terms.flatMap((term) => {
    const e = term.edges.edgeAt[from * sums + to]!;
    if (e < 0 || !isRead(term)) return [];
    const { shape } = term.segments;
    const coefficients = effectiveCoefficients(term, parameters, from).subarray((e - edgesOf(term, from).first) * term.size);
    const number = (of: string | number): number => (typeof of === 'number' ? of : parameters[shape[of]!.offset + e]!);
    return term.reads!.flatMap((read, k) => {
      const c = coefficients[k]!;
      if (!('power' in read)) return [written(read.f.kind, claimsOfFunction(read.f, catalog), { ...placed(number(read.a), number(read.b)), c, d: 0, error: 0 }, digits)];
      while (powers.length <= read.power) powers.push(0);
      powers[read.power]! += c;
      return [];
    });
  });
  const parts = powers.some((p) => p !== 0) ? [...functions, writtenPolynomial(powers, digits)] : functions;
  return parts.map((part, k) => (k === 0 ? part : part.startsWith('-') ? ` - ${part.slice(1)}` : ` + ${part}`)).join('') || '0';
}

/** A place that is 0 but for rounding is 0. */
const ROUNDING = 1e-13;
const placed = (a: number, b: number): { readonly a: number; readonly b: number } => ({ a, b: Math.abs(b) <= ROUNDING * Math.abs(a) ? 0 : b });
