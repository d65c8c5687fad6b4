import { expected, given, instance, made, type Service } from '@knotwork/registry';
import type { WidthsChooser } from '../choice/widths-chooser.js';
import { budgetHere, unknownMemory } from '../budget/index.js';
import { buildStructure } from './build-structure.js';
import { checkRun } from './check-run.js';
import { ComposedRun } from './composition.js';
import { createEngine } from './create-engine.js';
import { ExperimentOpener } from './open-experiment.js';
import { loadData } from '../data/load-data.js';
import { systemClock } from '../host/clock.js';
import { plainDigest } from '../host/digest.js';
import { memoryFiles } from '../host/files.js';
import { noPluginLoader } from '../host/plugin-loader.js';
import { releaseOnly } from '../host/provenance.js';
import { identityOf } from '../identity/run-identity.js';
import { recordOf } from '../identity/run-record.js';
import { softwareOf } from '../identity/software.js';
import { Keeper } from '../keep/keeper.js';
import { EngineEvaluator } from '../measure/evaluator.js';
import { Measurement } from '../measure/measurement.js';
import { ExperimentRun } from '../run/experiment-run.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import { Recipe } from '../run/recipe.js';
import { RunProgress } from '../run/run-progress.js';
import { RunStreams } from '../run/run-streams.js';
import { StageContexts } from '../run/stage-contexts.js';
import { tokens } from '../tokens.js';

/**
 * What composing and running takes, as it is anywhere: nothing is read, loaded or kept outside of memory. A host with files and git replaces the
 * first few; tests and studies replace whatever they need.
 */
export const standardServices: readonly Service[] = [
  given(tokens.clock, systemClock),
  given(tokens.files, memoryFiles({})),
  given(tokens.memory, unknownMemory),
  given(tokens.digest, plainDigest),
  given(tokens.provenance, releaseOnly),
  given(tokens.loader, noPluginLoader),
  given(tokens.observer, { observe: () => undefined }),
  given(tokens.keeping, { solution: true }),
  instance(tokens.opener, 'process', ExperimentOpener),

  expected(tokens.request),
  expected(tokens.experiment),
  expected(tokens.catalog),
  expected(tokens.plugins),
  expected(tokens.variants),
  expected(tokens.start),

  made(tokens.streams, 'run', [tokens.experiment], ({ seed, streams }) => new RunStreams(seed, streams)),
  made(tokens.budget, 'run', [tokens.memory], budgetHere),
  made(tokens.data, 'run', [tokens.experiment, tokens.catalog, tokens.streams, tokens.files, tokens.digest, tokens.request, tokens.budget, tokens.start], loadData),
  made(tokens.structure, 'run', [tokens.experiment, tokens.catalog, tokens.data, tokens.budget, tokens.start], buildStructure),
  made(tokens.engine, 'run', [tokens.experiment, tokens.catalog], createEngine),
  instance(tokens.evaluator, 'run', EngineEvaluator),
  instance(tokens.measurement, 'run', Measurement),
  instance(tokens.contexts, 'run', StageContexts),
  made(tokens.checked, 'run', [tokens.experiment, tokens.catalog, tokens.data, tokens.engine, tokens.structure, tokens.contexts, tokens.measurement, tokens.variants, tokens.start], checkRun),
  made(tokens.software, 'run', [tokens.installation, tokens.plugins, tokens.provenance], softwareOf),
  made(tokens.identity, 'run', [tokens.experiment, tokens.data, tokens.engine, tokens.software, tokens.digest], identityOf),
  made(tokens.record, 'run', [tokens.request, tokens.experiment, tokens.data, tokens.engine, tokens.software, tokens.identity, tokens.provenance], recordOf),
  made(tokens.place, 'run', [], () => new MemoryPlace()),
  instance(tokens.progress, 'run', RunProgress),
  instance(tokens.keeper, 'run', Keeper),
  instance(tokens.recipe, 'run', Recipe),
  made(tokens.chooser, 'run', [tokens.experiment, tokens.catalog, tokens.data, tokens.engine, tokens.streams, tokens.variants, tokens.progress, tokens.recipe], chooserOf),
  instance(tokens.runner, 'run', ExperimentRun),
  instance(tokens.composition, 'run', ComposedRun),
];

/** Chooses where widths are to be chosen, and is loaded there: simple models and cross-validation. */
function chooserOf(...parts: ConstructorParameters<typeof WidthsChooser>): Pick<WidthsChooser, 'run'> {
  return { run: async (...asked) => new (await import('../choice/widths-chooser.js')).WidthsChooser(...parts).run(...asked) };
}
