import { evaluate } from '@knotwork/algebra';
import type { LayerStructure } from '@knotwork/plugin/engine';

/** What nodes make of their sums, each formula evaluated as numbers. @param sums `[rows][sums]`, biases included; @returns `[rows][outputs]` */
export function nodesByHand({ nodes, sums: width, outputs }: LayerStructure, sums: Float64Array): Float64Array {
  const result = new Float64Array((sums.length / width) * outputs);
  for (let n = 0; n < sums.length / width; n++) {
    for (const { first, firstSum, count, arity, formula } of nodes) {
      for (let k = 0; k < count; k++) {
        const own = Array.from({ length: arity }, (_, a): [string, number] => [`z${a}`, sums[n * width + firstSum + k * arity + a]!]);
        result[n * outputs + first + k] = formula === null ? own[0]![1] : evaluate(formula, Object.fromEntries(own))['y']!;
      }
    }
  }
  return result;
}
