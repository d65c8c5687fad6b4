import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Packages of which a plugin from outside gets the runner's own copy. */
export const SHARED = ['@knotwork/plugin', '@knotwork/algebra', '@knotwork/numerics', 'zod'] as const;
export type SharedPackage = (typeof SHARED)[number];

/** The copies that the runner uses itself. */
export interface SharedCopies {
  readonly versions: Readonly<Record<SharedPackage, string>>;
  /** URLs by what is imported; empty unless the runner was bundled, for then its copies are parts of the bundle. */
  readonly modules: Readonly<Record<string, string>>;
}

let copies: SharedCopies | null = null;

/** Looks up what plugins from outside share with the runner: what its bundle says beside this file, or else what is installed. */
export function sharedCopies(): SharedCopies {
  copies ??= ofBundle(new URL('./shared-copies.json', import.meta.url)) ?? ofInstallation();
  return copies;
}

function ofBundle(list: URL): SharedCopies | null {
  if (!existsSync(list)) return null;
  const { versions, modules } = JSON.parse(readFileSync(list, 'utf8')) as SharedCopies;
  return { versions, modules: Object.fromEntries(Object.entries(modules).map(([specifier, file]) => [specifier, new URL(file, list).href])) };
}

function ofInstallation(): SharedCopies {
  const ours = createRequire(import.meta.url);
  // zod is no dependency of this package but of the contracts.
  const ofContracts = createRequire(ours.resolve('@knotwork/plugin'));
  const versionOf = (name: SharedPackage): string => ((name === 'zod' ? ofContracts : ours)(`${name}/package.json`) as { version: string }).version;
  return { versions: Object.fromEntries(SHARED.map((name) => [name, versionOf(name)])) as Record<SharedPackage, string>, modules: {} };
}
