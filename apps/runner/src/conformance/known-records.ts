import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { CONFORMANCE_RECORD, findPlugin, type FoundPlugin, type Manifest } from '@knotwork/workspace';
import { totalOf } from './check-text.js';
import { type ConformanceRecord, readRecord, whyStale } from './record.js';

/** What is known of the conformance of a package from outside. */
export interface KnownConformance {
  readonly package: string;
  readonly version: string;
  /** `unkept` of a single file, which has no place for a record. */
  readonly state: 'recorded' | 'stale' | 'missing' | 'unkept';
  /** In words. */
  readonly told: string;
  readonly record: ConformanceRecord | null;
}

/** Keyword of plugin packages. */
const KEYWORD = 'knotwork-plugin';

/** What the packages of an experiment file say of their checks. @param entries as the file names them, @param cwd from which packages are checked */
export function recordsOfFile(file: string, entries: readonly string[], cwd: string): readonly KnownConformance[] {
  const base = resolve(cwd, file);
  return entries.map((name, index) => {
    const found = findPlugin(base, { name, index });
    return knownOf(found, /^[./]/.test(name) ? relative(cwd, found.location.root) || '.' : name);
  });
}

/** The same of plugin packages that the package.json of a folder names as dependencies; none of their code is run. */
export function recordsOfFolder(folder: string): readonly KnownConformance[] {
  const { dependencies = {}, devDependencies = {} } = manifestOf(folder);
  return Object.keys({ ...dependencies, ...devDependencies }).flatMap((name) => {
    try {
      const found = findPlugin(join(folder, 'package.json'), { name, index: null });
      return found.manifest.keywords?.includes(KEYWORD) === true ? [knownOf(found, name)] : [];
    } catch {
      // What cannot be found is told by whoever needs it.
      return [];
    }
  });
}

/** @param word by which it is checked from the working folder */
function knownOf({ location, manifest: { name, version = '0.0.0' } }: FoundPlugin, word: string): KnownConformance {
  const known = { package: name ?? word, version, record: null };
  if (location.root === location.file) return { ...known, state: 'unkept', told: `not kept of a single file; see "knotwork plugins check ${word}"` };
  const record = readRecord(join(location.root, CONFORMANCE_RECORD));
  if (record === null) return { ...known, state: 'missing', told: `missing: no ${CONFORMANCE_RECORD}; see "knotwork plugins check ${word}"` };
  const why = whyStale(record, location);
  const told = `${totalOf(record.plugins)} (knotwork ${record.knotwork}, ${record.date.slice(0, 10)})`;
  return why === null ? { ...known, state: 'recorded', told, record } : { ...known, state: 'stale', told: `stale, ${why}: ${told}`, record };
}

function manifestOf(folder: string): Manifest {
  try { return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest; } catch { return {}; }
}
