export { compose, type Composition, installed, openExperiment, type OpenedExperiment, type RunRequest } from './compose.js';
export { experimentJson, readExperiment, type ResolvedExperiment, resolveExperiment, toYaml } from './config/index.js';
export { describePlugin, type OptionDescription, type PluginDescription, type Trait } from './description/index.js';
export { VERSION } from './version.js';
export type { RunOutcome } from './run/experiment-run.js';
export type { RunEvent, RunObserver } from './run/run-events.js';
export { defineStage, levelText, type StageDefinition, type StageContext, type StageResult, type Rung } from './stages/index.js';
