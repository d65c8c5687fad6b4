import { expect, test } from '@jest/globals';
import { everything, numberOf, type Parsed, parsedSvg } from '../fixtures/parsed-svg.js';
import { distanceTo, pathPoints } from '../fixtures/path-points.js';
import { solutionLines, type SolutionLine } from '../solution.js';

const places = Array.from({ length: 201 }, (_, k) => k / 10);
const line = (more: Partial<SolutionLine>): SolutionLine => ({ along: 't', unknowns: [{ name: 'u', places, values: places.map(Math.sin) }], residuals: [], ...more });
const elementsOf = (of: SolutionLine): Parsed[] => everything(parsedSvg(solutionLines(of)));
const texts = (elements: readonly Parsed[]): string[] => elements.filter(({ name }) => name === 'text').map(({ text }) => text);
const curves = (elements: readonly Parsed[], color: string): [number, number][][][] => elements.filter(({ name, attributes }) => name === 'path' && attributes.get('class') === `kw-stroke-${color}`).map(({ attributes }) => pathPoints(attributes.get('d')!));

test('every unknown is a curve of a color, with its reference as rings of that color upon it', () => {
  const unknowns = [Math.sin, Math.cos].map((f, k) => ({ name: 'xy'[k]!, places, values: places.map(f), reference: { places: [0, 5, 20], values: [0, 5, 20].map(f) } }));
  const elements = elementsOf(line({ unknowns }));
  const groups = elements.filter(({ name, attributes }) => name === 'g' && attributes.get('class')?.includes('kw-fill-paper'));
  expect(groups.map(({ attributes, children }) => [attributes.get('class'), children.length])).toEqual([['kw-fill-paper kw-stroke-accent', 3], ['kw-fill-paper kw-stroke-second', 3]]);
  for (const [k, color] of ['accent', 'second'].entries()) for (const ring of groups[k]!.children) expect(distanceTo(curves(elements, color)[0]!, [numberOf(ring, 'cx'), numberOf(ring, 'cy')])).toBeLessThan(0.2);
  expect(texts(elements)).toEqual(expect.arrayContaining(['x', 'y', 't', 'rings: reference']));
  expect(elements.find(({ name }) => name === 'desc')!.text).toMatch(/^x by t, from −\S+ to 1, with the reference as rings\. y by t/);
  expect(texts(elementsOf(line({})))).not.toContain('rings: reference');
});

test('residuals stand below, by powers of ten; 0 lies on the ground', () => {
  const elements = elementsOf(line({ residuals: [{ name: 'the equation', places, values: places.map((_, k) => (k === 200 ? 0 : 10 ** (-k / 100))) }] }));
  const [solution, residual] = curves(elements, 'accent');
  const [points] = residual!;
  expect(Math.min(...points!.map(([, y]) => y))).toBeGreaterThan(Math.max(...solution!.flat().map(([, y]) => y)));
  // A straight line in powers, whose last point is as low as the smallest.
  expect(points!.length).toBeLessThan(5);
  expect(points!.at(-1)![0]).toBe(Math.max(...solution!.flat().map(([x]) => x)));
  expect(points!.at(-1)![1]).toBeCloseTo(Math.max(...points!.map(([, y]) => y)), 1);
  expect(texts(elements)).toEqual(expect.arrayContaining(['residual', '1', '0.1', '0.01']));
  const { text } = elements.find(({ name }) => name === 'desc')!;
  expect(text).toContain('The root mean square of the residual of the equation is 0.');
});

test('what is not finite is a gap, and arrays that differ in length are refused', () => {
  const elements = elementsOf(line({ unknowns: [{ name: 'u', places, values: places.map((t, k) => (k === 100 ? NaN : t)) }] }));
  expect(curves(elements, 'accent')[0]).toHaveLength(2);
  expect(elements.find(({ name }) => name === 'desc')!.text).toContain('1 value that is not finite is left out.');
  expect(() => solutionLines(line({ unknowns: [{ name: 'u', places, values: [1] }] }))).toThrow('"unknowns[0].values" must have 201 values, one for each place; got 1.');
  expect(() => solutionLines(line({ residuals: [{ name: 'r', places, values: [1] }] }))).toThrow('"residuals[0].values" must have 201 values');
  expect(() => solutionLines(line({ unknowns: [{ name: 'u', places: [], values: [], reference: { places: [1], values: [] } }] }))).toThrow('"unknowns[0].reference.values" must have 1 values');
});
