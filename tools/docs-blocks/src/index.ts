export { CLASSES_FILE, type Task, wholeExperiment } from './whole-experiment.js';
