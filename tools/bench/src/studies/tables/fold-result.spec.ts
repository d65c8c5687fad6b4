import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { UsageError } from '../../lib/program.js';
import { type FoldResult, readResults, resultsText, sameFold } from './fold-result.js';

const folder = mkdtempSync(join(tmpdir(), 'knotwork-results-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const result = (table: string, rep: number, fold: number, value: number): FoldResult => ({ table, role: 'fresh', task: 'regression', rep, fold, value, seconds: 1, notes: ['n'], failure: null, peers: {} });

test('results come back as they were, failures infinite', () => {
  const path = join(folder, 'results.json');
  const results = [result('a', 0, 0, 0.5), result('a', 0, 1, Infinity)];
  writeFileSync(path, resultsText(results));
  expect(readResults(path)).toEqual(results);
});

test('a file that is none is refused by name', () => {
  const path = join(folder, 'not.json');
  writeFileSync(path, 'table seconds');
  for (const wrong of [path, join(folder, 'missing.json')]) {
    expect(() => readResults(wrong)).toThrow(UsageError);
    expect(() => readResults(wrong)).toThrow(`--beside must name what --json wrote; ${wrong} cannot be read`);
  }
});

test('a fold is known by its table, repeat and number', () => {
  const results = [result('a', 0, 0, 1), result('a', 0, 1, 2), result('a', 1, 0, 3), result('b', 1, 1, 4)];
  expect(sameFold(results, { table: 'a', rep: 1, fold: 0 })?.value).toBe(3);
  expect(sameFold(results, { table: 'a', rep: 1, fold: 1 })).toBeUndefined();
});
