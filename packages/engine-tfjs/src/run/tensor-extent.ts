import type { EngineParts } from '@knotwork/engine-core';
import { hasEdgeShape } from '@knotwork/network';

/** Numbers of features that are seen together: what does not stay in a cache of a processor is slower, what is smaller pays for every operation. */
export const PART_FEATURES = 2 ** 22;
/** Points that are seen together at least. */
export const LEAST_TOGETHER = 64;

/** Memory of a program and one state by arithmetic: unknowns, gradient, slots and their copies, dense features of a part, and all points. */
export const tensorExtent: EngineParts['bytes'] = (structure, objective, { update }, unknowns, points) => {
  const features = structure.layers.reduce((sum, { terms, sums }) => sum + terms.reduce((s, term) => s + (term.size + (term.base === null ? 0 : 1)) * (hasEdgeShape(term) ? term.edges.count : term.edges.inputs.length), sums), 0);
  const rows = Object.entries(points).reduce((sum, [name, n]) => {
    const targets = objective.blocks.filter((block) => block.points === name).flatMap(({ reads }) => Object.values(reads).map((read) => (read.of === 'target' ? read.index + 1 : 0)));
    return sum + n * (structure.layers[0]!.inputs + Math.max(0, ...targets));
  }, 0);
  const together = Math.max(...Object.values(points), 0);
  // A pass holds features, their slopes and places, and the same of gradients.
  const pass = 6 * Math.min(together * features, Math.max(LEAST_TOGETHER * features, PART_FEATURES));
  return 4 * (unknowns * (6 + 2 * (update?.slots.length ?? 0)) + structure.length + rows + pass);
};
