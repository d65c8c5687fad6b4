import { expect, test } from '@jest/globals';
import { FORMATS } from './formats.js';
import { shown } from './shown.js';
import type { StudyTable } from './study-table.js';

const tables: readonly StudyTable[] = [
  {
    name: 'arms', title: 'rmse on test rows', notes: ['Mind the 5 % & more.'],
    columns: [{ title: 'arm', as: 'text' }, { title: 'median', as: 'number' }, { title: 'failed', as: 'share' }, { title: 'of', as: 'count' }],
    rows: [['b-spline, degree=2', 0.000012345678, 0.125, 8], ['a_b|c', Infinity, 1, 10_000], ['c', null, 0, 8]],
  },
  { name: 'sets-like-these', title: 'Better?', notes: ['Refused.'], columns: [{ title: 'comparison', as: 'text' }], rows: [] },
];
const written = (format: string): string => FORMATS[format]!.write(tables);

test('as text, columns are aligned and numbers have three digits', () => {
  expect(written('text')).toBe(`rmse on test rows:
  arm                  median  failed     of
  b-spline, degree=2  1.23e-5  12.5 %      8
  a_b|c                   inf   100 %  10000
  c                         -     0 %      8
  Mind the 5 % & more.

Better?:
  Refused.
`);
});

test('as Markdown, what it would read as marks is escaped', () => {
  expect(written('markdown')).toBe(`**rmse on test rows**

| arm | median | failed | of |
|---|---:|---:|---:|
| b-spline, degree=2 | 1.23e-5 | 12.5 % | 8 |
| a\\_b\\|c | inf | 100 % | 10000 |
| c | - | 0 % | 8 |

- Mind the 5 % & more.

**Better?**

- Refused.
`);
});

test('as CSV, every digit is there and what has commas is quoted', () => {
  expect(written('csv')).toBe('table,arm,median,failed,of,comparison\narms,"b-spline, degree=2",0.000012345678,0.125,8,\narms,a_b|c,Infinity,1,10000,\narms,c,,0,8,\n');
});

test('as LaTeX, numbers are for siunitx, rules of booktabs, and marks are escaped', () => {
  expect(written('latex')).toBe(`% Mind the 5 % & more.
\\begin{table}
\\centering
\\setlength{\\belowcaptionskip}{4pt}
\\caption{rmse on test rows.}
\\begin{tabular}{@{}lrrr@{}}
\\toprule
arm & median & failed & of \\\\
\\midrule
b-spline, degree=2 & \\num{1.23e-5} & \\qty{12.5}{\\percent} & \\num{8} \\\\
a\\_b\\textbar{}c & $\\infty$ & \\qty{100}{\\percent} & \\num{10000} \\\\
c & {--} & \\qty{0}{\\percent} & \\num{8} \\\\
\\bottomrule
\\end{tabular}
\\end{table}
`);
});

/** As LaTeX a table of arms on sets. @param columns of numbers behind the name */
function latexOf({ names = ['a / base', 'b / base'], sets = ['s', 't'], columns = 2, value = (row: number, column: number) => 10 * row + column }: { names?: readonly string[]; sets?: readonly string[]; columns?: number; value?: (row: number, column: number) => number | null } = {}): string {
  const rows = sets.flatMap((set) => names.map((name) => [set, name])).map((key, row) => [...key, ...Array.from({ length: columns }, (_, column) => value(row, column))]);
  return FORMATS['latex']!.write([{ name: 'these-sets', title: 'Better?', notes: [], columns: [{ title: 'set', as: 'text' }, { title: 'comparison', as: 'text' }, ...Array.from({ length: columns }, (_, k) => ({ title: `failure rate ${k}`, heading: `c ${k}`, as: 'number' as const }))], rows }]);
}

test.each([
  ['a<b>c|d', 'a\\textless{}b\\textgreater{}c\\textbar{}d'], ['# $ % & _ { }', '\\# \\$ \\% \\& \\_ \\{ \\}'], ['~^\\', '\\textasciitilde{}\\textasciicircum{}\\textbackslash{}'], ['[2,1]', '{[}2,1]'], ['widths=[2,1]', 'widths=[2,1]'],
])('as LaTeX, the arm %s is %s', (name, tex) => {
  expect(latexOf({ names: [name], sets: ['s', 't'] })).toContain(`\n${tex} & `);
});

const between = (text: string, from: string, to: string): string => text.slice(text.indexOf(from) + from.length, text.indexOf(to));

test('as LaTeX, what rows repeat is told once: the set above its rows, the baseline, and numbers that are all the same', () => {
  expect(latexOf({ value: (row, column) => (column === 1 ? 7 : row) })).toBe(`\\begin{table}
\\centering
\\setlength{\\belowcaptionskip}{4pt}
\\caption{Better? All compared with base. In every row: c 1 \\num{7}.}
\\begin{tabular}{@{}lr@{}}
\\toprule
comparison & \\begin{tabular}[b]{@{}r@{}}c\\\\0\\end{tabular} \\\\
\\midrule
\\multicolumn{2}{@{}l@{}}{\\textit{s}} \\\\*
a & \\num{0} \\\\
b & \\num{1} \\\\
\\addlinespace
\\multicolumn{2}{@{}l@{}}{\\textit{t}} \\\\*
a & \\num{2} \\\\
b & \\num{3} \\\\
\\bottomrule
\\end{tabular}
\\end{table}
`);
  expect(latexOf({ sets: ['s'] })).toContain('\\caption{Better? All compared with base. In every row: set s.}');
  expect(latexOf({ names: ['a / base', 'b / a'] })).toContain('\\caption{Better?}');
  // What nobody knows is not told of all.
  expect(latexOf({ value: (row, column) => (column === 1 ? null : row) })).toContain('\\caption{Better? All compared with base.}');
});

test('as LaTeX, what is too wide is set smaller, then broken into lines, then with e, and at last in several parts', () => {
  const wide = (columns: number, names?: readonly string[]): string => latexOf({ columns, value: (row, column) => (row + 1) * 1.23e-5 * 1.7 ** column, ...(names === undefined ? {} : { names }) });
  const kindsOf = (text: string): string => between(text, '\\begin{tabular}{', '}\n\\toprule');
  expect(wide(3)).not.toMatch(/small|footnotesize|tabcolsep/);
  expect(wide(5)).toContain('\\small\n\\setlength{\\tabcolsep}{4pt}\n\\begin{tabular}{@{}lrrrrr@{}}');
  const long = ['first-part, second-part, third-part, fourth=4', 'b'];
  expect(kindsOf(wide(4, long))).toMatch(/^@\{\}>\{\\raggedright\\arraybackslash\\hspace\{0pt\}\}p\{\\dimexpr\(\\linewidth-\d+pt\)\/1\\relax\}rrrr@\{\}$/);
  expect(wide(4, long)).toContain('first-\\penalty500\\relax{}part, second-\\penalty500\\relax{}part, third-\\penalty500\\relax{}part, fourth=\\penalty500\\relax{}4 & ');
  expect(wide(6, long)).toContain('\\sisetup{output-exponent-marker=\\ensuremath{\\mathrm{e}}}');
  const parts = wide(12);
  expect(parts.match(/\\caption\{.*\}/g)).toEqual(['\\caption{Better? All compared with base. Part 1 of 2.}', '\\caption{Better? All compared with base. Part 2 of 2.}']);
  expect(parts.match(/^a & /gm)).toHaveLength(4);
  expect(parts.match(/\\num/g)).toHaveLength(4 * 12);
});

test('as LaTeX, what is too long for a page goes on over several', () => {
  const long = (rows: number): string => FORMATS['latex']!.write([{ name: 'arms', title: 'T', notes: [], columns: [{ title: 'c', as: 'count' }], rows: Array.from({ length: rows }, () => [1]) }]);
  expect(long(41)).toBe(`\\begingroup
\\begin{longtable}{@{}r@{}}
\\caption{T.} \\\\
\\toprule
c \\\\
\\midrule
\\endhead
\\bottomrule
\\endfoot
${'\\num{1} \\\\\n'.repeat(41)}\\end{longtable}
\\endgroup
`);
  expect(long(40)).toMatch(/^\\begin\{table\}\n\\centering\n/);
});

test('as CSV, columns are called alike that are the same, and otherwise that are not; people read headings', () => {
  const rate: StudyTable = { name: 'these-sets', title: 'Better?', notes: [], columns: [{ title: 'comparison', as: 'text' }, { title: 'failure rate', heading: 'failed', as: 'share' }], rows: [['a / b', 0.5]] };
  const count: StudyTable = { name: 'arms', title: 'rmse', notes: [], columns: [{ title: 'arm', as: 'text' }, { title: 'failed', as: 'count' }], rows: [['a', 3]] };
  expect(FORMATS['csv']!.write([count, rate])).toBe('table,arm,failed,comparison,failure rate\narms,a,3,,\nthese-sets,,,a / b,0.5\n');
  expect(FORMATS['text']!.write([rate])).toContain('  comparison  failed\n  a / b         50 %\n');
  expect(FORMATS['markdown']!.write([rate])).toContain('| comparison | failed |\n');
});

test('on which side of 1 a number is survives rounding', () => {
  const text = (cell: number): string => shown(cell, { title: '', as: 'number' });
  expect([1.0049, 0.9996, 1.00001, 1, 1.01, 0.994].map(text)).toEqual(['1.005', '0.9996', '1', '1', '1.01', '0.994']);
});
