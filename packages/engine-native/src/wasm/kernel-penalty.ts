import type { FrozenPenalty, QuadraticForm } from '../penalty.js';
import { bandKernel } from './band-kernel.js';
import type { NumbersAt } from './block-run.js';
import type { KernelPath } from './kernel-path.js';
import type { Kernels } from './web-assembly.js';

/** The quadratic form of the edges of one input into one stretch of lanes. Addresses in bytes, those of numbers relative. */
interface Item {
  readonly layer: number;
  readonly term: number;
  /** Which entry of the term's contraction: where its coefficients and their gradients lie is the contraction's business. */
  readonly group: number;
  readonly entry: number;
  readonly band: number;
  readonly scales: number;
  readonly size: number;
  readonly half: number;
}

/** A frozen penalty in the memory of a path. */
interface Prepared { readonly items: readonly Item[]; readonly stretches: readonly number[] }

/** Penalties kept ready: the one in use, and those before it, for a look back at a move on probation. */
const MOST_PREPARED = 3;

/** Penalties as kernels: value, and gradients added to those of the effective coefficients before they are unfolded. */
export class KernelPenalty {
  private readonly prepared = new Map<FrozenPenalty, Prepared>();
  private readonly kernels: () => Kernels;
  private readonly sum: number;

  constructor(private readonly path: KernelPath) {
    this.kernels = () => path.arena.kernels(`penalty ${path.v.precision}`, () => [bandKernel(path.v)]);
    this.sum = path.arena.allocate(8);
  }

  /** @returns the value of the penalty at the coefficients that were folded last */
  add(penalty: FrozenPenalty, { trained }: NumbersAt, withGradient: boolean): number {
    const { path: { arena, layers, gradient }, sum } = this;
    const { penalty: kernel } = this.kernels();
    arena.f64[sum / 8] = 0;
    for (const { layer, term, group, entry, band, scales, size, half } of this.ready(penalty).items) {
      layers[layer]!.terms[term]!.withCoefficients(group, entry, trained, withGradient ? gradient : 0, (c, g, width) => kernel!(c, g, band, scales, sum, size, half, width));
    }
    return penalty.constant + arena.f64[sum / 8]!;
  }

  /** Puts a penalty into the memory, if it is not there. */
  ready(penalty: FrozenPenalty): Prepared {
    const known = this.prepared.get(penalty);
    if (known !== undefined) return known;
    const made = this.prepare(penalty);
    this.prepared.set(penalty, made);
    if (this.prepared.size > MOST_PREPARED) {
      const [oldest, { stretches }] = this.prepared.entries().next().value!;
      stretches.forEach((at) => this.path.arena.release(at));
      this.prepared.delete(oldest);
    }
    return made;
  }

  private prepare({ forms }: FrozenPenalty): Prepared {
    const { arena, v, task: { structure }, layers } = this.path;
    const stretches: number[] = [];
    const store = (values: ArrayLike<number>): number => {
      const at = arena.allocate(values.length * v.size);
      arena.numbers(v.precision).set(values, at / v.size);
      stretches.push(at);
      return at;
    };
    // Forms of one band differ in scale only: together they are one item for each input and stretch of lanes.
    const byBand = new Map<Float64Array, { first: QuadraticForm; scales: Map<number, number> }>();
    const of = (form: QuadraticForm): { first: QuadraticForm; scales: Map<number, number> } => {
      const known = byBand.get(form.band);
      if (known !== undefined && known.first.layer === form.layer && known.first.term === form.term) return known;
      const made = { first: form, scales: new Map<number, number>() };
      byBand.set(form.band, made);
      return made;
    };
    for (const form of forms) {
      const { scales } = of(form);
      for (let e = form.from; e < form.to; e++) if (structure.layers[form.layer]!.terms[form.term]!.mask[e] === 1) scales.set(e, (scales.get(e) ?? 0) + form.scale);
    }
    const items = [...byBand.values()].flatMap(({ first: { layer, term, band, size, half }, scales }) => {
      const bandAt = store(band);
      return layers[layer]!.terms[term]!.entries().flatMap(({ group, entry, edges }): Item[] => {
        if (edges.every((e) => !scales.has(e))) return [];
        return [{ layer, term, group, entry, band: bandAt, scales: store(edges.map((e) => scales.get(e) ?? 0)), size, half }];
      });
    });
    return { items, stretches };
  }
}
