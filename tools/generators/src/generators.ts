import { type GeneratorCallback, installPackagesTask, logger, type Tree } from '@nx/devkit';
import { type PluginKind, pluginName } from './create-plugin.ts';
import { HOMES } from './plugin-kind.ts';
import { refuseKnownName } from './refuse-known-name.ts';
import { writeBasis } from './write-basis.ts';
import { writePluginFile } from './write-plugin-file.ts';

/** What is said on the command line. */
export interface GeneratorOptions {
  /** kebab-case, as experiment files will say it. */
  readonly name: string;
  /** Leaves the new package unlinked; only bases are packages. */
  readonly skipInstall?: boolean;
}

/** Writes a package with a basis, and links it by `npm install`. */
export function basis(tree: Tree, { name, skipInstall = false }: GeneratorOptions): GeneratorCallback {
  const plugin = pluginName(name);
  refuseKnownName(tree, 'basis', plugin.name);
  writeBasis(tree, plugin);
  return () => {
    if (!skipInstall) installPackagesTask(tree, true);
    logger.info(whatNext(`basis-${plugin.name}`));
  };
}

const file = (kind: Exclude<PluginKind, 'basis'>) => (tree: Tree, { name }: GeneratorOptions): GeneratorCallback => {
  const plugin = pluginName(name);
  refuseKnownName(tree, kind, plugin.name);
  writePluginFile(tree, kind, plugin);
  return () => { logger.info(whatNext(HOMES[kind].folder.replace('packages/', ''))); };
};

const whatNext = (project: string): string => `Its specs: npx nx test ${project}. Enter it in docs/choose: npm run -s docs:choose.`;

/** Each writes a file with two specs into the package of its kind. */
export const edge = file('edge');
export const layer = file('layer');
export const grid = file('grid');
export const regularizer = file('regularizer');
export const optimizer = file('optimizer');
export const loss = file('loss');
export const dataset = file('dataset');
export const functionOfOne = file('function');
export const exporter = file('exporter');
