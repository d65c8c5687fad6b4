export { compareExport, type ExportComparison } from './compare-export.js';
export { canTry, runTrial } from './run-trial.js';
