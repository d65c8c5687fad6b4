import type { Loss } from '@knotwork/statistics';
import type { TrialFiles } from '../pack/trial-files.js';
import { lossOf } from '../plan/measured-loss.js';
import type { StudyRecord } from '../run/study-record.js';
import type { TrialResult } from './collect.js';
import { freedomOf } from './freedom.js';

/** How a trial ended. */
export interface Outcome extends Omit<TrialResult, 'trial' | 'seconds'> {
  /** What the run says of a failure; null where it says nothing. */
  readonly reason: string | null;
  /** Content of `result.json`. */
  readonly result: Readonly<Record<string, unknown>>;
}

/** How a trial ended, which it did. @throws KnotworkError `environment` for a damaged file */
export function outcomeOf(files: TrialFiles, { metric }: Pick<StudyRecord['plan'], 'metric'>, loss: StudyRecord['loss']): Outcome {
  const result = files.result()!;
  const metrics = result['metrics'] as Readonly<Record<string, Readonly<Record<string, unknown>> | null>> | null;
  const lossOn = (rows: string): Loss => {
    const value = result['status'] === 'diverged' ? null : metrics?.[rows]?.[metric.name];
    return typeof value === 'number' && Number.isFinite(value) ? lossOf(loss, value) : null;
  };
  const network = result['network'] as { readonly parameters?: { readonly effective?: number } } | null;
  return {
    status: String(result['status']), loss: lossOn(metric.on), validationLoss: lossOn('validation'), parameters: network?.parameters?.effective ?? null, freedom: freedomOf(result),
    reason: typeof result['reason'] === 'string' ? result['reason'] : null, result,
  };
}
