import {
  type AllNumbers, type Backend, type BatchOfStep, positiveParameters, positiveScalars, type PositiveSolver, type SetOfPoints, type Task, updateFor,
} from '@knotwork/engine-core';
import type { KernelAlgebra } from '@knotwork/engine-native/kernel-algebra';
import type { FrozenPenalty, Slots } from '@knotwork/plugin/engine';
import type { Device } from '../device.js';
import { TensorFormula } from '../formulas/tensor-formula.js';
import type { Tensor } from '../tfjs-module.js';
import { TensorData, type TensorSet } from './tensor-data.js';
import { type FirstFeatures, TensorEvaluation } from './tensor-evaluation.js';
import { TensorNetwork } from './tensor-network.js';
import { TensorNumbers } from './tensor-numbers.js';
import { TensorPenalty } from './tensor-penalty.js';
import type { Place } from './place.js';
import { LEAST_TOGETHER, PART_FEATURES } from './tensor-extent.js';

/** Numbers of features of the first layer that are kept between steps. */
const KEPT_FEATURES = 2 ** 25;

/** What holds tensors of a program. */
interface Owned { dispose(): void }

/** Tensors of TensorFlow.js. Numbers stay on the device; what comes back is the value of a step now and then. */
export class TensorBackend implements Backend {
  readonly network: TensorNetwork;
  readonly evaluation: TensorEvaluation;
  readonly updates: { readonly network: TensorFormula; readonly scalars: TensorFormula } | null;
  /** Numbers of the network on the device, and of scalars behind them. */
  readonly trained: number;
  /** 1 for unknowns that must stay positive, by part; null where none must. */
  readonly positive: readonly (Tensor | null)[];
  readonly positivePlaces: { readonly parameters: Uint32Array; readonly scalars: Uint32Array };
  private readonly featuresOfFirst: number;
  private readonly widest: number;
  private latest: { readonly frozen: FrozenPenalty; readonly made: TensorPenalty } | null = null;
  private readonly all = new Set<Owned>();

  constructor(readonly task: Task, readonly device: Device, readonly algebra: KernelAlgebra) {
    const { structure, layout, blocks, objective, options: { update } } = task;
    this.network = device.run(() => new TensorNetwork(device, structure, layout));
    this.evaluation = new TensorEvaluation(device, this.network, blocks, layout.scalars);
    this.updates = update === undefined ? null : { network: new TensorFormula(device, updateFor(update, 'network').formula), scalars: new TensorFormula(device, updateFor(update, 'scalars').formula) };
    this.trained = layout.parameterOf.length;
    this.positivePlaces = { parameters: positiveParameters(structure, layout), scalars: positiveScalars(objective) };
    this.positive = this.positiveUnknowns();
    const widths = this.network.layers.map(({ layer, terms }) => terms.reduce((sum, { features: { rows, groups } }) => sum + rows * groups, layer.sums));
    this.featuresOfFirst = widths[0]!;
    this.widest = widths.reduce((a, b) => a + b);
  }

  private positiveUnknowns(): (Tensor | null)[] {
    const { device, trained, network: { vectors: { parts } }, task: { layout }, positivePlaces: { parameters, scalars } } = this;
    const isPositive = new Set([...Array.from(layout.parameterOf).flatMap((p, k) => (parameters.includes(p) ? [k] : [])), ...Array.from(scalars, (k) => trained + k)]);
    return device.run(() => parts.map((part) => (part.some((k) => isPositive.has(k)) ? device.tf.keep(device.tf.tensor1d(Uint8Array.from(part, (k) => (isPositive.has(k) ? 1 : 0)), 'bool')) : null)));
  }

  /** Systems of equations are solved in this process, in double precision. */
  get solver(): PositiveSolver { return this.algebra.solver; }

  bind(sets: readonly SetOfPoints[]): TensorData {
    return this.owned(new TensorData(this.device, sets, Math.max(LEAST_TOGETHER, Math.floor(PART_FEATURES / this.widest)), (data) => { this.forget(data); }));
  }

  /** Gives something back with this program, unless that was done before. */
  owned<T extends Owned>(made: T): T {
    this.all.add(made);
    return made;
  }

  forget(gone: Owned): void { this.all.delete(gone); }

  start({ parameters, scalars }: AllNumbers, slots: Slots): TensorNumbers { return TensorNumbers.begin(this, { parameters, scalars }, slots); }

  /** What a step sees. To be called within `run`. */
  batchOf(data: TensorData, batch: BatchOfStep | null, step: number): readonly TensorSet[] { return batch === null ? data.sets : data.batch(batch.rows(step), batch.sizes); }

  /** Features of the first layer that were made before, where they depend on grids only and fit. To be called within `run`. */
  firstFeatures(data: TensorData, at: Place): FirstFeatures {
    const { network, featuresOfFirst } = this;
    if (!network.hasFixedFeatures || data.count * featuresOfFirst > KEPT_FEATURES) return () => null;
    const kept = data.features(at.fixed, (rows) => network.firstFeatures(rows.inputs, at, network.layers[0]!.numbers(at)));
    return (set, part) => kept[set]![part]!;
  }

  /** A penalty on the device; the latest one stays. */
  penaltyOf(frozen: FrozenPenalty | undefined): TensorPenalty | null {
    if (frozen === undefined) return null;
    if (this.latest?.frozen !== frozen) {
      this.latest?.made.dispose();
      this.latest = { frozen, made: new TensorPenalty(this.device, this.network, frozen) };
    }
    return this.latest.made;
  }

  dispose(): void {
    for (const made of [...this.all]) made.dispose();
    this.latest?.made.dispose();
    for (const mask of this.positive) mask?.dispose();
    this.network.dispose();
    this.device.dispose();
  }
}
