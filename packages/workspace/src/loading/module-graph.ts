import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What names another file in a module: imports and exports of all forms, `require`, and files that are read by their place beside it. */
const NAMED = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\s*\(\s*|(\bnew\s+URL\s*\(\s*))(["'])([^"'\n]+)\2/g;
/** A name of a file that is only known when the module runs: one that is computed, or the place of the module itself, which names are made of. */
const COMPUTED = /\b(?:import|require(?:\.resolve)?|new\s+URL)\s*\(\s*(?!["'\s])|\bimport\.meta\.(?:url|dirname|filename|resolve)\b|\b__(?:dirname|filename)\b/;
/** `new URL('./table.json', import.meta.url)` is a name like that of an import. */
const BESIDE = /\bnew\s+URL\s*\(\s*(["'])[^"'\n]+\1\s*,\s*import\.meta\.url\b/g;

export interface ModuleGraph {
  /** Where files are, by their paths from the folder of the package, which have slashes on all systems. */
  readonly files: ReadonlyMap<string, string>;
  /** Whether a module may use files that it does not name by a text, which are then not among these. */
  readonly isOpen: boolean;
}

/**
 * A module and all files that it and what it names name, without packages that are installed: what a package from a folder computes with.
 * It is read, not run.
 *
 * @param folder of the package, absolute, without links
 */
export function moduleGraph(entry: string, folder: string): ModuleGraph {
  const files = new Map([[nameIn(folder, entry), entry]]);
  let isOpen = false;
  for (const file of files.values()) {
    if (!/\.[cm]?[jt]s$/.test(file)) continue;
    const text = readFileSync(file, 'utf8');
    isOpen ||= COMPUTED.test(text.replace(BESIDE, ''));
    for (const [, url, , named] of text.matchAll(NAMED)) {
      const path = url === undefined ? moduleAt(named!, file, folder) : besides(named!, file);
      if (path === null || !existsSync(path) || nameIn(folder, path).split('/').includes('node_modules')) continue;
      if (statSync(path).isFile()) files.set(nameIn(folder, path), path);
      else isOpen = true;
    }
  }
  return { files, isOpen };
}

const nameIn = (folder: string, path: string): string => relative(folder, path).split(sep).join('/');

/** What a module means by a name that it imports; null for packages of others, and where there is nothing. */
function moduleAt(named: string, from: string, folder: string): string | null {
  const isPath = /^(?:\.{0,2}\/|\.{1,2}$)/.test(named);
  const path = resolved(named, from) ?? (isPath ? besides(named, from) : null);
  // The package's own name, and names that begin with # and are those of its package.json, lead into the package itself; those of modules of Node nowhere.
  return path === null || !isAbsolute(path) || (!isPath && nameIn(folder, path).startsWith('../')) ? null : path;
}

function besides(named: string, from: string): string | null {
  try { return fileURLToPath(new URL(named, pathToFileURL(from))); } catch { return null; }
}

function resolved(named: string, from: string): string | null {
  try { return createRequire(from).resolve(named); } catch { return null; }
}
