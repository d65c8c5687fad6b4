export { blocks } from './blocks.js';
export { CLASSES, CLASSES_FILE, NUMBERS, wholeExperiment } from './whole-experiment.js';
