import type { Device } from '../device.js';
import type { Tensor } from '../tfjs-module.js';

/** Some columns of a table, in an order of their own, with repetition. */
export class Selection {
  private readonly isWhole: boolean;
  private places: Tensor | null = null;
  /** 1 where a column is selected: `[columns selected][columns]`. */
  private matrix: Tensor | null = null;

  constructor(private readonly device: Device, private readonly columns: ArrayLike<number>, private readonly width: number) {
    this.isWhole = columns.length === width && Array.from(columns).every((column, k) => column === k);
  }

  /** `[rows][selected]` from `[rows][columns]`. */
  pick(table: Tensor): Tensor {
    if (this.isWhole) return table;
    this.places ??= this.device.indices(this.columns);
    return this.device.tf.gather(table, this.places, 1);
  }

  /** Adds selected columns up where they came from: `[rows][columns]`. A product, since nothing that adds at places runs everywhere. */
  spread(selected: Tensor): Tensor {
    if (this.isWhole) return selected;
    const { columns, width, device } = this;
    if (this.matrix === null) {
      const ones = new Float32Array(columns.length * width);
      Array.from(columns).forEach((column, k) => { ones[k * width + column] = 1; });
      this.matrix = device.vector(ones, [columns.length, width]);
    }
    return device.product(selected, this.matrix);
  }

  dispose(): void {
    this.places?.dispose();
    this.matrix?.dispose();
  }
}
