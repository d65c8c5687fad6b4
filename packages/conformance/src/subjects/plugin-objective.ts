import { type Expr, formula, input } from '@knotwork/algebra';
import type { StatisticPenalty } from '@knotwork/network';
import type { LossDefinition, RegularizerDefinition, Rows } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import type { Options } from '../kit/option-values.js';
import { oneBlock, outputsAndTargets } from './squared-error.js';

/** The objective of a loss alone. */
export function objectiveOf({ form, name, formula: write }: LossDefinition, options: Options, outputs: number): Objective {
  const all = (letter: string): Expr[] => Array.from({ length: outputs }, (_, q) => input(`${letter}${q}`));
  const reads = outputsAndTargets(outputs);
  const roots = write(all('y'), all('t'), options).map((r, k): [string, Expr] => [`r${k}`, r]);
  return oneBlock({ form, loss: name, formula: formula(Object.keys(reads), Object.fromEntries(roots)), reads });
}

/** Rows whose targets are classes in turn: 1 for the one that is right, 0 for the others. */
export function withClasses({ inputs, targets }: Rows): Rows {
  return { inputs, targets: { ...targets, values: targets.values.map((_, k) => Number(k % targets.width === Math.floor(k / targets.width) % targets.width)) } };
}

/** The penalty that a regularizer is. @throws RangeError when a formula reads what it is not given */
export function asPenalty({ name, statistic, scope, derivative, sums, penalty }: RegularizerDefinition, options: Options): StatisticPenalty {
  const written = sums(input('s'), options);
  const names = Object.keys(written);
  const total = penalty(Object.fromEntries(names.map((sum) => [sum, input(sum)])), options);
  return { kind: 'statistic', name, statistic, scope, derivative: derivative?.(options) ?? 0, sums: formula(['s'], written), penalty: formula(names, { p: total }) };
}
