import type { Tensor, Tfjs } from './tfjs-module.js';

/** One back end of TensorFlow.js. Everything that a program does with tensors happens within `run`. */
export class Device {
  /** Constants of formulas: what is uploaded again and again costs more than the operation that reads it. */
  private readonly constants = new Map<number, Tensor>();

  /** @param backend as TensorFlow.js names it: `tensorflow`, `wasm` or `cpu` */
  constructor(readonly tf: Tfjs, readonly backend: string) {}

  /** Does some work on this back end, at once; tensors that it made and does not return are given back. */
  run<T>(work: () => T): T {
    const { tf } = this;
    // Programs over other back ends may run in the same process. One that is loaded is taken at once.
    if (tf.getBackend() !== this.backend) void tf.setBackend(this.backend);
    return tf.tidy(work as () => never) as T;
  }

  /** A number as a tensor that stays. */
  constant(value: number): Tensor {
    const known = this.constants.get(value);
    if (known !== undefined) return known;
    const made = this.tf.keep(this.tf.scalar(value));
    this.constants.set(value, made);
    return made;
  }

  /** A tensor that stays until it is disposed of. */
  vector(values: ArrayLike<number>, shape: readonly number[] = [values.length]): Tensor {
    return this.tf.keep(this.tf.tensor(Float32Array.from(values), [...shape], 'float32'));
  }

  /** Whole numbers that stay until they are disposed of. */
  indices(values: ArrayLike<number>, shape: readonly number[] = [values.length]): Tensor {
    return this.tf.keep(this.tf.tensor(Int32Array.from(values), [...shape], 'int32'));
  }

  dispose(): void {
    for (const tensor of this.constants.values()) tensor.dispose();
    this.constants.clear();
  }
}
