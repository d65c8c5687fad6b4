import { packageManifest, type Runner, RUNNERS } from './package-manifest.ts';
import type { PackageName } from './package-name.ts';
import { KINDS, type PluginKind } from './plugin-kind.ts';
import { rendered } from './templates.ts';

export interface PackageOptions {
  readonly kind: PluginKind;
  readonly runner: Runner;
  /** Whose the licence is; empty where nobody is known. */
  readonly author: string;
  readonly year: number;
  /** Of Knotwork. */
  readonly version: string;
}

/** All files of a package with one plugin, texts by path. The same options give the same bytes. */
export function packageFiles(names: PackageName, options: PackageOptions): Readonly<Record<string, string>> {
  const { kind, runner, author, year } = options;
  const { name, symbol, packageName } = names;
  const words = { name, symbol, packageName, runner: RUNNERS[runner], kind, kindWords: KINDS[kind].words, year: String(year), author: author === '' ? `the authors of ${packageName}` : author };
  const experiment = rendered('experiment', words)[`${kind}.yaml`]!;
  const below = (folder: string, files: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
  const sources = below('src', { ...rendered('entry', words), ...rendered(`plugin/${kind}`, words) });
  return {
    'package.json': packageManifest(names, { ...options, sources }),
    'experiment.yaml': experiment,
    ...rendered('package', { ...words, elsewhere: elsewhere(experiment, packageName) }),
    ...sources,
  };
}

/** An experiment file of the package's folder, as it is in any other: without the comments at its top, and with the package by its name. */
const elsewhere = (experiment: string, packageName: string): string => experiment.replace(/^(?:#.*\n)+/, '').replace(/^plugins: .*$/m, `plugins: [${JSON.stringify(packageName).replace(/^"([a-z-0-9]+)"$/, '$1')}]`).trimEnd();
