import { isBuiltin } from 'node:module';
import { packageOf, specifiersOf } from './imports.js';
import type { Manifest } from './published.js';
import { entryFiles, mappedPackages } from './published-manifest.js';

/** What a package may hold, by folder. */
const ALLOWED = /^(?:package\.json|README\.md|LICENSE|dist\/.*\.(?:js|d\.ts)|bin\/[^/]+\.js|bundle\/(?:[^/]+\.js|shared-copies\.json)|templates\/.*\.template)$/;

/**
 * What is wrong with the files of a tarball.
 *
 * @param files paths from the package's folder
 * @param read the text of one
 */
export function faultsOfFiles(files: readonly string[], read: (path: string) => string): readonly string[] {
  const manifest = JSON.parse(read('package.json')) as Manifest;
  const { dependencies = {}, peerDependencies = {} } = manifest;
  const declared = new Set([manifest.name, ...Object.keys(dependencies), ...Object.keys(peerDependencies)]);
  const faults = files.filter((path) => !ALLOWED.test(path) || (/\.spec\.|\/fixtures\//.test(path) && !path.startsWith('templates/'))).map((path) => `${path} should not be in it`);
  for (const path of ['package.json', 'README.md', 'LICENSE', ...entryFiles(manifest)]) if (!files.includes(path)) faults.push(`${path} is missing`);
  const used = new Set(mappedPackages(manifest));
  for (const name of used) if (!declared.has(name)) faults.push(`package.json maps to ${name}, which it does not declare`);
  for (const path of files) {
    if (!/\.(?:js|ts)$/.test(path)) continue;
    const text = read(path);
    if (/^\/\/# sourceMappingURL=/m.test(text)) faults.push(`${path} names a map that is not there`);
    // What is bundled comes from packages whose texts are not ours; the bundler resolved all of it.
    if (path.startsWith('bundle/')) continue;
    for (const specifier of specifiersOf(text)) {
      const name = packageOf(specifier);
      if (name === undefined || isBuiltin(specifier)) continue;
      used.add(name);
      if (!declared.has(name)) faults.push(`${path} imports ${name}, which package.json does not declare`);
    }
  }
  for (const name of Object.keys(dependencies)) if (!used.has(name)) faults.push(`${name} is a dependency that nothing imports`);
  for (const key of ['description', 'license', 'author', 'keywords', 'engines', 'type', 'files', 'sideEffects']) if (manifest[key] === undefined) faults.push(`package.json has no ${key}`);
  if ((manifest['publishConfig'] as { access?: string } | undefined)?.access !== 'public') faults.push('publishConfig.access is not public');
  if (manifest['scripts'] !== undefined) faults.push('package.json has scripts');
  if (JSON.stringify(manifest).includes('@knotwork/source')) faults.push('package.json names sources');
  return faults;
}
