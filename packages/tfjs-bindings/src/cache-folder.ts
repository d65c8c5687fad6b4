import type { Recipe } from './pins.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Changes whenever what is written beside the pinned files does: the header, the loader, the flags of the compiler. */
export const FORMAT = 2;

/** Where bindings are kept: `KNOTWORK_CACHE`, else `knotwork` in the user's folder for what can be had again. */
export function cacheFolder(env: Environment = process.env): string {
  const { join, isAbsolute, resolve } = process.getBuiltinModule('node:path');
  const own = env['KNOTWORK_CACHE'];
  if (own !== undefined && own !== '') return resolve(own);
  const shared = env['XDG_CACHE_HOME'];
  // What is not absolute does not count, as the specification of that variable has it.
  return join(shared !== undefined && isAbsolute(shared) ? shared : join(process.getBuiltinModule('node:os').homedir(), '.cache'), 'knotwork');
}

/** The folder of all versions of a binding. */
export function bindingFolder(name: string, env?: Environment): string {
  return process.getBuiltinModule('node:path').join(cacheFolder(env), 'engines', name);
}

/** The folder of one recipe: by version and by the checksums of all that goes into it. */
export function recipeFolder({ name, main, packs, library }: Recipe, env?: Environment): string {
  const sum = process.getBuiltinModule('node:crypto').createHash('sha256').update(JSON.stringify([FORMAT, library.sha256, ...packs.map(({ sha256 }) => sha256)])).digest('hex');
  return process.getBuiltinModule('node:path').join(bindingFolder(name, env), `${main.version}-tensorflow-${library.tensorflow}-${sum.slice(0, 12)}`);
}
