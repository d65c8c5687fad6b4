import { type Expr, GRID_MAX, GRID_MIN, topologicalOrder } from '@knotwork/algebra';
import type { Structure } from '@knotwork/plugin/engine';
import { hasJump } from './has-jump.js';

/** A part of a network of which a derivative jumps. */
export type RoughPart = { readonly what: 'basis'; readonly name: string; readonly smoothness: number } | { readonly what: 'base function of edges' | 'activation' | 'function of edges'; readonly layer: number };

/**
 * What makes derivatives of a network in its inputs jump.
 *
 * @param order up to which they must be continuous
 * @returns the first part that is too rough; null where all are smooth enough
 */
export function roughPart({ layers }: Structure, order: number): RoughPart | null {
  const orders = Array.from({ length: order + 1 }, (_, k) => k);
  for (const { index: layer, terms, nodes } of layers) {
    for (const { basisName, claims: { smoothness }, features: { values }, base } of terms) {
      if (order >= smoothness) return { what: 'basis', name: basisName, smoothness };
      // A basis of any function claims nothing of it: what reads no grid is looked at itself.
      if (values.some((e) => isOfNoGrid(e) && orders.some((k) => hasJump(e, 'x', inputsOf(e), k)))) return { what: 'function of edges', layer };
      if (base !== null && orders.some((k) => hasJump(base, 'x', ['x'], k))) return { what: 'base function of edges', layer };
    }
    for (const { formula } of nodes) if (formula?.inputs.some((z) => orders.some((k) => hasJump(formula.roots[0]!, z, formula.inputs, k)))) return { what: 'activation', layer };
  }
  return null;
}

function inputsOf(e: Expr): readonly string[] { return topologicalOrder([e]).flatMap(({ op, name }) => (op === 'input' ? [name] : [])); }

function isOfNoGrid(e: Expr): boolean { return topologicalOrder([e]).every(({ op, name }) => op !== 'table' && name !== GRID_MIN && name !== GRID_MAX); }
