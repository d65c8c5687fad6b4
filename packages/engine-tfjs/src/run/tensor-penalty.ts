import type { FrozenPenalty, QuadraticForm } from '@knotwork/plugin/engine';
import type { Device } from '../device.js';
import type { Gradients } from '../terms/tensor-term.js';
import type { Tensor } from '../tfjs-module.js';
import type { LayerNumbers } from './tensor-layer.js';
import type { TensorNetwork } from './tensor-network.js';

/** Forms of one term that share a matrix, and how strong they are on every edge. */
interface Group { readonly matrix: Tensor; readonly scales: Tensor }

interface OfTerm {
  readonly layer: number;
  /** Number among the terms that have edges. */
  readonly term: number;
  readonly groups: readonly Group[];
  /** `[rows][edges]`; null without linear forms. */
  readonly slope: Tensor | null;
}

/** A penalty on the device: of each term, u'Mu/2 by what shares a matrix M, and linear forms. */
export class TensorPenalty {
  private readonly terms: readonly OfTerm[];
  private readonly all: Tensor[] = [];

  constructor(private readonly device: Device, private readonly network: TensorNetwork, private readonly frozen: FrozenPenalty) {
    const keep = (values: ArrayLike<number>, shape: readonly number[]): Tensor => {
      const made = device.vector(values, shape);
      this.all.push(made);
      return made;
    };
    this.terms = device.run(() => network.layers.flatMap(({ layer, terms }) => terms.flatMap(({ term, features: { rows } }, t): OfTerm[] => {
      const edges = term.edges.count;
      const forms = frozen.forms.filter((f) => f.layer === layer.index && f.term === term.index);
      const linear = frozen.linear.filter((f) => f.layer === layer.index && f.term === term.index);
      if (forms.length + linear.length === 0) return [];
      const alike = new Map<unknown, Map<unknown, QuadraticForm[]>>();
      for (const form of forms) {
        const ofBand = alike.get(form.band) ?? new Map<unknown, QuadraticForm[]>();
        alike.set(form.band, ofBand);
        ofBand.set(form.border, [...ofBand.get(form.border) ?? [], form]);
      }
      const groups = [...alike.values()].flatMap((ofBand) => [...ofBand.values()]).map((same): Group => {
        const scales = new Float64Array(edges);
        for (const { from, to, scale } of same) for (let e = from; e < to; e++) scales[e]! += scale;
        return { matrix: keep(matrixOf(same[0]!, rows), [rows, rows]), scales: keep(scales, [1, edges]) };
      });
      const slope = new Float64Array(rows * edges);
      for (const { edge, slope: own } of linear) for (let k = 0; k < rows; k++) slope[k * edges + edge]! += own[k]!;
      return [{ layer: layer.index, term: t, groups, slope: linear.length === 0 ? null : keep(slope, [rows, edges]) }];
    })));
  }

  /** Adds the gradient, and returns the value where it is asked for. To be called within `run`. */
  addTo(numbers: readonly LayerNumbers[], into: Gradients, wantsValue: boolean): Tensor | null {
    const { device, device: { tf }, network } = this;
    let value: Tensor | null = wantsValue ? tf.scalar(this.frozen.constant) : null;
    for (const { layer, term, groups, slope } of this.terms) {
      const own = numbers[layer]!.terms[term]!;
      const quadratic = groups.map(({ matrix, scales }) => tf.mul(tf.transpose(device.product(tf.transpose(own.effective), matrix)), scales)).reduce<Tensor | null>((a, b) => (a === null ? b : tf.add(a, b)), null);
      if (value !== null && quadratic !== null) value = tf.add(value, tf.mul(tf.sum(tf.mul(quadratic, own.effective)), 0.5));
      if (value !== null && slope !== null) value = tf.add(value, tf.sum(tf.mul(slope, own.effective)));
      network.layers[layer]!.terms[term]!.addEffective(quadratic === null ? slope! : slope === null ? quadratic : tf.add(quadratic, slope), own, into);
    }
    return value;
  }

  dispose(): void { for (const tensor of this.all) tensor.dispose(); }
}

/** M of a form: its band, the base function's row and column, less the product of means. `[rows][rows]`, symmetric. */
function matrixOf({ size, half, band, border }: QuadraticForm, rows: number): Float64Array {
  const m = new Float64Array(rows * rows);
  const put = (i: number, j: number, v: number): void => {
    m[i * rows + j]! += v;
    if (i !== j) m[j * rows + i]! += v;
  };
  for (let i = 0; i < size; i++) for (let j = Math.max(0, i - half); j <= i; j++) put(i, j, band[i * (half + 1) + half + j - i]!);
  if (border === undefined) return m;
  const { base, mean } = border;
  if (rows > size) for (let j = 0; j <= size; j++) put(size, j, base[j]!);
  for (let i = 0; i < rows; i++) for (let j = 0; j <= i; j++) put(i, j, -mean[i]! * mean[j]!);
  return m;
}
