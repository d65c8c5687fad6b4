/** Widths of characters in sizes of their text, as the widest of the fonts has them; nobody can be asked, since pictures are made without a screen. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijlI|.,:;'!]/, 0.32],
  [/[ft()[\]{}rJ/\\ \-"`]/, 0.41],
  [/[mwMW@%…—]/, 1],
  [/[A-Z^~+=<>#&]/, 0.75],
  [/[\x20-\x7e]/, 0.63],
  [/[\u1100-\u{10ffff}]/u, 1],
];
const OTHERS = 0.66;

/** About how many pixels wide a line is. */
export function textWidth(line: string, size: number): number {
  let width = 0;
  for (const character of line) width += WIDTHS.find(([characters]) => characters.test(character))?.[1] ?? OTHERS;
  return width * size;
}
