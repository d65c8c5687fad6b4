export { asynchronous } from './asynchronous.js';
export { type EngineCase, randomCase, squaredError } from './engine-case.js';
export { type EngineCheck, engineChecks } from './engine-checks.js';
export { plainCatalog } from './plain-catalog.js';
export { referencePlugins } from './reference-plugins.js';
