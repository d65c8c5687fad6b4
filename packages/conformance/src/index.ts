export { asynchronous } from './asynchronous.js';
export { type EngineCase, randomCase } from './engine-case.js';
export { type EngineCheck, engineChecks } from './engine-checks/index.js';
export { mixedCase } from './mixed-case.js';
export { plainCatalog } from './plain-catalog.js';
export { type ActivationStatistic, entropyPenalty, logPenalty, sumPenalty } from './reference-penalties.js';
export { referencePlugins } from './reference-plugins.js';
export { penalizedError, squaredError } from './squared-error.js';
