/** Longest run of characters without a space, and longest text, that a message has: beyond that nobody reads it, and the end says what to do. */
const LONGEST_WORD = 500;
const LONGEST_TEXT = 2000;

// What a terminal or a reader of lines takes for something else: controls, ends of lines, marks that turn the direction of writing, halves of characters.
// eslint-disable-next-line no-control-regex
const STRANGE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/gu;

/**
 * A text as it may stand in a message, whatever was quoted in it: on one line, nothing in it that changes a terminal, and cut in the middle where it is long.
 *
 * @example
 * printable('got "a\nb"'); // got "a\\nb"
 */
export function printable(text: string): string {
  // Cut first: quoted texts may have millions of characters.
  const short = cut(text, LONGEST_TEXT).replace(/\S{501,}/gu, (word) => cut(word, LONGEST_WORD));
  return short.replace(STRANGE, escaped);
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, Math.floor(longest * 0.6))}...${text.slice(text.length - Math.floor(longest * 0.3))}`;
}

function escaped(character: string): string {
  const [known] = [JSON.stringify(character).slice(1, -1)].filter((written) => written.startsWith('\\'));
  return known ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
