import { type Contraction, findContraction, type Found } from '@knotwork/contraction';
import { WIDE_BYTES } from '@knotwork/contraction/host';
import type { Precision } from '@knotwork/plugin/engine';
import { lanes } from '../../code/emitter.js';
import { noContraction } from '../../errors.js';
import { NativeAlgebra } from './native-algebra.js';
import type { WideRows } from './rows-contraction.js';
import { WideContraction } from './wide-contraction.js';

/**
 * Native contractions of rows, where this host has some; null where it has none.
 *
 * @param isAsked whether nothing else will do: then every layer in rows is contracted so
 * @throws KnotworkError `capability` when they are asked for and there are none
 */
export function wideRows(precision: Precision, isAsked: boolean, found: Found = findContraction()): WideRows | null {
  if ('because' in found) {
    if (isAsked) throw noContraction(found.because);
    return null;
  }
  // Below one wide vector more is padded than gained; from it on steps are faster, in both precisions (npm run -s bench -- contraction).
  return nativeRows(isAsked ? 1 : WIDE_BYTES / lanes(precision).size, found.contraction);
}

/** @param from sums from which layers are contracted so */
export function nativeRows(from: number, contraction: Contraction): WideRows {
  return { from, make: (...of) => new WideContraction(...of, contraction), algebra: (arena) => new NativeAlgebra(arena, contraction) };
}
