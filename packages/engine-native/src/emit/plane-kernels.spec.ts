import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { BLOCK } from '../memory/block.js';
import { lanes } from '../code/emitter.js';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import { needClose, scatter, SUMS } from '../fixtures/numbers.js';
import { planeKernels } from './plane-kernels.js';

const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

for (const precision of ['float64', 'float32'] as const) {
  const v = lanes(precision);
  const stream = randomStream(4, precision);

  /** Rows of some nodes in another order, with pads up to whole vectors, one row right behind the other or not; planes of the nodes, and one more for the pads. */
  const bench = (nodes: number, apart: number) => {
    const memory = new GuardedMemory(10);
    const lanes = Math.ceil(nodes / v.count) * v.count;
    const width = lanes + apart * v.count;
    const nodeOf = range(lanes).map((lane) => (lane < nodes ? (lane * 7 + 3) % nodes : nodes));
    const rows = scatter(memory.numbers(precision, BLOCK * width), stream);
    const planes = scatter(memory.numbers(precision, (nodes + 1) * BLOCK), stream);
    const vector = scatter(memory.numbers(precision, lanes), stream);
    const table = memory.integers(lanes);
    // 7 and the numbers of nodes below have no common divisor.
    table.set(nodeOf.map((node) => node * BLOCK * v.size));
    return { memory, width, lanes, nodeOf, rows, planes, vector, table, kernels: memory.compile(planeKernels(v)), bytes: lanes * v.size, stride: width * v.size };
  };
  const sizes = [1, 2, 3, 4, 5, 9, 33].flatMap((nodes) => [v.count, 3 * v.count, BLOCK].flatMap((samples) => [0, 3].map((apart) => ({ nodes, samples, apart }))));

  test(`rows become planes and planes rows, sample by sample, and the rest of both stays, in ${precision}`, () => {
    for (const { nodes, samples, apart } of sizes) {
      const { memory, width, nodeOf, rows, planes, table, kernels, bytes, stride } = bench(nodes, apart);
      const toPlanes = Float64Array.from(planes);
      for (const n of range(samples)) nodeOf.forEach((node, lane) => { toPlanes[node * BLOCK + n] = rows[n * width + lane]!; });
      kernels['rowsToPlanes']!(rows.byteOffset, planes.byteOffset, table.byteOffset, samples, bytes, stride);
      // What pads leave in the last plane nobody reads.
      expect([...planes.subarray(0, nodes * BLOCK)]).toEqual([...toPlanes.subarray(0, nodes * BLOCK)]);
      scatter(planes, stream);
      const toRows = Float64Array.from(rows);
      for (const n of range(samples)) nodeOf.forEach((node, lane) => { toRows[n * width + lane] = planes[node * BLOCK + n]!; });
      kernels['planesToRows']!(rows.byteOffset, planes.byteOffset, table.byteOffset, samples, bytes, stride);
      expect([...rows]).toEqual([...toRows]);
      expect(memory.isUntouched()).toBe(true);
    }
  });

  test(`every row, or every number of a plane, is filled; the rest stays, in ${precision}`, () => {
    for (const { nodes, samples, apart } of sizes) {
      const { memory, width, lanes, rows, planes, vector, kernels, bytes, stride } = bench(nodes, apart);
      const [filledRows, filledPlanes] = [Float64Array.from(rows, (x, at) => (at < samples * width && at % width < lanes ? vector[at % width]! : x)),
        Float64Array.from(planes, (x, at) => (at < nodes * BLOCK && at % BLOCK < samples ? vector[Math.floor(at / BLOCK)]! : x))];
      kernels['fillRows']!(rows.byteOffset, vector.byteOffset, samples, bytes, stride);
      kernels['fillPlanes']!(planes.byteOffset, vector.byteOffset, nodes, samples * v.size);
      expect([...rows]).toEqual([...filledRows]);
      expect([...planes]).toEqual([...filledPlanes]);
      expect(memory.isUntouched()).toBe(true);
    }
  });

  test(`rows and planes are added up to what is there, in ${precision}`, () => {
    for (const { nodes, samples, apart } of sizes) {
      const { memory, width, rows, planes, vector, kernels, bytes, stride } = bench(nodes, apart);
      const start = vector.slice();
      const ofRows = Float64Array.from(vector, (x, lane) => range(samples).reduce((sum, n) => sum + rows[n * width + lane]!, x));
      kernels['addRows']!(rows.byteOffset, vector.byteOffset, samples, bytes, stride);
      needClose(vector, ofRows, SUMS[precision], `rows of ${nodes} nodes, ${samples} samples`);
      vector.set(start);
      const ofPlanes = Float64Array.from(vector, (x, node) => (node < nodes ? range(samples).reduce((sum, n) => sum + planes[node * BLOCK + n]!, x) : x));
      kernels['addPlanes']!(planes.byteOffset, vector.byteOffset, nodes, samples * v.size);
      needClose(vector, ofPlanes, SUMS[precision], `planes of ${nodes} nodes, ${samples} samples`);
      expect(memory.isUntouched()).toBe(true);
    }
  });
}
