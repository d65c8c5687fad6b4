import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, parse, sep } from 'node:path';
import type { WorkerProgram } from '../../run/workers.js';

const MODULES = 'node_modules';

/** A program as it is run within an image that has none of it, and the folder that has to be seen there: packages as they are installed, or a source tree with what it depends on. */
export function inContainer(program: WorkerProgram): { readonly program: WorkerProgram; readonly folder: string } {
  const module = realpathSync(program.module);
  const installed = module.indexOf(`${sep}${MODULES}${sep}`);
  return { program: { ...program, module }, folder: installed === -1 ? sourceTree(module) : module.slice(0, installed + 1 + MODULES.length) };
}

/** The outermost folder around a module that has packages; that of the module where none has. */
function sourceTree(module: string): string {
  const { root } = parse(module);
  let found = dirname(module);
  for (let folder = found; folder !== root; folder = dirname(folder)) if (existsSync(join(folder, MODULES))) found = folder;
  return found;
}
