import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.js';

/** Folders below one place, each made when it is asked for, and programs that run in them. */
export interface Workplace {
  folder(name: string): string;
  /** Writes files to a folder, texts by path. */
  write(name: string, files: Readonly<Record<string, string>>): void;
  /** What runs programs in a folder. */
  within(name: string): (program: string, ...args: readonly string[]) => Promise<string>;
}

/** @param env what programs see besides the environment of this process */
export function workplace(place: string, env: Readonly<Record<string, string>>): Workplace {
  const folder = (name: string): string => {
    mkdirSync(join(place, name), { recursive: true });
    return join(place, name);
  };
  return {
    folder,
    write: (name, files) => { for (const [path, text] of Object.entries(files)) writeFileSync(join(folder(name), path), text); },
    within: (name) => (program, ...args) => command(program, args, { cwd: folder(name), env }),
  };
}
