import { generateFiles, type Tree } from '@nx/devkit';
import { type PluginKind, type PluginName, RUNNERS, templatesOf } from './create-plugin.ts';
import { enterPlugin } from './enter-plugin.ts';
import { fileTaken } from './errors.ts';
import { HOMES } from './plugin-kind.ts';

/** Writes a plugin's file with its spec and conformance spec into the package of its kind, and enters it in that package's index. */
export function writePluginFile(tree: Tree, kind: Exclude<PluginKind, 'basis'>, plugin: PluginName): void {
  const { folder, below } = HOMES[kind];
  const target = `${folder}/src/${below}`;
  for (const ending of ['.ts', '.spec.ts', '.conformance.spec.ts']) {
    const file = `${target}${plugin.name}${ending}`;
    if (tree.exists(file)) throw fileTaken(file);
  }
  const index = `${folder}/src/index.ts`;
  tree.write(index, enterPlugin(tree.read(index, 'utf8')!, index, plugin.symbol, `./${below}${plugin.name}.js`));
  generateFiles(tree, templatesOf(`plugin/${kind}`), target, { ...plugin, runner: RUNNERS.jest });
}
