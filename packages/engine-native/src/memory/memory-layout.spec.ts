import { describe, expect, test } from '@jest/globals';
import { mixedCase, randomCase } from '@knotwork/conformance';
import { hasEdgeShape } from '@knotwork/network';
import type { Precision, Structure } from '@knotwork/plugin/engine';
import { lanes } from '../code/emitter.js';
import { draw, parts, randomMask } from '../fixtures/tasks.js';
import { memoryLayout, type MemoryLayout, type TermLayout, rowStride } from './memory-layout.js';

const precisions: readonly Precision[] = ['float64', 'float32'];
const seeds = Array.from({ length: 60 }, (_, k) => k + 1);
const WIDE = [3, 40, 33, 2];
const wide: readonly { readonly name: string; readonly structure: Structure }[] = [
  { name: 'wide', ...draw(WIDE, [parts(), parts({ off: randomMask(40, 33, 0.5, 1) }), parts()]) },
  { name: 'wide and global', ...draw([3, 40, 2], [parts({ basis: { kind: 'reference-chebyshev', degree: 19 } }), parts({ basis: { kind: 'reference-waves' } })]) },
  { name: 'more outputs than one tile', ...draw([2, 70, 1], [parts(), parts()]) },
];
const structures = [...seeds.map(randomCase), ...seeds.map(mixedCase), ...wide].map(({ name, structure }) => ({ name, structure }));

/** Numbers of the parameter vector that a term's edge e has by itself, by what they are. */
function* numbersOf(structure: Structure): Generator<{ readonly at: number; readonly kind: TermLayout['kind'] }> {
  for (const [layout, layer] of layoutOf(structure, 'float64').layers.map((l) => [l, l.layer] as const)) {
    for (const [t, { edges, size, segments, shape }] of layer.terms.entries()) {
      const { kind } = layout.terms[t]!;
      for (let e = 0; e < edges.count; e++) {
        const own = [
          ...Array.from({ length: size }, (_, k) => segments.coefficients.offset + e * size + k),
          ...(segments.baseWeight === null ? [] : [segments.baseWeight.offset + e]), ...(segments.basisWeight === null ? [] : [segments.basisWeight.offset + e]),
          ...Object.entries(segments.shape).filter(([name]) => shape[name]!.scope === 'edge').map(([, s]) => s.offset + e),
        ];
        for (const at of own) yield { at, kind };
      }
    }
  }
}

/** The layout where base weights, basis weights and coefficients all train. */
function layoutOf(structure: Structure, precision: Precision): MemoryLayout { return memoryLayout(structure, { precision, parameters: 'trainable' }); }

describe('every number has its place', () => {
  test('but basis weights where unknowns are effective: they are 1', () => {
    for (const { name, structure } of structures) {
      const [all, effective] = [layoutOf(structure, 'float64'), memoryLayout(structure, { precision: 'float64', parameters: 'effective' })];
      for (const { role, offset, length } of structure.segments) {
        const placed = ({ placeOf }: MemoryLayout): boolean[] => Array.from(placeOf.subarray(offset, offset + length), (place) => place >= 0);
        expect([name, role, placed(effective)]).toEqual([name, role, role === 'basisWeight' ? placed(all).map(() => false) : placed(all)]);
      }
    }
  });

  for (const precision of precisions) {
    test(`numbers of edges have one each, in ${precision}`, () => {
      for (const { name, structure } of structures) {
        const { placeOf, length } = layoutOf(structure, precision);
        for (const { at } of numbersOf(structure)) if (placeOf[at]! < 0 || placeOf[at]! >= length) throw new Error(`${name}: number ${at} of an edge is at ${placeOf[at]}`);
        const places = placeOf.filter((place) => place >= 0);
        expect([name, new Set(places).size]).toEqual([name, places.length]);
        for (const layer of structure.layers) {
          for (let o = 0; o < layer.sums; o++) expect(placeOf[layer.bias.offset + o]).toBeGreaterThanOrEqual(0);
          for (const { segments: { domain, knots } } of layer.terms) {
            for (const grid of [domain, ...(knots === null ? [] : [knots])]) expect(placeOf.subarray(grid.offset, grid.offset + grid.length).every((place) => place === -1)).toBe(true);
          }
        }
      }
    });

    test(`everything begins at whole vectors, and terms do not overlap, in ${precision}`, () => {
      const { count } = lanes(precision);
      for (const { name, structure } of structures) {
        const layout = layoutOf(structure, precision);
        const begins = layout.layers.flatMap(({ bias, terms }) => [bias, ...terms.flatMap((t) => [
          ...t.range, ...Object.values(t.shapes), ...(t.kind === 'rows' ? t.tiles.flatMap(({ at, weights }) => [at, ...(weights < 0 ? [] : [weights])]) : [t.at]),
          ...(t.kind === 'columns' && t.weights >= 0 ? [t.weights] : []), ...(t.kind === 'rows' ? [] : [t.entry]),
        ])]);
        expect([name, [...begins, layout.length].filter((at) => at % count !== 0)]).toEqual([name, []]);
        const ranges = layout.layers.flatMap(({ terms, bias, arrangement }) => [...terms.map((t) => t.range), [bias, bias + arrangement.length] as const]).sort((p, q) => p[0] - q[0] || p[1] - q[1]);
        ranges.forEach(([from, to], k) => { expect(to >= from && to <= (ranges[k + 1]?.[0] ?? layout.length)).toBe(true); });
      }
    });
  }

  test('all three ways to contract are met', () => {
    const kinds = new Set(structures.flatMap(({ structure }) => layoutOf(structure, 'float32').layers.flatMap(({ terms }) => terms.map(({ kind }) => kind))));
    expect([...kinds].sort()).toEqual(['columns', 'edges', 'rows']);
  });
});

test('an arrangement has every sum once; lanes of a tile are what its inputs reach', () => {
  for (const precision of precisions) {
    for (const { structure } of structures) {
      for (const { arrangement, layer, terms } of layoutOf(structure, precision).layers) {
        expect([...arrangement].filter((o) => o >= 0).sort((p, q) => p - q)).toEqual(Array.from({ length: layer.sums }, (_, o) => o));
        for (const t of terms) {
          if (t.kind !== 'rows') continue;
          for (const { lane, vectors, inputs } of t.tiles) {
            const sums = [...arrangement.subarray(lane, lane + vectors * lanes(precision).count)].filter((o) => o >= 0);
            const reaching = Array.from({ length: layer.inputs }, (_, i) => i).filter((i) => sums.some((o) => t.term.edges.edgeAt[i * layer.sums + o]! >= 0));
            expect([...inputs]).toEqual(reaching);
          }
        }
      }
    }
  }
});

/** Edges that a term is contracted over, counting all lanes of a vector that any of its edges is in. */
function contracted(t: TermLayout, count: number): number {
  if (t.kind !== 'rows') return t.edges.length / 2;
  return t.tiles.reduce((sum, { inputs, vectors }) => sum + inputs.length * vectors * count, 0);
}

/** Lanes of a vector share what any of them needs: of ten edges, one is on, and in vectors of four 1 - 0.9^4 = 34 % have one. */
const SHARED = 1.1;

describe('edges that are off cost nothing', () => {
  const width = 64;
  for (const precision of precisions) {
    test(`of a wide layer with nine of ten edges off at random, no more is contracted than a tenth and what shares vectors, in ${precision}`, () => {
      const { count } = lanes(precision);
      const { structure } = draw([width, width], [parts({ off: randomMask(width, width, 0.9, 1) })]);
      const [t] = layoutOf(structure, precision).layers[0]!.terms;
      const on = t!.term.edges.count;
      expect(on / width ** 2).toBeCloseTo(0.1, 1);
      expect(contracted(t!, count)).toBeLessThanOrEqual(t!.kind === 'rows' ? SHARED * (1 - 0.9 ** count) * width ** 2 : on);
    });

    test(`outputs off from the same inputs come side by side, so that whole blocks cost nothing, in ${precision}`, () => {
      const { count } = lanes(precision);
      // Even outputs see the first half of the inputs, odd ones the other.
      const masked = randomMask(width, width, 2, 1).filter(([from, to]) => (from < width / 2) === (to % 2 === 1));
      const [t] = layoutOf(draw([width, width], [parts({ off: masked })]).structure, precision).layers[0]!.terms;
      expect(t!.kind).toBe('rows');
      expect(contracted(t!, count)).toBe(width ** 2 / 2);
    });

    test(`inputs without edges are in no list, in ${precision}`, () => {
      for (const { structure } of structures) {
        for (const { terms } of layoutOf(structure, precision).layers) {
          for (const t of terms) {
            expect([...new Set([...t.live].map((group) => t.inputOf[group]!))]).toEqual([...new Set(t.term.edges.from)]);
            if (hasEdgeShape(t.term) && t.kind === 'columns') expect(t.inputOf).toHaveLength(t.edges.length / 2);
          }
        }
      }
    });

    test(`a network pruned to one path for each layer has the layout of a network of that path, in ${precision}`, () => {
      const path = [2, 5, 1, 0];
      const widths = [4, 9, 7, 1];
      const pruned = draw(widths, path.slice(1).map((to, l) => parts({ off: randomMask(widths[l]!, widths[l + 1]!, 2, 1).filter(([i, o]) => i !== path[l] || o !== to) })));
      const small = draw([1, 1, 1, 1], [parts(), parts(), parts()]);
      const termsOf = (layout: MemoryLayout): unknown[] => layout.layers.map(({ terms: [t] }) => ({
        kind: t!.kind, cost: contracted(t!, lanes(precision).count), live: t!.live.length, numbers: t!.range[1] - t!.range[0],
      }));
      expect(termsOf(layoutOf(pruned.structure, precision))).toEqual(termsOf(layoutOf(small.structure, precision)));
      const numbers = (s: Structure): number => layoutOf(s, precision).layers.reduce((sum, l) => sum + l.terms[0]!.range[1] - l.terms[0]!.range[0], 0);
      expect(numbers(pruned.structure)).toBe(numbers(small.structure));
    });
  }
});

test('wide rows are cut into tiles of at most 16 vectors, none of them narrow', () => {
  for (const [outputs, precision, tiles] of [[64, 'float32', [16]], [68, 'float32', [9, 8]], [70, 'float64', [12, 11, 12]], [32, 'float64', [16]]] as const) {
    const [t] = layoutOf(draw([3, outputs], [parts()]).structure, precision).layers[0]!.terms;
    expect(t!.kind === 'rows' && t!.tiles.map(({ vectors }) => vectors)).toEqual(tiles);
  }
});

test('rows do not follow each other in the same places of a cache', () => {
  expect([64, 448, 512, 768, 960, 1024, 1536, 2048].map(rowStride)).toEqual([64, 448, 576, 768, 960, 1088, 1600, 2112]);
});
