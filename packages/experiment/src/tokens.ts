import type { Catalog } from '@knotwork/plugin';
import type { Engine, Structure } from '@knotwork/plugin/engine';
import { token } from '@knotwork/registry';
import type { WidthsChooser } from './choice/widths-chooser.js';
import type { Budget, Memory } from './budget/index.js';
import type { Checked } from './compose/check-stages.js';
import type { Composition } from './compose/composition.js';
import type { ExperimentRequest } from './compose/experiment-request.js';
import type { Installation } from './compose/installed.js';
import type { ExperimentOpener } from './compose/open-experiment.js';
import type { Variants } from './compose/variants.js';
import type { ResolvedExperiment } from './config/index.js';
import type { PreparedData } from './data/prepare-data.js';
import type { Clock } from './host/clock.js';
import type { Digest } from './host/digest.js';
import type { Files } from './host/files.js';
import type { LoadedPlugin, PluginLoader } from './host/plugin-loader.js';
import type { Provenance } from './host/provenance.js';
import type { RunIdentity } from './identity/run-identity.js';
import type { Software } from './identity/software.js';
import type { Keeper, Keeping } from './keep/keeper.js';
import type { Evaluator } from './measure/evaluator.js';
import type { Measurement } from './measure/measurement.js';
import type { Runner } from './run/experiment-run.js';
import type { Recipe } from './run/recipe.js';
import type { RunObserver } from './run/run-events.js';
import type { RunPlace } from './run/run-place.js';
import type { RunProgress } from './run/run-progress.js';
import type { Streams } from './run/run-streams.js';
import type { StageContexts } from './run/stage-contexts.js';
import type { StoredStart } from './stored/start-from.js';

/** The services of Knotwork. An override of any of them replaces it. */
export const tokens = {
  // Once per process.
  clock: token<Clock>('clock'),
  files: token<Files>('files'),
  memory: token<Memory>('memory'),
  digest: token<Digest>('digest'),
  provenance: token<Provenance>('provenance'),
  loader: token<PluginLoader>('plugin-loader'),
  installation: token<Installation>('installation'),
  opener: token<ExperimentOpener>('opener'),
  observer: token<RunObserver>('observer'),
  keeping: token<Keeping>('keeping'),

  // Given with every run.
  request: token<ExperimentRequest>('request'),
  experiment: token<ResolvedExperiment>('experiment'),
  catalog: token<Catalog>('catalog'),
  plugins: token<readonly LoadedPlugin[]>('plugins'),
  variants: token<Variants>('variants'),
  start: token<StoredStart | null>('start'),

  // Once per run: what composing it comes to, step by step.
  streams: token<Streams>('streams'),
  budget: token<Budget>('budget'),
  data: token<PreparedData>('data'),
  structure: token<Structure>('structure'),
  engine: token<Engine>('engine'),
  evaluator: token<Evaluator>('evaluator'),
  measurement: token<Measurement>('measurement'),
  contexts: token<StageContexts>('contexts'),
  checked: token<Checked>('checked'),
  software: token<Software>('software'),
  identity: token<RunIdentity>('identity'),
  record: token<Readonly<Record<string, unknown>>>('record'),
  place: token<RunPlace>('place'),
  progress: token<RunProgress>('progress'),
  recipe: token<Recipe>('recipe'),
  keeper: token<Keeper>('keeper'),
  chooser: token<Pick<WidthsChooser, 'run'>>('chooser'),
  runner: token<Runner>('runner'),
  composition: token<Composition>('composition'),
} as const;
