import { createHash } from 'node:crypto';
import { canonicalJson } from '@knotwork/store';
import type { LoadedPlugin } from '../loading/index.js';
import { hashPackage } from '../loading/index.js';
import type { SourceState } from './provenance.js';

/** Everything that decides what a run computes. */
export interface RunContent {
  /** The resolved experiment file. */
  readonly experiment: Readonly<Record<string, unknown>>;
  /** Content of every data file by its path as written. */
  readonly dataFiles: Readonly<Record<string, string>>;
  readonly plugins: readonly LoadedPlugin[];
  /** Versions of our own packages by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly source: SourceState | null;
  /** Name of the engine, and its notes about how it computes. */
  readonly engine: Readonly<Record<string, string>>;
}

/** A run's identity: the same content has the same id, whatever it is called and wherever it lies. */
export interface RunIdentity {
  /** Twelve hexadecimal digits, with `-dirty` when the code that runs is not a release or a commit. */
  readonly id: string;
  /** Whether a finished run of this id says what a repetition would give. */
  readonly isReusable: boolean;
  /** SHA-256 of every data file. */
  readonly data: Readonly<Record<string, string>>;
  /** Plugins from outside: `name@version` where installed, else a hash of the files. */
  readonly plugins: Readonly<Record<string, string>>;
}

/** Computes the identity of a run. */
export function runIdentity({ experiment, dataFiles, plugins, versions, source, engine }: RunContent): RunIdentity {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const { name: _, ...content } = experiment;
  const data = Object.fromEntries(Object.entries(dataFiles).map(([path, text]) => [path, sha256(text)]));
  const outside = Object.fromEntries(plugins.map((p) => [p.name, p.location.underNodeModules ? `${p.name}@${p.version}` : hashPackage(p.location)]));
  const text = canonicalJson({
    content, data, plugins: outside, versions, commit: source?.commit ?? null, node: process.versions.node.split('.')[0], platform: `${process.platform}-${process.arch}`, engine,
  });
  const isDirty = source?.isDirty === true;
  return { id: `${sha256(text).slice(0, 12)}${isDirty ? '-dirty' : ''}`, isReusable: !isDirty, data, plugins: outside };
}
