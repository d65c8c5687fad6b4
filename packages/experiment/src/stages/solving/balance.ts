import type { Equations } from '@knotwork/plugin';
import type { Engine, Objective, Scalars, SegmentRole } from '@knotwork/plugin/engine';
import { attention, type Potential, weightsOfAttention } from './attention.js';
import { equalGradients } from './equal-gradients.js';
import { gradientNorms } from './gradient-norms.js';
import { isMeasured } from '../../measure/measured-block.js';
import { residualsAt } from '../../measure/residuals-at.js';
import type { Model } from '../stage.js';

/** How what is trained is weighed anew in every round. */
export interface Balancing { readonly points?: Potential | undefined; readonly blocks?: 'gradients' | undefined; readonly memory: number }

/** Weights, as they are after a round: plain values. */
export interface Balance {
  /** Rounds that they come from. */
  readonly rounds: number;
  /** Attention of points by set, where points are weighed. */
  readonly attention: Readonly<Record<string, Float64Array>>;
  /** Weights of blocks by name, where blocks are weighed. */
  readonly blocks: Readonly<Record<string, number>>;
}

/**
 * Weighs points by their residuals, and blocks by the norms of their gradients. Points of measured rows are left alone: what is far from them is noise.
 *
 * @param model with which the round begins, @param points with the weights that they have for other reasons, @param before of the round before; undefined in the first one
 */
export async function balanced(
  engine: Engine, model: Model & { readonly scalars: Scalars }, { objective, points }: Pick<Equations, 'objective' | 'points'>, { options: { points: potential, blocks, memory }, trainable, before }: { readonly options: Balancing; readonly trainable: readonly SegmentRole[]; readonly before: Balance | undefined },
): Promise<{ readonly objective: Objective; readonly points: Equations['points']; readonly balance: Balance }> {
  const round = before?.rounds ?? 0;
  const known: Record<string, Float64Array> = {};
  const weighed = { ...points };
  for (const set of potential === undefined ? [] : setsWithoutTargets(objective)) {
    const { inputs, weights } = points[set]!;
    const past = before?.attention[set];
    // Points that are more than they were, as where time goes on, begin anew.
    known[set] = attention(await residualsAt(engine, model, objective, set, inputs), past?.length === inputs.count ? past : null, { potential: potential!, memory, round });
    const own = weightsOfAttention(known[set]);
    weighed[set] = { ...points[set]!, weights: weights === undefined ? own : own.map((weight, k) => weight * weights[k]!) };
  }
  if (blocks === undefined) return { objective, points: weighed, balance: { rounds: round + 1, attention: known, blocks: {} } };
  const declared = Object.fromEntries(objective.blocks.map(({ name, weight }) => [name, weight]));
  const found = equalGradients(before?.blocks ?? declared, await gradientNorms(engine, model, objective, weighed, trainable), memory);
  return { objective: { ...objective, blocks: objective.blocks.map((block) => ({ ...block, weight: found[block.name]! })) }, points: weighed, balance: { rounds: round + 1, attention: known, blocks: found } };
}

/** Sets of points at which equations and conditions hold, and nothing was measured. */
function setsWithoutTargets({ blocks }: Objective): readonly string[] {
  const measured = new Set(blocks.filter(isMeasured).map(({ points }) => points));
  return [...new Set(blocks.map(({ points }) => points))].filter((set) => !measured.has(set));
}
