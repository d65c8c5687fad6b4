import type { Equations } from '@knotwork/plugin';

/** Sets of points at which differential equations hold, rather than conditions: those that may be drawn anew; where all points were given, that of the first block. */
export function interiorOf({ objective, draw }: Pick<Equations, 'objective' | 'draw'>): readonly string[] {
  const drawn = Object.keys(draw);
  return drawn.length > 0 ? drawn : [objective.blocks[0]!.points];
}
