import { rowsNamed } from '../data/prepare-data.js';
import type { FittingOptions } from './problem.js';
import type { StageContext } from './stage.js';

/**
 * Notes a fit that has more unknowns than its training rows have targets: the rows alone do not say what the network is.
 *
 * @param where such as `stages.0`, or `stages.1.levels.0`
 * @returns whether there was something to note
 */
export async function noteUnknowns(context: StageContext, options: FittingOptions, unknowns: number, where: string): Promise<boolean> {
  const { targets } = rowsNamed(context.data, options.data).train;
  if (unknowns <= targets.count * targets.width) return false;
  // Pages with enough rows do not load it.
  context.note((await import('./unknowns-note.js')).unknownsNote(context, options, unknowns, where), unknowns);
  return true;
}
