import { randomStream, type RandomStream } from '@knotwork/numerics';
import type { CsvRows, TableExperiment } from '../../lib/table-experiment.js';

const INPUTS = 5;

/** Rows in which nothing depends on anything: normal inputs, normal target. */
export function nullTable(seed: number, trainRows: number, testRows: number): TableExperiment {
  const header = [...Array.from({ length: INPUTS }, (_, i) => `x${i + 1}`), 'y'];
  const draw = (stream: RandomStream, count: number): CsvRows =>
    ({ header, rows: Array.from({ length: count }, () => header.map(() => String(stream.normal()))) });
  const stream = randomStream(seed, 'null-table');
  return {
    name: 'null-table', target: 'y', task: 'regression', hidden: [INPUTS], train: draw(stream.fork('train'), trainRows), test: draw(stream.fork('test'), testRows),
  };
}
