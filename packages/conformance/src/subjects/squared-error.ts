import { formula, input } from '@knotwork/algebra';
import { differenceOrder } from '@knotwork/network';
import type { Objective, StatisticPenalty, Structure } from '@knotwork/plugin';
import { entropyPenalty, logPenalty, sumPenalty } from './reference-penalties.js';

/** Mean squared error, with smoothing and roughness where asked for. */
export function squaredError(outputs: number, smoothing = 0): Objective {
  const range = Array.from({ length: outputs }, (_, q) => q);
  return {
    blocks: [{
      points: 'data', form: 'residuals', weight: 1,
      formula: formula([...range.map((q) => `y${q}`), ...range.map((q) => `t${q}`)], Object.fromEntries(range.map((q) => [`r${q}`, input(`y${q}`).sub(input(`t${q}`))]))),
    }],
    penalties: smoothing > 0 ? [{ kind: 'smoothing', strength: smoothing }, roughness(smoothing)] : [],
  };
}

/**
 * Mean squared error of a network with penalties of a strength: roughness; smoothing, where all coefficients have an order; and unless
 * told otherwise penalties of what flows through edges, with slopes of both signs.
 */
export function penalizedError(structure: Structure, strength: number, ofActivations = true): Objective {
  const { penalties, ...rest } = squaredError(structure.layers.at(-1)!.outputs, strength);
  const isOrdered = structure.layers.every((l) => l.terms.every((t) => differenceOrder(t) !== null));
  const flows = strength > 0 && ofActivations ? [sumPenalty('rms', strength), entropyPenalty('sd', strength), logPenalty('outputShare', strength)] : [];
  return { ...rest, penalties: [...penalties.filter((p) => isOrdered || p.kind !== 'smoothing'), ...flows] };
}

/** A concave penalty of the roughness of whole layers, so that its tangent differs from it. */
function roughness(strength: number): StatisticPenalty {
  return {
    kind: 'statistic', name: 'reference-roughness', statistic: 'roughness', scope: 'layer', derivative: 1,
    sums: formula(['s'], { total: input('s') }), penalty: formula(['total'], { p: input('total').add(1).log().mul(strength) }),
  };
}
