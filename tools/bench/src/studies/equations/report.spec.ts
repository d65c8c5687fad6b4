import { expect, test } from '@jest/globals';
import type { Method } from './methods.js';
import type { RunRecord } from './records.js';
import { equationsReport } from './report.js';

const record = (method: Method, problem: string, seed: number, recovered: boolean, more: Partial<RunRecord> = {}): RunRecord => ({
  method, problem, noise: 0, seed, irrelevant: 0, limit: 60, time: 'clock', set: 'kan', half: 'tuning', truth: 'x', formula: 'x', seconds: 2 * seed + 1, processorSeconds: seed, failure: null,
  verdict: { recovered, asWritten: recovered && seed === 0, reasons: [], error: 0, widerError: 0, nodes: 1, truthNodes: 1, neutral: 0, refitted: 'x' }, ...more,
});

/** The cells of the line of a method, or of a pair of them. */
const cells = (lines: readonly string[], ...words: readonly string[]): string[] => lines.find((line) => words.every((word) => line.split(/ {2,}/).includes(word)))!.trim().split(/ {2,}/);

test('a problem counts as recovered where more than half of its seeds did', () => {
  const records = [0, 1, 2].flatMap((seed) => [record('gplearn', 'a', seed, seed < 2), record('gplearn', 'b', seed, seed < 1), record('gplearn', 'c', seed, false, { failure: 'no formula' })]);
  expect(cells(equationsReport(records), 'gplearn')).toEqual(['tuning', 'kan', '0', '0', '60 s', 'gplearn', '9', '3', '2', '3', '1 of 3', '1 % to 91 %', '3.0']);
});

test('methods are compared on problems that have the same seeds of both', () => {
  const records = [
    ...['a', 'b', 'c', 'd', 'e', 'f'].flatMap((problem) => [record('gplearn', problem, 0, false), record('pyoperon', problem, 0, true)]),
    record('gplearn', 'tie', 0, true), record('pyoperon', 'tie', 0, true), record('gplearn', 'alone', 0, true), record('gplearn', 'other seeds', 0, true), record('pyoperon', 'other seeds', 1, false),
  ];
  expect(cells(equationsReport(records), 'gplearn', 'pyoperon')).toEqual(['tuning', 'all but srsd', '0', '0', '60 s', 'gplearn', 'pyoperon', '7', '0', '6', '0.031']);
});

test('seconds are those that are limited', () => {
  const records = [0, 1, 2].map((seed) => record('gplearn', 'a', seed, true, { time: 'processor' }));
  expect(cells(equationsReport(records), 'gplearn').slice(4)).toEqual(['60 s of processor time', 'gplearn', '3', '3', '1', '0', '1 of 1', expect.any(String), '1.0']);
});

test('what differs in half, noise, irrelevant inputs or time stands apart', () => {
  const differing: Partial<RunRecord>[] = [{}, { half: 'held' }, { noise: 0.01 }, { irrelevant: 2 }, { limit: 10 }, { time: 'processor' }, { set: 'srsd' }];
  const lines = equationsReport(differing.flatMap((more) => [record('gplearn', 'a', 0, true, more), record('pyoperon', 'a', 0, false, more)]));
  expect(lines.filter((line) => / gplearn .* 1 of 1 /.test(line))).toHaveLength(7);
  expect(lines.filter((line) => / gplearn +pyoperon +1 +1 +0 +1\.0$/.test(line))).toHaveLength(7);
});
