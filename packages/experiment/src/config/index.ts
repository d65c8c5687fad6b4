export { type ExperimentSource, readExperiment } from './experiment-source.js';
export { type LayerParts, type ResolvedExperiment } from './experiment-schema.js';
export { type Coming, experimentJson, resolveExperiment, toYaml } from './resolve-experiment.js';
