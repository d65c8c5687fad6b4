import { describe, expect, test } from '@jest/globals';
import { everything, numberOf, type Parsed, parsedSvg } from '../fixtures/parsed-svg.js';
import { distanceTo, pathPoints } from '../fixtures/path-points.js';
import { numbers } from '../fixtures/networks.js';
import { type GridValues, solutionMap, type SolutionPlane } from '../solution.js';
import { differenceColors, sizeColors, valueColors } from '../svg/color-maps.js';
import { scaleOfDifferences, scaleOfSizes, scaleOfValues } from './value-scale.js';

const elementsOf = (rows: readonly SolutionPlane[]): Parsed[] => everything(parsedSvg(solutionMap(rows)));
const texts = (elements: readonly Parsed[]): string[] => elements.filter(({ name }) => name === 'text').map(({ text }) => text);
const places = (from: number, to: number, count: number): number[] => Array.from({ length: count }, (_, k) => from + (to - from) * k / (count - 1));
const grid = (f: (x: number, y: number) => number, count = 64): GridValues => { const [x, y] = [places(0, 1, count), places(-1, 1, count)]; return { x, y, values: x.flatMap((u) => y.map((v) => f(u, v))) }; };
const plane = (more: Partial<SolutionPlane>): SolutionPlane => ({ unknown: 'u', along: ['t', 'x'], value: grid((t, x) => t + x), slices: [], ...more });
/** Maps are groups of regions, from the first row and the left. */
const maps = (elements: readonly Parsed[]): Parsed[] => elements.filter(({ name, attributes }) => name === 'g' && attributes.get('fill-rule') === 'evenodd');
const colorsOf = (map: Parsed): string[] => map.children.map(({ attributes }) => attributes.get('fill')!);

/** The color at a place of a map, read off the regions as they are drawn: of those around it the last. */
function colorAt(map: Parsed, x: number, y: number): string | undefined {
  return map.children.findLast(({ attributes }) => {
    let crossings = 0;
    for (const line of pathPoints(attributes.get('d')!)) {
      line.forEach(([ax, ay], k) => { const [bx, by] = line[(k + 1) % line.length]!; if ((ay > y) !== (by > y) && ax + (y - ay) / (by - ay) * (bx - ax) > x) crossings++; });
    }
    return crossings % 2 === 1;
  })?.attributes.get('fill');
}

describe('how values become colors', () => {
  test('values between their ends have as many steps as asked for, and a single value has one color and one number', () => {
    const { levels, colors, axis } = scaleOfValues({ low: -1, high: 3 }, 4);
    expect(levels).toEqual([0, 1, 2]);
    expect(colors).toEqual([0, 1 / 3, 2 / 3, 1].map(valueColors));
    expect([axis(100, 0).at(-1), axis(100, 0).at(3)]).toEqual([100, 0]);
    const one = scaleOfValues({ low: 3, high: 3 + 1e-15 }, 4);
    expect([one.levels, one.colors, one.axis(100, 0).ticks.map(({ label }) => label)]).toEqual([[], [valueColors(0.5)], ['3']]);
  });

  test('differences have as many colors on both sides of 0, and 0 the middle one', () => {
    const { levels, colors } = scaleOfDifferences([-1, 0.25, NaN], 8);
    expect(levels).toEqual([5, 3, 1, -1, -3, -5].map((k) => expect.closeTo(-k / 7, 12)));
    expect(colors[3]).toBe(differenceColors(0.5));
    expect(colors).toHaveLength(7);
  });

  test('sizes go by powers of ten, whose ends are ends of colors, and neither zeros nor a few tiny ones make them pale', () => {
    const { levels, colors, axis } = scaleOfSizes([0, 1e-30, ...places(0.002, 0.9, 200)], 12);
    expect(levels).toContainEqual(expect.closeTo(0.1, 12));
    expect([axis(100, 0).at(1), axis(100, 0).at(0.01)]).toEqual([expect.closeTo(0, 9), expect.closeTo(100, 9)]);
    expect([colors[0], colors.at(-1), colors.length]).toEqual([sizeColors(0), sizeColors(1), 12]);
    expect(scaleOfSizes([0, 0], 12).colors).toEqual([sizeColors(0)]);
    expect(scaleOfSizes([5e-324, 1.7e308], 12).levels.every((level) => level > 0 && Number.isFinite(level))).toBe(true);
  });
});

test('a place of a map has the color of its value; the first coordinate goes to the right, the second upwards', () => {
  const elements = elementsOf([plane({ value: grid((t) => t), error: grid((_, x) => x), residual: { ...grid((t) => 10 ** (-3 * t)), name: 'the equation' } })]);
  const [value, error, residual] = maps(elements) as [Parsed, Parsed, Parsed];
  const frame = (k: number): { x(share: number): number; y(share: number): number } => {
    const rect = elements.filter(({ name, attributes }) => name === 'rect' && attributes.get('fill') === 'none')[k]!;
    return { x: (share) => numberOf(rect, 'x') + share * numberOf(rect, 'width'), y: (share) => numberOf(rect, 'y') + (1 - share) * numberOf(rect, 'height') };
  };
  const colors = colorsOf(value);
  for (const share of [0.02, 0.3, 0.52, 0.98]) {
    for (const other of [0.1, 0.9]) {
      expect(colorAt(value, frame(0).x(share), frame(0).y(other))).toBe(colors[Math.floor(share * colors.length)]);
      expect(colorAt(error, frame(1).x(other), frame(1).y(share))).toBe(colorsOf(error)[Math.floor(share * colorsOf(error).length)]);
      expect(colorAt(residual, frame(2).x(1 - share), frame(2).y(other))).toBe(colorsOf(residual)[Math.floor(share * colorsOf(residual).length)]);
    }
  }
  expect(texts(elements)).toEqual(expect.arrayContaining(['u', 'error of u', 'at most 1', 'residual of the equation', 't', 'x', '0.001', '0.01', '0.1', '−0.5']));
});

test('slices are curves at their values, with as many rings as are seen, on one scale', () => {
  const at = places(-1, 1, 101);
  const elements = elementsOf([plane({ slices: [0.25, 1].map((t) => ({ at: t, places: at, values: at.map((x) => t * x), reference: { places: at, values: at.map((x) => t * x) } })) })]);
  const curves = elements.filter(({ attributes }) => attributes.get('class') === 'kw-stroke-accent').map(({ attributes }) => pathPoints(attributes.get('d')!));
  const rings = elements.filter(({ name }) => name === 'circle');
  expect([curves.length, rings.length]).toEqual([2, 48]);
  rings.forEach((ring, k) => { expect(distanceTo(curves[k < 24 ? 0 : 1]!, [numberOf(ring, 'cx'), numberOf(ring, 'cy')])).toBeLessThan(0.2); });
  const rise = (lines: [number, number][][]): number => lines[0]!.at(-1)![1] - lines[0]![0]![1];
  expect(rise(curves[1]!) / rise(curves[0]!)).toBeCloseTo(4, 2);
  expect(texts(elements)).toEqual(expect.arrayContaining(['t = 0.25', 't = 1', 'network', 'reference']));
});

test('says in words what there is to see', () => {
  const [, , description] = elementsOf([plane({ error: grid(() => -0.5, 3), residual: { ...grid(() => 0.25, 4), name: 'equation 2' }, held: 'y = 0.5', slices: [{ at: 0.5, places: [0, 1], values: [1, NaN] }] })]);
  expect(description!.text).toBe('u over t and x where y = 0.5, from −1 to 2. Its error is at most 0.5. The root mean square of the residual of equation 2 is 0.25. Below, u by x where t is 0.5.');
});

test('a map of 64 x 64 cells stays small however rough it is, and says nothing that is no number', () => {
  const next = numbers(7);
  const rough = grid(() => next());
  const smooth = solutionMap([plane({ value: grid((t, x) => Math.tanh(30 * (x - 0.3 * t))) })]);
  expect(smooth.length).toBeLessThan(40_000);
  expect(maps(everything(parsedSvg(smooth)))[0]!.children).toHaveLength(32);
  for (const more of [{ value: rough }, { residual: { ...rough, name: 'it' } }]) {
    const svg = solutionMap([plane(more)]);
    expect(svg.length).toBeLessThan(150_000);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  }
});

test('what does not fit is refused', () => {
  expect(() => solutionMap([])).toThrow('"rows" must have at least one row; got none.');
  expect(() => solutionMap([plane({ error: { x: [0, 1], y: [0, 1], values: [1] } })])).toThrow('"rows[0].error.values" must have 4 values, one for each x and y; got 1.');
  expect(() => solutionMap([plane({ slices: [{ at: 0, places: [1], values: [] }] })])).toThrow('"rows[0].slices[0].values" must have 1 values, one for each place; got 0.');
});
