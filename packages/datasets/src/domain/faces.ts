import { isKnotworkError, nearest } from '@knotwork/plugin';
import { BOUNDARY } from './boundary.js';
import { constantOf, parsed } from './numbers.js';
import { noFace, notAFace } from './errors.js';
import type { Names } from './names.js';
import type { Box } from './points.js';

/** One end of a coordinate. */
export interface Face { readonly coordinate: number; readonly end: 0 | 1 }

/** A face as files write it, such as `x=-1`. */
export const faceText = ({ coordinate, end }: Face, names: readonly string[], box: Box): string => `${names[coordinate]}=${box[coordinate]![end]}`;

/**
 * The faces that a text names: `x=-1` the end of a coordinate, `boundary` all.
 *
 * @param known names of coordinates, and of constants that may stand in it
 * @param option that holds the text
 * @throws KnotworkError `input` for a text that is no face of the box
 */
export function facesOf(text: string, known: Names, box: Box, option: string): readonly Face[] {
  const { coordinates: names } = known;
  if (text.trim() === BOUNDARY) return names.flatMap((_, coordinate) => ([0, 1] as const).map((end) => ({ coordinate, end })));
  const [, name, value] = /^\s*(\w+)\s*=\s*(.+?)\s*$/.exec(text) ?? [];
  const all = names.flatMap((_, coordinate) => ([0, 1] as const).map((end) => faceText({ coordinate, end }, names, box)));
  if (name === undefined) throw notAFace(text, all, BOUNDARY, nearest(text, [BOUNDARY]), option);
  const coordinate = names.indexOf(name);
  if (coordinate < 0) throw noFace(text, all, name, names, option);
  const { at, strange } = numberIn(value!, option, known);
  const [low, high] = box[coordinate]!;
  const near = (end: number): boolean => Math.abs(at - end) <= 1e-12 * Math.max(Math.abs(low), Math.abs(high));
  if (near(low)) return [{ coordinate, end: 0 }];
  if (near(high)) return [{ coordinate, end: 1 }];
  throw noFace(text, all, strange, Object.keys(known.constants), option);
}

/** A number, or NaN for what is none, as no face is there; and a name in it that is no constant. */
function numberIn(text: string, option: string, names: Names): { readonly at: number; readonly strange?: string | undefined } {
  try {
    const [strange] = parsed(text, option).variables.filter((name) => !Object.hasOwn(names.constants, name));
    return strange === undefined ? { at: constantOf(text, option, names) } : { at: NaN, strange };
  } catch (error) {
    if (isKnotworkError(error)) return { at: NaN };
    throw error;
  }
}

/** The box with a coordinate held at one end. */
export function boxOf({ coordinate, end }: Face, box: Box): Box {
  return box.map((interval, i) => (i === coordinate ? [interval[end], interval[end]] as const : interval));
}
