import type { Rows, Samples } from '@knotwork/plugin';
import type { BackendData } from '@knotwork/engine-core';

/** Rows that the reference path owns. */
export class ReferenceData implements BackendData {
  readonly count: number;

  /** @param meanOver how many rows a mean over them is over */
  private constructor(readonly points: string, readonly inputs: Samples, readonly targets: Samples, readonly meanOver: number) {
    this.count = inputs.count;
  }

  static copyOf(points: string, { inputs, targets }: Rows): ReferenceData {
    return new ReferenceData(points, { ...inputs, values: inputs.values.slice() }, { ...targets, values: targets.values.slice() }, inputs.count);
  }

  /** Some rows by their indices; means over them are over `size`. */
  batch(rows: Uint32Array, size: number): ReferenceData {
    const pick = ({ width, values }: Samples): Samples => {
      const picked = new Float64Array(rows.length * width);
      rows.forEach((row, n) => { picked.set(values.subarray(row * width, (row + 1) * width), n * width); });
      return { count: rows.length, width, values: picked };
    };
    return new ReferenceData(this.points, pick(this.inputs), pick(this.targets), size);
  }

  dispose(): Promise<void> { return Promise.resolve(); }
}
