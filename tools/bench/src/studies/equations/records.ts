import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import type { Verdict } from '../../equations/judge.js';
import type { Half } from '../../equations/problems.js';
import { UsageError } from '../../lib/program.js';
import type { Found, Method, TimeKind } from './methods.js';

/** What was run: these words tell one run from another. */
export interface RunKey {
  readonly method: Method;
  readonly problem: string;
  /** Share of the standard deviation of the target. */
  readonly noise: number;
  readonly seed: number;
  /** Irrelevant inputs that the rows had besides. */
  readonly irrelevant: number;
  /** Seconds that the method was given. */
  readonly limit: number;
  readonly time: TimeKind;
}

/** One line of a file of results. */
export interface RunRecord extends RunKey, Found {
  readonly set: string;
  readonly half: Half;
  readonly truth: string;
  readonly verdict: Verdict;
}

/** What tells a run from all others. */
export function keyText({ method, problem, noise, seed, irrelevant, limit, time }: RunKey): string {
  return [method, problem, noise, seed, irrelevant, limit, time].join(' ');
}

/**
 * Results of a file, one JSON object a line. A last line that a killed program left unfinished is cut off.
 *
 * @returns none where there is no file
 * @throws UsageError for a file of something else
 */
export function readRecords(path: string): RunRecord[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) truncateSync(path, Buffer.byteLength(text.slice(0, end)));
  return text.slice(0, end).split('\n').filter((line) => line !== '').map((line) => {
    const record = parsed(line);
    if (record?.problem === undefined || record.verdict === undefined) throw new UsageError(`${path} is no file of results of this study: it has the line ${line.slice(0, 80)}. Name another file.`);
    // Lines of old runs do not say it.
    return { ...record, time: record.time ?? 'clock', processorSeconds: record.processorSeconds ?? null };
  });
}

export function appendRecord(path: string, record: RunRecord): void {
  appendFileSync(path, `${JSON.stringify(record)}\n`);
}

function parsed(line: string): RunRecord | undefined {
  try {
    return JSON.parse(line) as RunRecord;
  } catch {
    return undefined;
  }
}
