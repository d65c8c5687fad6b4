import type { FrozenPenalty, QuadraticForm } from '@knotwork/plugin/engine';
import { bandKernel } from '../emit/band-kernel.js';
import type { NumbersAt } from '../memory/block-run.js';
import { borderKernel } from '../emit/border-kernel.js';
import type { KernelBackend } from './kernel-backend.js';
import type { Kernels } from '../code/web-assembly.js';

/** The forms of the edges of one input into one stretch of lanes. Addresses in bytes, those of numbers relative. */
interface Item {
  readonly layer: number;
  readonly term: number;
  /** Which entry of the term's contraction: where its coefficients and their gradients lie is the contraction's business. */
  readonly group: number;
  readonly entry: number;
  /** 0 where there is only a linear form. */
  readonly band: number;
  readonly scales: number;
  readonly size: number;
  readonly half: number;
  readonly border: { readonly base: number; readonly mean: number; readonly linear: number } | null;
}

/** A frozen penalty in the memory of a backend. */
interface Prepared {
  readonly items: readonly Item[];
  readonly stretches: readonly number[];
  /** Doubles between the kernels of bands and of borders, whose gradients cancel; 0 where numbers are doubles themselves. */
  readonly rest: number;
}

/** Forms of one band: they differ in scale only. */
interface Family { readonly form: QuadraticForm; readonly scales: Map<number, number> }

/** Penalties kept ready: the one in use, and those before it, for a look back at a move on probation. */
const MOST_PREPARED = 3;

/** Penalties as kernels: value, and gradients added to those of the effective coefficients before they are unfolded. */
export class KernelPenalty {
  private readonly prepared = new Map<FrozenPenalty, Prepared>();
  private readonly kernels: () => Kernels;
  private readonly sum: number;

  constructor(private readonly backend: KernelBackend) {
    this.kernels = () => backend.arena.kernels(`penalty ${backend.v.precision}`, () => [bandKernel(backend.v), borderKernel(backend.v)]);
    this.sum = backend.arena.allocate(8);
  }

  /** @returns the value of the penalty at the coefficients that were folded last */
  add(penalty: FrozenPenalty, { trained }: NumbersAt, withGradient: boolean): number {
    const { backend: { arena, v, layers, gradient }, sum } = this;
    const kernels = this.kernels();
    arena.f64[sum / 8] = 0;
    const { items, rest } = this.ready(penalty);
    for (const { layer, term, group, entry, band, scales, size, half, border } of items) {
      const between = band === 0 || border === null ? 0 : rest;
      layers[layer]!.terms[term]!.withCoefficients(group, entry, trained, withGradient ? gradient : 0, ({ coefficients, gradients, width, base, baseGradients }) => {
        const stride = Math.max(v.count, width / v.size) * 8;
        if (band !== 0) kernels['penalty']!(coefficients, gradients, between, stride, band, scales, sum, size, half, width);
        if (border !== null) kernels['border']!(coefficients, gradients, between, base, baseGradients, border.base, border.mean, border.linear, stride, scales, sum, size, width);
      });
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
      stretches.forEach((at) => this.backend.arena.release(at));
      this.prepared.delete(oldest);
    }
    return made;
  }

  private prepare(penalty: FrozenPenalty): Prepared {
    const { arena, layers, v: { precision, count } } = this.backend;
    const stretches: number[] = [];
    let most = 0;
    const store = (values: ArrayLike<number>): number => {
      const at = arena.allocate(values.length * 8);
      arena.f64.set(values, at / 8);
      stretches.push(at);
      return at;
    };
    const quadratic = this.families(penalty).flatMap(({ form: { layer, term, band, size, half, border }, scales }) => {
      const [bandAt, base, mean] = [store(band), border === undefined ? 0 : store(border.base), border === undefined ? 0 : store(border.mean)];
      return layers[layer]!.terms[term]!.entries().flatMap(({ group, entry, edges }): Item[] => {
        if (edges.every((e) => !scales.has(e))) return [];
        if (border !== undefined) most = Math.max(most, size * Math.max(count, edges.length));
        return [{ layer, term, group, entry, band: bandAt, scales: store(edges.map((e) => scales.get(e) ?? 0)), size, half, border: border === undefined ? null : { base, mean, linear: 0 } }];
      });
    });
    const rest = precision === 'float64' || most === 0 ? 0 : store(new Float64Array(most));
    return { items: [...quadratic, ...this.linearItems(penalty, store)], stretches, rest };
  }

  /** Together they are one item for each input and stretch of lanes. */
  private families({ forms }: FrozenPenalty): Family[] {
    const byBand = new Map<Float64Array, Family>();
    for (const form of forms) {
      const known = byBand.get(form.band);
      const family = known?.form.layer === form.layer && known.form.term === form.term ? known : { form, scales: new Map<number, number>() };
      byBand.set(form.band, family);
      for (let e = form.from; e < form.to; e++) family.scales.set(e, (family.scales.get(e) ?? 0) + form.scale);
    }
    return [...byBand.values()];
  }

  private linearItems({ linear }: FrozenPenalty, store: (values: ArrayLike<number>) => number): Item[] {
    const { v: { count }, layers } = this.backend;
    return layers.flatMap(({ terms }, layer) => terms.flatMap((kernelTerm, term) => {
      const slopes = new Map<number, Float64Array>();
      for (const { edge, slope, ...place } of linear) {
        if (place.layer !== layer || place.term !== term) continue;
        const known = slopes.get(edge);
        slopes.set(edge, known === undefined ? slope : slope.map((v, k) => v + known[k]!));
      }
      if (slopes.size === 0) return [];
      const size = [...slopes.values()][0]!.length - 1;
      const none = store(new Float64Array(size + 1));
      return kernelTerm.entries().flatMap(({ group, entry, edges }): Item[] => {
        if (edges.every((e) => !slopes.has(e))) return [];
        const lanes = Math.max(count, edges.length);
        const rows = Float64Array.from({ length: (size + 1) * lanes }, (_, k) => slopes.get(edges[k % lanes]!)?.[Math.floor(k / lanes)] ?? 0);
        return [{ layer, term, group, entry, band: 0, scales: store(new Float64Array(lanes)), size, half: 0, border: { base: none, mean: none, linear: store(rows) } }];
      });
    }));
  }
}
