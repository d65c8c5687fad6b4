/** A column: its title, and whether its cells are text, which stands to the left, or numbers. */
export interface Column { readonly title: string; readonly isText?: boolean }

/** A table in plain text: columns as wide as their widest cell. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title }, c) => Math.max(title.length, ...rows.map((r) => (r[c] ?? '').length)));
  const aligned = (cell: string, c: number): string => (columns[c]!.isText === true ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!));
  return [columns.map((c) => c.title), ...rows].map((cells) => cells.map(aligned).join('  ').trimEnd());
}

/** What a number may lack of 1 and still be called 1. */
const NEARLY = 1e-6;
/** Narrowest column that text is broken into. */
const LEAST_TEXT = 20;

/** A table whose last column is text, broken into lines between words so that lines of the table are no longer than `width`. */
export function wrappedTable(titles: readonly string[], rows: readonly (readonly string[])[], width: number): string[] {
  const last = titles.length - 1;
  const before = titles.slice(0, last).reduce((sum, title, c) => sum + 2 + Math.max(title.length, ...rows.map((row) => row[c]!.length)), 0);
  const room = Math.max(LEAST_TEXT, width - before);
  return table(titles.map((title) => ({ title, isText: true })), rows.flatMap((row) => broken(row[last]!, room).map((line, k) => [...(k === 0 ? row.slice(0, last) : row.slice(0, last).map(() => '')), line])));
}

/** Text in lines of at most so many characters; a longer word has a line of its own. */
function broken(text: string, most: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line === '' || line.length + 1 + word.length <= most) lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A number with three digits, as people write it; with more where it would be taken for 1 and is less, as shares and R2 are. */
export function digits(value: number | null | undefined): string {
  if (value === null || value === undefined) return '-';
  if (!Number.isFinite(value)) return String(value);
  if (1 - value >= NEARLY && Number(value.toPrecision(3)) === 1) return String(Number((1 - Number((1 - value).toPrecision(1))).toFixed(6)));
  const size = Math.abs(value);
  return value === 0 || (size >= 1e-2 && size < 1e4) ? String(Number(value.toPrecision(3))) : value.toExponential(2);
}

export function seconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)} s` : value < 120 ? `${Math.round(value)} s` : `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
}
