import { describe, expect, test } from '@jest/globals';
import { knotAt } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import { type Catalog, defineBasis, type LayerParts, type Network, z } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import * as fc from 'fast-check';
import { adaptGrid } from './adapt-grid.js';
import { createNetwork } from '../create/create-network.js';
import { countParameters } from '../count-parameters.js';
import { differenceOrder } from '../penalties/difference-order.js';
import { differenceForm, formValue, jumpForm, roughnessForm } from '../penalties/edge-forms.js';
import { edgeFunctions } from '../features/edge-functions.js';
import { extendGrid } from './extend-grid.js';
import { resolutionFor } from './extension-levels.js';
import { catalog } from '../fixtures/hats.js';
import { variables } from '../fixtures/make-network.js';
import { evenKnots, gridOf, knotPositions, resampledKnots, spacedKnots, writeGrid } from '../grid/input-grid.js';
import { carryOver, withOwnKnots } from '../grid/own-knots.js';
import { loadNetwork } from '../files/load-network.js';
import { saveNetwork } from '../files/save-network.js';

function make(widths: readonly number[], parts: Partial<LayerParts> = {}, from: Catalog = catalog): { network: Network; structure: Structure } {
  const layer = { layer: { kind: 'sum' }, edge: { kind: 'bare' }, basis: { kind: 'spline' }, inputMap: 'interval' as const, outside: 'linear' as const, ...parts };
  return createNetwork({
    widths, layers: widths.slice(1).map(() => layer), initializers: widths.slice(1).map(() => ({ kind: 'noise' })),
    inputs: variables(widths[0]!), outputs: variables(widths.at(-1)!), domains: Array.from({ length: widths[0]! }, () => [-1, 1] as const),
  }, randomStream(3, 'grids'), from);
}

const points = Float64Array.from({ length: 401 }, (_, n) => -1 + n / 200);
const values = (structure: Structure, parameters: Float64Array, at: Float64Array = points, order = 0): Float64Array => edgeFunctions(structure.layers[0]!, parameters, () => at, order);
const difference = (a: Float64Array, b: Float64Array): number => a.reduce((m, v, i) => Math.max(m, Math.abs(v - b[i]!)), 0);

/** Random knots of their own for every input of the first layer. */
function scattered({ structure, network }: { structure: Structure; network: Network }, seed: number): { structure: Structure; network: Network } {
  const own = withOwnKnots(structure, catalog);
  const moved = carryOver(network, structure, own);
  const stream = randomStream(seed, 'knots');
  for (const layer of own.layers) {
    for (const term of layer.terms) {
      for (let i = 0; i < layer.inputs; i++) {
        const { domain } = gridOf(term, moved.parameters, i);
        const wanted = Float64Array.from({ length: term.intervals! + 1 }, () => stream.uniform(...domain));
        writeGrid(term, moved.parameters, i, { domain, knots: spacedKnots(wanted, domain, term.intervals!) });
      }
    }
  }
  return { structure: own, network: moved };
}

/** Knots of the first input of the first layer. */
function placed({ structure, network }: { structure: Structure; network: Network }, knots: readonly number[]): { structure: Structure; network: Network } {
  const own = withOwnKnots(structure, catalog);
  const term = own.layers[0]!.terms[0]!;
  const moved = carryOver(network, structure, own);
  writeGrid(term, moved.parameters, 0, { domain: [-1, 1], knots: spacedKnots(Float64Array.from(knots), [-1, 1], term.intervals!) });
  return { structure: own, network: moved };
}

describe('knots of their own', () => {
  test('that are even give the same functions as even knots', () => {
    for (const kind of ['hat', 'spline']) {
      const { structure, network } = make([2, 3], { basis: { kind, intervals: 7 } });
      const own = withOwnKnots(structure, catalog);
      const moved = carryOver(network, structure, own);
      for (const order of [0, 1, 2]) expect(difference(values(structure, network.parameters, points, order), values(own, moved.parameters, points, order))).toBeLessThan(1e-10);
      expect(countParameters(own).grid - countParameters(structure).grid).toBe(2 * 6);
      expect(withOwnKnots(own, catalog)).toBe(own);
    }
  });

  test('splines on them are smooth, add up to one and reproduce straight lines', () => {
    const { structure, network } = scattered(make([1, 1], { basis: { kind: 'spline', intervals: 9 } }), 1);
    const term = structure.layers[0]!.terms[0]!;
    const ones = network.parameters.slice();
    ones.fill(1, term.segments.coefficients.offset, term.segments.coefficients.offset + term.size);
    values(structure, ones).forEach((v) => { expect(v).toBeCloseTo(1, 13); });
    const knots = knotPositions(term, gridOf(term, network.parameters, 0))!;
    // Mean of the three knots inside a cubic's support (Greville): with these coefficients the spline is x.
    const line = ones.slice();
    for (let j = 0; j < term.size; j++) line[term.segments.coefficients.offset + j] = (knotAt(knots, j - 2) + knotAt(knots, j - 1) + knotAt(knots, j)) / 3;
    expect(difference(values(structure, line), points)).toBeLessThan(1e-13);
    const inner = knots.subarray(1, -1);
    const near = (side: number): Float64Array => inner.map((t) => t + side * 1e-12);
    for (const order of [0, 1, 2]) expect(difference(values(structure, network.parameters, near(-1), order), values(structure, network.parameters, near(1), order))).toBeLessThan(1e-6);
    expect(difference(values(structure, network.parameters, near(-1), 3), values(structure, network.parameters, near(1), 3))).toBeGreaterThan(1);
  });

  test('are for bases that ask where they are', () => {
    const { structure } = make([1, 1], { basis: { kind: 'even-hat' } });
    expect(withOwnKnots(structure, catalog)).toBe(structure);
    expect(() => make([1, 1], { basis: { kind: 'even-hat' }, knots: 'own' })).toThrow('the basis "even-hat" takes the number of an interval for its position');
    for (const basis of [{ kind: 'hat' }, { kind: 'spline', degree: 0 }]) expect(make([1, 1], { basis, knots: 'own' }).structure.layers[0]!.terms[0]!.mayOwnKnots).toBe(true);
  });

  test('are saved and loaded bit for bit', () => {
    const { structure, network } = scattered(make([2, 2, 1]), 2);
    const again = loadNetwork(saveNetwork(structure, network), catalog);
    expect(again.network).toEqual(network);
    expect(again.structure.layers[1]!.terms[0]!.knots).toBe('own');
  });

  test('nested extensions change nothing, whatever the knots; others say by how much', () => {
    for (let seed = 0; seed < 20; seed++) {
      const before = scattered(make([2, 2], { basis: { kind: 'spline', intervals: 5 } }), seed);
      for (const level of [10, 20]) {
        const after = extendGrid(before.structure, before.network, [level], catalog);
        expect(after.report.isExact).toBe(true);
        expect(after.report.deficient).toBe(0);
        expect(after.report.edgeChange).toBeLessThan(1e-12);
        const [a, b] = [values(before.structure, before.network.parameters), values(after.structure, after.network.parameters)];
        expect(difference(a, b) / a.reduce((m, v) => Math.max(m, Math.abs(v)), 0)).toBeLessThan(1e-12);
      }
      expect(extendGrid(before.structure, before.network, [8], catalog).report.edgeChange).toBeGreaterThan(1e-8);
    }
  });

  test('move to where they are wanted, and keep the function as well as they can', () => {
    const { structure, network } = scattered(make([1, 2], { basis: { kind: 'spline', intervals: 6 } }), 5);
    const wanted = Float64Array.of(-1, -0.9, -0.8, 0, 0.2, 0.9, 1);
    const { parameters, report } = adaptGrid(structure, network.parameters, [{ layer: 0, input: 0, domain: [-1, 1], knots: wanted }]);
    const term = structure.layers[0]!.terms[0]!;
    knotPositions(term, gridOf(term, parameters, 0))!.forEach((t, j) => { expect(t).toBeCloseTo(wanted[j]!, 12); });
    expect(report.edgeChange).toBeGreaterThan(0);
    // Without wishes they keep their places relative to the domain.
    const wider = adaptGrid(structure, parameters, [{ layer: 0, input: 0, domain: [-3, 3] }]).parameters;
    knotPositions(term, gridOf(term, wider, 0))!.forEach((t, j) => { expect(t).toBeCloseTo(3 * wanted[j]!, 12); });
    expect(() => adaptGrid(structure, parameters, [{ layer: 0, input: 0, domain: [-1, 1], knots: Float64Array.of(-1, 1) }])).toThrow('2 knots for 6 intervals');
    expect(() => adaptGrid(structure, parameters, [{ layer: 0, input: 0, domain: [-1, 1], knots: new Float64Array(7).fill(NaN) }])).toThrow('not finite');
  });

  test('wishes of any kind become knots that ascend, keep their distance and end where the domain does', () => {
    const wish = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(0, 1, -1, 1e300, -1e300, 5e-324));
    fc.assert(fc.property(fc.array(wish, { minLength: 2, maxLength: 40 }), fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (wishes, a, width) => {
      const intervals = wishes.length - 1;
      const knots = spacedKnots(Float64Array.from(wishes), [a, a + width], intervals);
      expect(knots[0]).toBe(0);
      expect(knots[intervals]).toBe(intervals);
      for (let j = 0; j < intervals; j++) expect(knots[j + 1]! - knots[j]!).toBeGreaterThan(0.999e-3);
    }), { numRuns: 500 });
    const fine = Float64Array.of(0, 0.5, 1.5, 3);
    expect([...spacedKnots(fine, [0, 3], 3)]).toEqual([...fine]);
  });

  test('resampled to a multiple, every old knot is also a new one', () => {
    const knots = Float64Array.of(0, 0.2, 1.7, 3);
    const six = resampledKnots(knots, 6)!;
    expect([six[0], six[2], six[4], six[6]]).toEqual([0, 0.4, 3.4, 6].map((v) => expect.closeTo(v, 14)));
    expect(resampledKnots(null, 6)).toBeNull();
    expect([...resampledKnots(evenKnots(3), 5)!]).toEqual([0, 1, 2, 3, 4, 5].map((v) => expect.closeTo(v, 12)));
  });
});

describe('the norm of a refit', () => {
  test('data: functions stay closer where samples lie, and are defined everywhere', () => {
    const { structure, network } = make([1, 3], { basis: { kind: 'spline', intervals: 9 } });
    const samples = Float64Array.from({ length: 200 }, (_, n) => 0.5 + n / 1000);
    const move = { layer: 0, input: 0, domain: [-2, 1.5] as const };
    const error = (parameters: Float64Array, at: Float64Array): number => Math.sqrt(values(structure, parameters, at).reduce((s, v, i) => s + (v - values(structure, network.parameters, at)[i]!) ** 2, 0) / at.length);
    const uniform = adaptGrid(structure, network.parameters, [move]).parameters;
    const data = adaptGrid(structure, network.parameters, [{ ...move, norm: 'data', samples }]).parameters;
    expect(error(data, samples)).toBeLessThan(0.5 * error(uniform, samples));
    expect(error(data, points)).toBeLessThan(3 * error(uniform, points));
  });

  test('uniform: on knots of their own too, every stretch of the domain counts by its length', () => {
    const { structure, network } = placed(make([1, 1]), [-1, -0.9, -0.8, 0, 1]);
    const wanted = Float64Array.of(-1, -0.98, 0.5, 0.6, 1);
    const fine = Float64Array.from({ length: 20_000 }, (_, n) => -1 + (n + 0.5) / 10_000);
    const target = values(structure, network.parameters, fine);
    const error = (p: Float64Array): number => Math.sqrt(values(structure, p, fine).reduce((s, v, i) => s + (v - target[i]!) ** 2, 0) / fine.length);
    const move = { layer: 0, input: 0, domain: [-1, 1] as const, knots: wanted };
    // Many even samples make the norm of the data that of the domain: the least error there is.
    const least = error(adaptGrid(structure, network.parameters, [{ ...move, norm: 'data', samples: fine }]).parameters);
    expect(least).toBeGreaterThan(1e-3);
    // Eight points in an interval do not see all that two old knots within one do.
    expect(error(adaptGrid(structure, network.parameters, [move]).parameters)).toBeLessThan(1.2 * least);
  });

  test('data: samples outside the domain, all of them or none at all, are no trouble', () => {
    const { structure, network } = make([1, 1]);
    for (const samples of [new Float64Array(0), Float64Array.of(5, 6), Float64Array.of(NaN), new Float64Array(500).fill(0.3)]) {
      const { parameters, report } = adaptGrid(structure, network.parameters, [{ layer: 0, input: 0, domain: [-1, 1.2], norm: 'data', samples }]);
      expect(parameters.every(Number.isFinite)).toBe(true);
      expect(report.deficient).toBe(0);
    }
  });
});

test('a resolution for a number of parameters: of two as close, the coarser', () => {
  const { structure } = make([2, 1], { basis: { kind: 'pairs', modes: 1 } });
  // 2 n + 1 coefficients: four lie between one mode and two.
  expect([3, 4, 5, 6, 9, 1].map((n) => resolutionFor(structure, n, catalog)[0]![0])).toEqual([1, 1, 2, 2, 4, 1]);
});

/** Bells that every edge widens for itself. */
const bells = defineBasis({
  name: 'bells', summary: 'Bells that every edge widens', options: z.strictObject({ count: z.int().min(1).default(2) }),
  capabilities: { support: 'global', spansConstants: false, onDomainMove: 'refit', refine: { option: 'count', exactWhen: (from, to) => to >= from } },
  size: ({ count }) => count,
  shape: ({ count }) => Object.fromEntries(Array.from({ length: count }, (_, j) => [`w${j}`, { scope: 'edge' as const, trainable: true, initial: 1 + j }])),
  features: (x, _grid, { count }, shape) => Array.from({ length: count }, (_, j) => x.div(shape[`w${j}`]!).square().neg().exp()),
});
const withBells: Catalog = { ...catalog, get: (kind, name) => (name === 'bells' ? bells as never : catalog.get(kind, name)) };

test('a resolution for a number of parameters counts what every edge bends by itself', () => {
  const { structure } = make([2, 1], { basis: { kind: 'bells' } }, withBells);
  expect([2, 3, 4, 9].map((n) => resolutionFor(structure, n, withBells)[0]![0])).toEqual([1, 1, 2, 4]);
  expect(countParameters(structure).internal.perEdge).toEqual([4]);
});

test('a resolution for a number of parameters is one that the options allow, be it above the number', () => {
  const levels = (options: z.ZodType, numbers: readonly number[]) => {
    const limited: Catalog = { ...catalog, get: (kind, name) => (name === 'bells' ? { ...bells, options } as never : catalog.get(kind, name)) };
    const { structure } = make([2, 1], { basis: { kind: 'bells' } }, limited);
    return numbers.map((n) => resolutionFor(structure, n, limited)[0]![0]);
  };
  // Each level has two numbers of an edge, and the base weight one.
  expect(levels(z.object({ count: z.int().min(3).max(5).default(4) }), [2, 7, 9, 11, 40])).toEqual([3, 3, 4, 5, 5]);
  expect(levels(z.object({ count: z.int().min(6).default(8) }), [3])).toEqual([6]);
  expect(levels(z.object({ count: z.int().multipleOf(2).default(4) }), [4, 9, 13])).toEqual([2, 4, 6]);
});

test('where a finer basis has the features of a coarser one, an extension changes no bit, however alike the features are', () => {
  const { structure, network } = make([2, 2], { basis: { kind: 'bells', count: 3 } }, withBells);
  const term = structure.layers[0]!.terms[0]!;
  // Bells so alike that least squares cannot tell them apart.
  for (const { offset, length } of Object.values(term.segments.shape)) for (let e = 0; e < length; e++) network.parameters[offset + e] = 1 + 1e-9 * offset;
  network.parameters.forEach((v, k) => { if (k >= term.segments.coefficients.offset && k < term.segments.coefficients.offset + term.segments.coefficients.length) network.parameters[k] = 1e6 * v; });
  const extended = extendGrid(structure, network, [5], withBells);
  expect(extended.report).toEqual({ edgeChange: 0, deficient: 0, isExact: true });
  expect(values(extended.structure, extended.network.parameters)).toEqual(values(structure, network.parameters));
  const powers = make([1, 1], { basis: { kind: 'powers', degree: 3 } });
  const finer = extendGrid(powers.structure, powers.network, [6], catalog);
  expect(values(finer.structure, finer.network.parameters)).toEqual(values(powers.structure, powers.network.parameters));
});

describe('every term follows a domain as it declares', () => {
  test('refit: polynomials stay what they are on domains within the old one, and where they are extended', () => {
    const { structure, network } = make([1, 2], { basis: { kind: 'powers', degree: 5 } });
    const narrow = adaptGrid(structure, network.parameters, [{ layer: 0, input: 0, domain: [-0.7, 0.4] }]);
    expect(narrow.report.edgeChange).toBeLessThan(1e-12);
    const extended = extendGrid(structure, network, [9], catalog);
    expect(extended.report).toMatchObject({ isExact: true, deficient: 0 });
    expect(difference(values(extended.structure, extended.network.parameters), values(structure, network.parameters))).toBeLessThan(1e-11);
  });

  test('refit: beyond the old domain polynomials follow what was computed there and do not run away', () => {
    const { structure, network } = make([1, 2], { basis: { kind: 'powers', degree: 5 } });
    const wider = Float64Array.from({ length: 101 }, (_, n) => -2 + n / 20);
    const on = (s: Structure, parameters: Float64Array): Float64Array => edgeFunctions(s.layers[0]!, parameters, () => wider, 0);
    const before = on(structure, network.parameters);
    const moved = adaptGrid(structure, network.parameters, [{ layer: 0, input: 0, domain: [-2, 3] }]);
    const free = make([1, 2], { basis: { kind: 'powers', degree: 5 }, outside: 'free' });
    const runaway = difference(on(free.structure, network.parameters), before);
    expect(difference(on(structure, moved.parameters), before)).toBeLessThan(runaway / 5);
  });

  test('transport: shapes of every edge move exactly', () => {
    const { structure, network } = make([2, 3], { basis: { kind: 'wavelet' }, outside: 'free' });
    const { shape } = structure.layers[0]!.terms[0]!.segments;
    // Shapes that differ from edge to edge.
    for (const { offset, length } of Object.values(shape)) for (let e = 0; e < length; e++) network.parameters[offset + e]! += 0.1 * e;
    const moved = adaptGrid(structure, network.parameters, [{ layer: 0, input: 1, domain: [-0.3, 4] }]);
    expect(moved.report.edgeChange).toBeLessThan(1e-13);
    expect(difference(values(structure, moved.parameters), values(structure, network.parameters))).toBeLessThan(1e-13);
    expect([...moved.parameters.subarray(shape['scale']!.offset, shape['scale']!.offset + 3)]).toEqual([...network.parameters.subarray(shape['scale']!.offset, shape['scale']!.offset + 3)]);
    // One coefficient, scale and shift on six edges, and three biases: wavelets do not add up to constants.
    expect(countParameters(structure).effective).toBe(6 * 3 + 3);
    expect(loadNetwork(saveNetwork(structure, { ...network, parameters: moved.parameters }), catalog).network.parameters).toEqual(moved.parameters);
  });

  test('none: nothing happens, and the report says so', () => {
    const { structure, network } = make([1, 1], { basis: { kind: 'monomials' } });
    const { parameters, report } = adaptGrid(structure, network.parameters, [{ layer: 0, input: 0, domain: [-3, 3] }]);
    expect(report).toEqual({ edgeChange: 0, skipped: 1, deficient: 0 });
    expect(parameters).toEqual(network.parameters);
  });
});

describe('quadratic forms of an edge', () => {
  test('the jumps of a spline on even knots are its differences', () => {
    for (const degree of [1, 2, 3, 5]) {
      const { structure, network } = make([1, 1], { basis: { kind: 'spline', degree, intervals: 6 } });
      const own = withOwnKnots(structure, catalog);
      const moved = carryOver(network, structure, own);
      const term = own.layers[0]!.terms[0]!;
      const at = term.segments.coefficients.offset;
      const jumps = formValue(jumpForm(term, gridOf(term, moved.parameters, 0), degree + 1), moved.parameters, at);
      expect(jumps / formValue(differenceForm(term.size, degree + 1), moved.parameters, at)).toBeCloseTo(1, 8);
    }
  });

  test('smoothing takes differences as declared, and on knots of their own where jumps are differences', () => {
    const orders = (parts: Partial<LayerParts>): (number | null)[] => {
      const { structure } = make([1, 1], parts);
      return [structure, withOwnKnots(structure, catalog)].map((s) => differenceOrder(s.layers[0]!.terms[0]!));
    };
    expect(orders({ basis: { kind: 'spline', degree: 2 } })).toEqual([3, 3]);
    expect(orders({ basis: { kind: 'spline', degree: 0, intervals: 1 } })).toEqual([1, 1]);
    expect(orders({ basis: { kind: 'hat' } })).toEqual([2, 2]);
    expect(orders({ basis: { kind: 'arch' } })).toEqual([2, null]);
    expect(orders({ basis: { kind: 'even-hat' } })).toEqual([null, null]);
  });

  test('jumps count in units of the intervals around them', () => {
    const { structure, network } = placed(make([1, 1]), [-1, -0.7, 0.1, 0.3, 1]);
    const term = structure.layers[0]!.terms[0]!;
    const grid = gridOf(term, network.parameters, 0);
    const knots = knotPositions(term, grid)!;
    const third = values(structure, network.parameters, Float64Array.from({ length: 4 }, (_, j) => (knots[j]! + knots[j + 1]!) / 2), 3);
    const expected = [1, 2, 3].reduce((sum, j) => sum + (((knots[j + 1]! - knots[j - 1]!) / 2) ** 3 * (third[j]! - third[j - 1]!)) ** 2, 0);
    expect(formValue(jumpForm(term, grid, 4), network.parameters, term.segments.coefficients.offset) / expected).toBeCloseTo(1, 10);
  });

  test('a cubic has no jumps, wherever the knots are', () => {
    const { structure, network } = scattered(make([1, 1], { basis: { kind: 'spline', intervals: 4 } }), 8);
    const term = structure.layers[0]!.terms[0]!;
    const at = term.segments.coefficients.offset;
    const grid = gridOf(term, network.parameters, 0);
    // One interval is one cubic; more knots describe the same.
    const one = make([1, 1], { basis: { kind: 'spline', intervals: 1 } });
    const cubic = extendGrid(withOwnKnots(one.structure, catalog), carryOver(one.network, one.structure, withOwnKnots(one.structure, catalog)), [4], catalog);
    const moved = adaptGrid(cubic.structure, cubic.network.parameters, [{ layer: 0, input: 0, domain: [-1, 1], knots: knotPositions(term, grid)! }]);
    expect(formValue(jumpForm(term, grid, 4), network.parameters, at)).toBeGreaterThan(1e-3);
    expect(formValue(jumpForm(cubic.structure.layers[0]!.terms[0]!, gridOf(term, moved.parameters, 0), 4), moved.parameters, at)).toBeLessThan(1e-9);
  });

  test('roughness is the integral of the squared derivative', () => {
    for (const [kind, m] of [['spline', 1], ['spline', 2], ['spline', 3], ['powers', 2]] as const) {
      const { structure, network } = kind === 'spline' ? placed(make([1, 1], { basis: { kind } }), [-1, -0.7, 0.1, 0.3, 1]) : make([1, 1], { basis: { kind, degree: 6 } });
      const term = structure.layers[0]!.terms[0]!;
      const fine = Float64Array.from({ length: 40_000 }, (_, n) => -1 + (n + 0.5) / 20_000);
      // In the variable that runs from 0 to 1 every derivative counts the width of the domain, 2, once more.
      const integral = values(structure, network.parameters, fine, m).reduce((s, v) => s + (2 ** m * v) ** 2, 0) / fine.length;
      expect(formValue(roughnessForm(term, gridOf(term, network.parameters, 0), m), network.parameters, term.segments.coefficients.offset) / integral).toBeCloseTo(1, 5);
    }
  });
});
