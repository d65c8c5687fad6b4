import type { BindingName } from './binding-names.js';
import { recipeFolder } from './cache-folder.js';
import { type Recipe, recipes } from './pins.js';
import { type BindingRecord, RECORD, RECORD_FORMAT } from './record.js';
import { type Host, INSTEAD, type Reason, thisHost, whyUnsupported } from './support.js';

/** Whether a binding is there; if it is not, why, and what to do, as sentences. */
export type BindingState =
  | { readonly state: 'installed'; readonly folder: string; readonly versions: Readonly<Record<string, string>>; readonly from: string }
  | ({ readonly state: 'absent' | 'broken' | 'unsupported' } & Reason);

/** Where one looks. */
export interface Surroundings {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly host?: Host;
  /** What is pinned. */
  readonly pinned?: typeof recipes;
}

/** What to type to have a binding. */
export const installCommand = (name: BindingName): string => `knotwork engines install ${name === 'tfjs-node-gpu' ? 'tfjs-node --gpu' : name}`;

/**
 * Looks whether a binding is there. Nothing is loaded, and only sizes of files are looked at.
 *
 * @returns `broken` where something is there that cannot be whole
 */
export async function findBinding(name: BindingName, surroundings: Surroundings = {}): Promise<BindingState> {
  const isNode = typeof process !== 'undefined' && typeof process.getBuiltinModule === 'function';
  if (!isNode) return { state: 'unsupported', because: `${name} cannot run here: it needs Node.`, cure: INSTEAD };
  const { env = process.env, host = thisHost(), pinned = recipes } = surroundings;
  const unsupported = whyUnsupported(host);
  if (unsupported !== null) return { state: 'unsupported', because: `${name} cannot run here: ${unsupported.because}`, cure: unsupported.cure };
  const found = pinned(name).map((recipe) => stateOf(recipe, env));
  return found.find(({ state }) => state === 'installed') ?? found.find(({ state }) => state === 'broken')
    ?? { state: 'absent', because: `${name} is not installed.`, cure: `Run "${installCommand(name)}".` };
}

/** What of a recipe is there. */
export function stateOf(recipe: Recipe, env: Surroundings['env']): BindingState {
  const folder = recipeFolder(recipe, env);
  const broken = (what: string): BindingState => ({ state: 'broken', because: `${recipe.name} in ${folder} is not whole: ${what}.`, cure: `Run "${installCommand(recipe.name)}" again: it replaces what is there.` });
  const { existsSync, readFileSync, statSync } = process.getBuiltinModule('node:fs');
  const { join } = process.getBuiltinModule('node:path');
  if (!existsSync(folder)) return { state: 'absent', because: `${recipe.name} is not installed.`, cure: `Run "${installCommand(recipe.name)}".` };
  let record: BindingRecord;
  try {
    record = JSON.parse(readFileSync(join(folder, RECORD), 'utf8')) as BindingRecord;
    if (record.format !== RECORD_FORMAT || Object.keys(record.files).length === 0) return broken(`${RECORD} is none that this version writes`);
  } catch {
    return broken(`${RECORD} is missing or cannot be read`);
  }
  for (const [path, bytes] of Object.entries(record.files)) {
    const size = statSync(join(folder, path), { throwIfNoEntry: false })?.size;
    if (size !== bytes) return broken(size === undefined ? `${path} is missing` : `${path} has ${size} bytes in place of ${bytes}`);
  }
  return { state: 'installed', folder, versions: record.versions, from: record.from };
}
