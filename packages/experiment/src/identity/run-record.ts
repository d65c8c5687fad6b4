import type { Engine } from '@knotwork/plugin/engine';
import type { ExperimentRequest } from '../compose/experiment-request.js';
import { experimentJson, type ResolvedExperiment } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import type { Provenance, SourceState } from '../host/provenance.js';
import type { RunIdentity } from './run-identity.js';
import type { Software } from './software.js';
import { VERSION } from '../version.js';

/** Content of run.json: what ran, and on what. */
export async function recordOf(
  { overrides, folder }: ExperimentRequest, experiment: ResolvedExperiment, data: PreparedData, engine: Engine, software: Software, { id }: RunIdentity, provenance: Provenance,
): Promise<Readonly<Record<string, unknown>>> {
  const { versions, plugins, source, host } = software;
  return {
    schema: 1, id, experiment: experimentJson(experiment), overrides, data: data.files, plugins, versions,
    knotwork: { version: VERSION, ...(source === null ? {} : stateText(source)) }, git: stateText(await provenance.stateOf(folder)),
    ...host.record, engine: { name: engine.name, precision: engine.precision, ...engine.notes }, ...encodingsOf(data),
  };
}

/** How inputs were made of columns, by data set, where one says so. */
function encodingsOf({ sets }: PreparedData): { readonly encoding?: Readonly<Record<string, unknown>> } {
  const known = [...sets].flatMap(([name, { original: { encoding } }]) => (encoding === undefined ? [] : [[name, encoding] as const]));
  return known.length === 0 ? {} : { encoding: Object.fromEntries(known) };
}

function stateText(state: SourceState | null): { readonly commit: string | null; readonly dirty: boolean } | null {
  return state === null ? null : { commit: state.commit, dirty: state.isDirty };
}
