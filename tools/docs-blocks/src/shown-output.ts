/** The line that stands for any number of lines. */
const ANYTHING = '...';

/** What differs from run to run, in place of which a word stands: ids, seconds, what is rounding, and how columns are filled up with blanks. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{12}(?:-dirty)?\b/g, 'ID'],
  [/\b\d+(?:\.\d+)?(?: (?:s|ms|min)\b)/g, 'TIME'],
  [/(?<![\w.])\d(?:\.\d+)?e-(?:1[3-9]|[2-9]\d|\d{3})\b/g, 'ROUNDING'],
  [/\s+/g, ' '],
];
const masked = (line: string): string => MASKS.reduce((text, [pattern, word]) => text.replace(pattern, word), line).trim();

/**
 * Compares what a page shows with what a command printed. Lines stand behind each other as they do on the page, where a line `...` stands for any others; lines before the first and
 * after the last one need not be shown, and empty lines do not count.
 *
 * @returns null where it is the same; else what is missing, in a sentence
 */
export function differenceOf(shown: string, printed: string): string | null {
  const lines = (text: string): string[] => text.split('\n').map(masked).filter((line) => line !== '');
  const actual = lines(printed);
  let at = 0;
  let isNext = false;
  for (const line of lines(shown)) {
    if (line === ANYTHING) {
      isNext = false;
      continue;
    }
    const found = isNext ? (actual[at] === line ? at : -1) : actual.indexOf(line, at);
    if (found < 0) return `the page shows "${line}", and the command printed ${isNext ? `"${actual[at] ?? 'nothing more'}" there` : 'no such line'}`;
    at = found + 1;
    isNext = true;
  }
  return null;
}
