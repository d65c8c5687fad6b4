import { packageOf } from './imports.js';
import type { Manifest } from './published.js';

/** The condition by which packages of the source tree find each other's sources. Nothing of it is published. */
const SOURCE = '@knotwork/source';
/** Of use in the source tree only. */
const OURS = new Set(['nx', 'devDependencies', 'scripts']);

/**
 * The package.json that is published.
 *
 * @param imported packages that the published files import; a dependency that none of them imports is left out, as it is part of a bundle
 */
export function publishedManifest(manifest: Manifest, imported: ReadonlySet<string>): Manifest {
  const kept = Object.fromEntries(Object.entries(manifest).filter(([key]) => !OURS.has(key))) as unknown as Manifest;
  const { dependencies = {}, exports, imports, sideEffects } = kept as Manifest & { readonly sideEffects?: unknown };
  return {
    ...kept,
    ...(exports === undefined ? {} : { exports: withoutSource(exports) as Record<string, unknown> }),
    ...(imports === undefined ? {} : { imports: withoutSource(imports) as Record<string, unknown> }),
    ...(Array.isArray(sideEffects) ? { sideEffects: sideEffects.filter((path: string) => !path.startsWith('./src/')) } : {}),
    ...(manifest.dependencies === undefined ? {} : { dependencies: Object.fromEntries(Object.entries(dependencies).filter(([name]) => imported.has(name))) }),
  };
}

function withoutSource(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== SOURCE).map(([key, inner]) => [key, withoutSource(inner)]));
}

/** Files that `exports`, `imports` and `bin` lead to, as paths from the package's folder. */
export function entryFiles({ exports = {}, imports = {}, bin = {} }: Pick<Manifest, 'exports' | 'imports' | 'bin'>): readonly string[] {
  return [...new Set([...leaves(exports), ...leaves(imports).filter((path) => path.startsWith('./')), ...Object.values(bin)])].map((path) => path.replace(/^\.\//, ''));
}

/** Packages that `imports` leads to. */
export function mappedPackages({ imports = {} }: Manifest): readonly string[] {
  return [...new Set(leaves(imports).filter((path) => !path.startsWith('.')).map((path) => packageOf(path)!))];
}

const leaves = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : Object.values(value as object).flatMap(leaves));
