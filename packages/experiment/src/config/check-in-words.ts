import type * as z from '@knotwork/plugin/zod';
import * as unworded from './check.js';
import type { Context } from './check.js';
import { faults } from './faults.js';
import type { Path } from './written.js';

/**
 * Parses one block by its schema alone.
 *
 * @param owner of the schema, where it is that of a plugin's options
 * @throws KnotworkError `input` for the first thing that is wrong
 */
export function parseBlock(schema: z.ZodType, value: unknown, path: Path, context: Context, owner?: Parameters<typeof unworded.parseBlock>[4]): unknown {
  return unworded.parseBlock(schema, value, path, { faults, ...context }, owner);
}

/** Parses everything that is named in a parsed block by the named plugins' schemas; fills defaults in. */
export function checkUses(schema: z.ZodType, value: unknown, path: Path, context: Context): unknown {
  return unworded.checkUses(schema, value, path, { faults, ...context });
}
