import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFor } from '@knotwork/contraction';
import { type Compiler, compile } from './compile.js';
import { nativeFolder, sourcesOf } from './sources.js';
import type { Target } from './targets.js';

/** The one file of a platform's package, beside package.json, README and licence; `sources` is not published. */
const FILE = 'contraction.node';

/**
 * Compiles for a platform and writes its package to `out/<platform>`.
 *
 * @param root the workspace
 * @returns the folder
 * @throws CannotCompile
 */
export function writePackage(compiler: Compiler, target: Target, root: string, out: string): string {
  const { platform, only } = target;
  const folder = join(out, platform);
  mkdirSync(folder, { recursive: true });
  compile(compiler, target, nativeFolder(root), join(folder, FILE));
  writeFileSync(join(folder, 'sources'), sourcesOf(root));
  const name = packageFor(platform);
  const { version, license, author, engines } = manifestOf(root);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({
    name, version, description: `Contractions of wide layers of Knotwork for ${platform}`, license, author, engines, ...only, main: FILE, files: [FILE], publishConfig: { access: 'public' },
  }, undefined, 2)}\n`);
  writeFileSync(join(folder, 'README.md'), `# ${name}\n\nNative code of [@knotwork/contraction](https://www.npmjs.com/package/@knotwork/contraction) for ${platform}. npm installs it where it fits.\n`);
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  return folder;
}

interface Manifest { readonly version: string; readonly license: string; readonly author: string; readonly engines: Readonly<Record<string, string>> }

/** Of the package that finds the contractions: all have its version. */
function manifestOf(root: string): Manifest { return JSON.parse(readFileSync(join(root, 'packages', 'contraction', 'package.json'), 'utf8')) as Manifest; }
