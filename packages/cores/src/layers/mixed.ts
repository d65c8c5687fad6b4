import { defineLayer, inFull, KnotworkError, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** Edges of a layer: they are named one by one. */
const MOST_EDGES = 2 ** 18;

/**
 * A layer whose edges have different bases: edge (i, j) from input i to sum j has number
 *
 *     edges: i + j      inputs: i      outputs: j      modulo the number of bases
 *
 * of the list. Everything else of an edge, such as its base function, is as the file says for the layer.
 */
export const mixed = defineLayer({
  name: 'mixed',
  summary: 'Edges of several bases in turn, each with one of them',
  options: z.strictObject({
    bases: z.array(use('basis')).min(2).max(20).describe('Bases that take turns'),
    by: z.enum(['edges', 'inputs', 'outputs']).default('edges').describe('What takes turns: edges, all edges of an input, or all edges into an output'),
  }),
  terms({ bases, by }, parts, { inputs, sums }) {
    if (inputs * sums > MOST_EDGES) throw new KnotworkError('capability', `The layer mixed names its edges one by one, and has ${MOST_EDGES} at most; it would join ${inputs} inputs with ${sums} sums. Make it narrower, or use layer: kan.`, { plugin: 'layer mixed' });
    const edges = Array.from({ length: inputs * sums }, (_, e): readonly [number, number] => [Math.floor(e / sums), e % sums]);
    const turn = ([i, j]: readonly [number, number]): number => ({ edges: i + j, inputs: i, outputs: j }[by] % bases.length);
    return bases.map((basis, k) => ({ ...parts, basis: inFull(basis), edges: { only: edges.filter((edge) => turn(edge) === k) } }));
  },
});
