export { dataSetName } from './data-set-name.js';
export { dataSetsOf, type NamedDataSet } from './data-sets.js';
export { type ExperimentSource, readExperiment } from './experiment-source.js';
export { type LayerParts, type ResolvedExperiment, type SizedExperiment, widthsChoice, type WidthsChoice } from './experiment-schema.js';
export { initializersOf } from './initializers-of.js';
export { type Coming, experimentJson, resolveExperiment, toYaml } from './resolve-experiment.js';
export { withWidths } from './with-choices.js';
export type { Situation, SituationDefaults } from './situation.js';
