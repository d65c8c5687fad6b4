import type { BoundData, Rows, Samples } from '@knotwork/plugin';

/** Rows that the engine owns. */
export class NativeData implements BoundData {
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
