/** Characters of a list, and of a single text, in a message: tables may have many columns and long cells, and a message is for reading. */
const LONGEST_LIST = 2000;
const LONGEST_TEXT = 200;

/** A text of a table, cut where it is very long. */
export function short(text: string): string { return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}...`; }

/** Names with commas between them; only the first of very many. */
export function listed(names: readonly string[]): string {
  let length = 0;
  const isShort = (name: string): boolean => (length += Math.min(name.length, LONGEST_TEXT) + 2) <= LONGEST_LIST;
  const end = names.findIndex((name) => !isShort(name));
  return end < 0 ? names.map(short).join(', ') : `${names.slice(0, end).map(short).join(', ')}, ... (${names.length} in all)`;
}

/** A sign as it can be typed where quotes are taken off, as a shell does. */
export function typed(option: string, sign: string): string { return `'${option}=${JSON.stringify(sign)}'`; }
