import { toText } from '@knotwork/algebra';
import type { Equations } from '@knotwork/plugin';
import type { Engine, Scalars } from '@knotwork/plugin/engine';
import type { Model } from '../stages/stage.js';
import { valuesAt } from './residuals-at.js';

/** Why training cannot begin: the first equation that has no finite value at some of its points with the network that it would begin with; null where all have. */
export async function noValueAt(engine: Engine, model: Model & { readonly scalars: Scalars }, { objective, points }: Equations): Promise<string | null> {
  for (const block of objective.blocks) {
    const { inputs, targets } = points[block.points]!;
    const outputs = (await valuesAt(engine, model, { ...objective, blocks: [block] }, inputs, targets)).flat();
    const odd = Array.from({ length: inputs.count }, (_, row) => outputs.some((of) => !Number.isFinite(of[row]!))).filter(Boolean).length;
    if (odd > 0) {
      return `${block.name} has no finite value where training begins, at ${odd} of its ${inputs.count} points: ${block.formula.roots.map(toText).join(', ')}, of what a fresh network says, which is near 0. `
        + 'Look for the root or the logarithm of a negative number, and for a division by 0. Write the equation so that it has a value there, as without the root, or for another unknown: v, where u = v + 3; and look whether there is a solution';
    }
  }
  return null;
}
