import type { Value } from '@knotwork/plugin/engine';

/** The value of blocks that were evaluated without a penalty, with one. */
export function plusPenalty(fit: Value, penalty: number): Value {
  const value = fit.data + penalty;
  return { ...fit, status: Number.isFinite(value) ? fit.status : 'not-finite', value, penalty };
}
