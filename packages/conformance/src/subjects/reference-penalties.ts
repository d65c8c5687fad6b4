import { type Expr, formula, input, where } from '@knotwork/algebra';
import { differenceOrder, type Penalty, type StatisticPenalty } from '@knotwork/network';
import type { EdgeStatistic } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';

/** Statistics of what flows through edges, over rows. */
export type ActivationStatistic = Exclude<EdgeStatistic, 'roughness'>;

/** The least number that sums are divided by. */
const TINY = 1e-30;

/** A concave penalty of sums over nodes; its slopes are positive. */
export function sumPenalty(statistic: ActivationStatistic, strength: number): StatisticPenalty {
  return {
    kind: 'statistic', name: 'reference-sum', statistic, scope: 'node', derivative: 0,
    sums: formula(['s'], { total: input('s') }), penalty: formula(['total'], { p: input('total').add(1).log().mul(strength) }),
  };
}

/** The entropy of the shares of a layer's edges in their sum: the slopes of large edges are negative. */
export function entropyPenalty(statistic: ActivationStatistic, strength: number): StatisticPenalty {
  const [s, sum, product] = [input('s'), input('S'), input('T')] as [Expr, Expr, Expr];
  const entropy = sum.maximum(TINY).log().sub(product.div(sum.maximum(TINY)));
  return {
    kind: 'statistic', name: 'reference-entropy', statistic, scope: 'layer', derivative: 0,
    sums: formula(['s'], { S: s, T: s.mul(s.maximum(TINY).log()) }), penalty: formula(['S', 'T'], { p: where(sum.greater(TINY), entropy, 0).mul(strength) }),
  };
}

/** A penalty of single edges, concave in the square of the statistic. */
export function logPenalty(statistic: ActivationStatistic, strength: number): StatisticPenalty {
  return {
    kind: 'statistic', name: 'reference-log', statistic, scope: 'edge', derivative: 0,
    sums: formula(['s'], { total: input('s').div(0.1).square().add(1).log() }), penalty: formula(['total'], { p: input('total').mul(strength) }),
  };
}

/** A concave penalty of the roughness of whole layers, so that its tangent differs from it. */
function roughness(strength: number): StatisticPenalty {
  return {
    kind: 'statistic', name: 'reference-roughness', statistic: 'roughness', scope: 'layer', derivative: 1,
    sums: formula(['s'], { total: input('s') }), penalty: formula(['total'], { p: input('total').add(1).log().mul(strength) }),
  };
}

/** Penalties of the coefficients alone, for which nobody looks at rows: roughness, and smoothing where all coefficients have an order. */
export function coefficientPenalties({ layers }: Structure, strength: number): readonly Penalty[] {
  const isOrdered = layers.every((l) => l.terms.every((t) => differenceOrder(t) !== null));
  return [...(isOrdered ? [{ kind: 'smoothing' as const, strength }] : []), roughness(strength)];
}

/** Penalties of every kind: those of the coefficients, and of what flows through edges, with slopes of both signs. */
export function allPenalties(structure: Structure, strength: number): readonly Penalty[] {
  return [...coefficientPenalties(structure, strength), sumPenalty('rms', strength), entropyPenalty('sd', strength), logPenalty('outputShare', strength)];
}
