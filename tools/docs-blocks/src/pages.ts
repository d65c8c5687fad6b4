import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, readPage } from './page.js';

/** Folders whose pages are for readers, with all below them. */
const FOLDERS = ['docs', 'examples'];
/** Folders of packages, each with its own pages. */
const PACKAGES = ['packages', 'apps'];
/** `about.md` is in the README as it stands: a spec of `tools/packages` holds them together. */
const OWN = 'README.md';
/** What tools write or install below a folder of pages. */
const NOT_OURS = /(^|\/)(node_modules|dist|\.[^/]+)\//;

/** Paths of all pages of the documentation, from the workspace, in order: new ones come in by themselves. */
export function pagePaths(root: string): readonly string[] {
  const top = readdirSync(root).filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md');
  const below = FOLDERS.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path.replaceAll('\\', '/')}`))
    .filter((path) => path.endsWith('.md') && !NOT_OURS.test(path));
  const packages = PACKAGES.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}/${OWN}`)).filter((path) => existsSync(join(root, path)));
  return [...top, ...below, ...packages].sort();
}

/** All pages of the documentation. @throws PageError */
export function pages(root: string): readonly Page[] {
  return pagePaths(root).map((path) => readPage(path, readFileSync(join(root, path), 'utf8')));
}
