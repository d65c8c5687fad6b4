import { mean, rootMeanSquare } from '@knotwork/numerics';
import type { CsvRows } from './table-experiment.js';

/** RMSE on the test rows of predicting the mean of the training rows: what every error is a share of. */
export function constantError({ train, test }: { readonly train: CsvRows; readonly test: CsvRows }, target: string): number {
  const column = ({ header, rows }: CsvRows): number[] => rows.map((row) => Number(row[header.indexOf(target)]));
  const constant = mean(column(train));
  return rootMeanSquare(column(test).map((y) => y - constant));
}
