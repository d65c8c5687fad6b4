import { type BesideSimple, simpleNote } from './beside-simple.js';
import { type FailedMetrics, failedNotes } from './failed-metrics.js';
import { farNotes, type FarRows } from './far-rows.js';
import { type Generalization, generalizationNote } from './generalization.js';
import { outsideNote, type OutsideTraining } from './outside-training.js';
import { doneIn } from './remedies.js';

/** What users should be told at the end of a run, by what its result says. @param result content of result.json, @param instead what may be typed so that rows that are far count less, null where there is nothing */
export function endNotes(result: Readonly<Record<string, unknown>>, instead: string | null = null): readonly string[] {
  const { simple, outside, far, generalization, targets, failed = {} } = result as { readonly targets?: object; readonly failed?: FailedMetrics; readonly generalization?: Generalization | null; readonly simple?: BesideSimple | null; readonly outside?: OutsideTraining | null; readonly far?: Readonly<Record<string, FarRows>> | null };
  const task = simple?.mostCommon === undefined ? 'regression' : 'classification';
  const done = doneIn(result);
  return [...failedNotes(failed), outsideNote(outside ?? null), simpleNote(simple ?? null, task, done, targets !== undefined), generalizationNote(generalization ?? null, done), ...farNotes(far ?? null, instead)].filter((text) => text !== null);
}
