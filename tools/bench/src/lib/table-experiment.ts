import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rows with a header, as they stand in a file. */
export interface CsvRows { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] }

/** A table that is learned from one file and judged on another. */
export interface TableExperiment {
  /** In kebab-case or with underscores, which become dashes. */
  readonly name: string;
  readonly train: CsvRows;
  readonly test: CsvRows;
  readonly target: string;
  readonly task: 'regression' | 'classification';
  /** Widths of the hidden layers; empty for an additive network. */
  readonly hidden: readonly number[];
}

/**
 * The file that somebody writes who has a table and nothing else to say: data, widths, one stage `fit`.
 *
 * @returns YAML that belongs beside `train.csv` and `test.csv`
 */
export function experimentText({ name, train, test, target, task, hidden }: TableExperiment): string {
  const classes = new Set([...train.rows, ...test.rows].map((row) => row[train.header.indexOf(target)]));
  const widths = [train.header.length - 1, ...hidden, task === 'classification' ? classes.size : 1];
  return [
    'knotwork: 1',
    `name: ${name.replaceAll('_', '-')}`,
    'dataset:',
    '  kind: csv',
    '  path: train.csv',
    `  target: ${target}`,
    ...(task === 'classification' ? ['  task: classification'] : []),
    '  split: { test: { path: test.csv } }',
    `network: { widths: [${widths.join(', ')}] }`,
    'stages: [{ kind: fit }]',
    '',
  ].join('\n');
}

/** Writes `experiment.yaml`, `train.csv` and `test.csv`. @returns path of the first */
export function writeTableExperiment(folder: string, experiment: TableExperiment): string {
  mkdirSync(folder, { recursive: true });
  for (const part of ['train', 'test'] as const) {
    const { header, rows } = experiment[part];
    writeFileSync(join(folder, `${part}.csv`), [header, ...rows].map((cells) => `${cells.join(',')}\n`).join(''));
  }
  const file = join(folder, 'experiment.yaml');
  writeFileSync(file, experimentText(experiment));
  return file;
}
