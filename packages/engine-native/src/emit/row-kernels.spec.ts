import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { BLOCK } from '../memory/block.js';
import { lanes } from '../code/emitter.js';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import { needClose, scatter, SUMS } from '../fixtures/numbers.js';
import { rowContractions, type RowShape, sortByStart } from './row-kernels.js';

const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

/** How large a contraction is, besides its shape. */
interface Size { readonly inputs: number; readonly list: readonly number[]; readonly cells: number; readonly samples: number; readonly seed: number }

type Bench = ReturnType<typeof bench>;

/** Arrays of a contraction, filled with random numbers: a tile that is the last of a wider row. */
function bench(shape: RowShape, { inputs, list, cells, samples, seed }: Size) {
  const v = lanes(shape.precision);
  const { fixed, window, tile } = shape;
  const memory = new GuardedMemory(30);
  const stream = randomStream(seed, 'rows');
  const entryRows = fixed + (window > 0 ? cells + window - 1 : 0);
  // More planes than the contraction reads: slopes lie behind them.
  const planes = fixed + window + 2;
  const before = v.count;
  const width = before + tile * v.count;
  const numbers = (n: number): Float32Array | Float64Array => scatter(memory.numbers(shape.precision, n), stream);
  const [values, coefficients, rows, inputGradients, gradients] =
    [inputs * planes * BLOCK, list.length * entryRows * tile * v.count, BLOCK * width, inputs * BLOCK, list.length * entryRows * tile * v.count].map(numbers) as
      [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const [starts, order, listed] = [memory.integers(inputs * BLOCK), memory.integers(2 * inputs * BLOCK), memory.integers(list.length)];
  const masks = memory.integers(4 * list.length * tile);
  const isOn = Array.from({ length: list.length * tile * v.count }, (_, k) => !shape.masked || k % 3 !== 1);
  masks.forEach((_, k) => { masks[k] = isOn[Math.floor((4 * k) / v.size)]! ? -1 : 0; });
  const ends = memory.integers(inputs * cells);
  starts.forEach((_, k) => { starts[k] = stream.integer(cells); });
  // What is off gives NaN, as zero times an infinite feature does.
  coefficients.forEach((_, k) => { if (!isOn[Math.floor(k / (entryRows * tile * v.count)) * tile * v.count + (k % (tile * v.count))]) coefficients[k] = NaN; });
  listed.set(list);
  const kernels = memory.compile([...rowContractions(shape), ...(window > 0 ? [sortByStart()] : [])]);
  const { size, count } = v;
  const common = [listed.byteOffset, list.length, samples, planes * BLOCK * size, entryRows * tile * 16, width * size] as const;
  /** The same for kernels that leave out edges that are off. */
  const withMasks = [...common, masks.byteOffset] as const;
  const at = rows.byteOffset + before * size;

  /** Visits every product of edges that are on: value, place of the coefficient, sample, lane of the row. */
  const products = (visit: (value: number, coefficient: number, n: number, lane: number, input: number) => void): void => {
    list.forEach((input, entry) => range(samples).forEach((n) => range(tile * count).filter((lane) => isOn[entry * tile * count + lane]).forEach((lane) => range(fixed + window).forEach((f) => {
      const row = f < fixed ? f : f + starts[input * BLOCK + n]!;
      visit(values[(input * planes + f) * BLOCK + n]!, (entry * entryRows + row) * tile * count + lane, n, before + lane, input);
    }))));
  };
  return { memory, v, width, values, coefficients, rows, inputGradients, gradients, starts, order, ends, listed, kernels, common, withMasks, at, products };
}

/** Of a shape with all edges on, everything; of one with some off, the sums: gradients of coefficients do not know of masks. */
function check({ masked = false, ...rest }: Omit<RowShape, 'masked'> & { readonly masked?: boolean }, size: Size): void {
  const shape = { ...rest, masked };
  const b = bench(shape, size);
  const what = JSON.stringify({ ...shape, ...size });
  checkSums(b, SUMS[shape.precision], what);
  if (!masked) checkGradients(b, shape, size, what);
  expect(`${what}: ${b.memory.isUntouched()}`).toBe(`${what}: true`);
}

function checkSums({ width, values, coefficients, rows, inputGradients, starts, kernels, withMasks, at, products }: Bench, tolerance: number, what: string): void {
  const y = Float64Array.from(rows);
  products((value, c, n, lane) => { y[n * width + lane]! += value * coefficients[c]!; });
  kernels['forward']!(values.byteOffset, starts.byteOffset, coefficients.byteOffset, at, ...withMasks);
  needClose(rows, y, tolerance, `rows of ${what}`);

  const gx = Float64Array.from(inputGradients);
  products((value, c, n, lane, input) => { gx[input * BLOCK + n]! += value * coefficients[c]! * rows[n * width + lane]!; });
  kernels['toInputs']!(values.byteOffset, starts.byteOffset, coefficients.byteOffset, at, inputGradients.byteOffset, ...withMasks);
  needClose(inputGradients, gx, tolerance, `inputGradients of ${what}`);
}

function checkGradients({ v, width, values, rows, gradients, starts, order, ends, listed, kernels, common, at, products }: Bench, shape: RowShape, size: Size, what: string): void {
  const tolerance = SUMS[shape.precision];
  const start = gradients.slice();
  const gc = Float64Array.from(gradients);
  products((value, c, n, lane) => { gc[c]! += value * rows[n * width + lane]!; });
  kernels['toCoefficients']!(values.byteOffset, starts.byteOffset, gradients.byteOffset, at, ...common);
  needClose(gradients, gc, tolerance, `gradients of ${what}`);
  if (shape.window === 0) return;

  gradients.set(start);
  const { list, samples, cells } = size;
  kernels['sortByStart']!(starts.byteOffset, order.byteOffset, ends.byteOffset, listed.byteOffset, list.length, samples, cells, v.size, width * v.size);
  for (const input of list) {
    // Every sample once, cell by cell, in their order within a cell.
    const sorted = range(samples).sort((p, q) => starts[input * BLOCK + p]! - starts[input * BLOCK + q]! || p - q);
    expect([...order.subarray(2 * input * BLOCK, 2 * (input * BLOCK + samples))]).toEqual(sorted.flatMap((n) => [n * v.size, n * width * v.size]));
    expect([...ends.subarray(input * cells, (input + 1) * cells)]).toEqual(range(cells).map((cell) => sorted.filter((n) => starts[input * BLOCK + n]! <= cell).length));
  }
  kernels['toCoefficientsSorted']!(values.byteOffset, order.byteOffset, ends.byteOffset, gradients.byteOffset, at, ...common, cells);
  needClose(gradients, gc, tolerance, `gradients of ${what}`);
}

const GAPS: Size = { inputs: 5, list: [0, 2, 4], cells: 4, samples: 12, seed: 1 };

for (const precision of ['float64', 'float32'] as const) {
  describe(`contraction with lanes over outputs, in ${precision}`, () => {
    test('every number of fixed rows, with and without a window, gives what plain loops give', () => {
      for (const fixed of range(9)) {
        for (const window of [0, 1, 4]) if (fixed + window > 0) check({ precision, fixed, window, tile: 1 + (fixed % 3) }, { ...GAPS, seed: fixed });
      }
    });

    test('every window gives what plain loops give', () => {
      for (const window of range(9)) for (const fixed of [0, 1]) if (fixed + window > 0) check({ precision, fixed, window, tile: 2 }, { ...GAPS, cells: 1 + window, seed: window });
    });

    test('every width of a tile gives what plain loops give, sorted or not', () => {
      for (const tile of [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16]) for (const [fixed, window] of [[1, 4], [3, 0], [0, 2]] as const) check({ precision, fixed, window, tile }, { ...GAPS, seed: tile });
    });

    test('edges that are off add nothing and send nothing back, even where they give NaN', () => {
      for (const tile of [1, 2, 5]) for (const [fixed, window] of [[1, 4], [3, 0], [8, 0], [0, 1]] as const) check({ precision, fixed, window, tile, masked: true }, { ...GAPS, seed: tile });
    });

    test('few samples and many, one cell and many, one input and all', () => {
      const shape = { precision, fixed: 1, window: 3, tile: 3 };
      for (const samples of [lanes(precision).count, 60, BLOCK]) {
        for (const [cells, list] of [[1, [1]], [200, [0, 1, 2, 3, 4]], [7, [4]]] as const) check(shape, { ...GAPS, samples, cells, list, seed: samples + cells });
      }
    });
  });
}
