import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What lies in a folder and those below it. */
export interface FolderFiles {
  /** Names of its files, with `/` between folders, in order. */
  readonly files: readonly string[];
  /** Names of what is neither file nor folder, such as links. */
  readonly others: readonly string[];
}

/** @throws what the operating system says */
export function filesBelow(folder: string): FolderFiles {
  const [files, others]: [string[], string[]] = [[], []];
  const look = (path: string, before: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const name = `${before}${entry.name}`;
      if (entry.isDirectory()) look(join(path, entry.name), `${name}/`);
      else (entry.isFile() ? files : others).push(name);
    }
  };
  look(folder, '');
  return { files: files.sort(), others: others.sort() };
}
