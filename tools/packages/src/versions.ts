import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the version stands beside the manifests of packages. */
const PLACES = ['package.json', 'packages/experiment/src/version.ts', 'packages/standard/src/version.ts', 'packages/python/pyproject.toml', 'packages/python/knotwork.py'];
/** As it stands in each of them. */
const WRITTEN = /(?<=^(?: {2}"version": "|export const VERSION = '|version = "|__version__ = '))[^'"]+/m;

/** The version in every place that has one, by its path: the manifests of packages, apps and tools among them. @throws Error where a place has none */
export function versionsIn(root: string): ReadonlyMap<string, string> {
  const manifests = ['apps', 'packages', 'tools'].flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}/package.json`)).filter((path) => existsSync(join(root, path)));
  return new Map([...PLACES, ...manifests].map((path) => {
    const found = WRITTEN.exec(readFileSync(join(root, path), 'utf8'))?.[0];
    if (found === undefined) throw new Error(`${path} has no version.`);
    return [path, found];
  }));
}

/** Writes a version into the places beside the manifests of packages, which nx writes. */
export function writeVersion(root: string, version: string): void {
  for (const path of PLACES) {
    const text = readFileSync(join(root, path), 'utf8');
    writeFileSync(join(root, path), text.replace(WRITTEN, version));
  }
}
