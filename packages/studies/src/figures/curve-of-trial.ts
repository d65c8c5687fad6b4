import { FILES } from '@knotwork/experiment';
import type { TrialFiles } from '../pack/trial-files.js';

/** How a trial learned: the best loss so far after so many steps of optimizers, all starts counted. */
export interface TrialCurve {
  /** `[points]`, ascending from 0. */
  readonly steps: readonly number[];
  /** `[points]`, never increasing. NaN where there are no such rows. */
  readonly training: readonly number[];
  readonly validation: readonly number[];
}

interface Step { readonly member?: number; readonly stage?: number; readonly start?: number; readonly step: number; readonly loss?: number | null; readonly validation?: number | null; readonly resolution?: readonly unknown[] }

/** The start of every line that is parsed. */
const STEP = '{"event":"step"';

/** Reads how a trial learned; of several members the first. Empty where nothing was written down. */
export function curveOfTrial(files: Pick<TrialFiles, 'read'>): TrialCurve {
  const text = new TextDecoder().decode(files.read(FILES.metrics) ?? new Uint8Array());
  const curve = { steps: [] as number[], training: [] as number[], validation: [] as number[] };
  let [taken, training, validation]: [number, number, number] = [0, NaN, NaN];
  let before: { readonly part: string; readonly step: number } | null = null;
  for (const line of text.split('\n')) {
    // A last line that a crash cut off ends without its bracket.
    if (!line.startsWith(STEP) || !line.endsWith('}')) continue;
    const event = JSON.parse(line) as Step;
    if ((event.member ?? 1) !== 1) continue;
    const part = `${event.stage} ${event.start} ${event.resolution?.join()}`;
    taken += before?.part === part ? Math.max(0, event.step - before.step) : event.step;
    before = { part, step: event.step };
    [training, validation] = [least(training, event.loss), least(validation, event.validation)];
    curve.steps.push(taken);
    curve.training.push(training);
    curve.validation.push(validation);
  }
  return curve;
}

function least(best: number, value: number | null | undefined): number {
  return typeof value !== 'number' ? best : Number.isNaN(best) ? value : Math.min(best, value);
}

/** The value of a curve after so many steps: that of the last point before; NaN before the first. */
export function valueAfter(steps: readonly number[], values: readonly number[], at: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]! <= at) low = middle + 1; else high = middle;
  }
  return low === 0 ? NaN : values[low - 1]!;
}
