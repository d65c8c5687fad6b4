import type { Equations } from '@knotwork/plugin';
import type { Engine, Objective, Scalars, SegmentRole } from '@knotwork/plugin/engine';
import type { Model } from '../stage.js';

/** Euclidean norm of the gradient of every block, without its weight, in all unknowns that are trained. @param points with the weights that they have */
export async function gradientNorms(engine: Engine, { structure, network, scalars }: Model & { readonly scalars: Scalars }, objective: Objective, points: Equations['points'], trainable: readonly SegmentRole[]): Promise<Readonly<Record<string, number>>> {
  const program = await engine.compile(structure, objective, { trainable, parameters: 'effective' });
  try {
    const state = await program.start(network, { scalars });
    const norms: Record<string, number> = {};
    for (const { name, points: set } of objective.blocks) {
      const data = await program.bind({ [set]: points[set]! }, { blocks: [name] });
      const { status, gradient } = await state.gradient(data, { weights: { [name]: 1 } });
      norms[name] = status === 'ok' ? Math.hypot(...gradient) : NaN;
      await data.dispose();
    }
    return norms;
  } finally {
    await program.dispose();
  }
}
