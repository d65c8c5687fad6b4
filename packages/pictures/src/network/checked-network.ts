import { checkCurve } from '../curves/checked-curve.js';
import { badCount, badPlace, missingEntries, sharedSum, twice } from '../errors.js';
import type { PicturedNetwork } from './network-data.js';

/** Throws unless counts and places agree. @throws RangeError with the path of what does not */
export function checkNetwork({ inputs, outputs, layers }: PicturedNetwork): void {
  if (layers.length === 0) throw missingEntries('layers', 'layer');
  let before = inputs.length;
  layers.forEach(({ nodes, edges }, l) => {
    const path = `layers[${l}]`;
    const sums = nodes.flatMap((node) => node.sums);
    const count = sums.length;
    for (const sum of sums) if (!isPlace(sum, count)) throw badPlace(`${path}.nodes`, sum, count, 'sums that nodes are made of, numbered without gaps');
    const shared = sums.find((sum, k) => sums.indexOf(sum) !== k);
    if (shared !== undefined) throw sharedSum(`${path}.nodes`, shared);
    const pairs = new Set<string>();
    edges.forEach((edge, k) => {
      const { input, sum } = edge;
      if (!isPlace(input, before)) throw badPlace(`${path}.edges[${k}].input`, input, before, 'inputs');
      if (!isPlace(sum, count)) throw badPlace(`${path}.edges[${k}].sum`, sum, count, 'sums of the nodes');
      if (pairs.has(`${input} ${sum}`)) throw twice(`${path}.edges`, input, sum);
      pairs.add(`${input} ${sum}`);
      checkCurve(edge, `${path}.edges[${k}]`);
    });
    before = nodes.length;
  });
  if (outputs.length !== before) throw badCount('outputs', 'names, as many as the last layer has nodes', before, outputs.length);
}

function isPlace(place: number, count: number): boolean { return Number.isInteger(place) && place >= 0 && place < count; }
