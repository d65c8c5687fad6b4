/** Highest order of a derivative. */
export const HIGHEST_ORDER = 3;

/**
 * All ways to read a text as names, one after the other, with or without an underscore between them: `tx` and `t_x` are t and x. Ways that differ by the order of their names are one derivative, and
 * there once.
 *
 * @param names such as those of coordinates
 * @returns places of the names in their list, in the order of the text
 */
export function factorsOf(text: string, names: readonly string[]): readonly (readonly number[])[] {
  return [...new Map(waysOf(text, names).map((way) => [[...way].sort((a, b) => a - b).join(), way])).values()];
}

function waysOf(text: string, names: readonly string[]): number[][] {
  if (text === '') return [];
  return names.flatMap((name, i) => {
    if (name === '' || !text.startsWith(name)) return [];
    const rest = text.slice(name.length);
    if (rest === '') return [[i]];
    return waysOf(rest.startsWith('_') ? rest.slice(1) : rest, names).map((others) => [i, ...others]);
  });
}
