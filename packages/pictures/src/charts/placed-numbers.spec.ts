import { expect, test } from '@jest/globals';
import { everything, numberOf, parsedSvg } from '../fixtures/parsed-svg.js';
import { placedNumbers } from './placed-numbers.js';
import { tradeOffPlot } from './trade-off-plot.js';

const area = { left: 50, right: 536, top: 16, bottom: 316 };
const RADIUS = 4.5;
/** What is placed for points, each with the number that it has among them. */
const placed = (points: readonly (readonly [number, number])[], whiskers: Parameters<typeof placedNumbers>[1] = []) => {
  const places = points.map(([x, y]) => ({ x, y, halfWidth: 3.5 }));
  return { places, numbers: placedNumbers(places, whiskers, area, RADIUS) };
};
/** Numbers without a line that another point is nearer to than their own, numbers upon points, and numbers upon each other. */
function faults({ places, numbers }: ReturnType<typeof placed>): string[] {
  const distance = (a: { x: number; y: number }, b: { x: number; y: number }): number => Math.hypot(a.x - b.x, a.y - b.y);
  return numbers.flatMap((number, k) => [
    ...places.flatMap((other, o) => (number.line === null && o !== k && distance(number, other) < distance(number, places[k]!) ? [`${k} is nearer to ${o}`] : [])),
    ...places.flatMap((other, o) => (Math.abs(number.x - other.x) < 3.5 + RADIUS && Math.abs(number.y - other.y) < 5 + RADIUS ? [`${k} upon ${o}`] : [])),
    ...numbers.flatMap((other, o) => (o < k && Math.abs(number.x - other.x) < 7 && Math.abs(number.y - other.y) < 10 ? [`${k} and ${o}`] : [])),
  ]);
}

test('a point by itself has its number beside it, without a line', () => {
  expect(placed([[200, 100]]).numbers).toEqual([{ x: 211, y: 91, line: null }]);
});

test('numbers of points close together are each nearest to their own, or at the end of a line from it', () => {
  // Nine arms of a study: three of one cost, three of another beside them, two nearly upon each other.
  const study = placed([[203, 252], [203, 239], [502, 208], [203, 100], [83, 229], [243, 259.5], [243, 225], [243, 257], [223, 254]], [
    { x: 203, top: 181, bottom: 258 }, { x: 243, top: 202, bottom: 295 }, { x: 223, top: 236, bottom: 276 }, { x: 203, top: 37, bottom: 127 },
  ]);
  expect(faults(study)).toEqual([]);
});

test('where nothing is free beside a point, a line leads to its number', () => {
  const crowd = placed(Array.from({ length: 25 }, (_, k) => [250 + 13 * (k % 5), 150 + 13 * Math.floor(k / 5)] as const));
  const led = crowd.numbers.flatMap(({ line }, k) => (line === null ? [] : [{ line, point: crowd.places[k]! }]));
  expect(led.length).toBeGreaterThan(0);
  for (const { line: { from }, point } of led) expect(Math.hypot(from.x - point.x, from.y - point.y)).toBeCloseTo(RADIUS, 9);
});

test('numbers stay in the plot', () => {
  const { numbers } = placed([[51, 17], [535, 17], [51, 314], [535, 314]]);
  for (const { x, y } of numbers) expect([x > area.left, x < area.right + 20, y > area.top - 6, y < area.bottom - 7]).toEqual([true, true, true, true]);
});

test('in the picture of a study every number without a line is nearest to the point that it tells', () => {
  const arms = [[84, 8.88, 8.67, 10.3], [84, 9.3, 8.88, 11.1], [114, 10.28, 8.86, 13.96], [84, 13.7, 12.83, 15.69], [72, 9.61, 9.27, 10.69], [88, 8.64, 7.51, 9.81], [88, 9.74, 9.5, 10.45], [88, 8.73, 7.55, 9.57], [86, 8.81, 8.12, 9.38]] as const;
  const svg = tradeOffPlot({ cost: 'parameters', value: 'rmse', points: arms.map(([cost, value, lower, upper], k) => ({ name: `arm ${k}`, note: '', cost, value, lower, upper })) });
  const groups = everything(parsedSvg(svg)).filter(({ name, children }) => name === 'g' && children.some((child) => child.name === 'circle'));
  const places = groups.map(({ children }) => {
    const [circle, number] = [children.find(({ name }) => name === 'circle')!, children.find(({ name }) => name === 'text')!];
    return { x: numberOf(circle, 'cx'), y: numberOf(circle, 'cy'), number: { x: numberOf(number, 'x'), y: numberOf(number, 'y') - 0.35 * 11 } };
  });
  const nearest = places.map(({ number }) => places.map(({ x, y }) => Math.hypot(x - number.x, y - number.y))).map((distances) => distances.indexOf(Math.min(...distances)));
  // There is room for all but one of them, to which a line leads.
  expect(nearest.filter((k, own) => k !== own).length).toBeLessThanOrEqual(1);
  expect(svg.match(/stroke-width="0\.8"/g)).toHaveLength(1);
});
