import { evaluate, type Formula } from '@knotwork/algebra';
import { sumInput } from '@knotwork/network';
import type { Structure } from '@knotwork/plugin/engine';
import type { PreparedData } from '../data/prepare-data.js';

/**
 * Where the last layer has nodes that take no constant, such as products, targets whose mean was taken away are out of reach: a product less its mean is none. Functions of one sum have limits that targets may not have.
 */
export function productsAtTheEnd({ layers }: Structure, { outputs, original: { task } }: PreparedData): string[] {
  const { nodes } = layers.at(-1)!;
  const isCentred = outputs.some(({ map }) => map.center !== 0);
  if (task !== 'regression' || !isCentred || nodes.every(({ formula, arity }) => formula === null || takesConstant(formula, arity))) return [];
  // A function of one sum may be bounded, which no unit of the targets mends.
  if (nodes.every(({ formula, arity }) => formula === null || arity === 1)) return ['nodes of the last layer are functions of their sums, so that outputs have their limits, such as -1 and 1 of tanh in standardized units. Let the nodes of the last layer only add: say its layer under network.layers'];
  return ['nodes of the last layer multiply, and targets come with their mean taken away, so that the network cannot be a product and no more. Set standardizeTargets: false, or put a layer behind the products'];
}

/** Whether a shift of one sum shifts the node, by as much wherever the others are. */
function takesConstant(formula: Formula, arity: number): boolean {
  const at = (first: number, others: number): number => evaluate(formula, Object.fromEntries(Array.from({ length: arity }, (_, k) => [sumInput(k), k === 0 ? first : others])))['y']!;
  const shift = at(1, 0.7) - at(0, 0.7);
  return shift !== 0 && [[3, 0.7], [1, -1.3]].every(([first, others]) => Math.abs(at(first!, others!) - at(first! - 1, others!) - shift) < 1e-9);
}
