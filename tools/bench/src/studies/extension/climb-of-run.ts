import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Training loss around one extension: mean squared errors in standardized units. */
export interface Extension {
  /** Resolutions before and after, such as `3` and `5`. */
  readonly from: string;
  readonly to: string;
  /** Of the rung below, as it was kept. */
  readonly before: number;
  /** Right after the refit on the new grid, nothing trained. */
  readonly extended: number;
  /** After the first accepted step; null where training accepted none. */
  readonly stepped: number | null;
  /** Largest change of an output on the training inputs, relative to their spread. */
  readonly functionChange: number;
}

/** The extensions of a run whose second stage is a ladder, in order. */
export function climbOfRun(folder: string): Extension[] {
  const result = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as { stages: [unknown, { rungs: Rung[] }] };
  const events = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as StepEvent);
  const lossAt = (level: string, step: number): number | null => events.find((e) => (
    e.event === 'step' && e.stage === 1 && e.step === step && levelName(e.resolution) === level
  ))?.loss ?? null;
  const { rungs } = result.stages[1];
  return rungs.slice(1).map((rung, k) => {
    const below = rungs[k]!;
    const to = levelName(rung.level);
    const extended = lossAt(to, 0);
    if (extended === null || rung.functionChange === null) throw new Error(`The run does not say what the extension to ${to} did.`);
    return { from: levelName(below.level), to, before: below.metrics.train.loss, extended, stepped: lossAt(to, 1), functionChange: rung.functionChange };
  });
}

interface Rung {
  readonly level: readonly (number | null)[];
  readonly metrics: { readonly train: { readonly loss: number } };
  readonly functionChange: number | null;
}

interface StepEvent {
  readonly event: string;
  readonly stage: number;
  readonly step: number;
  readonly loss: number;
  readonly resolution: readonly (number | null)[];
}

const levelName = (level: readonly (number | null)[]): string => (new Set(level).size === 1 ? level.slice(0, 1) : level).map((r) => r ?? '-').join(',');
