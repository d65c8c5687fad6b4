import { exprOfSteps, type FormulaSteps, input, stepsOf } from '@knotwork/algebra';
import { inUserUnits } from '@knotwork/network';
import { type AffineMap, AS_GIVEN, type Equations, type Network, type NetworkSpec, type PointRows, type Samples } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import { type Reach, within } from './reached-points.js';

/**
 * Equations as a network meets them whose own time is the part that has been reached: where time is t = low + share (s - low), it has s. Derivatives and inputs that are read are those in t.
 *
 * @param objective in network units, @param reach null for all of the coordinate, where nothing changes
 */
export function stretchedObjective(objective: Objective, { inputs, outputs }: Pick<NetworkSpec, 'inputs' | 'outputs'>, reach: Reach | null): Objective {
  if (reach === null) return objective;
  return inUserUnits(objective, { inputs: inputs.map((one, k) => ({ ...one, map: k === reach.column ? mapOf(reach) : AS_GIVEN })), outputs: outputs.map((one) => ({ ...one, map: AS_GIVEN })) });
}

/** The network whose last layer has its own time, while what outputs hold by construction stays what it is in t. */
export function stretchedNetwork(network: Network, reach: Reach | null): Network {
  if (reach === null) return network;
  const outputs = network.spec.outputs.map((one) => {
    if (one.conditions === undefined) return one;
    const { base, factor } = one.conditions;
    return { ...one, conditions: { base: inOwnTime(base, network.spec, reach), factor: inOwnTime(factor, network.spec, reach) } };
  });
  return { ...network, spec: { ...network.spec, outputs } };
}

/** Points in the network's own time: those that can be drawn are everywhere in it, of the others those beyond what has been reached weigh nothing. */
export function stretchedPoints({ points, draw }: Pick<Equations, 'points' | 'draw'>, reach: Reach | null): Equations['points'] {
  if (reach === null) return points;
  return Object.fromEntries(Object.entries(points).map(([name, rows]): [string, PointRows] => [name, Object.hasOwn(draw, name) ? rows : { ...within(rows, reach), inputs: ownTimes(rows.inputs, reach) }]));
}

/** Those beyond stay at the end, where they weigh nothing. */
function ownTimes(inputs: Samples, { column, interval: [low, high], share }: Reach): Samples {
  return { ...inputs, values: Float64Array.from(inputs.values, (v, k) => (k % inputs.width === column ? Math.min(high, low + (v - low) / share) : v)) };
}

function inOwnTime(steps: FormulaSteps, { inputs }: Pick<NetworkSpec, 'inputs'>, reach: Reach): FormulaSteps {
  const names = inputs.map((_, k) => `x${k}`);
  const { center, scale } = mapOf(reach);
  return stepsOf(exprOfSteps(steps, names.map((name, k) => (k === reach.column ? input(name).mul(scale).add(center) : input(name)))), names);
}

/** Time, as a map of the network's own. */
const mapOf = ({ interval: [low], share }: Reach): AffineMap => ({ kind: 'affine', center: low * (1 - share), scale: share });
