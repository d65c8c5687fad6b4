import { sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { PluginLocation } from './plugin-location.js';

/** A line of a plugin package that an experiment file named. */
export interface PluginPlace {
  /** The entry of `plugins:`. */
  readonly plugin: string;
  /** Path of the module. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where packages lie whose code this process began to run, by their entries. Code that is loaded stays, whoever asked for it. */
const locations = new Map<string, PluginLocation>();

/** From now on, lines of the package are recognized. */
export function recognizePlugin(entry: string, location: PluginLocation): void {
  locations.set(entry, location);
}

/** Entries of packages whose code this process began to run. */
export function pluginsThatRan(): readonly string[] {
  return [...locations.keys()];
}

/**
 * The innermost line of a plugin package in the stack of what was thrown, or null where there is none. Lines of packages that it
 * depends on are not its own.
 */
export function placeInPlugin(thrown: unknown): PluginPlace | null {
  const stack = (thrown as { readonly stack?: unknown } | null | undefined)?.stack;
  if (typeof stack !== 'string') return null;
  for (const [, url, line, column] of stack.matchAll(/(file:\/\/[^\s()]+?)(?:\?[^\s()]*)?:(\d+):(\d+)/g)) {
    const found = [...locations].find(([, location]) => isIn(location, url!));
    if (found !== undefined) return { plugin: found[0], file: fileURLToPath(url!), line: Number(line), column: Number(column) };
  }
  return null;
}

/** A single file has its neighbors with it, and not what lies deeper: that may be anything, Knotwork included. */
function isIn({ file, root }: PluginLocation, url: string): boolean {
  const base = pathToFileURL(root === file ? file.slice(0, file.lastIndexOf(sep) + 1) : `${root}${sep}`).href;
  if (!url.startsWith(base)) return false;
  const within = url.slice(base.length);
  return root === file ? !within.includes('/') : !within.includes('node_modules/');
}
