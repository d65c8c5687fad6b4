import { rowsNamed } from '../data/prepare-data.js';
import type { FittingOptions } from './problem.js';
import type { StageContext } from './stage.js';

/** That a fit has more unknowns than its rows have targets, and what decides then, or what to do about it. */
export function unknownsNote({ data, catalog, structure, isWritten }: StageContext, { data: dataSet, smoothing, regularizers, optimizer }: FittingOptions, unknowns: number, where: string): string {
  const { count, width } = rowsNamed(data, dataSet).train.targets;
  const rows = `${count} training rows${width === 1 ? '' : ` of ${width} targets`}`;
  const solves = catalog.get('optimizer', optimizer.kind).method === 'normal-equations';
  // Where the file says nothing of the edge, it goes with the smoothing.
  const hasBase = isWritten('network.edge') && structure.layers.some(({ terms }) => terms.some(({ base }) => base !== null));
  // Of several data sets one is fitted after the other, and a penalty would smooth away what came before.
  const remedy = data.sets.size > 1 ? '' : solves ? `, or give the stage smoothing: auto${hasBase ? ' and network.edge plain' : ''}` : ', or give the stage a regularizer, such as sparsity';
  const rest = smoothing === 'auto' || smoothing > 0 || regularizers.length > 0 ? 'what they leave open, penalties decide'
    : `they leave open what the network is between them. Use smaller network.widths or a lower resolution${remedy}`;
  return `${where} trains ${unknowns} numbers on ${rows}: ${rest}`;
}
