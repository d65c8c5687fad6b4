import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addNativePackages } from './native-packages.js';
import { type PublishedPackage, publishedPackages } from './published.js';
import { stage } from './stage.js';

export interface WrittenPackage extends PublishedPackage {
  /** The folder that is packed and published. */
  readonly out: string;
}

/** Packages with their folders in what `writePackages` wrote to one. */
export function packagesIn(root: string, out: string): readonly WrittenPackage[] { return publishedPackages(root).map((found) => ({ ...found, out: join(out, found.short) })); }

/**
 * Writes what is published of all packages to one folder, a workspace of npm: `npm publish --workspaces` there publishes all.
 *
 * @throws NotPublishable
 */
export function writePackages(root: string, out: string): readonly WrittenPackage[] {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const packages = packagesIn(root, out);
  for (const found of packages) stage(found, root, found.out, (folder) => { execFileSync(process.execPath, [join(root, 'apps/runner/bundle.mjs'), folder, '--release'], { stdio: 'inherit' }); });
  const workspaces = [...packages, ...addNativePackages(root, out)].map(({ short }) => short);
  writeFileSync(join(out, 'package.json'), `${JSON.stringify({ name: 'published', private: true, workspaces }, undefined, 2)}\n`);
  return packages;
}
