import { otherWords } from './other-words.js';
import { plainWord } from './plain-word.js';

/** Where plugins of a kind stand in most files. */
const PLACES: Readonly<Record<string, string>> = { file: '', stage: 'stages.0.', optimizer: 'stages.0.optimizer.', basis: 'network.basis.', dataset: 'dataset.' };

/**
 * What a word of another library is as a value that is set behind the file, such as `stages.0.steps=100` for `epochs`.
 *
 * @returns undefined for a word that is not known, or that has no one place
 */
export function assignmentMeant(word: string): string | undefined {
  const plain = plainWord(word);
  const [meaning] = otherWords.find(({ words }) => words.some((other) => plainWord(other) === plain))?.meanings ?? [];
  const place = meaning === undefined ? undefined : PLACES[meaning.of];
  if (meaning === undefined || place === undefined || meaning.write !== undefined || meaning.example === undefined) return undefined;
  return `${place}${meaning.key}=${JSON.stringify(meaning.example)}`;
}
