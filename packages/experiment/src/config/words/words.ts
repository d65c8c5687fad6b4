import type { nameMeant } from './name-hint.js';
import type { otherMeaningHint, wordHint } from './word-hint.js';

/** What is known of words that other libraries use. */
export interface Words {
  readonly nameMeant: typeof nameMeant;
  readonly wordHint: typeof wordHint;
  readonly otherMeaningHint: typeof otherMeaningHint;
}
