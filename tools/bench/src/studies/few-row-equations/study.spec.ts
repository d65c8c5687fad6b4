import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { UsageError } from '../../lib/program.js';
import { CASES } from './cases.js';
import { study } from './study.js';

let folder: string;
let output: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'knotwork-few-row-spec-'));
  output = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => { output += String(text); return true; });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const verdict = { isRight: true, ofSpread: 0.1, ofNoise: 1, constants: 0.1, isNamed: null, accused: 0, cautions: [] };
const record = (name: string, seed: number, of: unknown = CASES[name], seconds = seed): string => `${JSON.stringify({ name, seed, of, text: 'x', reason: null, seconds, failure: null, said: '', verdict })}\n`;

test('what is in the file is not run again, and only what was asked for is told', async () => {
  const out = join(folder, 'out.jsonl');
  const text = record('line', 1) + record('line', 2) + record('offset', 1);
  writeFileSync(out, text);
  expect(await study.run(['--cases', 'line', '--out', out])).toBe(0);
  expect(output).toMatch(/laws +2 +2 of 2 .* 1\.5\n/);
  expect(output).not.toContain('offset');
  expect(readFileSync(out, 'utf8')).toBe(text);
});

test('results of other cases, and names that nothing has, are refused', async () => {
  const out = join(folder, 'out.jsonl');
  writeFileSync(out, record('line', 1, { ...CASES['line'], noise: 0.5 }));
  await expect(study.run(['--cases', 'line', '--out', out])).rejects.toThrow('has results of other cases: "line" was another');
  await expect(study.run(['--cases', 'laws,lime'])).rejects.toThrow(/got "lime"\. Did you mean "line"\?/);
  await expect(study.run(['--cases', 'laws', 'x=1'])).rejects.toThrow(UsageError);
  await expect(study.run(['--seeds', '0'])).rejects.toThrow(UsageError);
});
