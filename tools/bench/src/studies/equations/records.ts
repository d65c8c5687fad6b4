import type { Verdict } from '../../equations/judge.js';
import type { Half } from '../../equations/problems.js';
import { readLines } from '../../lib/json-lines.js';
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

/** Results of a file; none where there is no file. @throws UsageError for a file of something else */
export function readRecords(path: string): RunRecord[] {
  // Lines of old runs do not say it.
  return readLines<RunRecord>(path, ({ problem, verdict }) => problem !== undefined && verdict !== undefined).map((record) => ({ ...record, time: record.time ?? 'clock', processorSeconds: record.processorSeconds ?? null }));
}
