import { defineLayer, inFull, use, z } from '@knotwork/plugin';

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
    bases: z.array(use('basis')).min(2).describe('Bases that take turns'),
    by: z.enum(['edges', 'inputs', 'outputs']).default('edges').describe('What takes turns: edges, all edges of an input, or all edges into an output'),
  }),
  terms({ bases, by }, parts, { inputs, sums }) {
    const edges = Array.from({ length: inputs * sums }, (_, e): readonly [number, number] => [Math.floor(e / sums), e % sums]);
    const turn = ([i, j]: readonly [number, number]): number => ({ edges: i + j, inputs: i, outputs: j }[by] % bases.length);
    return bases.map((basis, k) => ({ ...parts, basis: inFull(basis), edges: { only: edges.filter((edge) => turn(edge) === k) } }));
  },
});
