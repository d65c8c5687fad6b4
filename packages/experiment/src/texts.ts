// What reads and writes texts of experiments and of their equations, apart from what runs them: it needs large libraries, which a page loads when a text comes.
export { type LearnedOrNot, NO_EQUATION, nothingLearned } from './choice/nothing-learned.js';
export { type BesideOthers, besideOthers, type CautionedEquation, equationCautions, judgingRows, weighedText } from './keep/equation-cautions.js';
export { filledNotes } from './measure/filled-rows.js';
export { coverageText, type TriedIntervals } from './stages/coverage-text.js';
export type { Context as CheckContext } from './config/check.js';
export { checkUses, parseBlock } from './config/check-in-words.js';
export { where } from './config/errors.js';
export type { ExperimentSource } from './config/experiment-source.js';
export { words } from './config/overrides.js';
export { assignmentMeant } from './config/words/index.js';
export { readExperiment } from './config/read-experiment.js';
export { toYaml } from './config/to-yaml.js';
export { describePlugin, experimentJsonSchema, fileJsonSchema, type OptionDescription, type PluginDescription, structureOfBasis } from './description/index.js';
