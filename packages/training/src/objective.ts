import { type Expr, formula, input } from '@knotwork/algebra';
import type { LossDefinition, Objective } from '@knotwork/plugin';

/** The objective of supervised fitting: one block over the rows `data`, and smoothing. @param outputs of the network */
export function supervised(loss: LossDefinition, options: Readonly<Record<string, unknown>>, outputs: number, smoothing: number): Objective {
  const range = Array.from({ length: outputs }, (_, q) => q);
  const names = [...range.map((q) => `y${q}`), ...range.map((q) => `t${q}`)];
  const roots = loss.formula(range.map((q) => input(`y${q}`)), range.map((q) => input(`t${q}`)), options);
  return {
    blocks: [{ points: 'data', form: loss.form, weight: 1, formula: formula(names, Object.fromEntries(roots.map((r, k): [string, Expr] => [`r${k}`, r]))) }],
    penalties: smoothing > 0 ? [{ kind: 'smoothing', strength: smoothing }] : [],
  };
}
