import { expect, test } from '@jest/globals';
import { constant, Expr, formula, grid, GRID_KNOTS, GRID_MAX, GRID_MIN, input, onOwnGrid, table, where } from '@knotwork/algebra';
import { clampStart } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import type { Precision } from '@knotwork/plugin/engine';
import { BLOCK } from '../memory/block.js';
import { lanes } from '../code/emitter.js';
import { featureKernel, featureParameters, type FeatureSpec } from './feature-kernel.js';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import { roundingBounds } from '../fixtures/rounding-bound.js';
import { SPLINE_INPUTS, splinePlanes } from '../fixtures/spline.js';

const precisions = ['float64', 'float32'] as const;

/** A kernel and its arrays for some inputs, each with its own parameters and knots. */
function bench(precision: Precision, spec: FeatureSpec, inputs: number, parameters: (i: number) => number[], knots: (i: number) => Float64Array | null) {
  const v = lanes(precision);
  const memory = new GuardedMemory(40);
  const layout = featureParameters(spec);
  const x = memory.numbers(precision, inputs * BLOCK);
  const block = memory.numbers(precision, inputs * layout.length);
  const out = memory.numbers(precision, inputs * spec.planes.length * BLOCK);
  const starts = memory.integers(inputs * BLOCK);
  const list = memory.integers(inputs);
  for (let i = 0; i < inputs; i++) layout.write(block, i * layout.length, { parameters: parameters(i), knots: knots(i) });
  const { features } = memory.compile([featureKernel('features', v, spec)]);
  const run = (listed: readonly number[], bytes = BLOCK * v.size): void => {
    list.set(listed);
    features!(x.byteOffset, block.byteOffset, layout.length * v.size, out.byteOffset, starts.byteOffset, list.byteOffset, listed.length, bytes);
  };
  return { memory, x, block, out, starts, run, size: v.size, count: v.count };
}

function ascending(intervals: number, seed: number): Float64Array {
  const random = randomStream(seed, 'knots');
  return Float64Array.from({ length: intervals + 1 }, (_, j) => Math.fround(j === 0 || j === intervals ? j : j + random.uniform(-0.45, 0.45)));
}

for (const precision of precisions) {
  for (const [knots, sizes] of [['even', [1, 5]], ['own', [1, 2, 3, 5, 50, 500]]] as const) {
    for (const intervals of sizes) {
      test(`a cubic spline on ${intervals} ${knots} intervals and its derivatives are what the interpreter gives, in ${precision}`, () => {
        const { start, planes } = splinePlanes(3, intervals, knots, 2);
        // Folded as the interpreter's.
        const f = formula(SPLINE_INPUTS, Object.fromEntries([start, ...planes].map((e, k) => [String(k), e])), [GRID_KNOTS]);
        const spec = { planes: f.roots.slice(1), start: f.roots[0]!, lastStart: intervals - 1, parameters: SPLINE_INPUTS.slice(1), intervals: knots === 'own' ? intervals : null };
        const domain = (i: number): number[] => [-1 - i / 4, 1 + i / 2];
        const own = (i: number): Float64Array | null => (knots === 'own' ? ascending(intervals, i) : null);
        const inputs = 4;
        const { memory, x, out, starts, run } = bench(precision, spec, inputs, domain, own);
        const random = randomStream(4, 'x');
        x.forEach((_, n) => { x[n] = random.normal(); });
        [NaN, Infinity, -Infinity, -1, 1, 1e30].forEach((value, n) => { x[n] = value; });
        run([0, 1, 2, 3]);
        expect(memory.isUntouched()).toBe(true);

        let counted = 0;
        for (let i = 0; i < inputs; i++) {
          const samples = Float64Array.from(x.subarray(i * BLOCK, (i + 1) * BLOCK));
          const values = [samples, ...domain(i).map((v) => new Float64Array(BLOCK).fill(v))];
          const bounds = roundingBounds(f.roots, SPLINE_INPUTS, values, own(i) ?? new Float64Array(2), precision === 'float64' ? 2 ** -53 : 2 ** -24);
          for (let n = 0; n < BLOCK; n++) {
            bounds.slice(1).forEach(({ values: expected, tolerance }, k) => {
              if (tolerance[n]! < 0) return;
              counted++;
              const actual = out[(i * planes.length + k) * BLOCK + n]!;
              // Infinity and 10^30 leave the range of float32 on the way.
              if (precision === 'float32' && Math.abs(samples[n]!) > 1e20) return;
              if (!(Object.is(actual, expected[n]) || Math.abs(actual - expected[n]!) <= tolerance[n]!)) {
                throw new Error(`plane ${k} at ${samples[n]}: ${actual} instead of ${expected[n]}, tolerance ${tolerance[n]}`);
              }
            });
            if (bounds[0]!.tolerance[n]! >= 0) expect(starts[i * BLOCK + n]).toBe(clampStart(bounds[0]!.values[n]!, intervals - 1));
          }
        }
        expect(counted).toBeGreaterThan(0.8 * inputs * BLOCK * planes.length);
      });
    }
  }

  test(`only the inputs on the list and only the bytes asked for are written, in ${precision}`, () => {
    const { start, planes } = splinePlanes(3, 5, 'own');
    const spec = { planes, start, lastStart: 4, parameters: SPLINE_INPUTS.slice(1), intervals: 5 };
    const { memory, x, out, starts, run, size, count } = bench(precision, spec, 7, () => [-1, 1], () => ascending(5, 1));
    x.forEach((_, n) => { x[n] = Math.sin(n); });
    run([0, 1, 2, 3, 4, 5, 6]);
    const [full, fullStarts] = [out.slice(), starts.slice()];
    const listed = [5, 0, 3];
    for (let bytes = 16; bytes <= BLOCK * size; bytes += 16) {
      out.fill(77);
      starts.fill(77);
      run(listed, bytes);
      const written = (bytes / 16) * count;
      const row = (array: ArrayLike<number>, k: number): number[] => Array.from({ length: BLOCK }, (_, n) => array[k * BLOCK + n]!);
      const expected = (array: ArrayLike<number>, i: number, k: number): number[] => row(array, k).map((value, n) => (listed.includes(i) && n < written ? value : 77));
      for (let i = 0; i < 7; i++) {
        expect(row(starts, i)).toEqual(expected(fullStarts, i, i));
        for (let p = 0; p < planes.length; p++) expect(row(out, i * planes.length + p)).toEqual(expected(full, i, i * planes.length + p));
      }
    }
    run([]);
    expect(memory.isUntouched()).toBe(true);
  });

  test(`whatever a formula returns as start or asks of knots, nothing outside the arrays is written and starts are in range, in ${precision}`, () => {
    const x = input('x');
    const p = input('shape.p');
    const G = 6;
    const wild: Readonly<Record<string, Expr>> = {
      nan: constant(NaN), infinity: constant(Infinity), minusInfinity: constant(-Infinity), huge: constant(1e300), minusHuge: constant(-1e300), x, p,
      steep: x.mul(1e9), pole: x.reciprocal(), overflow: x.mul(x).exp(), logarithm: x.log(), fraction: constant(2.999), quotient: x.sub(x.floor()).div(p),
      either: where(x.less(p), constant(NaN), x.mul(1e20)), knot: grid.knot(x.mul(1e10), 0), beyond: grid.knot(grid.cell(x), 1e9), between: grid.knot(grid.cell(x), 0.5),
      farKnot: grid.knot(p, -64), nested: grid.knot(grid.knot(grid.cell(p.mul(x)), 64), -3), cell: grid.cell(x.div(0)),
    };
    const random = randomStream(5, 'wild');
    for (const [name, e] of Object.entries(wild)) {
      const own = onOwnGrid([e, grid.knot(e, 3), grid.knot(grid.cell(e), -64)], G);
      const spec = { planes: own, start: own[0]!, lastStart: 3, parameters: [GRID_MIN, GRID_MAX, 'shape.p'], intervals: G };
      for (const shape of [NaN, Infinity, -Infinity, 0, 1e30, -7.5]) {
        const { memory, x: samples, block, starts, run } = bench(precision, spec, 3, () => [-1, 1, shape], () => ascending(G, 2));
        samples.forEach((_, n) => { samples[n] = random.normal() * 10 ** random.uniform(-3, 30); });
        [NaN, Infinity, -Infinity, 0, -0, 1e-300].forEach((value, n) => { samples[n] = value; });
        run([2, 0]);
        // A block of arbitrary numbers instead of ascending knots.
        block.forEach((_, n) => { if (random.next() < 0.8) block[n] = [NaN, Infinity, -1e30, random.normal()][random.integer(4)]!; });
        run([1, 2]);
        expect([name, memory.isUntouched(), starts.every((s) => s >= 0 && s <= 3)]).toEqual([name, true, true]);
      }
    }
  });
}

/** Gaps of 0.5, 1.75 and 0.75. On the domain [-1, 2] x is at x + 1 in the grid. */
const UNEVEN = Float64Array.of(0, 0.5, 2.25, 3);

for (const precision of precisions) {
  test(`uneven knots are where they were worked out by hand, also beyond both ends, in ${precision}`, () => {
    const x = input('x');
    const cell = grid.cell(x);
    // Offsets up to 64 are read from a table, others and those from anything but a cell are computed.
    const offsets = [-70, -3, -2, -1, 0, 1, 2, 3, 4, 70];
    const planes = onOwnGrid([cell, ...offsets.map((offset) => grid.knot(cell, offset)), grid.knot(x, 0)], 3);
    const spec = { planes, start: null, lastStart: 0, parameters: [GRID_MIN, GRID_MAX], intervals: 3 };
    const { x: samples, out, run } = bench(precision, spec, 1, () => [-1, 2], () => UNEVEN);
    // To the left of 0 knots go on by 0.5, to the right of 3 by 0.75.
    const knots = [
      [-35, -1.5, -1, -0.5, 0, 0.5, 2.25, 3, 3.75, 53.25], [-34.5, -1, -0.5, 0, 0.5, 2.25, 3, 3.75, 4.5, 54], [-34, -0.5, 0, 0.5, 2.25, 3, 3.75, 4.5, 5.25, 54.75],
    ];
    const expected = [
      { x: -70, cell: 0, knot: -35 }, { x: -2, cell: 0, knot: -1 }, { x: -1, cell: 0, knot: -0.5 }, { x: 0, cell: 1, knot: 0 }, { x: 1, cell: 1, knot: 0.5 },
      { x: 2, cell: 2, knot: 2.25 }, { x: 3, cell: 2, knot: 3 }, { x: 3.5, cell: 2, knot: 3.375 }, { x: 6, cell: 2, knot: 5.25 },
      { x: 70, cell: 2, knot: 53.25 }, { x: 1.5, cell: 2, knot: NaN },
    ];
    samples.fill(0);
    samples.set(expected.map((e) => e.x));
    run([0]);
    expected.forEach((e, n) => expect([e.x, ...planes.map((_, k) => out[k * BLOCK + n])]).toEqual([e.x, e.cell, ...knots[e.cell]!, e.knot]));
  });
}

test('formulas that cannot be compiled are refused', () => {
  const spec = { start: null, lastStart: 0, parameters: [GRID_MIN, GRID_MAX] };
  const x = input('x');
  const other = new Expr('locate', [table('other'), x]);
  expect(() => featureKernel('f', lanes('float64'), { ...spec, planes: [grid.cell(x)], intervals: 3 })).toThrow('rewrite it for a grid first');
  expect(() => featureKernel('f', lanes('float64'), { ...spec, planes: onOwnGrid([grid.cell(x)], 3), intervals: null })).toThrow('needs knots of its own');
  const ofOther = { ...spec, planes: [other], intervals: 3 };
  expect(() => featureKernel('f', lanes('float64'), ofOther)).toThrow('A kernel has no table but "grid.knots"; a formula reads "other".');
});
