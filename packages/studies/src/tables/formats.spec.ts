import { expect, test } from '@jest/globals';
import { FORMATS } from './formats.js';
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
