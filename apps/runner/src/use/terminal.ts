/** What a terminal can show. */
export interface Terminal {
  /** Columns that lines may take. */
  readonly columns: number;
  /** Whether it shows more than ASCII. */
  readonly isUnicode: boolean;
}

/** Lines that are longer are hard to read. */
const MOST_COLUMNS = 100;
const FEWEST_COLUMNS = 60;

/** What the terminal of a process can show: ASCII alone where the locale says so. */
export function terminalOf({ columns }: { readonly columns?: number }, env: Readonly<Record<string, string | undefined>>): Terminal {
  // The first that is set counts.
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  return { columns: Math.max(FEWEST_COLUMNS, Math.min(MOST_COLUMNS, columns ?? MOST_COLUMNS)), isUnicode: locale === undefined || /utf-?8/i.test(locale) };
}

/** Letters that ASCII has another way to write. */
const PLAIN: Readonly<Record<string, string>> = { '→': '->', '±': '+-', '−': '-', '·': '*', '…': '...' };

/** A line for a terminal: as long as it has columns at most, without control characters, and in ASCII where that is all. */
export function lineFor({ columns, isUnicode }: Terminal, text: string): string {
  // eslint-disable-next-line no-control-regex
  const sound = text.replace(/[\0-\x1f\x7f-\x9f]/g, ' ');
  const written = isUnicode ? sound : sound.replace(/[^\x20-\x7e]/gu, (letter) => PLAIN[letter] ?? '?');
  return written.length <= columns ? written : `${written.slice(0, columns - 3)}...`;
}

/** A text in lines, broken between words. */
export function wrapped({ columns }: Terminal, text: string, indent = ''): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `${indent}${word}`);
  }
  return lines;
}

/** A name in so many letters, cut in the middle. */
export function shortened(name: string, most: number): string {
  if (name.length <= most) return name;
  const head = Math.ceil((most - 2) / 2);
  return `${name.slice(0, head)}..${name.slice(name.length - (most - 2 - head))}`;
}
