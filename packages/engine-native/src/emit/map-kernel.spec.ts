import { expect, test } from '@jest/globals';
import { constant, type Expr, input } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import { lanes } from '../code/emitter.js';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import { mapKernel, type MapSpec } from './map-kernel.js';

const [x, y, rate] = ['x', 'y', 'rate'].map(input) as [Expr, Expr, Expr];

for (const precision of ['float64', 'float32'] as const) {
  const v = lanes(precision);
  const round = (n: number): number => (precision === 'float64' ? n : Math.fround(n));

  /** An array of n numbers for every pointer, and a function that runs a kernel over them. */
  const bench = (n: number, spec: MapSpec) => {
    const memory = new GuardedMemory(40);
    const arrays = Array.from({ length: spec.pointers }, () => memory.numbers(precision, n));
    const random = randomStream(6, 'map');
    for (const array of arrays) array.forEach((_, i) => { array[i] = random.normal(); });
    const { kernel } = memory.compile([mapKernel('kernel', v, spec)]);
    return { memory, arrays, run: (bytes: number, ...last: number[]) => kernel!(...arrays.map((a, k) => last[k] ?? a.byteOffset), bytes) };
  };

  test(`outputs are stored or added, inputs are arrays, vectors or single numbers, in ${precision}`, () => {
    const { memory, arrays, run } = bench(32, {
      pointers: 4,
      inputs: { x: { pointer: 0, offset: 0, each: 'lane' }, y: { pointer: 1, offset: 16, each: 'vector' }, rate: { pointer: 1, offset: 2 * v.size, each: 'same' } },
      outputs: [{ expr: x.mul(y).add(rate), pointer: 2, offset: 16 }, { expr: x.mul(y), pointer: 3, offset: 0, add: true }],
    });
    const [a, b, c, d] = arrays.map((array) => array.slice()) as [Float64Array, Float64Array, Float64Array, Float64Array];
    run(16 * v.size);
    const at = (i: number): number => b[v.count + (i % v.count)]!;
    for (let i = 0; i < 16; i++) {
      expect(arrays[2]![v.count + i]).toBe(round(round(a[i]! * at(i)) + b[2]!));
      expect(arrays[3]![i]).toBe(round(d[i]! + round(a[i]! * at(i))));
    }
    expect([...arrays[2]!.subarray(16 + v.count)]).toEqual([...c.subarray(16 + v.count)]);
    expect([...arrays[3]!.subarray(16)]).toEqual([...d.subarray(16)]);
    expect(memory.isUntouched()).toBe(true);
  });

  test(`an output may be the array of an input: a step with momentum, in ${precision}`, () => {
    const moved = y.mul(0.5).add(x.square());
    const { arrays, run } = bench(8, {
      pointers: 3,
      inputs: { x: { pointer: 0, offset: 0, each: 'lane' }, y: { pointer: 1, offset: 0, each: 'lane' }, rate: { pointer: 2, offset: 0, each: 'same' } },
      outputs: [{ expr: moved, pointer: 1, offset: 0 }, { expr: x.sub(rate.mul(moved)), pointer: 0, offset: 0 }],
    });
    const [a, b, c] = arrays.map((array) => array.slice()) as [Float64Array, Float64Array, Float64Array];
    run(8 * v.size);
    for (let i = 0; i < 8; i++) {
      const m = round(round(0.5 * b[i]!) + round(a[i]! * a[i]!));
      expect(arrays[1]![i]).toBe(m);
      expect(arrays[0]![i]).toBe(round(a[i]! - round(c[0]! * m)));
    }
  });

  test(`sums are added to what is there and lose nothing in long arrays, in ${precision}`, () => {
    const n = 2 ** 17;
    const spec: MapSpec = {
      pointers: 2, inputs: { x: { pointer: 0, offset: 0, each: 'lane' } }, outputs: [],
      sums: [{ expr: x.square(), pointer: 1, offset: 8 }, { expr: constant(1), pointer: 1, offset: 16 }, { expr: x, pointer: 1, offset: 0 }],
    };
    const { memory, arrays, run } = bench(n, spec);
    const totals = memory.numbers('float64', 3);
    totals.set([1, 2, 3]);
    let [squares, sum] = [2, 1];
    for (const value of arrays[0]!) { squares += round(value * value); sum += value; }
    run(n * v.size, arrays[0]!.byteOffset, totals.byteOffset);
    expect(totals[2]).toBe(n + 3);
    expect(Math.abs(totals[1]! - squares)).toBeLessThan(1e-9);
    expect(Math.abs(totals[0]! - sum)).toBeLessThan(1e-9);
    expect(memory.isUntouched()).toBe(true);
  });

  test(`a formula without arrays is stored everywhere, in ${precision}`, () => {
    const { arrays, run } = bench(8, { pointers: 2, inputs: { rate: { pointer: 1, offset: 0, each: 'same' } }, outputs: [{ expr: rate.neg(), pointer: 0, offset: 0 }] });
    run(8 * v.size);
    expect([...arrays[0]!]).toEqual(Array.from({ length: 8 }, () => -arrays[1]![0]!));
  });
}
