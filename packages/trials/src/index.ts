export { compareExport, differenceOf, type ExportComparison } from './compare-export.js';
export { canTry, runTrial, variableOf } from './run-trial.js';
