import type { Engine } from '@knotwork/plugin/engine';
import { experimentJson, type ResolvedExperiment } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import type { Digest } from '../host/digest.js';
import { canonicalJson } from '../json/json.js';
import type { Software } from './software.js';

/** A run's identity: the same content has the same id, whatever it is called and wherever it lies. */
export interface RunIdentity {
  /** Twelve hexadecimal digits, with `-dirty` when the code that runs is not a release or a commit. */
  readonly id: string;
  /** Whether a finished run of this id says what a repetition would give. */
  readonly isReusable: boolean;
}

/** Hashes everything that decides what a run computes. */
export function identityOf(
  experiment: ResolvedExperiment, { files }: Pick<PreparedData, 'files'>, { name, notes }: Pick<Engine, 'name' | 'notes'>, { versions, plugins, source, host }: Software, digest: Digest,
): RunIdentity {
  const { name: _, ...said } = experimentJson(experiment);
  const { network } = experiment;
  // What a saved network is counts, not where it lies.
  const content = 'from' in network ? { ...said, network: { from: network.from.sha256 } } : said;
  const text = canonicalJson({ content, data: files, plugins, versions, commit: source?.commit ?? null, ...host.deciding, engine: { name, ...notes } });
  const isDirty = source?.isDirty === true;
  return { id: `${digest.sha256(text).slice(0, 12)}${isDirty ? '-dirty' : ''}`, isReusable: !isDirty };
}
