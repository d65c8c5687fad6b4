import { VERSION } from '../version.js';

/** State of a source tree. */
export interface SourceState {
  /** Commit, or null where git knows none. */
  readonly commit: string | null;
  /** Whether files differ from the commit, or there is no commit. */
  readonly isDirty: boolean;
}

/** What a process runs on. */
export interface Host {
  /** For the record of a run. */
  readonly record: Readonly<Record<string, string>>;
  /** As far as it may decide single bits of a result: part of a run's identity. */
  readonly deciding: Readonly<Record<string, string>>;
}

/** Says which code runs, and on what. */
export interface Provenance {
  readonly host: Host;
  /** The source tree that Knotwork runs from; null for a release, for which its version speaks. A tree that git does not know counts as changed. */
  source(): Promise<SourceState | null>;
  /** The source tree that a folder belongs to; null where it belongs to none. */
  stateOf(folder: string): Promise<SourceState | null>;
  /** Tells whether two processes run the same code, also where a run's id cannot: every changed tree has the same ending. Null where nobody can tell. */
  code(): Promise<string | null>;
}

/** What tells the code of a release. */
export const RELEASE = `release ${VERSION}`;

/** A release in a place that says nothing of itself. */
export const releaseOnly: Provenance = {
  host: { record: {}, deciding: {} },
  source: () => Promise.resolve(null),
  stateOf: () => Promise.resolve(null),
  code: () => Promise.resolve(RELEASE),
};
