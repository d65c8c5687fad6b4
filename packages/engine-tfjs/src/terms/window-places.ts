import type { Device } from '../device.js';
import type { Tensor } from '../tfjs-module.js';

/** How many features a term has, how many of them are live at once, and of how many groups. */
export interface WindowShape { readonly size: number; readonly window: number; readonly groups: number; readonly hasBase: boolean }

/** Where the windows of some samples are. @param planes live features, and the base function behind them: `[planes][samples][groups]` @returns `[samples][rows * groups]`, 0 where nothing is live */
export type Placing = (planes: Tensor) => Tensor;

/** Sizes for which places of samples are kept: whole sets, parts of them, and batches. */
const KEPT_SIZES = 8;
/** Largest whole number up to which single precision has them all. */
const EXACT = 2 ** 24;
/** Features up to which the native library compares faster than it scatters: measured with `npm run bench -- engines`. */
const FEW = 20;

/** Puts windows among all features of a term. */
export class WindowPlaces {
  /** Places of the first coefficient's window, by the number of samples. */
  private readonly places = new Map<number, { readonly features: Tensor; readonly base: Tensor | null }>();
  private starts: Tensor | null = null;
  private readonly rows: number;

  constructor(private readonly device: Device, private readonly shape: WindowShape) { this.rows = shape.size + (shape.hasBase ? 1 : 0); }

  /**
   * Whatever a formula returns as an index becomes one: what is no number gives 0, everything else is clamped.
   *
   * @param start number of the first live feature: `[samples][groups]`
   */
  of(start: Tensor): Placing {
    const { device, shape: { size, window } } = this;
    const first = device.clampedFloor(start, 0, size - window);
    return device.backend === 'tensorflow' && size <= FEW ? this.byMasks(first) : this.byScattering(first);
  }

  /** Each live feature at every place, times whether it belongs there. */
  private byMasks(first: Tensor): Placing {
    const { device, device: { tf }, shape: { size, window, groups, hasBase }, rows } = this;
    const count = first.shape[0]!;
    // `[window][1][size][1]`: where the start is for a live feature to be at a place.
    this.starts ??= device.vector(Float32Array.from({ length: window * size }, (_, k) => (k % size) - Math.floor(k / size)), [window, 1, size, 1]);
    const masks = tf.cast(tf.equal(this.starts, tf.reshape(first, [1, count, 1, groups])), 'float32');
    return (planes) => {
      const live = tf.reshape(hasBase ? tf.slice(planes, [0, 0, 0], [window, -1, -1]) : planes, [window, count, 1, groups]);
      const features = tf.sum(tf.mul(masks, live), 0);
      return tf.reshape(hasBase ? tf.concat([features, tf.reshape(tf.slice(planes, [window, 0, 0], [1, -1, -1]), [count, 1, groups])], 1) : features, [count, rows * groups]);
    };
  }

  private byScattering(first: Tensor): Placing {
    const { device: { tf }, shape: { groups }, rows } = this;
    const count = first.shape[0]!;
    const { features, base } = this.placesFor(count);
    const start = tf.mul(first, groups);
    // Sums of whole numbers are exact in single precision up to there, and faster than in integers.
    const numbers = this.isExact(count) ? tf.add(start, features) : tf.add(tf.cast(start, 'int32'), features);
    const live = tf.reshape(tf.cast(base === null ? numbers : tf.concat([numbers, base], 0), 'int32'), [-1, 1]);
    return (planes) => tf.reshape(tf.scatterND(live, tf.reshape(planes, [-1]), [count * rows * groups]), [count, rows * groups]);
  }

  private isExact(count: number): boolean { return count * this.rows * this.shape.groups <= EXACT; }

  private placesFor(count: number): { readonly features: Tensor; readonly base: Tensor | null } {
    const known = this.places.get(count);
    if (known !== undefined) return known;
    if (this.places.size >= KEPT_SIZES) this.forget(this.places.keys().next().value!);
    const { device, shape: { window, size, groups, hasBase }, rows } = this;
    const places = (from: number, planes: number): Tensor => {
      const numbers = Int32Array.from({ length: planes * count * groups }, (_, k) => (Math.floor(k / groups) % count) * rows * groups + (from + Math.floor(k / (groups * count))) * groups + (k % groups));
      return this.isExact(count) ? device.vector(numbers, [planes, count, groups]) : device.indices(numbers, [planes, count, groups]);
    };
    const made = { features: places(0, window), base: hasBase ? places(size, 1) : null };
    this.places.set(count, made);
    return made;
  }

  private forget(count: number): void {
    const { features, base } = this.places.get(count)!;
    features.dispose();
    base?.dispose();
    this.places.delete(count);
  }

  dispose(): void {
    for (const count of [...this.places.keys()]) this.forget(count);
    this.starts?.dispose();
    this.starts = null;
  }
}
