import { fileURLToPath } from 'node:url';
import { generateFiles, readJson, type Tree, updateJson } from '@nx/devkit';
import { type PluginName, RUNNERS, templatesOf } from './create-plugin.ts';
import { fileTaken, unreadableIndex } from './errors.ts';

const templates = fileURLToPath(new URL('./templates/basis', import.meta.url));
const LIST = 'packages/standard/src/standard-packages.ts';

/**
 * Writes a package for one basis and enters it among the first-party packages: one line in `standard-packages.ts`, one dependency in
 * `packages/standard/package.json`, and a reference in the root `tsconfig.json` and in that of `standard`, as `nx sync` would.
 */
export function writeBasis(tree: Tree, plugin: PluginName): void {
  const folder = `packages/basis-${plugin.name}`;
  if (tree.exists(folder)) throw fileTaken(folder);
  const { version } = readJson<{ version: string }>(tree, 'packages/standard/package.json');
  generateFiles(tree, templates, folder, { ...plugin, version });
  for (const part of ['entry', 'plugin/basis']) generateFiles(tree, templatesOf(part), `${folder}/src`, { ...plugin, runner: RUNNERS.jest });

  const packageName = `@knotwork/basis-${plugin.name}`;
  tree.write(LIST, listed(tree.read(LIST, 'utf8')!, packageName));
  updateJson<{ dependencies: Record<string, string> }>(tree, 'packages/standard/package.json', (json) => ({
    ...json, dependencies: afterBases(json.dependencies, packageName, `^${version}`),
  }));
  addReference(tree, 'tsconfig.json', `./${folder}`);
  addReference(tree, 'packages/standard/tsconfig.lib.json', `../basis-${plugin.name}/tsconfig.lib.json`);
}

/** The list of standard packages with a line after the last basis. */
function listed(text: string, packageName: string): string {
  const last = [...text.matchAll(/^export \{ default as '@knotwork\/basis-.*\n/gm)].at(-1);
  if (last === undefined) throw unreadableIndex(LIST, 'a line for a basis');
  const at = last.index + last[0].length;
  return `${text.slice(0, at)}export { default as '${packageName}' } from '${packageName}';\n${text.slice(at)}`;
}

function afterBases(dependencies: Readonly<Record<string, string>>, name: string, range: string): Record<string, string> {
  const entries = Object.entries(dependencies);
  const last = entries.findLastIndex(([other]) => other.startsWith('@knotwork/basis-'));
  return Object.fromEntries(entries.toSpliced(last + 1, 0, [name, range]));
}

/** Adds a reference after the last one to a basis. */
function addReference(tree: Tree, file: string, path: string): void {
  updateJson<{ references: { path: string }[] }>(tree, file, (json) => {
    const last = json.references.findLastIndex((reference) => reference.path.includes('/basis-'));
    return { ...json, references: json.references.toSpliced(last + 1, 0, { path }) };
  });
}
