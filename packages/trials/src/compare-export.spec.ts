import { expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NetworkExport } from '@knotwork/network/exported';
import type { ExportPrecision } from '@knotwork/plugin';
import { canTry, compareExport, runTrial } from './index.js';

const rows = { count: 3, width: 2, values: Float64Array.of(1, 2, 3, 4, 5, 6) };
const expected = (...values: number[]) => ({ count: 3, width: 1, values: Float64Array.from(values) });

/** A program that writes for every row what an expression of its line makes. */
const program = (line: string, precision: ExportPrecision = 'double', probe = 'node'): Pick<NetworkExport, 'files' | 'trial' | 'precision'> => ({
  precision, files: { 'line.mjs': `export const line = ([a, b]) => ${line};\n` },
  trial: {
    probe: [probe, '--version'], needs: 'it', commands: [['node', '-e', ''], ['node', 'main.mjs']],
    files: { 'main.mjs': `import { readFileSync } from 'node:fs';\nimport { line } from './line.mjs';\nfor (const row of readFileSync(0, 'utf8').trim().split('\\n')) console.log(line(row.split(' ').map(Number)));\n` },
  },
});

test('the difference is the largest one, relative to the largest size of the output', async () => {
  expect(await compareExport(program('a + b'), rows, expected(3, 7, 11))).toEqual({ difference: 0, typical: 0, otherLargest: 0, allowed: 1e-12, isClose: true, rows: 3 });
  expect(await compareExport(program('a + b', 'single'), rows, expected(3, 7.5, -10))).toMatchObject({ difference: 2.1, allowed: 1e-5, isClose: false });
  expect(await compareExport(program('a + b', 'single'), rows, expected(3, 7, 11 + 1e-5))).toMatchObject({ isClose: true });
});

test('of what is quantized the error is told, and nothing is too far but what is no number', async () => {
  const compared = await compareExport(program('a + b', 'quantized'), rows, expected(3, 7, 8));
  // Relative to 8, the largest: 0, 0 and 3 / 8.
  expect(compared).toMatchObject({ difference: 0.375, typical: expect.closeTo(0.375 / Math.sqrt(3), 12), isClose: true });
  expect(await compareExport(program('a === 3 ? "nan" : a + b', 'quantized'), rows, expected(3, 7, 11))).toMatchObject({ difference: NaN, isClose: false });
});

test('rows in which another output is the largest are counted', async () => {
  const two = (...values: number[]) => ({ count: 3, width: 2, values: Float64Array.from(values) });
  // a and 4, row by row: 1 4, 3 4, 5 4.
  const compared = (of: ReturnType<typeof two>) => compareExport(program('`${a} 4`', 'quantized'), rows, of);
  expect(await compared(two(1, 4, 3, 4, 5, 4))).toMatchObject({ otherLargest: 0 });
  expect(await compared(two(2, 3, 4, 3, 3, 4))).toMatchObject({ otherLargest: 2 });
});

test('of a network whose sums cancel as much more may differ as two ways to compute it do, up to a bound', async () => {
  const off = expected(3, 7, 11 * (1 + 5e-12));
  expect(await compareExport(program('a + b'), rows, off)).toMatchObject({ isClose: false });
  expect(await compareExport(program('a + b'), rows, off, () => 1e-12)).toMatchObject({ allowed: 1e-11, isClose: true });
  expect(await compareExport(program('a + b', 'single'), rows, expected(3, 7, 11.001), () => 1e-12)).toMatchObject({ allowed: 1e-11 * 2 ** 29 });
  expect(await compareExport(program('a + b'), rows, expected(3, 7, 12), () => 1e-3)).toMatchObject({ allowed: 1e-9, isClose: false });
});

test('derivatives stand behind outputs, and are compared where they are continuous, by sizes of their own', async () => {
  const columns = [{ name: 'y_a', output: 0, inputs: [0] }, { name: 'y_b_b', output: 0, inputs: [1, 1] }];
  const known = (values: readonly number[], which = [0, 1, 2]) => ({ columns, rows: which, expected: { count: 3, width: 2, values: Float64Array.from(values) }, again: () => ({ count: 3, width: 2, values: Float64Array.from(values) }) });
  const compared = (line: string, of: ReturnType<typeof known>, precision: 'double' | 'single' = 'double') => compareExport(program(line, precision), rows, expected(3, 7, 11), () => 0, of);
  expect(await compared('`${a + b} ${2 * a} 0`', known([2, 0, 6, 0, 10, 0]))).toEqual({ difference: 0, typical: 0, otherLargest: 0, allowed: 1e-12, isClose: true, rows: 3, derivatives: { difference: 0, allowed: 1e-10, isClose: true, rows: 3 } });
  expect(await compared('`${a + b} ${2 * a} 0`', known([2, 0, 6, 0, 11, 0]))).toMatchObject({ isClose: true, derivatives: { difference: 1 / 11, isClose: false } });
  expect(await compared('`${a + b} ${2 * a + 5e-10} 0`', known([2, 0, 6, 0, 10, 0]))).toMatchObject({ derivatives: { difference: expect.closeTo(5e-11, 14), isClose: true } });
  expect(await compared('`${a + b} ${2 * a + 5e-4} 0`', known([2, 0, 6, 0, 10, 0]), 'single')).toMatchObject({ derivatives: { allowed: 1e-3, isClose: true } });
  // The row that is left out jumps.
  expect(await compared('`${a + b} ${2 * a} 0`', known([2, 0, 7, 0, 10, 0], [0, 2]))).toMatchObject({ derivatives: { difference: 0, rows: 2, isClose: true } });
  // What is 0 but for rounding is compared with the output over the squared range of the input: 11 / 4^2.
  expect(await compared('`${a + b} ${2 * a} 1e-12`', known([2, 1e-15, 6, 0, 10, 0]))).toMatchObject({ derivatives: { difference: expect.closeTo(1e-12 / (11 / 16), 14), isClose: true } });
  // Another right way that differs as much allows more, up to a bound.
  const noisy = { ...known([2, 0, 6, 0, 10, 0]), again: () => ({ count: 3, width: 2, values: Float64Array.of(2, 0, 6, 0, 10 + 1e-8, 0) }) };
  expect(await compared('`${a + b} ${2 * a + 5e-8} 0`', noisy)).toMatchObject({ derivatives: { allowed: expect.closeTo(1e-8, 12), isClose: true } });
});

test('what is no number is close to nothing but itself, and infinities are the same in every spelling', async () => {
  expect(await compareExport(program('"nan"'), rows, expected(NaN, NaN, NaN))).toMatchObject({ difference: 0 });
  expect(await compareExport(program('a === 3 ? "-nan" : a'), rows, expected(1, 3, 5))).toMatchObject({ difference: NaN, isClose: false });
  expect(await compareExport(program('"-inf"'), rows, expected(-Infinity, -Infinity, -Infinity))).toMatchObject({ difference: 0 });
});

test('what would be written to another folder is refused before anything is written', async () => {
  const { trial, ...of } = program('a + b');
  const stray = join(tmpdir(), 'knotwork-stray.mjs');
  for (const name of ['../knotwork-stray.mjs', '..', stray]) {
    await expect(runTrial({ ...of.files, [name]: '' }, trial, rows)).rejects.toThrow('it is no name of a file beside the others');
    await expect(runTrial(of.files, { ...trial, files: { ...trial.files, [name]: '' } }, rows)).rejects.toThrow('it is no name of a file beside the others');
  }
  expect(existsSync(stray)).toBe(false);
});

test('numbers are read as numbers where programs are told to write in colour', async () => {
  const before = process.env['FORCE_COLOR'];
  process.env['FORCE_COLOR'] = 'true';
  try {
    expect(await compareExport(program('a + b'), rows, expected(3, 7, 11))).toMatchObject({ difference: 0 });
  } finally {
    if (before === undefined) delete process.env['FORCE_COLOR']; else process.env['FORCE_COLOR'] = before;
  }
});

test('where a program is missing nothing is compared', async () => {
  expect(await compareExport(program('a', 'double', 'no-such-program'), rows, expected(1, 3, 5))).toBeNull();
});

test('a program that fails, or leaves out rows, is told with what it said', async () => {
  const { files, trial } = program('(() => { throw new Error("on purpose"); })()');
  await expect(runTrial(files, trial, rows)).rejects.toThrow(/What was exported does not run: "node main.mjs": it ended with 1: .*on purpose.*Report it to the author of the exporter\./s);
  const short = program('a === 3 ? "" : a');
  await expect(runTrial(short.files, short.trial, rows)).rejects.toThrow('it wrote 2 lines for 3 rows');
});

test('a program that the environment names by a path from here is started in another folder as well', async () => {
  const [before, cwd] = [process.env['CC'], process.cwd()];
  const here = mkdtempSync(join(tmpdir(), 'trials-'));
  symlinkSync(process.execPath, join(here, 'compiler'));
  process.chdir(here);
  process.env['CC'] = './compiler';
  try {
    const { files, trial, precision } = program('a + b');
    const byCompiler: typeof trial = { ...trial, probe: ['cc', '--version'], commands: [['cc', 'main.mjs']] };
    expect(await canTry(byCompiler)).toBe(true);
    expect(await compareExport({ files, precision, trial: byCompiler }, rows, expected(3, 7, 11))).toMatchObject({ isClose: true });
  } finally {
    if (before === undefined) delete process.env['CC']; else process.env['CC'] = before;
    process.chdir(cwd);
    rmSync(here, { recursive: true });
  }
});
