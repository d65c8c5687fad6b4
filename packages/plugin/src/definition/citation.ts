import * as z from '../zod.js';
import { citation, faultOf, partTrouble } from './declared-parts.js';
import { KnotworkError } from '../errors.js';

/** Where a method comes from. Printed by the command and the docs. */
export interface Citation {
  readonly authors: readonly string[];
  readonly year: number;
  readonly title: string;
  /** DOI or arXiv identifier, such as `arXiv:2404.19756`. */
  readonly id?: string;
}

/** Declares a source. @throws KnotworkError `plugin` when a key is missing, misspelled or not what it must be: nothing would print it */
export function cite(source: Citation): Citation {
  const fault = faultOf(z.strictObject(citation), source);
  if (fault !== undefined) throw new KnotworkError('plugin', partTrouble('source given to cite', fault));
  return Object.freeze(source);
}
