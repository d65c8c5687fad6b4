import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import type { AnySetup } from '@knotwork/conformance';
import { type FoundPackage, loadBeside } from '@knotwork/workspace';
import { noSetups, noSetupsIn, setupOfNobody, strangeSetup } from '../errors.js';

/** What the author of a plugin gives to its checks. */
export type OwnSetup = Partial<Omit<AnySetup, 'engine'>>;

/**
 * What a package gives to the checks of its plugins: the default export of `conformance.js` or `conformance.mjs` in its folder, or of the module that its
 * package.json names as `"knotwork": { "conformance": ... }`; of a plugin that is a single file `hat.mjs`, of `hat.conformance.mjs` or `hat.conformance.js`.
 *
 * @returns by `KIND NAME`; empty where there is none
 * @throws KnotworkError `input` for what names no plugin of the package, `plugin` for a module that fails
 */
export async function setupsOf(found: FoundPackage, cwd: string): Promise<Readonly<Record<string, OwnSetup>>> {
  const file = moduleOf(found);
  if (file === null) return {};
  const name = relative(cwd, file) || basename(file);
  const setups = (await loadBeside(file, name) as { default?: unknown }).default;
  if (!isObject(setups)) throw noSetupsIn(name);
  const known = found.definition.plugins.map((plugin) => `${plugin.kind} ${plugin.name}`);
  for (const [plugin, setup] of Object.entries(setups)) {
    if (!known.includes(plugin)) throw setupOfNobody(name, plugin, known);
    if (!isObject(setup)) throw noSetupsIn(name);
    const strange = Object.keys(setup).find((key) => !(KEYS as readonly string[]).includes(key));
    if (strange !== undefined) throw strangeSetup(name, plugin, strange, KEYS);
  }
  return setups as Record<string, OwnSetup>;
}

/** All that checks of any kind take besides an engine. */
const KEYS = ['options', 'companions', 'expectedFailures', 'range', 'files', 'sizes', 'scale', 'examples', 'run'] as const satisfies readonly (keyof OwnSetup)[];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where the author of a package would write what checks need. */
export function setupModule({ file, root }: FoundPackage['location']): string {
  return root === file ? `${basename(file, extname(file))}.conformance.mjs` : 'conformance.js of the package';
}

function moduleOf({ location: { file, root } }: FoundPackage): string | null {
  if (root === file) return firstOf(dirname(file), basename(file, extname(file)), '.conformance');
  const named = namedIn(root);
  if (named === undefined) return firstOf(root, '', 'conformance');
  const path = resolve(root, named);
  if (!existsSync(path) || !statSync(path).isFile()) throw noSetups(named);
  return path;
}

function firstOf(folder: string, name: string, ending: string): string | null {
  return ['.js', '.mjs'].map((extension) => join(folder, `${name}${ending}${extension}`)).find((path) => existsSync(path)) ?? null;
}

function namedIn(root: string): string | undefined {
  const manifest = join(root, 'package.json');
  if (!existsSync(manifest)) return undefined;
  const { knotwork } = JSON.parse(readFileSync(manifest, 'utf8')) as { knotwork?: { conformance?: unknown } };
  return typeof knotwork?.conformance === 'string' ? knotwork.conformance : undefined;
}
