import type { Moments, TermMoments } from '@knotwork/plugin/engine';
import type { Samples } from '@knotwork/plugin';
import { columns, type Evaluation } from './evaluation.js';
import type { ReferenceData } from './reference-data.js';
import { BLOCK, type TermKernel } from './term-kernel.js';

/** Means and second moments of the features of a layer over all points. Cost: rows * groups * window^2. */
export function momentsOf(evaluation: Evaluation, parameters: Float64Array, data: ReferenceData, layer: number): Moments {
  return momentsOfInputs(evaluation, parameters, evaluation.activations(parameters, data, layer), layer);
}

/** The same where the inputs of the layer are known. @param inputs `[points][inputs]` */
export function momentsOfInputs({ kernel }: Evaluation, parameters: Float64Array, inputs: Samples, layer: number): Moments {
  const terms = kernel.terms[layer]!.map(zeroMoments);
  const x = new Float64Array(inputs.width * BLOCK);
  for (let from = 0; from < inputs.count; from += BLOCK) {
    const count = Math.min(BLOCK, inputs.count - from);
    columns(inputs, from, count, x);
    for (const [t, term] of kernel.terms[layer]!.entries()) {
      term.evaluate(x, parameters, count);
      addBlock(terms[t]!, term, count);
    }
  }
  for (const { mean, second, base } of terms) {
    for (const sums of [mean, second, ...(base === null ? [] : [base.mean, base.square, base.product])]) for (let k = 0; k < sums.length; k++) sums[k]! /= inputs.count;
  }
  return { count: inputs.count, terms };
}

function zeroMoments({ groups, term: { size, window, base } }: TermKernel): TermMoments {
  const zero = (length: number): Float64Array => new Float64Array(groups * length);
  return {
    groups, size, band: window, mean: zero(size), second: zero(size * window), base: base === null ? null : { mean: zero(1), square: zero(1), product: zero(size) },
  };
}

/** Adds the features of one block of samples and their products. */
function addBlock({ size, band, mean, second, base }: TermMoments, kernel: TermKernel, count: number): void {
  for (let g = 0; g < kernel.groups; g++) {
    for (let n = 0; n < count; n++) {
      const plane = (j: number): number => kernel.values[(g * kernel.rows + j) * BLOCK + n]!;
      const first = g * size + kernel.starts[g * BLOCK + n]!;
      for (let j = 0; j < band; j++) {
        mean[first + j]! += plane(j);
        for (let d = 0; j + d < band; d++) second[(first + j) * band + d]! += plane(j) * plane(j + d);
      }
      if (base === null) continue;
      const b = plane(band);
      base.mean[g]! += b;
      base.square[g]! += b * b;
      for (let j = 0; j < band; j++) base.product[first + j]! += b * plane(j);
    }
  }
}
