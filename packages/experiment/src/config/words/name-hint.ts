import type { Kind } from '@knotwork/plugin';
import { otherNames } from './other-names.js';
import { plainWord } from './plain-word.js';

/** The installed plugin that another library calls by a name, or undefined. */
export function nameMeant(kind: Kind, name: string, installed: readonly string[]): string | undefined {
  const word = plainWord(name);
  return Object.entries(otherNames[kind] ?? {}).find(([ours, theirs]) => installed.includes(ours) && theirs.some((other) => plainWord(other) === word))?.[0];
}
