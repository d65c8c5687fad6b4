import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { transformSync } from 'esbuild';
import { packageOf, reachable, specifiersOf } from './imports.js';
import type { PublishedPackage } from './published.js';
import { entryFiles, mappedPackages, publishedManifest } from './published-manifest.js';

/** Folders that no compiler writes. */
const AS_IT_IS = new Set(['bin', 'templates']);

/** What cannot be published as it is, and what to do about it. */
export class NotPublishable extends Error {}

/**
 * Writes what is published of a package to a folder: of what its sources were compiled to what its entries reach, code without comments and declarations
 * with them, no maps; README and licence; a package.json without anything of the source tree.
 *
 * @param bundle writes the bundle of the command to a folder; called for a package that has one
 * @throws NotPublishable when a source was not compiled, or README or licence are not there
 */
export function stage({ folder, manifest }: PublishedPackage, root: string, out: string, bundle: (out: string) => void): void {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const hasBundle = manifest.files?.includes('bundle') === true;
  const compiled = compiledFiles(folder);
  // What the command has besides the library is in the bundle, and not reached here.
  const reached = reachable(entryFiles(manifest).filter((path) => path.startsWith('dist/')), new Set(compiled.keys()), (path) => compiled.get(path)!);

  const imported = new Set<string>(mappedPackages(manifest));
  for (const path of reached) {
    const text = compiled.get(path)!;
    for (const name of specifiersOf(text).map(packageOf)) if (name !== undefined) imported.add(name);
    write(join(out, path), path.endsWith('.js') ? withoutComments(text) : withoutMap(text));
  }
  if (hasBundle) bundle(join(out, 'bundle'));
  for (const name of manifest.files?.filter((entry) => AS_IT_IS.has(entry)) ?? []) cpSync(join(folder, name), join(out, name), { recursive: true });
  write(join(out, 'package.json'), `${JSON.stringify(publishedManifest(manifest, imported), undefined, 2)}\n`);
  for (const [name, path] of [['README.md', join(folder, 'README.md')], ['LICENSE', join(root, 'LICENSE')]] as const) {
    if (!existsSync(path)) throw new NotPublishable(`${manifest.name} has no ${name}. Write it: npm run docs:packages`);
    copyFileSync(path, join(out, name));
  }
  const missing = entryFiles(publishedManifest(manifest, imported)).filter((path) => !existsSync(join(out, path)));
  if (missing.length > 0) throw new NotPublishable(`${manifest.name} names ${missing.join(' and ')}, which its build did not write. Build first: npm run build`);
}

/**
 * What every source was compiled to, by its path from the package's folder. What is left in `dist` of sources that are gone is not looked at.
 *
 * @throws NotPublishable when something was not compiled
 */
function compiledFiles(folder: string): ReadonlyMap<string, string> {
  const source = join(folder, 'src');
  const files = new Map<string, string>();
  for (const path of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    const parts = path.split(sep);
    if (!path.endsWith('.ts') || path.endsWith('.spec.ts') || path.endsWith('.d.ts') || parts.includes('fixtures')) continue;
    for (const end of ['.js', '.d.ts']) {
      const name = ['dist', ...parts].join('/').replace(/\.ts$/, end);
      if (!existsSync(join(folder, name))) throw new NotPublishable(`${relative(dirname(dirname(folder)), join(source, path))} was not compiled. Build first: npm run build`);
      const text = readFileSync(join(folder, name), 'utf8');
      files.set(name, end === '.js' ? text : namedAsCompiled(text));
    }
  }
  return files;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** TypeScript names modules in declarations as their source does, also where that is by `.ts`. */
const namedAsCompiled = (text: string): string => text.replace(/(\b(?:from|import\() ?')(\.[^']*)\.ts'/g, "$1$2.js'");
const withoutMap = (text: string): string => text.replace(/^\/\/# sourceMappingURL=.*\n?/m, '');
/** Comments stand in the declarations; half as large again with them. What bundlers read, as `@__PURE__`, stays. */
const withoutComments = (text: string): string => transformSync(withoutMap(text), { loader: 'js', target: 'esnext' }).code;
