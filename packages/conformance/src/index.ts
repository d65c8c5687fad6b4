export { asynchronous } from './asynchronous.js';
export { type EngineCase, type EngineCheck, engineChecks, randomCase, squaredError } from './engine-checks.js';
export { plainCatalog } from './plain-catalog.js';
export { referencePlugins } from './reference-plugins.js';
