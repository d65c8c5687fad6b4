import type { Cell, Column, StudyTable } from './study-table.js';

/** Writes tables. */
export type Format = (tables: readonly StudyTable[]) => string;

/** A cell as people read it: three digits; a bar where there is none. */
export function shown(cell: Cell, { as }: Column, infinity = 'inf'): string {
  if (cell === null) return '-';
  if (typeof cell === 'string') return cell;
  if (!Number.isFinite(cell)) return infinity;
  if (as === 'count') return String(cell);
  if (as === 'share') return `${Number((100 * cell).toPrecision(3))} %`;
  const size = Math.abs(cell);
  // On which side of 1 a ratio is must not be lost by rounding.
  if (Number(cell.toPrecision(3)) === 1) return String(Number(cell.toPrecision(4)));
  return cell === 0 || (size >= 1e-3 && size < 1e4) ? String(Number(cell.toPrecision(3))) : cell.toExponential(2);
}

/** Columns side by side, for a terminal. */
export const textTables: Format = (tables) => tables.map(({ title, columns, rows, notes }) => {
  const lines = [columns.map((column) => column.title), ...rows.map((row) => row.map((cell, k) => shown(cell, columns[k]!)))];
  const widths = columns.map((_, k) => Math.max(...lines.map((line) => line[k]!.length)));
  const aligned = lines.map((line) => line.map((cell, k) => (columns[k]!.as === 'text' ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!))).join('  ').trimEnd());
  return [`${title}:`, ...(rows.length === 0 ? [] : aligned.map((line) => `  ${line}`)), ...notes.map((note) => `  ${note}`)].join('\n');
}).join('\n\n') + '\n';

/** Tables of Markdown. */
export const markdownTables: Format = (tables) => tables.map(({ title, columns, rows, notes }) => {
  const escaped = (text: string): string => text.replace(/[\\|<>*_`[\]]/g, (c) => `\\${c}`).replace(/\s+/g, ' ');
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = rows.length === 0 ? [] : [
    line(columns.map((column) => column.title)), `|${columns.map(({ as }) => (as === 'text' ? '---' : '---:')).join('|')}|`, ...rows.map((row) => line(row.map((cell, k) => escaped(shown(cell, columns[k]!))))), '',
  ];
  return [`**${title}**`, '', ...body, ...notes.map((note) => `- ${escaped(note)}`)].join('\n');
}).join('\n\n') + '\n';

/** One table of comma-separated values with every digit: the rows of all, the name of their table before them. */
export const csvTables: Format = (tables) => {
  const titles = [...new Set(tables.flatMap(({ columns }) => columns.map(({ title }) => title)))];
  const quoted = (cell: Cell | undefined): string => {
    const text = cell === null || cell === undefined ? '' : typeof cell === 'number' && !Number.isFinite(cell) ? (cell > 0 ? 'Infinity' : '-Infinity') : String(cell);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = tables.flatMap(({ name, columns, rows }) => rows.map((row) => [name, ...titles.map((title) => row[columns.findIndex((column) => column.title === title)])]));
  return [['table', ...titles], ...lines].map((line) => line.map(quoted).join(',')).join('\n') + '\n';
};

/** Rows that a page holds; longer tables go on over pages. */
const ROWS_OF_A_PAGE = 40;
/** Columns that go beside each other in the usual size of letters. */
const COLUMNS_OF_A_PAGE = 8;

/** Tables for booktabs, siunitx and longtable: \usepackage{booktabs, siunitx, longtable}. */
export const latexTables: Format = (tables) => tables.filter(({ rows }) => rows.length > 0).map(({ title, columns, rows, notes }) => {
  const cellOf = (cell: Cell, column: Column): string => {
    if (cell === null) return '{--}';
    if (typeof cell === 'string') return escapedLatex(cell);
    if (!Number.isFinite(cell)) return '$\\infty$';
    return column.as === 'share' ? `\\qty{${Number((100 * cell).toPrecision(3))}}{\\percent}` : `\\num{${shown(cell, column)}}`;
  };
  const line = (cells: readonly string[]): string => `${cells.join(' & ')} \\\\`;
  const [kinds, caption] = [columns.map(({ as }) => (as === 'text' ? 'l' : 'r')).join(''), `\\caption{${escapedLatex(title)}.}`];
  const head = ['\\toprule', line(columns.map((column) => escapedLatex(column.title))), '\\midrule'];
  const body = rows.map((row) => line(row.map((cell, k) => cellOf(cell, columns[k]!))));
  const small = columns.length > COLUMNS_OF_A_PAGE ? ['\\scriptsize', '\\setlength{\\tabcolsep}{2pt}'] : [];
  return [
    ...notes.map((note) => `% ${note.replace(/\s+/g, ' ')}`),
    ...(rows.length > ROWS_OF_A_PAGE
      ? ['\\begingroup', ...small, `\\begin{longtable}{${kinds}}`, `${caption} \\\\`, ...head, '\\endhead', '\\bottomrule', '\\endfoot', ...body, '\\end{longtable}', '\\endgroup']
      : ['\\begin{table}', '\\centering', ...small, caption, `\\begin{tabular}{${kinds}}`, ...head, ...body, '\\bottomrule', '\\end{tabular}', '\\end{table}']),
  ].join('\n');
}).join('\n\n') + '\n';

function escapedLatex(text: string): string {
  return text.replace(/[\\{}$&#%_~^]/g, (c) => ({ '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}' }[c] ?? `\\${c}`));
}

/** Formats by what `--to` calls them, and how files of theirs end. */
export const FORMATS: Readonly<Record<string, { readonly write: Format; readonly ending: string }>> = {
  text: { write: textTables, ending: 'txt' }, markdown: { write: markdownTables, ending: 'md' }, csv: { write: csvTables, ending: 'csv' }, latex: { write: latexTables, ending: 'tex' },
};
