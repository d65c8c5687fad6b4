import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StudyFolder, type StudyRecord, work } from '@knotwork/studies';
import { begunStudy } from './begun-study.js';
import { UsageError } from './program.js';

/** Arms, and data sets. */
const [ARMS, SETS] = [10, 10];

/** A study of so many trials. @param trials a multiple of 100 */
export function largeStudyText(trials: number): string {
  if (trials % (ARMS * SETS) !== 0) throw new UsageError(`--trials must be a multiple of ${ARMS * SETS}; got ${trials}.`);
  const sets = Array.from({ length: SETS }, (_, k) => `  set-${k + 1}: { dataset.expression: "exp(sin(${k + 1} * x1) + x2^2)" }\n`).join('');
  return `study: 1
name: large
base:
  knotwork: 1
  name: hello
  dataset: { kind: expression, expression: exp(sin(pi * x1) + x2^2), samples: { train: 200, validation: 100, test: 200 } }
  network: { widths: [2, 3, 1], basis: { kind: b-spline, intervals: 5 } }
  stages: [{ kind: fit, steps: 60, starts: { count: 3 } }]
sets:
${sets}factors:
  stages.0.steps: [${Array.from({ length: ARMS }, (_, k) => 60 - 4 * k).join(', ')}]
seeds: 1..${trials / (ARMS * SETS)}
metric: rmse
`;
}

/**
 * Writes a study of many trials of which the first have ended: every arm is run once, and its folder copied to its other trials.
 *
 * @param out folder of the study; its file comes beside it
 * @param done how many have ended
 * @returns its file, and what study.json says
 */
export async function largeStudy(out: string, trials: number, done: number): Promise<{ readonly file: string; readonly record: StudyRecord }> {
  const [text, file] = [largeStudyText(trials), join(dirname(out), 'large.yaml')];
  writeFileSync(file, text);
  const { composer, record } = await begunStudy(file, out);
  const folder = new StudyFolder(out);
  const models = new StudyFolder(join(dirname(out), 'models'));
  models.make();
  const first = record.plan.arms.map(({ name }) => record.plan.trials.find(({ arm }) => arm === name)!);
  await work({ folder: models, record: { ...record, plan: { ...record.plan, trials: first } }, composer, signal: new AbortController().signal, tell: () => undefined });
  const filesOf = new Map(first.map(({ id, arm }) => [arm, readdirSync(models.trial(id)).map((name) => [name, readFileSync(join(models.trial(id), name))] as const)]));
  for (const { id, arm } of record.plan.trials.slice(0, done)) {
    mkdirSync(folder.trial(id));
    for (const [name, bytes] of filesOf.get(arm)!) writeFileSync(join(folder.trial(id), name), bytes);
  }
  return { file, record };
}
