import type { PackageName } from './package-name.ts';
import { KINDS, type PluginKind } from './plugin-kind.ts';

/** Test runners that a package may be written for, each with the module that its specs import `test` from. */
export const RUNNERS = { node: 'node:test', jest: '@jest/globals' } as const;
export type Runner = keyof typeof RUNNERS;

/** Of others' packages, the versions that this was tried with, or later ones that claim to be compatible. */
const VERSIONS = { typescript: '^5.9.3', '@types/node': '^20.19.43', jest: '^30.5.2', '@jest/globals': '^30.5.2' } as const;
/** Which versions of the contract a plugin takes: `api` in its code says which one it was written against. */
const PEER_RANGE = '>=0.1 <2';

/**
 * The package.json of a package with one plugin.
 *
 * @param sources texts by path: what they import decides what is installed
 * @param version of Knotwork, of which all packages carry one
 */
export function packageManifest({ packageName, name }: PackageName, { kind, runner, author, version, sources }: {
  readonly kind: PluginKind; readonly runner: Runner; readonly author: string; readonly version: string; readonly sources: Readonly<Record<string, string>>;
}): string {
  const importedBy = (isSpec: boolean): string[] => Object.entries(sources).filter(([path]) => path.endsWith('.spec.ts') === isSpec)
    .flatMap(([, text]) => [...text.matchAll(/from '(@knotwork\/[\w-]+)/g)].map((found) => found[1]!));
  const peers = new Set(importedBy(false));
  const ours = new Set(['knotwork', ...importedBy(true).filter((module) => !peers.has(module))]);
  const theirs = ['typescript', '@types/node', ...(runner === 'jest' ? ['jest', '@jest/globals'] as const : [])] as const;
  const range = (modules: Iterable<string>, of: string): [string, string][] => [...modules].map((module) => [module, of]);
  const sorted = (entries: readonly (readonly [string, string])[]): Record<string, string> => Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({
    name: packageName, version: '0.1.0', description: `${capitalized(KINDS[kind].words)} ${name} for Knotwork`, license: 'MIT', ...(author === '' ? {} : { author }), type: 'module', engines: { node: '>=20.19.0' },
    exports: { './package.json': './package.json', '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    files: ['dist', '!dist/*.spec.*', 'conformance.json'],
    keywords: ['knotwork-plugin', 'knotwork', 'kan', 'kolmogorov-arnold-network'],
    publishConfig: { access: 'public' },
    scripts: {
      build: 'tsc',
      test: `npm run build && ${runner === 'jest' ? 'node --experimental-vm-modules node_modules/jest/bin/jest.js' : 'node --test dist/*.spec.js'}`,
      check: 'npm run build && knotwork plugins check .',
      prepack: 'npm test && npm run check',
    },
    ...(runner === 'jest' ? { jest: { roots: ['dist'], testMatch: ['**/*.spec.js'], transform: {}, testTimeout: 60_000 } } : {}),
    peerDependencies: sorted(range(peers, PEER_RANGE)),
    devDependencies: sorted([...range(ours, `^${version}`), ...theirs.map((module) => [module, VERSIONS[module]] as const)]),
  }, undefined, 2)}\n`;
}

const capitalized = (words: string): string => words[0]!.toUpperCase() + words.slice(1);
