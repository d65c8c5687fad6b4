import { badCount, halfABand, missingEntries } from '../errors.js';
import type { Curve } from './curve.js';

/** Throws unless all that is said of a curve is said at the same places. */
export function checkCurve({ x, y, lower, upper }: Curve, path: string): void {
  if (x.length === 0) throw missingEntries(`${path}.x`, 'place');
  if ((lower === undefined) !== (upper === undefined)) throw halfABand(path);
  for (const [name, values] of Object.entries({ y, lower, upper })) {
    if (values !== undefined && values.length !== x.length) throw badCount(`${path}.${name}`, 'values, one for each x', x.length, values.length);
  }
}
