import { badOverride } from './errors.js';
import { isBlock } from './schema.js';

/** Overrides of a command, and characters of one: what is larger belongs into the file. */
const MOST_OVERRIDES = 200;
const LONGEST = 10_000;

/** @throws KnotworkError `input` for more overrides, or longer ones, than are applied in a moment */
export function requireFew(overrides: readonly string[]): void {
  if (overrides.length > MOST_OVERRIDES) throw badOverride(overrides[MOST_OVERRIDES]!, `is one too many: there are ${overrides.length}, and at most ${MOST_OVERRIDES} may be given. Write them into the file.`);
  const long = overrides.find(({ length }) => length > LONGEST);
  if (long !== undefined) throw badOverride(long.slice(0, 80), `goes on for ${long.length} characters, and may have ${LONGEST} at most. Write it into the file.`);
}

/** Whether an override names the preset; it is applied before the others, which address what the preset brings. */
export function namesPreset(override: string): boolean { return /^\s*preset\s*=/.test(override); }

/** Every path of a tree, from the outside in. */
export function pathsIn(value: unknown, path: string): string[] {
  const below = Array.isArray(value) || isBlock(value) ? Object.entries(value).flatMap(([k, v]) => pathsIn(v, path === '' ? k : `${path}.${k}`)) : [];
  return path === '' ? below : [path, ...below];
}
