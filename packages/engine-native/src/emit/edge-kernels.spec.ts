import { expect, test } from '@jest/globals';
import { derivative, type Expr, formula, grid, GRID_KNOTS, GRID_MAX, GRID_MIN, input, onOwnGrid } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import type { Precision } from '@knotwork/plugin/engine';
import { BLOCK } from '../memory/block.js';
import { EDGE_TABLE_WIDTH, edgeKernels, edgeParameters, edgePlanes, type EdgeSpec } from './edge-kernels.js';
import { lanes } from '../code/emitter.js';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import { roundingBounds } from '../fixtures/rounding-bound.js';

const INTERVALS = 4;
const KNOTS = Float64Array.of(0, 0.75, 2.125, 2.5, 4);
const [x, a, b, c, d] = ['x', 'edge.a', 'edge.b', 'edge.c', 'edge.d'].map(input) as [Expr, Expr, Expr, Expr, Expr];
const parameters = ['edge.a', 'edge.b', 'edge.c', 'edge.d'];

/** A wave, a wavelet, and a hat that stands on the input's own knots. */
const functions: Readonly<Record<string, EdgeSpec>> = {
  wave: { phi: c.mul(a.mul(x).add(b).sin()).add(d), inputs: [], parameters },
  wavelet: { phi: wavelet(x.sub(b).mul(a)).mul(c).add(d.mul(x.mul(x.sigmoid()))), inputs: [], parameters },
  hat: { phi: hat(), inputs: [GRID_MIN, GRID_MAX], parameters, intervals: INTERVALS },
};

function wavelet(z: Expr): Expr { return z.square().neg().add(1).mul(z.square().mul(-0.5).exp()); }

function hat(): Expr {
  const cell = grid.cell(x);
  const left = grid.knot(cell, 0);
  const t = grid.unit(x, INTERVALS).sub(left).div(grid.knot(cell, 1).sub(left));
  return onOwnGrid([c.mul(t).add(a.mul(t.square())).add(b.mul(t.mul(d).sin()))], INTERVALS)[0]!;
}

const [INPUTS, OUTPUTS, SAMPLES] = [3, 2, 40];

/** All edges of a small layer but one, their rows and blocks in no particular order. */
function bench(precision: Precision, spec: EdgeSpec) {
  const v = lanes(precision);
  const row = BLOCK * v.size;
  const memory = new GuardedMemory(20);
  const numbers = (length: number) => memory.numbers(precision, length);
  const layout = edgeParameters([spec.phi], spec);
  const edges = [[2, 0], [0, 1], [1, 1], [0, 0], [2, 1]] as const;
  const [xs, ys, gy, gx] = [numbers(INPUTS * BLOCK), numbers(OUTPUTS * BLOCK), numbers(OUTPUTS * BLOCK), numbers(INPUTS * BLOCK)];
  const [blocks, own, gradient] = [numbers(INPUTS * layout.length), numbers(4 * edges.length), numbers(4 * edges.length)];
  const planes = numbers(2 * edges.length * BLOCK);
  const table = memory.integers(edges.length * EDGE_TABLE_WIDTH);
  const random = randomStream(8, 'edges');
  for (const array of [xs, gy, own]) array.forEach((_, i) => { array[i] = random.normal(); });
  for (let i = 0; i < INPUTS; i++) layout.write(blocks, i * layout.length, { parameters: spec.inputs.length === 0 ? [] : [-1 - i, 2 + i], knots: layout.knots === null ? null : KNOTS });
  const place = (e: number): number => 4 * v.size * ((3 * e) % edges.length);
  edges.forEach(([i, o], e) => table.set([i * row, o * row, i * layout.length * v.size, place(e), place(edges.length - 1 - e)], e * EDGE_TABLE_WIDTH));
  const kernels = memory.compile([...edgeKernels(v, spec), edgePlanes('planes', v, { ...spec, planes: [spec.phi, derivative(spec.phi, 'x')] })]);
  const bytes = SAMPLES * v.size;
  const [atX, atY, atGY, atGX, atBlocks, atOwn, atGradient, atTable, atPlanes] = [xs, ys, gy, gx, blocks, own, gradient, table, planes].map((array) => array.byteOffset) as number[];
  return {
    v, memory, edges, xs, ys, gy, gx, own, gradient, planes,
    ownAt: (e: number) => place(e) / v.size, gradientAt: (e: number) => place(edges.length - 1 - e) / v.size,
    forward: () => kernels['forward']!(atX!, atY!, atBlocks!, atOwn!, atTable!, edges.length, bytes),
    backward: () => kernels['backward']!(atX!, atGY!, atGX!, atBlocks!, atOwn!, atGradient!, atTable!, edges.length, bytes),
    backwardToParameters: () => kernels['backwardToParameters']!(atX!, atGY!, atBlocks!, atOwn!, atGradient!, atTable!, edges.length, bytes),
    features: () => kernels['planes']!(atX!, atBlocks!, atOwn!, atTable!, atPlanes!, edges.length, bytes),
  };
}

/** Value and tolerance of an expression on the samples of an edge. */
function interpreter(precision: Precision, { own, xs, edges, ownAt }: ReturnType<typeof bench>, e: number, body: Expr) {
  const i = edges[e]![0];
  const inputs = ['x', GRID_MIN, GRID_MAX, ...parameters];
  const fill = (value: number): Float64Array => new Float64Array(SAMPLES).fill(value);
  const values = [Float64Array.from(xs.subarray(i * BLOCK, i * BLOCK + SAMPLES)), fill(-1 - i), fill(2 + i), ...parameters.map((_, k) => fill(own[ownAt(e) + k]!))];
  const root = formula(inputs, { y: body }, [GRID_KNOTS]).roots[0]!;
  return roundingBounds([root], inputs, values, KNOTS, precision === 'float64' ? 2 ** -53 : 2 ** -24)[0]!;
}

for (const precision of ['float64', 'float32'] as const) {
  const u = precision === 'float64' ? 2 ** -53 : 2 ** -24;
  for (const [name, spec] of Object.entries(functions)) {
    test(`edges with a ${name} of their own add what the interpreter gives, forwards and backwards, in ${precision}`, () => {
      const layer = bench(precision, spec);
      const { edges, ys, gy, gx, gradient, planes, memory, gradientAt } = layer;
      for (const array of [ys, gx, gradient]) array.fill(0.5);
      layer.forward();
      layer.backward();
      layer.features();
      const expected = { y: new Float64Array(ys.length).fill(0.5), gx: new Float64Array(gx.length).fill(0.5), gradient: new Float64Array(gradient.length).fill(0.5) };
      const slack = { y: new Float64Array(ys.length), gx: new Float64Array(gx.length), gradient: new Float64Array(gradient.length) };
      // Sums round once more for every summand.
      const add = (to: keyof typeof expected, at: number, value: number, tolerance: number): void => {
        expect(tolerance).toBeGreaterThanOrEqual(0);
        expected[to][at]! += value;
        slack[to][at]! += tolerance + 64 * u * Math.abs(value) + u;
      };
      edges.forEach(([i, o], e) => {
        const phi = interpreter(precision, layer, e, spec.phi);
        const slope = interpreter(precision, layer, e, derivative(spec.phi, 'x'));
        for (let n = 0; n < SAMPLES; n++) {
          const g = gy[o * BLOCK + n]!;
          add('y', o * BLOCK + n, phi.values[n]!, phi.tolerance[n]!);
          add('gx', i * BLOCK + n, g * slope.values[n]!, Math.abs(g) * slope.tolerance[n]!);
          expect(Math.abs(planes[2 * e * BLOCK + n]! - phi.values[n]!)).toBeLessThanOrEqual(phi.tolerance[n]!);
          expect(Math.abs(planes[(2 * e + 1) * BLOCK + n]! - slope.values[n]!)).toBeLessThanOrEqual(slope.tolerance[n]!);
        }
        parameters.forEach((p, k) => {
          const { values, tolerance } = interpreter(precision, layer, e, derivative(spec.phi, p));
          for (let n = 0; n < SAMPLES; n++) add('gradient', gradientAt(e) + k, gy[o * BLOCK + n]! * values[n]!, Math.abs(gy[o * BLOCK + n]!) * tolerance[n]!);
        });
      });
      for (const [key, actual] of [['y', ys], ['gx', gx], ['gradient', gradient]] as const) {
        actual.forEach((value, at) => {
          if (!(Math.abs(value - expected[key][at]!) <= slack[key][at]!)) throw new Error(`${key}[${at}]: ${value} instead of ${expected[key][at]}`);
        });
      }
      const both = gradient.slice();
      gradient.fill(0.5);
      layer.backwardToParameters();
      expect([...gradient]).toEqual([...both]);
      expect(memory.isUntouched()).toBe(true);
    });
  }
}

for (const [name, spec] of Object.entries(functions)) {
  test(`gradients of edges with a ${name} are those of differences`, () => {
    const layer = bench('float64', spec);
    const { xs, ys, gy, gx, own, gradient, edges, ownAt, gradientAt } = layer;
    const total = (): number => {
      ys.fill(0);
      layer.forward();
      let sum = 0;
      ys.forEach((y, n) => { if (n % BLOCK < SAMPLES) sum += y * gy[n]!; });
      return sum;
    };
    const h = 1e-5;
    const difference = (array: Float32Array | Float64Array, at: number): number => {
      const value = array[at]!;
      const sides = [value + h, value - h].map((moved) => { array[at] = moved; return total(); }) as [number, number];
      array[at] = value;
      return (sides[0] - sides[1]) / (2 * h);
    };
    gx.fill(0);
    gradient.fill(0);
    layer.backward();
    edges.forEach((_, e) => parameters.forEach((_p, k) => expect(gradient[gradientAt(e) + k]).toBeCloseTo(difference(own, ownAt(e) + k), 6)));
    for (let i = 0; i < INPUTS; i++) for (let n = 0; n < SAMPLES; n += 3) expect(gx[i * BLOCK + n]).toBeCloseTo(difference(xs, i * BLOCK + n), 6);
  });
}
