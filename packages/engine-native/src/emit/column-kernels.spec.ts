import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { BLOCK } from '../memory/block.js';
import { columnContractions, type ColumnShape, paddedWindow } from './column-kernels.js';
import { lanes } from '../code/emitter.js';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import { needClose, scatter, SUMS } from '../fixtures/numbers.js';
import { gatherColumns } from './fold-kernels.js';

const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

/** Group, output, and where its input's gradient goes, edge by edge. */
type Edges = readonly (readonly [number, number, number])[];

/** Gaps in groups, outputs and inputs; two edges into one output, two from one group, two groups of one input. */
const EDGES: Edges = [[0, 2, 0], [0, 0, 0], [2, 2, 1], [4, 1, 1], [5, 1, 2]];

interface Size { readonly edges: Edges; readonly cells: number; readonly samples: number; readonly seed: number; readonly base: 0 | 1; readonly isWeighted: boolean }

/** One more of everything than is asked for, so that what must not change is there. */
const SPARE = 1;

function check(shape: ColumnShape, { edges, cells, samples, seed, base, isWeighted }: Size): void {
  const v = lanes(shape.precision);
  const { fixed, window } = shape;
  const what = JSON.stringify({ ...shape, edges, cells, samples, seed, base, isWeighted });
  const tolerance = SUMS[shape.precision];
  const memory = new GuardedMemory(30);
  const stream = randomStream(seed, 'columns');
  const [groups, outputs, inputs] = [0, 1, 2].map((k) => Math.max(...edges.map((e) => e[k]!)) + 1 + SPARE) as [number, number, number];
  const planes = fixed + window + 2;
  const size = fixed + (window > 0 ? cells + window - 1 : 0);
  const entry = Math.ceil(size / v.count) * v.count;
  const sumsEntry = fixed * v.count + (window > 0 ? cells * paddedWindow(shape) : 0);
  const numbers = (n: number): Float32Array | Float64Array => scatter(memory.numbers(shape.precision, n), stream);
  const [values, coefficients, y, gx, sums, gradients, weights, weightGradients] =
    [groups * planes * BLOCK, edges.length * entry, outputs * BLOCK, inputs * BLOCK, edges.length * sumsEntry, edges.length * entry, edges.length, edges.length].map(numbers) as
      [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const [starts, table] = [memory.integers(groups * BLOCK), memory.integers(3 * edges.length)];
  starts.forEach((_, k) => { starts[k] = stream.integer(cells); });
  table.set(edges.flat());
  const kernels = memory.compile([...columnContractions(shape), gatherColumns({ ...shape, hasWeight: isWeighted })]);
  const bytes = v.size;
  const common = [table.byteOffset, edges.length, samples * bytes, planes * BLOCK * bytes] as const;

  const products = (visit: (value: number, coefficient: number, n: number, edge: Edges[number]) => void): void => {
    edges.forEach((edge, e) => range(samples).forEach((n) => range(fixed + window).forEach((f) => {
      visit(values[(edge[0] * planes + f) * BLOCK + n]!, e * entry + (f < fixed ? f : f + starts[edge[0] * BLOCK + n]!), n, edge);
    })));
  };

  const expectedY = Float64Array.from(y);
  products((value, c, n, [, o]) => { expectedY[o * BLOCK + n]! += value * coefficients[c]!; });
  kernels['forward']!(values.byteOffset, starts.byteOffset, coefficients.byteOffset, y.byteOffset, ...common, entry * bytes);
  needClose(y, expectedY, tolerance, `outputs of ${what}`);

  const expectedX = Float64Array.from(gx);
  products((value, c, n, [, o, i]) => { expectedX[i * BLOCK + n]! += value * coefficients[c]! * y[o * BLOCK + n]!; });
  kernels['toInputs']!(values.byteOffset, starts.byteOffset, coefficients.byteOffset, y.byteOffset, gx.byteOffset, ...common, entry * bytes);
  needClose(gx, expectedX, tolerance, `inputs of ${what}`);

  // Sums are gathered twice as blocks come; what was there before counts as zero.
  sums.fill(0);
  const effective = new Float64Array(gradients.length);
  for (let block = 0; block < 2; block++) {
    products((value, c, n, [, o]) => { effective[c]! += value * y[o * BLOCK + n]!; });
    kernels['toCoefficients']!(values.byteOffset, starts.byteOffset, sums.byteOffset, y.byteOffset, ...common, sumsEntry * bytes);
  }
  const expected = Float64Array.from(gradients);
  const expectedWeights = Float64Array.from(weightGradients);
  edges.forEach((_, e) => {
    if (isWeighted) expectedWeights[e] = 0;
    for (let k = 0; k < size; k++) {
      const c = e * entry + k;
      const weight = isWeighted && k >= base ? weights[e]! : 1;
      expected[c] = weight * effective[c]!;
      if (isWeighted && k >= base) expectedWeights[e]! += coefficients[c]! * effective[c]!;
    }
  });
  kernels['gatherColumns']!(
    sums.byteOffset, coefficients.byteOffset, isWeighted ? weights.byteOffset : 0, gradients.byteOffset, isWeighted ? weightGradients.byteOffset : 0,
    edges.length, fixed, base, cells, entry * bytes, sumsEntry * bytes,
  );
  needClose(gradients, expected, tolerance, `gradients of ${what}`);
  needClose(weightGradients, expectedWeights, tolerance, `gradients in weights of ${what}`);
  // Ready for the next time.
  expect(sums.every((s) => s === 0)).toBe(true);
  expect(`${what}: ${memory.isUntouched()}`).toBe(`${what}: true`);
}

for (const precision of ['float64', 'float32'] as const) {
  const { count } = lanes(precision);
  const usual: Size = { edges: EDGES, cells: 5, samples: 12, seed: 1, base: 1, isWeighted: true };

  describe(`contraction with lanes over samples, in ${precision}`, () => {
    test('every number of fixed rows and every window give what plain loops give', () => {
      for (const fixed of range(9)) {
        for (const window of fixed < 3 ? range(9) : [0, 3]) {
          if (fixed + window > 0) check({ precision, fixed, window }, { ...usual, base: fixed > 0 ? 1 : 0, seed: 10 * fixed + window, isWeighted: (fixed + window) % 2 === 0 });
        }
      }
    });

    test('few samples and many, one cell and many, one edge and several', () => {
      for (const samples of [count, 60, BLOCK]) {
        for (const [cells, edges] of [[1, EDGES.slice(0, 1)], [1, EDGES], [100, EDGES], [7, EDGES.slice(3)]] as const) {
          for (const isWeighted of [true, false]) check({ precision, fixed: 1, window: 4 }, { ...usual, samples, cells, edges, isWeighted, seed: samples + cells });
        }
      }
    });
  });
}
