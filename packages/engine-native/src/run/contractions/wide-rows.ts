import { BY_CELL, type Contraction, findContraction, type Found } from '@knotwork/contraction';
import { WIDE_BYTES } from '@knotwork/contraction/host';
import type { Precision } from '@knotwork/plugin/engine';
import { lanes } from '../../code/emitter.js';
import { noContraction } from '../../errors.js';
import type { IsWide } from '../../memory/memory-layout.js';
import { NativeAlgebra } from './native-algebra.js';
import { NativeMaps } from './native-maps.js';
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
  return nativeRows(isAsked ? () => true : paysOff(precision), found.contraction);
}

/**
 * Where steps are faster, in both precisions (npm run -s bench -- contraction --widths 5,8,9,10,16 --intervals 5, and 50): on coarse grids, whose samples come cell by cell,
 * as soon as more than half of a wide vector is used; on finer ones where at most an eighth of the lanes are pads, since every pass over all coefficients has them.
 */
function paysOff(precision: Precision): IsWide {
  const all = WIDE_BYTES / lanes(precision).size;
  return ({ sums, terms }) => {
    const isCoarse = terms.every(({ form, size, window }) => form !== 'window' || size - window < BY_CELL);
    return isCoarse ? 2 * sums > all : 8 * sums >= 7 * all * Math.ceil(sums / all);
  };
}

/** @param isWide which layers are contracted so */
export function nativeRows(isWide: IsWide, contraction: Contraction): WideRows {
  return { isWide, make: (...of) => new WideContraction(...of, contraction), algebra: (arena) => new NativeAlgebra(arena, contraction), maps: (memory, precision) => new NativeMaps(memory, precision, contraction) };
}
