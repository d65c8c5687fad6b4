export { canTry, runTrial } from './run-trial.js';
