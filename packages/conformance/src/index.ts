export { asynchronous } from './asynchronous.js';
export { type BasisTable, basisTable, type TablePlace } from './basis-table.js';
export { bestFit, type FitError } from './best-fit.js';
export { type EngineCase, randomCase } from './engine-case.js';
export { type EngineCheck, engineChecks } from './engine-checks/index.js';
export { mixedCase } from './mixed-case.js';
export { plainCatalog } from './plain-catalog.js';
export { referencePlugins } from './reference-plugins.js';
export { penalizedError, squaredError } from './squared-error.js';
