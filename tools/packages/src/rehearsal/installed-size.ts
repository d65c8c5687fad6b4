import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface InstalledSize {
  /** Names of packages, copies of one counted each. */
  readonly packages: readonly string[];
  /** Bytes of all files. */
  readonly bytes: number;
}

/** What is in the `node_modules` of a folder. */
export function installedSize(folder: string): InstalledSize {
  const { packages } = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8')) as { packages: Record<string, unknown> };
  const files = readdirSync(join(folder, 'node_modules'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return {
    packages: Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')).sort(),
    bytes: files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0),
  };
}
