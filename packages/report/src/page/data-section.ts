import { numberText } from '@knotwork/pictures';
import { dataOf } from '../facts/data-summary.js';
import { markup } from './markup.js';
import type { Section } from './sections.js';
import type { ReportRequest } from '../report-request.js';
import { table } from './table.js';

/** What was learned from. */
export function dataSection({ contents }: ReportRequest): Section | null {
  const { rows, columns, files } = dataOf(contents);
  const hashes = Object.entries(files);
  if (rows.length === 0 && hashes.length === 0) return null;
  const outside = columns.some((column) => column.outside !== null);
  const number = (title: string): { title: string; isNumber: true } => ({ title, isNumber: true });
  return {
    id: 'data', title: 'Data', content: markup`${rows.length > 0 && markup`<p>${rows.map(({ split, rows: count }) => `${count} rows of ${split}`).join(', ')}${rows.some((of) => of.kept < of.rows)
      && `. Charts and the table show ${rows.map(({ kept, split }) => `${kept} of ${split}`).join(', ')}, evenly spread`}.</p>
`}${columns.length > 0 && table(
  'Columns over training rows, in their own units', [{ title: 'column' }, { title: 'is' }, number('least'), number('mean'), number('most'), number('standard deviation'), ...(outside ? [number('test rows outside')] : [])],
  columns.map((column) => [column.name, column.isTarget ? 'target' : 'input', ...[column.least, column.mean, column.most, column.deviation].map((v) => numberText(v, 4)), ...(outside ? [column.outside ?? ''] : [])]),
)}${hashes.length > 0 && table('Files', [{ title: 'file' }, { title: 'SHA-256' }], hashes.map(([name, hash]) => [name, markup`<code>${hash}</code>`]))}`,
  };
}
