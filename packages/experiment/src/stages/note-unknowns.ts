import { rowsNamed } from '../data/prepare-data.js';
import type { FittingOptions } from './problem.js';
import type { StageContext } from './stage.js';

/**
 * Notes a fit that has more unknowns than its training rows have targets: the rows alone do not say what the network is.
 *
 * @param where such as `stages.0`, or `stages.1.levels.0`
 * @returns whether there was something to note
 */
export function noteUnknowns({ data, note, catalog, structure, isWritten }: StageContext, { data: dataSet, smoothing, regularizers, optimizer }: FittingOptions, unknowns: number, where: string): boolean {
  const { count, width } = rowsNamed(data, dataSet).train.targets;
  if (unknowns <= count * width) return false;
  const rows = `${count} training rows${width === 1 ? '' : ` of ${width} targets`}`;
  const solves = catalog.get('optimizer', optimizer.kind).method === 'normal-equations';
  // Where the file says nothing of the edge, it goes with the smoothing.
  const hasBase = isWritten('network.edge') && structure.layers.some(({ terms }) => terms.some(({ base }) => base !== null));
  const remedy = solves ? `or give the stage smoothing: auto${hasBase ? ' and network.edge plain' : ''}` : 'or give the stage a regularizer, such as sparsity';
  const rest = smoothing === 'auto' || smoothing > 0 || regularizers.length > 0 ? 'what they leave open, penalties decide'
    : `they leave open what the network is between them. Use smaller network.widths or a lower resolution, ${remedy}`;
  note(`${where} trains ${unknowns} numbers on ${rows}: ${rest}`, unknowns);
  return true;
}
