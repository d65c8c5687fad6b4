export { compareExport, differenceOf, type ExportComparison } from './compare-export.js';
export { canTry, runTrial } from './run-trial.js';
