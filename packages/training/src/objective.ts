import { type Expr, formula, input } from '@knotwork/algebra';
import { callPlugin, type LossDefinition, type Objective, type RegularizerDefinition, type StatisticPenalty } from '@knotwork/plugin';
import { manyLosses } from './errors.js';
import type { Chosen } from './session.js';

/** The objective of supervised fitting: one block over the rows `data`, smoothing, and regularizers. @param outputs of the network */
export function supervised(
  loss: LossDefinition, options: Readonly<Record<string, unknown>>, outputs: number, smoothing: number, regularizers: readonly Chosen<RegularizerDefinition>[] = [],
): Objective {
  const range = Array.from({ length: outputs }, (_, q) => q);
  const names = [...range.map((q) => `y${q}`), ...range.map((q) => `t${q}`)];
  const roots = callPlugin(loss, 'formula', () => loss.formula(range.map((q) => input(`y${q}`)), range.map((q) => input(`t${q}`)), options));
  if (loss.form === 'loss' && roots.length !== 1) throw manyLosses(loss, roots.length);
  return {
    blocks: [{ points: 'data', name: loss.name, form: loss.form, weight: 1, formula: formula(names, Object.fromEntries(roots.map((r, k): [string, Expr] => [`r${k}`, r]))) }],
    penalties: [...(smoothing > 0 ? [{ kind: 'smoothing' as const, strength: smoothing }] : []), ...regularizers.map(statisticPenalty)],
  };
}

/** Traces the formulas of a regularizer. */
function statisticPenalty({ definition, options }: Chosen<RegularizerDefinition>): StatisticPenalty {
  const { name, statistic, scope } = definition;
  const sums = callPlugin(definition, 'sums', () => definition.sums(input('s'), options));
  const totals = Object.keys(sums);
  const penalty = callPlugin(definition, 'penalty', () => definition.penalty(Object.fromEntries(totals.map((t) => [t, input(t)])), options));
  return {
    kind: 'statistic', name, statistic, scope, derivative: callPlugin(definition, 'derivative', () => definition.derivative?.(options) ?? 0),
    sums: formula(['s'], sums), penalty: formula(totals, { p: penalty }),
  };
}
