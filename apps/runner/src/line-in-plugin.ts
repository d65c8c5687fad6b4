import { relative } from 'node:path';
import { placeInPlugin } from '@knotwork/workspace';

/** Where in a plugin something was thrown, as a sentence that follows others; empty where nothing tells. */
export function lineInPlugin(error: { readonly cause?: unknown }): string {
  const place = placeInPlugin(error.cause) ?? placeInPlugin(error);
  return place === null ? '' : ` Line: ${relative(process.cwd(), place.file)}:${place.line}:${place.column}.`;
}
