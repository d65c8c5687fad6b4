import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { ALLEN_CAHN, allenCahn } from './allen-cahn.js';
import { burgers } from './burgers/cole-hopf.js';
import { farthest } from './fixtures/farthest.js';
import { KORTEWEG_DE_VRIES, kortewegDeVries } from './korteweg-de-vries.js';
import { evolve } from './periodic/evolve.js';
import { fourierSeries } from './periodic/fourier-series.js';
import { complexZeros } from './periodic/fourier-transform.js';
import { powerOfModes } from './periodic/power-of-modes.js';
import type { Resolution } from './periodic/resolution.js';
import { NU, SOLUTIONS } from './solutions.js';
import { spaceTimeTable } from './tables/space-time-table.js';

const folder = fileURLToPath(new URL('../../../examples/data', import.meta.url));
const page = readFileSync(join(folder, 'solutions.md'), 'utf8');
/** What another processor or version of Node may change: sines and logarithms differ in their last digits. */
const REPEATED = 1e-11;

/** Names and numbers of a table on disk. */
function onDisk(name: string): { readonly names: string; readonly numbers: number[] } {
  const [names, ...lines] = readFileSync(join(folder, `${name}.csv`), 'utf8').trimEnd().split('\n');
  return { names: names!, numbers: lines.flatMap((line) => line.split(',').map(Number)) };
}

test.each(SOLUTIONS)('$name on disk is what is computed', ({ name, table }) => {
  const { columns, rows } = table();
  const { names, numbers } = onDisk(name);
  expect(names).toBe(columns.join(','));
  expect(farthest(numbers, rows.flat())).toBeLessThan(REPEATED);
  expect(readFileSync(join(folder, `${name}.csv`)).length).toBeLessThan(120_000);
});

test.each(SOLUTIONS)('$name stands on the page, with its error and its rows', ({ name, accuracy }) => {
  const line = page.split('\n').find((text) => text.startsWith(`| \`${name}.csv\` |`));
  const cells = line?.split('|').map((cell) => cell.trim());
  expect(cells?.[3]).toBe(onDisk(name).names.replaceAll(',', ', '));
  expect(Number(cells?.[4])).toBe(readFileSync(join(folder, `${name}.csv`), 'utf8').trimEnd().split('\n').length - 1);
  expect(cells?.[5]).toBe(accuracy === 0 ? 'points' : accuracy.toExponential());
});

test('every table of the page is there', () => {
  const named = [...page.matchAll(/^\| `(.*)\.csv` \|/gm)].map(([, name]) => name!);
  expect(named).toEqual(SOLUTIONS.map(({ name }) => name));
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(named.map((name) => `${name}.csv`)));
});

const accuracyOf = (wanted: string): number => SOLUTIONS.find(({ name }) => name === wanted)!.accuracy;

// Half a minute each, and tables on disk are compared with what is computed above: `npm run check:all` does it, with KNOTWORK_SOLUTIONS=all.
const refines = process.env['KNOTWORK_SOLUTIONS'] === 'all' ? test : test.skip;
refines.each([
  ['allen-cahn', allenCahn, ALLEN_CAHN],
  ['korteweg-de-vries', kortewegDeVries, KORTEWEG_DE_VRIES],
] as const)('%s with more modes and half the step differs by less than what is said', (name, solve, { highest, step }) => {
  const finer: Resolution = { highest: Math.ceil(1.5 * highest), step: step / 2 };
  const values = spaceTimeTable((times) => solve(times, finer)).rows.flat();
  expect(farthest(onDisk(name).numbers, values)).toBeLessThan(accuracyOf(name));
}, 300_000);

test('Burgers by the formula is Burgers by Fourier modes', () => {
  const [highest, half] = [682, Math.PI / 2];
  const squareOf = powerOfModes(highest, 2);
  const start = complexZeros(highest + 1);
  start.im[1] = 0.5;
  const times = [0, 0.2, 0.4, 0.6];
  const functions = evolve({
    linear: Array.from({ length: highest + 1 }, (_, k) => ({ re: -NU * (Math.PI * k) ** 2, im: 0 })),
    nonlinear: (modes, out) => {
      squareOf(modes, out);
      for (let k = 0; k <= highest; k++) [out.re[k], out.im[k]] = [half * k * out.im[k]!, -half * k * out.re[k]!];
    },
  }, start, times, 2e-4).map(fourierSeries);
  for (const [k, t] of times.entries()) for (const x of [-0.7, -0.05, -0.003, 0.01, 0.02, 0.3, 0.9]) expect(Math.abs(functions[k]!(x) - burgers(NU, t, x))).toBeLessThan(1e-9);
});
