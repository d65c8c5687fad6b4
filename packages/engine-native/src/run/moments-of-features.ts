import { hasEdgeShape } from '@knotwork/network';
import type { Moments, TermMoments } from '@knotwork/plugin/engine';
import type { NumbersAt } from '../memory/block-run.js';
import type { KernelData } from './kernel-data.js';
import type { KernelBackend } from './kernel-backend.js';
import { momentKernel } from '../emit/moment-kernel.js';

/** Means and second moments of the features of a layer over all rows, in double precision. */
export function kernelMoments(backend: KernelBackend, data: KernelData, at: NumbersAt, l: number): Moments {
  const { arena, v, layers, task: { structure } } = backend;
  const layer = structure.layers[l]!;
  const { moments } = arena.kernels(`moments ${v.precision}`, () => [momentKernel(v)]);
  const sums = layer.terms.map((term, t) => {
    const { stored } = layers[l]!.terms[t]!;
    const count = stored.length === 0 ? 0 : stored.at(-1)! + 1;
    const take = (length: number): number => arena.allocate(8 * Math.max(1, length));
    return { stored, list: arena.integers(stored), mean: take(count * (term.size + 2)), second: take(count * term.size * term.window), product: take(count * term.size) };
  });
  for (const set of data.sets) {
    backend.forEachBlock(set, at, false, (block, run) => {
      for (const [t, term] of layer.terms.entries()) {
        const { stored, list, mean, second, product } = sums[t]!;
        const features = layers[l]!.terms[t]!.groupFeatures(run, backend.inputsOf(set, block, l), at.grids[l]![t]!, at.trained);
        if (stored.length === 0) continue;
        moments!(features.values, features.starts, mean, second, product, list, stored.length, set.rowsOf(block), features.planes, term.size, term.window, term.base === null ? 0 : 1);
      }
    }, l);
  }
  const terms = layer.terms.map(({ size, window, base }, t): TermMoments => {
    const { groupOf, layout: { term: { edges } } } = layers[l]!.terms[t]!;
    const groups = hasEdgeShape(layer.terms[t]!) ? edges.count : edges.inputs.length;
    const { stored, mean, second, product } = sums[t]!;
    /** `width` numbers of every group from `offset` on, in rows of `stride`. */
    const read = (from: number, offset: number, width: number, stride: number): Float64Array => {
      const all = new Float64Array(groups * width);
      stored.forEach((k, s) => { for (let j = 0; j < width; j++) all[groupOf[s]! * width + j] = arena.f64[from / 8 + k * stride + offset + j]! / data.count; });
      return all;
    };
    return {
      groups, size, band: window, mean: read(mean, 0, size, size + 2), second: read(second, 0, size * window, size * window),
      base: base === null ? null : { mean: read(mean, size, 1, size + 2), square: read(mean, size + 1, 1, size + 2), product: read(product, 0, size, size) },
    };
  });
  for (const { list, mean, second, product } of sums) for (const stretch of [list, mean, second, product]) arena.release(stretch);
  return { count: data.count, terms };
}
