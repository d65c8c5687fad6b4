import { latexTables } from './latex.js';
import { shown } from './shown.js';
import type { Cell, StudyTable } from './study-table.js';

/** Writes tables. */
export type Format = (tables: readonly StudyTable[]) => string;

/** Columns side by side, for a terminal. */
export const textTables: Format = (tables) => tables.map(({ title, columns, rows, notes }) => {
  const lines = [columns.map(({ title: name, heading = name }) => heading), ...rows.map((row) => row.map((cell, k) => shown(cell, columns[k]!)))];
  const widths = columns.map((_, k) => Math.max(...lines.map((line) => line[k]!.length)));
  const aligned = lines.map((line) => line.map((cell, k) => (columns[k]!.as === 'text' ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!))).join('  ').trimEnd());
  return [`${title}:`, ...(rows.length === 0 ? [] : aligned.map((line) => `  ${line}`)), ...notes.map((note) => `  ${note}`)].join('\n');
}).join('\n\n') + '\n';

/** Tables of Markdown. */
export const markdownTables: Format = (tables) => tables.map(({ title, columns, rows, notes }) => {
  const escaped = (text: string): string => text.replace(/[\\|<>*_`[\]]/g, (c) => `\\${c}`).replace(/\s+/g, ' ');
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = rows.length === 0 ? [] : [
    line(columns.map(({ title: name, heading = name }) => heading)), `|${columns.map(({ as }) => (as === 'text' ? '---' : '---:')).join('|')}|`, ...rows.map((row) => line(row.map((cell, k) => escaped(shown(cell, columns[k]!))))), '',
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

/** Formats by what `--to` calls them, and how files of theirs end. */
export const FORMATS: Readonly<Record<string, { readonly write: Format; readonly ending: string }>> = {
  text: { write: textTables, ending: 'txt' }, markdown: { write: markdownTables, ending: 'md' }, csv: { write: csvTables, ending: 'csv' }, latex: { write: latexTables, ending: 'tex' },
};
