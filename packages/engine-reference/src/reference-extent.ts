import type { CompileOptions, Objective, Structure } from '@knotwork/plugin/engine';

/** Doubles that hold a network and its points: parameters, gradient and slots, and every column of every point. Scratch memory is small beside them. */
export function referenceExtent(structure: Structure, objective: Objective, { update }: CompileOptions, unknowns: number, points: Readonly<Record<string, number>>): number {
  const numbers = 3 * structure.length + (2 + (update?.slots.length ?? 0)) * unknowns;
  const rows = [...new Set(objective.blocks.map((block) => block.points))].reduce((sum, name) => {
    const targets = objective.blocks.filter((block) => block.points === name).flatMap(({ reads }) => Object.values(reads)).filter((read) => read.of === 'target').map(({ index }) => index + 1);
    return sum + (points[name] ?? 0) * (structure.layers[0]!.inputs + Math.max(0, ...targets));
  }, 0);
  return 8 * (numbers + rows);
}
