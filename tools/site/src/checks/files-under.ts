import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export interface BuiltFile {
  /** Bytes. */
  readonly size: number;
  text(): string;
}

/** Files of a folder and of those in it, by their paths from it, with `/` between folders. */
export function filesUnder(folder: string): ReadonlyMap<string, BuiltFile> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [relative(folder, file).split(sep).join('/'), { size: statSync(file).size, text: () => readFileSync(file, 'utf8') }]));
}
