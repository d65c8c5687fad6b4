export type { CurvePoints } from './curve.js';
export type { CurveError } from './description-length.js';
export { Library, type LibraryEntry } from './library.js';
export { type Candidate, suggest, type Suggestion } from './suggest.js';
