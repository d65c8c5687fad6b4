import { canonicalJson } from '../json/json.js';

/** State of a source tree. */
export interface SourceState {
  /** Commit, or null where git knows none. */
  readonly commit: string | null;
  /** Whether files differ from the commit, or there is no commit. */
  readonly isDirty: boolean;
}

/** Everything that decides what a run computes. */
export interface RunContent {
  /** The resolved experiment file. */
  readonly experiment: Readonly<Record<string, unknown>>;
  /** Content of every data file by its path as written. */
  readonly dataFiles: Readonly<Record<string, string>>;
  /** What tells each plugin package from outside, by its name. */
  readonly plugins: Readonly<Record<string, string>>;
  /** Versions of our own packages by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** State of the source tree that runs; null for a release. */
  readonly source: SourceState | null;
  /** What it runs on, where that may decide single bits, such as `{ node: '22', platform: 'linux-x64' }`. */
  readonly host: Readonly<Record<string, string>>;
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

/** Computes the identity of a run. @param sha256 of a text, in hexadecimal digits */
export function runIdentity({ experiment, dataFiles, plugins, versions, source, host, engine }: RunContent, sha256: (text: string) => string): RunIdentity {
  const { name: _, ...content } = experiment;
  const data = Object.fromEntries(Object.entries(dataFiles).map(([path, text]) => [path, sha256(text)]));
  const text = canonicalJson({ content, data, plugins, versions, commit: source?.commit ?? null, ...host, engine });
  const isDirty = source?.isDirty === true;
  return { id: `${sha256(text).slice(0, 12)}${isDirty ? '-dirty' : ''}`, isReusable: !isDirty, data, plugins };
}
