import { expect, test } from '@jest/globals';
import { FORMATS, shown } from './formats.js';
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
\\caption{rmse on test rows.}
\\begin{tabular}{lrrr}
\\toprule
arm & median & failed & of \\\\
\\midrule
b-spline, degree=2 & \\num{1.23e-5} & \\qty{12.5}{\\percent} & \\num{8} \\\\
a\\_b|c & $\\infty$ & \\qty{100}{\\percent} & \\num{10000} \\\\
c & {--} & \\qty{0}{\\percent} & \\num{8} \\\\
\\bottomrule
\\end{tabular}
\\end{table}
`);
});

test('as LaTeX, what is too long for a page goes on over several, and what is too wide is set small', () => {
  const wide = (columns: number, rows: number): string => FORMATS['latex']!.write([{ name: 'arms', title: 'T', notes: [], columns: Array.from({ length: columns }, (_, k) => ({ title: `c${k}`, as: 'count' as const })), rows: Array.from({ length: rows }, () => Array.from({ length: columns }, () => 1)) }]);
  expect(wide(1, 41)).toBe(`\\begingroup
\\begin{longtable}{r}
\\caption{T.} \\\\
\\toprule
c0 \\\\
\\midrule
\\endhead
\\bottomrule
\\endfoot
${'\\num{1} \\\\\n'.repeat(41)}\\end{longtable}
\\endgroup
`);
  expect(wide(1, 40)).toMatch(/^\\begin\{table\}\n\\centering\n\\caption/);
  expect(wide(9, 1)).toMatch(/^\\begin\{table\}\n\\centering\n\\scriptsize\n\\setlength\{\\tabcolsep\}\{2pt\}\n\\caption/);
});

test('on which side of 1 a number is survives rounding', () => {
  const text = (cell: number): string => shown(cell, { title: '', as: 'number' });
  expect([1.0049, 0.9996, 1.00001, 1, 1.01, 0.994].map(text)).toEqual(['1.005', '0.9996', '1', '1', '1.01', '0.994']);
});
