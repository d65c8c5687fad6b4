import { rowsNamed } from '../data/prepare-data.js';
import type { FittingOptions } from './problem.js';
import type { StageContext } from './stage.js';

/**
 * Notes a fit that has more unknowns than its training rows have targets: the rows alone do not say what the network is.
 *
 * @param where such as `stages.0`, or `stages.1.levels.0`
 * @returns whether there was something to note
 */
export function noteUnknowns({ data, note }: StageContext, { data: dataSet, smoothing, regularizers }: FittingOptions, unknowns: number, where: string): boolean {
  const { count, width } = rowsNamed(data, dataSet).train.targets;
  if (unknowns <= count * width) return false;
  const rows = `${count} training rows${width === 1 ? '' : ` of ${width} targets`}`;
  const rest = smoothing === 'auto' || smoothing > 0 || regularizers.length > 0 ? 'what they leave open, penalties decide'
    : 'they leave open what the network is between them. Use smaller network.widths or a lower resolution, or give the stage smoothing: auto';
  note(`${where} trains ${unknowns} numbers on ${rows}: ${rest}`);
  return true;
}
