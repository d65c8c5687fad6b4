import { type BasisDefinition, callPlugin } from '@knotwork/plugin';
import type { TermClaims } from '@knotwork/plugin/engine';
import { brokenBasis } from '../errors.js';

/**
 * Asks a basis once what it claims with some options.
 *
 * @param options after defaults
 * @throws KnotworkError `plugin` for a claim that fails or cannot be
 */
export function claimsOf(basis: BasisDefinition, options: Readonly<Record<string, unknown>>): TermClaims {
  const { capabilities } = basis;
  const option = capabilities.refine?.option;
  if (option !== undefined && !Object.hasOwn(basis.options.shape, option)) throw brokenBasis(basis.name, `it is refined by the option "${option}", which it does not have`);
  return Object.freeze({
    spansConstants: capabilities.spansConstants,
    smoothness: callPlugin(basis, 'smoothness', () => capabilities.smoothness?.(options)) ?? Infinity,
    differenceOrder: callPlugin(basis, 'differenceOrder', () => capabilities.differenceOrder?.(options)) ?? null,
    order: callPlugin(basis, 'order', () => capabilities.order?.(options)) ?? null,
    refine: option === undefined ? null : Object.freeze({ option, level: Number(options[option]) }),
  });
}
