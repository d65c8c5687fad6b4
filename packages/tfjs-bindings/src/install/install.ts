import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isKnotworkError, KnotworkError } from '@knotwork/plugin';
import type { BindingName } from '../binding-names.js';
import { bindingFolder, recipeFolder } from '../cache-folder.js';
import { notThere } from '../errors.js';
import { findBinding, stateOf, type Surroundings } from '../find-binding.js';
import { type Recipe, recipes, type Source } from '../pins.js';
import { build, seal } from './build.js';
import { cannotKeep, noRoom } from './errors.js';
import { leftoverName, sweep, whoWorksIn } from './leftovers.js';
import { client, compiler, type Environment, npm } from './programs.js';
import { bytesBelow, requireRoom } from './room.js';
import { type SelfTest, testBinding } from './self-test.js';

export interface InstallOptions extends Surroundings {
  /** Who brings the native library; left out, pip where it works, else Maven. */
  readonly from?: Source | undefined;
  /** Ends it; nothing is left. */
  readonly signal?: AbortSignal;
}

/** What will be done. Sizes are in bytes. */
export interface InstallPlan {
  readonly name: BindingName;
  readonly from: Source;
  readonly versions: Readonly<Record<string, string>>;
  readonly folder: string;
  /** What is brought, by whom. */
  readonly downloads: readonly { readonly by: string; readonly what: string; readonly bytes: number }[];
  /** What stays on the disk. */
  readonly kept: number;
  /** What must be free on it. */
  readonly needed: number;
}

/** Where an installation is. */
export type InstallEvent =
  | { readonly event: 'plan'; readonly plan: InstallPlan }
  /** @param number of the step, from 1 */
  | { readonly event: 'step'; readonly step: string; readonly number: number; readonly of: number }
  /** Bytes of the step that runs. */
  | { readonly event: 'bytes'; readonly done: number; readonly of: number };

/** What came of it. */
export interface Installed extends SelfTest {
  readonly name: BindingName;
  readonly folder: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly from: string;
  /** Whether it was there before. */
  readonly wasThere: boolean;
}

const STEPS = 5;
/** Milliseconds between two looks at how much was brought. */
const LOOK = 250;
/** Bytes of the packages of npm once they are unpacked, and of what is compiled, rounded up. */
const SMALL_PARTS = 12e6;

/**
 * Builds a binding from packages of npm, the native library that pip or Maven brings, and the sources that are in the packages. What is there already is
 * tested and kept. It is built beside its place and moved there when it is whole.
 *
 * @throws KnotworkError `capability` for all that keeps it from being built, with the cure
 */
export async function install(name: BindingName, { from, env = process.env, signal, pinned = recipes, ...surroundings }: InstallOptions = {}, progress: (event: InstallEvent) => void = () => {}): Promise<Installed> {
  const found = await findBinding(name, { env, pinned, ...surroundings });
  if (found.state === 'unsupported') throw notThere(found);
  const kept = pinned(name).filter(({ library }) => from === undefined || library.source === from).map((recipe) => stateOf(recipe, env)).find(({ state }) => state === 'installed');
  if (kept?.state === 'installed') {
    const tested = await testBinding(name, kept.folder, env, signal).catch((error: unknown) => { signal?.throwIfAborted(); if (!isKnotworkError(error)) throw error; return null; });
    // What no longer works is built anew.
    if (tested !== null) return { name, folder: kept.folder, versions: kept.versions, from: kept.from, wasThere: true, ...tested };
  }
  const { source, program } = await client(from, env);
  const tools = { npm: npm(env), client: program, compiler: compiler(env) };
  const recipe = pinned(name).find(({ library }) => library.source === source)!;
  const plan = planOf(recipe, env);
  progress({ event: 'plan', plan });
  try {
    sweepAll(name, env);
    requireRoom(plan.folder, plan.needed);
    return { name, folder: plan.folder, versions: recipe.versions, from: source, wasThere: false, ...await whole(recipe, { plan, tools, env, signal, progress }) };
  } catch (error) {
    signal?.throwIfAborted();
    const { code } = error as NodeJS.ErrnoException;
    if (isKnotworkError(error) || code === undefined) throw error;
    throw code === 'ENOSPC' || code === 'EDQUOT' ? noRoom(plan.folder, plan.needed, null) : cannotKeep(plan.folder, error as NodeJS.ErrnoException);
  }
}

/** What an installation brings, and how much room it takes. */
export function planOf(recipe: Recipe, env?: Environment): InstallPlan {
  const { name, packs, library, versions } = recipe;
  const ofPacks = packs.reduce((sum, { bytes }) => sum + bytes, 0);
  const kept = library.unpacked + SMALL_PARTS;
  return {
    name, from: library.source, versions, folder: recipeFolder(recipe, env), kept, needed: kept + library.bytes + ofPacks,
    downloads: [{ by: 'npm', what: `${recipe.main.name} ${recipe.main.version} and what it loads`, bytes: ofPacks }, { by: library.source, what: library.artifact, bytes: library.bytes }],
  };
}

interface Work {
  readonly plan: InstallPlan;
  readonly tools: { readonly npm: readonly [string, ...string[]]; readonly client: readonly [string, ...string[]]; readonly compiler: readonly [string, ...string[]] };
  readonly env: Environment;
  readonly signal: AbortSignal | undefined;
  readonly progress: (event: InstallEvent) => void;
}

/** Builds in a folder beside the one that it goes to, tests it there, and moves it. */
async function whole(recipe: Recipe, { plan: { folder, needed }, tools, env, signal, progress }: Work): Promise<SelfTest> {
  const draft = join(dirname(folder), leftoverName(basename(folder)));
  let [number, look] = [0, undefined as NodeJS.Timeout | undefined];
  const step = (what: string, bytes?: { readonly of: number; done(): number }): void => {
    clearInterval(look);
    progress({ event: 'step', step: what, number: ++number, of: STEPS });
    // What was brought goes away again once it is unpacked.
    let most = 0;
    if (bytes !== undefined) look = setInterval(() => { progress({ event: 'bytes', done: most = Math.max(most, bytes.done()), of: bytes.of }); }, LOOK);
  };
  try {
    mkdirSync(draft, { recursive: true });
    await build(draft, { recipe, tools, env, room: { folder, needed }, signal, step });
    step('testing it');
    const tested = await testBinding(recipe.name, draft, env, signal);
    await seal(draft, recipe);
    place(draft, folder);
    return tested;
  } finally {
    clearInterval(look);
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Moves a whole folder to its place, in which there may be one that is not. */
function place(draft: string, folder: string): void {
  discard(folder);
  renameSync(draft, folder);
}

/** Removes a folder: first it loses its name, so that a kill leaves nothing that looks whole. */
function discard(folder: string): void {
  const aside = join(dirname(folder), leftoverName(`${basename(folder)}-${randomBytes(3).toString('hex')}`));
  try { renameSync(folder, aside); } catch (error) { if ((error as NodeJS.ErrnoException).code === 'ENOENT') return; throw error; }
  rmSync(aside, { recursive: true, force: true });
}

/** What was removed. */
export interface Uninstalled {
  readonly folder: string;
  readonly bytes: number;
}

/** Removes what was left by those that were killed while they built or removed. */
function sweepAll(name: BindingName, env: Environment): void {
  sweep(bindingFolder(name, env));
  sweep(dirname(bindingFolder(name, env)));
}

/**
 * Removes a binding in all its versions, half ones as well.
 *
 * @returns null where nothing was there
 * @throws KnotworkError `busy` while another process installs it
 */
export function uninstall(name: BindingName, { env = process.env }: Surroundings = {}): Uninstalled | null {
  const folder = bindingFolder(name, env);
  const other = whoWorksIn(folder);
  if (other !== null) throw new KnotworkError('busy', `${name} is being installed by process ${other}. Wait until that has ended.`);
  const bytes = bytesBelow(folder);
  sweepAll(name, env);
  if (bytes === 0) { rmSync(folder, { recursive: true, force: true }); return null; }
  discard(folder);
  return { folder, bytes };
}
