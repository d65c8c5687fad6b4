import type { BackendData, BlockForm, SetOfPoints } from '@knotwork/engine-core';
import type { Samples, Vec } from '@knotwork/plugin';
import type { Device } from '../device.js';
import type { Features } from '../terms/term-features.js';
import type { Tensor, Tfjs } from '../tfjs-module.js';
import type { Fixed } from './place.js';

/** Some points of one set on the device. */
export interface Rows {
  readonly count: number;
  /** `[count][width]` */
  readonly inputs: Tensor;
  readonly targets: Tensor | null;
  /** `[count]`; null for 1. */
  readonly weights: Tensor | null;
}

/** Points of one set, in parts whose features fit. */
export interface TensorSet {
  readonly count: number;
  readonly parts: readonly Rows[];
  /** How many points a mean over them is over. */
  readonly meanOver: number;
  /** Numbers of the blocks of the objective. */
  readonly blocks: readonly number[];
}

interface OwnSet { readonly rows: Rows; readonly parts: readonly Rows[]; readonly blocks: readonly number[]; readonly forms: readonly BlockForm[] }

/** Features of the first layer, which change with grids only, by part. */
interface KeptFeatures { readonly fixed: Fixed; readonly features: readonly (readonly (readonly Features[])[])[] }

/** Points that belong to a program. */
export class TensorData implements BackendData {
  private own: OwnSet[];
  private kept: KeptFeatures | null = null;
  private readonly points: readonly string[];
  private readonly copies = new WeakMap<Tensor, Float32Array>();

  /** @param partSize points that are seen together, @param gone called when it is disposed of */
  constructor(private readonly device: Device, sets: readonly SetOfPoints[], private readonly partSize: number, private readonly gone: (data: TensorData) => void) {
    this.points = sets.map(({ points }) => points);
    this.own = device.run(() => sets.map(({ rows: { inputs, targets, weights }, blocks }): OwnSet => {
      const table = (samples: Samples): Tensor => device.vector(samples.values, [samples.count, samples.width]);
      const rows: Rows = {
        count: inputs.count, inputs: table(inputs), targets: targets === undefined || targets.width === 0 ? null : table(targets),
        weights: weights === undefined ? null : device.vector(weights),
      };
      return { rows, parts: this.partsOf(rows), blocks: blocks.map(({ index }) => index), forms: blocks };
    }));
  }

  get count(): number { return this.own.reduce((sum, { rows }) => sum + rows.count, 0); }

  get sets(): readonly TensorSet[] { return this.own.map(({ rows: { count }, parts, blocks }) => ({ count, parts, meanOver: count, blocks })); }

  reweigh(set: number, weights: Vec): void {
    const own = this.own[set]!;
    this.device.run(() => {
      this.disposeParts(own);
      own.rows.weights?.dispose();
      const rows = { ...own.rows, weights: this.device.vector(weights) };
      this.own[set] = { ...own, rows, parts: this.partsOf(rows) };
    });
  }

  /** Some points of each set by their indices, null for all; means over them are over `sizes`. To be called within `run`. */
  batch(rows: readonly (Uint32Array | null)[], sizes: readonly (number | null)[]): readonly TensorSet[] {
    return this.sets.map((set, s) => {
      const indices = rows[s] ?? null;
      if (indices === null) return set;
      const { inputs, targets, weights } = this.own[s]!.rows;
      const pick = this.picker(indices);
      const part = { count: indices.length, inputs: pick(inputs), targets: targets === null ? null : pick(targets), weights: weights === null ? null : pick(weights) };
      return { ...set, count: indices.length, meanOver: sizes[s]!, parts: [part] };
    });
  }

  /** Takes some rows of tables: on the device where it looks things up quickly, else here, from copies that are made once. */
  private picker(indices: Uint32Array): (table: Tensor) => Tensor {
    const { copies, device: { tf, looksUpSlowly } } = this;
    if (!looksUpSlowly) {
      const places = tf.tensor1d(Int32Array.from(indices), 'int32');
      return (table) => tf.gather(table, places);
    }
    return (table) => {
      const values = copies.get(table) ?? table.dataSync() as Float32Array;
      copies.set(table, values);
      const width = table.shape[1] ?? 1;
      const some = new Float32Array(indices.length * width);
      indices.forEach((row, n) => { some.set(values.subarray(row * width, (row + 1) * width), n * width); });
      return tf.tensor(some, [indices.length, ...table.shape.slice(1)]);
    };
  }

  /** Features of the first layer over all points, made once for each grid. @param make features of one part */
  features(fixed: Fixed, make: (rows: Rows) => readonly Features[]): KeptFeatures['features'] {
    if (this.kept?.fixed === fixed) return this.kept.features;
    this.forget();
    const { device } = this;
    // A feature may be the input itself, which is not given back with the features.
    const features = this.own.map(({ parts }) => parts.map((rows) => device.make(() => make(rows)).map((made) => keptOf(made, device))));
    this.kept = { fixed: fixed.share(), features };
    return features;
  }

  /** The points as they came, in the precision of the device: for what goes wrong. */
  inHost(): SetOfPoints[] {
    const { device, points } = this;
    const samples = (table: Tensor): Samples => ({ count: table.shape[0]!, width: table.shape[1]!, values: Float64Array.from(table.dataSync()) });
    return device.run(() => this.own.map(({ rows: { inputs, targets, weights }, forms }, s) => ({
      points: points[s]!, blocks: forms,
      rows: { inputs: samples(inputs), ...(targets === null ? {} : { targets: samples(targets) }), ...(weights === null ? {} : { weights: Float64Array.from(weights.dataSync()) }) },
    })));
  }

  private forget(): void {
    if (this.kept === null) return;
    for (const f of this.kept.features.flat(2)) for (const tensor of tensorsOf(f)) tensor.dispose();
    this.kept.fixed.release();
    this.kept = null;
  }

  private partsOf(rows: Rows): readonly Rows[] {
    const { device: { tf }, partSize } = this;
    if (rows.count <= partSize) return [rows];
    return Array.from({ length: Math.ceil(rows.count / partSize) }, (_, k) => {
      const part = someOf(rows, k * partSize, Math.min(partSize, rows.count - k * partSize), tf);
      for (const tensor of [part.inputs, part.targets, part.weights]) if (tensor !== null) tf.keep(tensor);
      return part;
    });
  }

  private disposeParts({ rows, parts }: OwnSet): void {
    for (const part of parts) if (part !== rows) for (const tensor of [part.inputs, part.targets, part.weights]) tensor?.dispose();
  }

  dispose(): void {
    this.gone(this);
    this.forget();
    for (const own of this.own) {
      this.disposeParts(own);
      for (const tensor of [own.rows.inputs, own.rows.targets, own.rows.weights]) tensor?.dispose();
    }
    this.own = [];
  }
}

/** Rows that follow each other. @param first of them, from 0 */
export function someOf({ inputs, targets, weights }: Rows, first: number, count: number, tf: Tfjs): Rows {
  const some = <T extends Tensor | null>(t: T): T => (t === null ? null : tf.slice(t, t.shape.map((_, d) => (d === 0 ? first : 0)), t.shape.map((_, d) => (d === 0 ? count : -1)))) as T;
  return { count, inputs: some(inputs), targets: some(targets), weights: some(weights) };
}

function keptOf({ count, dense, slopes, shape }: Features, device: Device): Features {
  return {
    count, dense: device.again(dense), slopes: slopes === null ? null : device.again(slopes),
    shape: Object.fromEntries(Object.entries(shape).map(([name, tensor]) => [name, device.again(tensor)])),
  };
}

function tensorsOf({ dense, slopes, shape }: Features): Tensor[] {
  return [dense, slopes, ...Object.values(shape)].filter((t) => t !== null);
}
