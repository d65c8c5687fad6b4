import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { appendLine, readLines } from './json-lines.js';
import { UsageError } from './program.js';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'knotwork-json-lines-spec-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

const hasSeed = ({ seed }: { readonly seed?: number }): boolean => seed !== undefined;

test('lines come back in order, none of a file that is not there, and an unfinished one is cut off', () => {
  const path = join(folder, 'out');
  expect(readLines(path, hasSeed)).toEqual([]);
  for (const seed of [2, 1]) appendLine(path, { seed, text: 'µ' });
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"seed": 3, "te`);
  expect(readLines(path, hasSeed)).toEqual([{ seed: 2, text: 'µ' }, { seed: 1, text: 'µ' }]);
  appendLine(path, { seed: 4 });
  expect(readLines(path, hasSeed)).toHaveLength(3);
});

test.each(['{"name": 1}', 'null', '7', 'seed'])('a file with the line %s is refused', (line) => {
  const path = join(folder, 'out');
  writeFileSync(path, `${line}\n`);
  expect(() => readLines(path, hasSeed)).toThrow(UsageError);
});
