import { afterEach, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, HELP } from './command.js';
import { SOLUTIONS } from './solutions.js';
import { UsageError } from './usage-error.js';

const home = mkdtempSync(join(tmpdir(), 'knotwork-solutions-'));
afterEach(() => { rmSync(home, { recursive: true, force: true }); });

/** What a command line says. */
function said(...words: readonly string[]): string[] {
  const lines: string[] = [];
  command(words, join(home, 'usual'), (line) => { lines.push(line); });
  return lines;
}

test('a table is written to the usual folder or to another, which is made', () => {
  expect(said('l-shape-boundary')).toEqual([`${join(home, 'usual/l-shape-boundary.csv')}: 256 rows, 2.5 kB`]);
  const text = readFileSync(join(home, 'usual/l-shape-boundary.csv'), 'utf8');
  expect(text).toMatch(/^x,y\n0,0\n0\.03125,0\n/);
  expect(text.trimEnd().split('\n')).toHaveLength(257);
  said('l-shape-interior', 'l-shape-boundary', '--out', join(home, 'a/b'));
  expect(readdirSync(join(home, 'a/b'))).toEqual(['l-shape-boundary.csv', 'l-shape-interior.csv']);
});

test('another seed draws another table of the same name', () => {
  said('burgers-noisy');
  said('burgers-noisy', '--seed', '1', '--out', join(home, 'one'));
  said('burgers-noisy', '--seed', '2', '--out', join(home, 'two'));
  const [usual, one, two] = ['usual', 'one', 'two'].map((folder) => readFileSync(join(home, folder, 'burgers-noisy.csv'), 'utf8'));
  expect(one).toBe(usual);
  expect(two).not.toBe(usual);
  expect(two!.split('\n')).toHaveLength(502);
});

test('list names every table with its error and writes nothing', () => {
  const lines = said('list');
  expect(lines).toHaveLength(SOLUTIONS.length);
  expect(lines[0]).toBe('burgers           2e-12   u_t + u u_x = 0.01/pi u_xx, u(0, x) = -sin(pi x), u(t, ±1) = 0');
  expect(existsSync(join(home, 'usual'))).toBe(false);
});

test('bound says how well nu can be known, of any draw, and writes nothing', () => {
  expect(said('bound')).toEqual(['Where all but nu is known, no unbiased estimate of it has a standard error below 1.08 %; least squares are off by 1.58 %. Five samples have 89 % of what is known.']);
  expect(said('bound', '--seed', '4')).toEqual(['Where all but nu is known, no unbiased estimate of it has a standard error below 0.74 %; least squares are off by -0.72 %. Five samples have 79 % of what is known.']);
  expect(existsSync(join(home, 'usual'))).toBe(false);
});

test('--help says what to type', () => {
  expect(said('--help')).toEqual([HELP.trimEnd()]);
});

test.each([
  [[], /^Name the tables to write, or type all, list or bound\. Tables: burgers, /],
  [['burger'], /^There is no table burger\. Tables: burgers, .*; all writes all of them\.$/],
  [['l-shape-boundary', 'x', 'y'], /^There is no table x or y\. /],
  [['list', 'burgers'], /^list stands alone\. Leave the other names out\.$/],
  [['bound', 'burgers'], /^bound stands alone\. Leave the other names out\.$/],
  [['burgers-noisy', 'l-shape-boundary', '--seed', '2'], /^--seed is for tables of random points\. Leave it out for l-shape-boundary\.$/],
  [['burgers-noisy', '--seed', '0'], /^--seed must be a whole number from 1 on; got 0\.$/],
  [['burgers-noisy', '--seed', '1.5'], /^--seed must be a whole number from 1 on; got 1\.5\.$/],
  [['burgers-noisy', '--seed', ''], /^--seed must be a whole number from 1 on; got nothing\.$/],
  [['l-shape-boundary', '--out', ''], /^--out must name a folder; got nothing\. /],
])('%j is refused, and nothing is written', (words, message) => {
  expect(() => said(...words)).toThrow(UsageError);
  expect(() => said(...words)).toThrow(message);
  expect(existsSync(join(home, 'usual'))).toBe(false);
});

test('an option that is not there is refused', () => {
  expect(() => said('all', '--quick')).toThrow(/Unknown option '--quick'/);
});

test('a table that cannot be written leaves the one before as it was', () => {
  mkdirSync(join(home, 'usual/l-shape-boundary.csv.part'), { recursive: true });
  writeFileSync(join(home, 'usual/l-shape-boundary.csv'), 'before');
  expect(() => said('l-shape-boundary')).toThrow(/EISDIR/);
  expect(readFileSync(join(home, 'usual/l-shape-boundary.csv'), 'utf8')).toBe('before');
});
