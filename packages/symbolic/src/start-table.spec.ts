import { expect, test } from '@jest/globals';
import { input } from '@knotwork/algebra';
import { curveOf, MOST_POINTS } from './curve.js';
import { Evaluator } from './evaluator.js';
import { searchSpace } from './search-space.js';
import { StartTable } from './start-table.js';

const x = Float64Array.from({ length: 100 }, (_, k) => -1 + (2 * k) / 99);
const curve = (f: (x: number) => number, places = x) => curveOf({ x: places, y: places.map(f) });
const sine = new Evaluator(input('x').sin(), MOST_POINTS);
const sines = new StartTable(sine, searchSpace({ shift: 'slope', mirror: 'odd', period: 2 * Math.PI }, () => 12));
const tanh = new Evaluator(input('x').tanh(), MOST_POINTS);
const steps = new StartTable(tanh, searchSpace({ mirror: 'odd' }, () => 0));

test('the phase of a wave is looked up, whatever it is', () => {
  for (const [a, b] of [[3.4, 0.3], [3.4, 1.5], [5.8, -1.6], [5.8, 2.9], [9.8, -0.05]] as const) {
    const { at, left } = sines.best(curve((v) => Math.sin(a * v + b)), 1)[0]!;
    expect(Math.abs(at[0]! - a)).toBeLessThan(0.3);
    // A half turn is a change of sign.
    expect(Math.abs(Math.sin(at[1]! - b))).toBeLessThan(0.1);
    expect(left).toBeLessThan(0.02);
  }
});

test('upside down, the middle of a parabola is where it was', () => {
  const squares = new StartTable(new Evaluator(input('x').square(), MOST_POINTS), searchSpace({ scaling: true, shift: 'slope', mirror: 'even' }, () => 0));
  for (const [b, sign] of [[0.4, 1], [0.4, -1], [-3, 1], [-3, -1]] as const) {
    expect(Math.abs(squares.best(curve((v) => sign * (v + b) ** 2), 1)[0]!.at[0]! - b)).toBeLessThan(0.1 * Math.abs(b));
  }
});

test('the second best is elsewhere: a neighbour would come to the same', () => {
  const [first, second] = steps.best(curve((v) => Math.tanh(3 * v - 1)), 2);
  expect(Math.abs(first!.start.cell[0] - second!.start.cell[0]) > 1 || Math.abs(first!.start.cell[1] - second!.start.cell[1]) > 1).toBe(true);
  expect(first!.left).toBeLessThan(second!.left);
});

test('what is said to be left is what is left, also where points lie close together on one side', () => {
  const places = Float64Array.from({ length: 100 }, (_, k) => -1 + 2 * (k / 99) ** 3);
  const bent = curve((v) => Math.exp(v) + 0.2 * Math.sin(5 * v), places);
  for (const { at, left } of steps.best(bent, 3)) {
    const values = places.map((v) => Math.tanh(at[0]! * v + at[1]!));
    const mean = (v: Float64Array): number => v.reduce((a, b) => a + b) / v.length;
    const centred = values.map((v) => v - mean(values));
    const own = centred.reduce((sum, v) => sum + v * v, 0);
    const product = centred.reduce((sum, v, k) => sum + v * bent.y[k]!, 0);
    expect(Math.abs(left - (1 - product ** 2 / own / 100))).toBeLessThan(0.02);
  }
});

test('starts at which the function is not finite are not there', () => {
  const log = new StartTable(new Evaluator(input('x').log(), MOST_POINTS), searchSpace({}, () => 0));
  const found = log.best(curve((v) => Math.log(v + 1.5)), 5);
  expect(found.length).toBeGreaterThan(0);
  for (const { at } of found) expect(at[1]! - Math.abs(at[0]!)).toBeGreaterThan(0);
});
