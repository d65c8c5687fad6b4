import type { Catalog, Engine, PluginUse, Structure } from '@knotwork/plugin';
import type { ResolvedExperiment } from '../config/index.js';
import type { RunIdentity } from '../identity/run-identity.js';
import type { PreparedData } from '../data/prepare-data.js';
import type { RunStreams } from './run-streams.js';

/** What stages work on, before it is known where and as what the run is kept. */
export interface RunSetting {
  readonly experiment: ResolvedExperiment;
  readonly catalog: Catalog;
  readonly engine: Engine;
  readonly data: PreparedData;
  readonly streams: RunStreams;
  readonly initializers: readonly PluginUse[];
  /** Structure of the network before the first stage. */
  readonly structure: Structure;
}

/** A run that was checked from end to end and has written nothing yet. Found under `tokens.request` in a run scope. */
export interface PreparedRun extends RunSetting {
  readonly identity: RunIdentity;
  readonly folder: string;
  /** Content of run.json. */
  readonly record: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
  /** Tells the code that runs; null where nobody can tell. See `codeFingerprint`. */
  readonly code: string | null;
  /** Whether to start over although there is something to go on from. */
  readonly again: boolean;
}
