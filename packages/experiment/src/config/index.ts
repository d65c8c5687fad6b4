export { dataSetName } from './data-set-name.js';
export { dataSetsOf, type NamedDataSet } from './data-sets.js';
export { experimentOf, type ExperimentSource } from './experiment-source.js';
export { type FreshExperiment, isFresh, type LayerParts, type LayersSaid, type NetworkFrom, type NetworkShape, type ResolvedExperiment, type SizedExperiment, widthsChoice, type WidthsChoice } from './experiment-schema.js';
export { initializersAnew, initializersOf } from './initializers-of.js';
export { type Coming, experimentJson, type FilledExperiment, fillExperiment, resolveExperiment } from './resolve-experiment.js';
export { withShape } from './with-choices.js';
export type { Situation, SituationDefaults, StoredFacts } from './situation.js';
