import type { Tensor, Tfjs } from './tfjs-module.js';

/** Tensors of one number that are kept. */
const KEPT_FILLS = 32;

/** Types of tensors differ in their rank, which nothing here is typed by. */
type Matrix = never;

/** One back end of TensorFlow.js. Everything that a program does with tensors happens within `run`. */
export class Device {
  /** Constants of formulas: what is uploaded again and again costs more than the operation that reads it. */
  private readonly constants = new Map<number, Tensor>();
  private readonly fills = new Map<string, Tensor>();

  /** @param backend as TensorFlow.js names it: `tensorflow`, `wasm` or `cpu` */
  constructor(readonly tf: Tfjs, readonly backend: string) {}

  /** Whether it takes longer to look a number up on the device than to bring it there. */
  get looksUpSlowly(): boolean { return this.backend !== 'tensorflow'; }

  /** Does some work on this back end, at once; tensors that it made and did not keep are given back, whatever it returns. */
  run<T>(work: () => T): T {
    const engine = this.chosen();
    engine.startScope();
    try { return work(); } finally { engine.endScope(); }
  }

  /** The same, but tensors within what it returns stay until they are disposed of, or until the work around it ends. @param work returns little: all of it is looked through */
  make<T>(work: () => T): T {
    this.chosen();
    return this.tf.tidy(work as () => never) as T;
  }

  /** Programs over other back ends may run in the same process. One that is loaded is taken at once. */
  private chosen(): ReturnType<Tfjs['engine']> {
    const { tf, backend } = this;
    if (tf.getBackend() !== backend) void tf.setBackend(backend);
    return tf.engine();
  }

  /**
   * a b, each of them transposed where that is said: `[n][m]` from `[n][k]` and `[k][m]`. WebAssembly's fast product knows neither transposes nor that a
   * second factor was seen with another shape before: what it packed then is taken again. So what is transposed is made, and `b` comes with one shape only.
   */
  product(a: Tensor, b: Tensor, transposed: { readonly a?: boolean; readonly b?: boolean } = {}): Tensor {
    const { tf, backend } = this;
    const [ta, tb] = [transposed.a === true, transposed.b === true];
    if (backend !== 'wasm') return tf.matMul(a as Matrix, b as Matrix, ta, tb);
    return tf.matMul((ta ? tf.transpose(a) : a) as Matrix, (tb ? tf.transpose(b) : b) as Matrix);
  }

  /** A number as a tensor that stays. */
  constant(value: number): Tensor {
    const known = this.constants.get(value);
    if (known !== undefined) return known;
    const made = this.tf.keep(this.tf.scalar(value));
    this.constants.set(value, made);
    return made;
  }

  /** A tensor of one number. Some of the shapes that are asked for first are kept: formulas ask for the same ones step by step. */
  filled(value: number, shape: readonly number[]): Tensor {
    const key = `${value}:${shape.join()}`;
    const known = this.fills.get(key);
    if (known !== undefined) return known;
    const made: Tensor = this.tf.fill([...shape] as [number], value);
    if (this.fills.size < KEPT_FILLS) this.fills.set(key, this.tf.keep(made));
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

  /**
   * Both with the shape of their result, for what compares or chooses: on WebAssembly those operations are a hundred times slower where they spread an
   * argument themselves. A single number is left as it is.
   */
  alike(a: Tensor, b: Tensor): readonly [Tensor, Tensor] {
    if (this.backend !== 'wasm' || a.size === 1 || b.size === 1 || a.size === b.size) return [a, b];
    const rank = Math.max(a.shape.length, b.shape.length);
    const shape = Array.from({ length: rank }, (_, k) => Math.max(...[a, b].map((t) => t.shape[k + t.shape.length - rank] ?? 1)));
    return [this.spread(a, shape), this.spread(b, shape)];
  }

  /** The same numbers in a larger shape. On WebAssembly a sum with zeros is the fastest way there. */
  spread(tensor: Tensor, shape: readonly number[]): Tensor {
    const isWhole = tensor.shape.length === shape.length && tensor.shape.every((n, k) => n === shape[k]);
    if (isWhole) return tensor;
    return this.backend === 'wasm' ? this.tf.add(tensor, this.filled(0, shape)) : this.tf.broadcastTo(tensor, [...shape] as [number]);
  }

  /** Whole numbers of a formula within bounds; what is no number becomes the lower one. */
  clampedFloor(a: Tensor, low: number, high: number): Tensor {
    const { tf, backend } = this;
    // XNNPACK's clamp gives the lower bound for what is no number, as it should here.
    if (backend === 'wasm') return tf.clipByValue(tf.floor(a), low, high);
    return tf.where(tf.isNaN(a), this.filled(low, a.shape), tf.clipByValue(tf.floor(a), low, high));
  }

  /** The same numbers as a tensor of its own, which stays. WebAssembly copies for tf.clone, the native library for tf.reshape. */
  again(tensor: Tensor): Tensor { return this.tf.keep(this.backend === 'wasm' ? this.tf.reshape(tensor, tensor.shape) : this.tf.clone(tensor)); }

  dispose(): void {
    for (const tensor of this.constants.values()) tensor.dispose();
    this.constants.clear();
    for (const tensor of this.fills.values()) tensor.dispose();
    this.fills.clear();
  }
}
