import { shortNames } from '../svg/short-names.js';
import { textWidth } from '../svg/text-width.js';

/** A name with a few words behind it; '' for none. */
export const noted = (name: string, note: string): string => (note === '' ? name : `${name} (${note})`);

/** Names in one line each that fit together with their notes, which are never cut. */
export function notedNames(all: readonly { readonly name: string; readonly note: string }[], width: number, size: number): string[] {
  const room = width - Math.max(0, ...all.map(({ note }) => (note === '' ? 0 : textWidth(` (${note})`, size))));
  return shortNames(all.map(({ name }) => name), { width: Math.max(40, room), lines: 1, size }).map(([line], k) => noted(line!, all[k]!.note));
}
