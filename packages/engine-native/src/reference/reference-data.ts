import type { Rows, Samples } from '@knotwork/plugin';
import type { PathData } from '../path.js';

/** Rows that the reference path owns. */
export class ReferenceData implements PathData {
  readonly count: number;
  readonly inputs: Samples;
  readonly targets: Samples;

  constructor(readonly points: string, rows: Rows) {
    this.count = rows.inputs.count;
    this.inputs = { ...rows.inputs, values: rows.inputs.values.slice() };
    this.targets = { ...rows.targets, values: rows.targets.values.slice() };
  }

  dispose(): Promise<void> { return Promise.resolve(); }
}
