import { breakable, columnWidth, leastWidth, type WideColumn } from './latex-width.js';
import { shown } from './shown.js';
import type { Cell, Column, StudyTable } from './study-table.js';

/** Rows that a page holds; longer tables go on over pages. */
const ROWS_OF_A_PAGE = 40;
/** Width of the text of the class article at 10 pt, in points. */
const TEXT_WIDTH = 345;
/** Names that are broken into so many lines at most, unless there is no other way. */
const MOST_LINES = 3;

/** Sizes of letters that are tried one after the other, as shares of the usual ones, with the space on each side of a column. */
interface Size { readonly name: string; readonly scale: number; readonly space: number; readonly hasE: boolean }
const SIZES: readonly Size[] = [
  { name: '', scale: 1, space: 6, hasE: false }, { name: '\\small', scale: 0.93, space: 4, hasE: false }, { name: '\\footnotesize', scale: 0.855, space: 3, hasE: false },
  { name: '\\footnotesize', scale: 0.855, space: 3, hasE: true }, { name: '\\scriptsize', scale: 0.8, space: 2, hasE: true },
];

/** Where a line may end within a word, though rather not. */
const BREAK = '\\penalty500\\relax{}';
const WITH_TENS = SIZES.filter(({ hasE }) => !hasE);

/** A table that is to be set: what is the same in all rows is told above it, and what its rows share stands above them. */
interface Ready {
  readonly caption: string;
  /** A heading for each row, the same for rows that belong together; null where there is none. */
  readonly groups: readonly string[] | null;
  readonly columns: readonly WideColumn[];
  readonly notes: readonly string[];
}

/**
 * Tables for booktabs, siunitx and longtable, no wider than the text of the class article: `\usepackage{booktabs, siunitx, longtable, array}`. A table that is too wide is set smaller, then with powers
 * written with an e, then in several parts; names are broken into lines. Widths are estimated from letters.
 */
export function latexTables(tables: readonly StudyTable[]): string {
  return tables.filter(({ rows }) => rows.length > 0).flatMap((table) => fitted(readyOf(table))).join('\n\n') + '\n';
}

/** Takes out what is repeated: the set of each row, numbers that are all the same, and what all names end in. */
function readyOf({ title, columns, rows, notes }: StudyTable): Ready {
  const all = columns.map((column, k): WideColumn => ({ column, cells: rows.map((row) => row[k]!) }));
  const isSame = ({ cells }: WideColumn): boolean => cells.length > 1 && cells.every((cell) => cell === cells[0]);
  const hasGroups = columns[0]!.as === 'text' && columns[1]?.as === 'text';
  const isGrouped = hasGroups && !isSame(all[0]!);
  const [key, ...others] = hasGroups ? all.slice(1) : all;
  const said = [...(hasGroups && !isGrouped ? [all[0]!] : []), ...others.filter((one) => one.column.as !== 'text' && isSame(one))];
  const [names, suffix] = withoutSuffix(key!);
  const inAll = (rows.length === 1 && hasGroups ? [all[0]!] : said).filter(({ cells }) => cells[0] !== null);
  const words = [
    ...(suffix === null ? [] : [`All compared with ${escaped(suffix)}`]),
    ...(inAll.length === 0 ? [] : [`In every row: ${inAll.map(({ column, cells }) => `${escaped(headingOf(column))} ${cellOf(cells[0]!, column)}`).join(', ')}`]),
  ];
  return {
    caption: [escaped(title), ...words].map((sentence) => sentence.replace(/[^.?!]$/, '$&.')).join(' '), groups: isGrouped ? all[0]!.cells.map(String) : null,
    columns: [names, ...others.filter((one) => !said.includes(one))], notes,
  };
}

/** Names such as "arm / baseline" without the baseline that all have. */
function withoutSuffix(key: WideColumn): readonly [WideColumn, suffix: string | null] {
  const ends = key.cells.map((cell) => / \/ (.*)$/.exec(String(cell))?.[1]);
  if (ends.length < 2 || ends[0] === undefined || ends.some((end) => end !== ends[0])) return [key, null];
  return [{ ...key, cells: key.cells.map((cell) => String(cell).slice(0, -` / ${ends[0]!}`.length)) }, ends[0]];
}

/** In as few parts as fit into the text, each with its names, and as large as they may be. */
function fitted(ready: Ready): string[] {
  const [names, ...others] = ready.columns as [WideColumn, ...WideColumn[]];
  for (let count = 1; ; count++) {
    const size = Math.ceil(others.length / count);
    const parts = Array.from({ length: count }, (_, k) => [names, ...others.slice(k * size, (k + 1) * size)]);
    const laid = parts.map(layoutOf);
    if (laid.some((layout) => layout === null) && size > 1) continue;
    return parts.map((columns, k) => texOf({ ...ready, columns, caption: count === 1 ? ready.caption : `${ready.caption} Part ${k + 1} of ${count}.`, notes: k === 0 ? ready.notes : [] }, laid[k] ?? layoutIn(columns, SIZES.at(-1)!, Infinity)!));
  }
}

/** How columns are set. @param kinds of their cells, as `tabular` has them */
interface Layout { readonly size: Size; readonly kinds: string; readonly isBroken: readonly boolean[] }

/** The largest size in which columns fit; null where none does. */
function layoutOf(columns: readonly WideColumn[]): Layout | null {
  // Rather smaller than broken, and rather broken than hard to read.
  for (const [sizes, lines] of [[WITH_TENS, 1], [WITH_TENS, 2], [SIZES, MOST_LINES], [SIZES.slice(-1), 2 * MOST_LINES]] as const) {
    for (const size of sizes) {
      const layout = layoutIn(columns, size, lines);
      if (layout !== null) return layout;
    }
  }
  return null;
}

function layoutIn(columns: readonly WideColumn[], size: Size, lines: number): Layout | null {
  const widths = columns.map((one) => size.scale * columnWidth(one, shown, size.hasE));
  const least = columns.map((one, k) => Math.max(size.scale * leastWidth(one), widths[k]! / lines));
  // The widest texts are broken into lines, as few columns as will do.
  const texts = columns.flatMap(({ column }, k) => (column.as === 'text' ? [k] : [])).sort((a, b) => widths[b]! - widths[a]!);
  for (let count = 0; count <= texts.length; count++) {
    const broken = new Set(texts.slice(0, count));
    const taken = Math.ceil(widths.reduce((sum, width, k) => sum + (broken.has(k) ? 0 : width), 0) + 2 * size.space * (columns.length - 1));
    const each = (TEXT_WIDTH - taken) / count;
    if (count === 0 ? taken > TEXT_WIDTH : lines < Infinity && [...broken].some((k) => each < least[k]!)) continue;
    const part = `>{\\raggedright\\arraybackslash\\hspace{0pt}}p{\\dimexpr(\\linewidth-${taken}pt)/${count}\\relax}`;
    return { size, isBroken: columns.map((_, k) => broken.has(k)), kinds: `@{}${columns.map(({ column }, k) => (broken.has(k) ? part : column.as === 'text' ? 'l' : 'r')).join('')}@{}` };
  }
  return null;
}

function texOf({ caption, groups, columns, notes }: Ready, { size, kinds, isBroken }: Layout): string {
  const line = (cells: readonly string[]): string => `${cells.join(' & ')} \\\\`;
  const head = ['\\toprule', line(columns.map(({ column }) => headOf(column))), '\\midrule'];
  const rows = columns[0]!.cells.flatMap((_, row) => [
    ...(groups === null || groups[row] === groups[row - 1] ? [] : [...(row === 0 ? [] : ['\\addlinespace']), `\\multicolumn{${columns.length}}{@{}l@{}}{\\textit{${escaped(groups[row]!)}}} \\\\*`]),
    line(columns.map(({ column, cells }, k) => cellOf(cells[row]!, column, isBroken[k]!))),
  ]);
  const small = [...(size.name === '' ? [] : [size.name]), ...(size.space === 6 ? [] : [`\\setlength{\\tabcolsep}{${size.space}pt}`]), ...(size.hasE ? ['\\sisetup{output-exponent-marker=\\ensuremath{\\mathrm{e}}}'] : [])];
  return [
    ...notes.map((note) => `% ${note.replace(/\s+/g, ' ')}`),
    ...(rows.length > ROWS_OF_A_PAGE
      ? ['\\begingroup', ...small, `\\begin{longtable}{${kinds}}`, `\\caption{${caption}} \\\\`, ...head, '\\endhead', '\\bottomrule', '\\endfoot', ...rows, '\\end{longtable}', '\\endgroup']
      : ['\\begin{table}', '\\centering', '\\setlength{\\belowcaptionskip}{4pt}', `\\caption{${caption}}`, ...small, `\\begin{tabular}{${kinds}}`, ...head, ...rows, '\\bottomrule', '\\end{tabular}', '\\end{table}']),
  ].join('\n');
}

const headingOf = ({ title, heading = title }: Column): string => heading;

/** A title in a line for each word. */
function headOf(column: Column): string {
  const words = headingOf(column).split(' ').map((word) => escaped(word));
  return words.length === 1 ? words[0]! : `\\begin{tabular}[b]{@{}${column.as === 'text' ? 'l' : 'r'}@{}}${words.join('\\\\')}\\end{tabular}`;
}

/** @param isBroken whether its lines may end where words do */
function cellOf(cell: Cell, column: Column, isBroken = false): string {
  if (cell === null) return '{--}';
  if (typeof cell === 'string') return isBroken ? breakable(cell).map(escaped).join(BREAK).replaceAll(` ${BREAK}`, ' ') : escaped(cell);
  if (!Number.isFinite(cell)) return '$\\infty$';
  return column.as === 'share' ? `\\qty{${Number((100 * cell).toPrecision(3))}}{\\percent}` : `\\num{${shown(cell, column)}}`;
}

/** Marks that plain letters of LaTeX do not have, or that it reads as something else: a first [ behind the end of a row begins an option. */
const MARKS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}', '<': '\\textless{}', '>': '\\textgreater{}', '|': '\\textbar{}', '[': '{[}',
};

function escaped(text: string): string {
  return text.replace(/^\[|[\\{}$&#%_~^<>|]/g, (c) => MARKS[c] ?? `\\${c}`);
}
