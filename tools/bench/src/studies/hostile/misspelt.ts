import type { RandomStream } from '@knotwork/numerics';

/** A word with a slip of the fingers in it. */
export function misspelt(word: string, stream: RandomStream): string {
  const at = stream.integer(Math.max(1, word.length));
  const letter = String.fromCharCode(97 + stream.integer(26));
  switch (stream.integer(5)) {
    case 0: return word.slice(0, at) + word.slice(at + 1);
    case 1: return word.slice(0, at) + letter + word.slice(at);
    case 2: return word.slice(0, at) + letter + word.slice(at + 1);
    case 3: return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
    default: return word.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`) + (word === word.toLowerCase() ? 's' : '');
  }
}
