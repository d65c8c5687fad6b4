export { type Closeness, compareExport, differenceOf, type ExportComparison, type KnownDerivatives } from './compare-export.js';
export { canTry, runTrial, variableOf } from './run-trial.js';
