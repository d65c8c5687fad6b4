import { expect, test } from '@jest/globals';
import type { LayerStructure, Precision } from '@knotwork/plugin/engine';
import { builtRows } from '../../fixtures/built-rows.js';
import { atOnce, kernelBackend } from '../../fixtures/kernel-backend.js';
import { draw, numbersOf, parts, pointsOf, randomMask, taskOf, weighing } from '../../fixtures/tasks.js';
import { kernelExtent } from '../../memory/kernel-extent.js';
import { type IsWide, memoryLayout, type RowsLayout } from '../../memory/memory-layout.js';
import { Arena } from '../../memory/arena.js';
import { wideRows } from './wide-rows.js';

const contraction = { variant: 'avx2', version: null, kinds: [], maps: [], features: [], origin: { file: 'contraction.node', variant: 1 }, run: (): void => undefined };
const none = { because: 'no native code for linux-x64 is installed', isPossible: true };

/** A network of edges from three inputs to so many sums. */
const layerOf = (sums: number, intervals = 5): LayerStructure => draw([3, sums], [parts({ basis: { kind: 'reference-spline', degree: 3, intervals } })]).structure.layers[0]!;

test.each([['float32', 8], ['float64', 4]] as const)('layers are contracted natively where more than half of a wide vector is used, with many cells where seven eighths of all are, in %s', (precision, half) => {
  const { isWide } = wideRows(precision, false, { contraction })!;
  expect([half, half + 1, 2 * half, 3 * half].map((sums) => isWide(layerOf(sums)))).toEqual([false, true, true, true]);
  expect([32, 33].map((intervals) => isWide(layerOf(half + 1, intervals)))).toEqual([true, false]);
  expect([1.75 * half - 1, 1.75 * half, 2 * half, 2 * half + 1, 3 * half, 4 * half].map((sums) => isWide(layerOf(sums, 33)))).toEqual([false, true, true, false, false, true]);
  // Terms without cells have none too many.
  expect(isWide(draw([3, half + 1], [parts({ basis: { kind: 'reference-chebyshev', degree: 40 } })]).structure.layers[0]!)).toBe(true);
  expect(wideRows(precision, true, { contraction })!.isWide(layerOf(1, 100))).toBe(true);
});

test('where there is none kernels do it, unless native contractions were asked for', () => {
  expect(wideRows('float64', false, none)).toBeNull();
  expect(() => wideRows('float64', true, none)).toThrow('The engine "native" has no native contractions here: no native code for linux-x64 is installed. Set engine.contraction=auto, which does without them in such a case.');
});

test.each([['float32', 16, 64], ['float64', 8, 64]] as const)('rows of wide layers are whole wide vectors that begin at such, of others as before, in %s', (precision, lanes, bytes) => {
  const { structure } = draw([3, 5, lanes + 1, lanes, 2], [parts(), parts(), parts({ off: randomMask(lanes + 1, lanes, 0.6, 1) }), parts()]);
  const fromLanes: IsWide = ({ sums }) => sums >= lanes;
  const layout = memoryLayout(structure, { precision, parameters: 'trainable', isWide: fromLanes });
  expect(layout.layers.map(({ isWide }) => isWide)).toEqual([false, true, true, false]);
  expect(layout.layers.slice(1, 3).map(({ arrangement }) => arrangement.length)).toEqual([2 * lanes, lanes]);
  const size = bytes / lanes;
  for (const { terms } of layout.layers.slice(1, 3)) {
    for (const { tiles } of terms as readonly RowsLayout[]) {
      for (const { vectors, lane, at, weights } of tiles) expect([vectors * 16, lane * size, at * size, weights * size].map((place) => place % bytes)).toEqual([0, 0, 0, 0]);
    }
  }
  // Every number has a place of its own.
  const places = layout.placeOf.filter((place) => place >= 0);
  expect(new Set(places).size).toBe(places.length);
  const before = memoryLayout(structure, { precision, parameters: 'trainable' });
  expect(before.layers.some(({ isWide }) => isWide)).toBe(false);
  expect(memoryLayout(structure, { precision, parameters: 'trainable', isWide: fromLanes, hasChannels: true }).layers.some(({ isWide }) => isWide)).toBe(false);
});

test('memory by arithmetic counts the lanes of whole wide vectors', () => {
  const bytes = (sums: number, isWide?: IsWide): number => {
    const { structure } = draw([3, sums], [parts()]);
    const { objective, options } = taskOf(structure);
    return kernelExtent('float64', isWide)(structure, objective, options, 0, {});
  };
  const fromEight: IsWide = ({ sums }) => sums >= 8;
  // 17 sums have 18 lanes in pairs, and 24 in eights; 24 sums have as many in both.
  expect(bytes(17)).toBeLessThan(bytes(17, fromEight));
  expect(bytes(24, fromEight)).toBe(bytes(24));
  expect(bytes(7, fromEight)).toBe(bytes(7));
});

const rows = builtRows();

(rows === null ? test.skip : test).each(['float32', 'float64'] as readonly Precision[])('jobs follow a memory that grows, in %s', (precision) => {
  const c = draw([3, 40, 2], [parts(), parts()], { rows: 70 });
  const task = taskOf(c.structure);
  const gradientOf = (grow: boolean): Float64Array => {
    const arena = new Arena();
    const backend = kernelBackend(task, precision, arena, rows);
    const [numbers, data] = [backend.start(numbersOf(c.network.parameters), {}), backend.bind(pointsOf(task, c.rows))];
    numbers.gradient(data, weighing());
    const before = arena.u8.buffer;
    for (let k = 0; grow && k < 100; k++) arena.allocate(2 ** 17);
    expect(arena.u8.buffer === before).toBe(!grow);
    return atOnce(numbers.gradient(data, weighing())).gradient;
  };
  expect(gradientOf(true)).toEqual(gradientOf(false));
});

(rows === null ? test.skip : test)('a profile tells what native code did, and no longer than it was asked to', () => {
  const c = draw([3, 40, 40, 2], [parts(), parts(), parts()], { rows: 70 });
  const task = taskOf(c.structure);
  const backend = kernelBackend(task, 'float32', new Arena(), rows);
  const [numbers, data] = [backend.start(numbersOf(c.network.parameters), {}), backend.bind(pointsOf(task, c.rows))];
  const natively = (): readonly string[] => { numbers.gradient(data, weighing()); return Object.keys(backend.profile.stop()).filter((name) => name.startsWith('native.')).sort(); };
  expect(natively()).toEqual([]);
  backend.profile.start();
  expect(natively()).toEqual(['native.forward', 'native.toCoefficients', 'native.toInputs']);
  expect(natively()).toEqual([]);
});

const variants = ['avx512', 'avx2', 'neon'].flatMap((variant) => builtRows(variant) ?? []);

(variants.length === 0 ? test.skip : test).each(['float32', 'float64'] as readonly Precision[])('all instructions of a processor give the same bits, in %s', (precision) => {
  const c = draw([5, 40, 33, 2], [parts(), parts({ basis: { kind: 'reference-chebyshev', degree: 8 } }), parts()], { rows: 130 });
  const task = taskOf(c.structure);
  const gradients = variants.map((of) => {
    const backend = kernelBackend(task, precision, undefined, of);
    return atOnce(backend.start(numbersOf(c.network.parameters), {}).gradient(backend.bind(pointsOf(task, c.rows)), weighing())).gradient;
  });
  for (const gradient of gradients.slice(1)) expect(gradient).toEqual(gradients[0]);
});
