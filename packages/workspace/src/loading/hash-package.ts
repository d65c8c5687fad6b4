import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { sha256 } from '../identity/sha256.js';
import { hashFiles } from './hash-code.js';
import { moduleGraph } from './module-graph.js';
import type { PluginLocation } from './plugin-location.js';

/** File of a package that says which checks it passed. */
export const CONFORMANCE_RECORD = 'conformance.json';

/** Folders that hold no code of a package, besides hidden ones. */
const NOT_CODE = ['node_modules', 'runs', 'studies'];
const CODE = /\.(?:[cm]?[jt]s|wasm|node)$/;

/**
 * SHA-256, in hexadecimal digits, over what a plugin package computes with: `package.json`, the module that is imported and all files that its modules
 * name, by path and content. Nothing else counts, so that experiments and studies may lie in the folder of the package, with all that they write.
 * Where a module computes names of files, it may use any: then all `files` of `package.json` count as well, or else all code in the folder.
 * Of a plugin that is a single file, only that file counts, not what it imports.
 */
export function hashPackage({ file, root }: Pick<PluginLocation, 'file' | 'root'>): string {
  if (root === file) return sha256(readFileSync(root));
  const { files, isOpen } = moduleGraph(file, root);
  const counted = new Map(files);
  const manifest = join(root, 'package.json');
  if (existsSync(manifest)) counted.set('package.json', manifest);
  if (isOpen) for (const name of filesThatMayBeUsed(root)) counted.set(name, join(root, name));
  return hashFiles(counted);
}

function filesThatMayBeUsed(root: string): string[] {
  const places = published(root);
  const names = places.includes('') ? below(root, '').filter((name) => CODE.test(name)) : places.flatMap((place) => below(root, place));
  return names.filter((name) => name !== CONFORMANCE_RECORD);
}

/** What package.json lists under `files`, each as far as it is no pattern; the package itself, '', where it lists nothing. */
function published(root: string): readonly string[] {
  const manifest = join(root, 'package.json');
  const { files } = (existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {}) as { readonly files?: unknown };
  if (!Array.isArray(files) || files.length === 0) return [''];
  return files.map(String).filter((pattern) => !/^!|^\.\./.test(pattern)).map((pattern) => {
    const parts = posix.normalize(pattern).split('/').filter((part) => part !== '' && part !== '.');
    const first = parts.findIndex((part) => /[*?[\]{}()]/.test(part));
    return (first < 0 ? parts : parts.slice(0, first)).join('/');
  });
}

/** Names of all files in a folder that may be of its package, or of the one file. Links to folders in it are not followed. */
function below(root: string, place: string): string[] {
  const path = join(root, place);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return isFile(path) ? [place] : [];
  const entries = readdirSync(path, { withFileTypes: true });
  // A run lies where --out put it.
  if (place !== '' && entries.some(({ name }) => name === 'run.json')) return [];
  const isCandidate = (entry: Dirent): boolean => !entry.name.startsWith('.') && (entry.isDirectory() ? !NOT_CODE.includes(entry.name) : isFile(join(path, entry.name)));
  return entries.filter(isCandidate).flatMap((entry) => below(root, posix.join(place, entry.name)));
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();
