import { type Expr, formula, input } from '@knotwork/algebra';
import type { Penalty, StatisticPenalty } from '@knotwork/network';
import { callPlugin, type LossDefinition, type RegularizerDefinition } from '@knotwork/plugin';
import type { Objective, Read } from '@knotwork/plugin/engine';
import { manyLosses } from './errors.js';
import type { Chosen } from './session.js';

/** Name of the block of supervised fitting, and of its points. */
export const DATA = 'data';

/** The objective of supervised fitting: one block, `data`, that reads all outputs and as many targets. @param outputs of the network */
export function supervised(loss: LossDefinition, options: Readonly<Record<string, unknown>>, outputs: number): Objective {
  const range = Array.from({ length: outputs }, (_, q) => q);
  const reads = Object.fromEntries([
    ...range.map((q): [string, Read] => [`y${q}`, { of: 'output', index: q }]), ...range.map((q): [string, Read] => [`t${q}`, { of: 'target', index: q }]),
  ]);
  const roots = callPlugin(loss, 'formula', () => loss.formula(range.map((q) => input(`y${q}`)), range.map((q) => input(`t${q}`)), options), Object.keys(reads));
  if (loss.form === 'loss' && roots.length !== 1) throw manyLosses(loss, roots.length);
  const f = formula(Object.keys(reads), Object.fromEntries(roots.map((r, k): [string, Expr] => [`r${k}`, r])));
  return { blocks: [{ name: DATA, points: DATA, loss: loss.name, form: loss.form, weight: 1, formula: f, reads }] };
}

/** Smoothing of a strength, unless it is 0, and regularizers. */
export function penaltiesOf(smoothing: number, regularizers: readonly Chosen<RegularizerDefinition>[] = []): readonly Penalty[] {
  return [...(smoothing > 0 ? [{ kind: 'smoothing' as const, strength: smoothing }] : []), ...regularizers.map(statisticPenalty)];
}

/** Traces the formulas of a regularizer. */
function statisticPenalty({ definition, options }: Chosen<RegularizerDefinition>): StatisticPenalty {
  const { name, statistic, scope } = definition;
  const sums = callPlugin(definition, 'sums', () => definition.sums(input('s'), options), ['s']);
  const totals = Object.keys(sums);
  const penalty = callPlugin(definition, 'penalty', () => definition.penalty(Object.fromEntries(totals.map((t) => [t, input(t)])), options), totals);
  return {
    kind: 'statistic', name, statistic, scope, derivative: callPlugin(definition, 'derivative', () => definition.derivative?.(options) ?? 0),
    sums: formula(['s'], sums), penalty: formula(totals, { p: penalty }),
  };
}
