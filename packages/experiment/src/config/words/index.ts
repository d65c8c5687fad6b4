export { assignmentMeant } from './assignment-meant.js';
export { nameMeant } from './name-hint.js';
export { type Around, type Misplaced, otherMeaningHint, wordHint } from './word-hint.js';
export type { Words } from './words.js';
