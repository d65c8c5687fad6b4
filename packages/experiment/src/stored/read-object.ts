import type * as z from '@knotwork/plugin/zod';
import { brokenFile } from './errors.js';

/** Gives a file of a run by its name, null where there is none. */
export type ReadFile = (name: string) => Uint8Array | null;

/**
 * A file of a run that holds one object of JSON; null where there is none.
 *
 * @param shape as much of it as is relied on, @param place what errors call the run
 * @throws KnotworkError `input` for anything else
 */
export function readObject(read: ReadFile, file: string, place: string, shape: z.ZodType): Readonly<Record<string, unknown>> | null {
  const bytes = read(file);
  if (bytes === null) return null;
  let value: unknown;
  try { value = JSON.parse(new TextDecoder().decode(bytes)); } catch { throw brokenFile(place, file, 'is no JSON'); }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw brokenFile(place, file, 'is no object');
  const wrong = shape.safeParse(value).error?.issues[0];
  if (wrong !== undefined) throw brokenFile(place, file, `has at "${wrong.path.join('.')}" what no run writes`);
  return value as Record<string, unknown>;
}
