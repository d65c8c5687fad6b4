import { FILES, levelText } from '@knotwork/experiment';
import type { TrialFiles } from '../pack/trial-files.js';
import { lossOf } from '../plan/measured-loss.js';
import { Rounds } from '../halving/rounds.js';
import type { PlannedTrial } from '../plan/study-plan.js';
import type { StudyFolder } from '../run/study-folder.js';
import type { StudyRecord } from '../run/study-record.js';
import { failureOf } from '../status/failure.js';
import { chosenOf } from '../verdict/collect.js';
import { type Outcome, outcomeOf } from '../verdict/outcome.js';

/** A column of rows that have a name, a type, and null where there is no value. */
export type TrialColumn =
  | { readonly name: string; readonly type: 'STRING'; readonly data: (string | null)[] }
  | { readonly name: string; readonly type: 'INT32' | 'DOUBLE'; readonly data: (number | null)[] }
  | { readonly name: string; readonly type: 'BOOLEAN'; readonly data: (boolean | null)[] };

type Splits = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
interface RungOfResult { readonly level: readonly (number | null)[]; readonly metrics: Splits; readonly parameters: Sizes; readonly counts?: Counts }
/** How often a loss was differentiated or computed. */
type Counts = Readonly<Partial<Record<typeof COUNTS[number], number>>>;
const COUNTS = ['gradients', 'jacobians', 'functions'] as const;
interface StageOfResult { readonly kind: string; readonly steps?: number; readonly counts?: Counts; readonly rungs?: readonly RungOfResult[]; readonly kept?: number }
interface Sizes { readonly trainable?: number; readonly effective?: number; readonly grid?: number }

/**
 * Every trial that ended as a row, and behind it a row for every rung of its ladders: where both have a value, such as metrics and parameters, they have a column together.
 *
 * @returns columns of the same length; of factors `factor.NAME`, of metrics `test.rmse` and the like; `variant` is the combination that tuning offered, `chosen` whether the arm took it, `round` the round of halving that a trial was of, null where it is compared
 * @throws KnotworkError `environment` for a damaged file
 *
 * Cost: reads two files of every trial, three of one with a ladder.
 */
export function trialRows(folder: StudyFolder, record: StudyRecord): readonly TrialColumn[] {
  const rows = new Rows();
  const ended = folder.those('done', new Rounds(folder, record).trials()).map((trial) => ({ trial, ...outcomeOf(folder.filesOf(trial.id), record.plan, record.loss) }));
  const chosen = new Set(chosenOf(ended).map(({ trial }) => trial.id));
  for (const { trial, ...outcome } of ended) addTrial(rows, folder, record, trial, outcome, chosen.has(trial.id));
  return rows.columns();
}

function addTrial(rows: Rows, folder: StudyFolder, { name, plan, loss }: StudyRecord, trial: PlannedTrial, outcome: Outcome, chosen: boolean): void {
  const files = folder.filesOf(trial.id);
  const { result } = outcome;
  const stages = (result['stages'] ?? []) as readonly StageOfResult[];
  const levels = plan.arms.find((arm) => arm.name === trial.arm)!.levels;
  const common = {
    texts: { study: name, trial: trial.id, arm: trial.arm, ...Object.fromEntries(Object.entries(levels).map(([factor, level]) => [`factor.${factor}`, level])), set: trial.set, variant: trial.variant ?? null },
    counts: { seed: trial.seed, fold: trial.fold ?? null, ...(plan.halving === undefined ? {} : { round: trial.round ?? null }) },
  };
  const timing = files.timing();
  rows.add({
    ...common.texts, row: 'trial', status: outcome.status, reason: failureOf(outcome, plan), finished: timing?.finished ?? null,
  }, { ...common.counts, stage: null, rung: null, steps: stepsOf(stages), ...counts(stages.map((stage) => stage.counts)), ...sizes(networkOf(result)) }, {
    loss: outcome.loss, seconds: timing?.seconds ?? null, ...metricsOf(result['metrics'] as Splits | null),
  }, { failed: outcome.loss === null, kept: null, chosen });
  const reached = stages.some(({ rungs }) => rungs !== undefined) ? rungSeconds(files, result['member'] as number | undefined) : [];
  let told = 0;
  stages.forEach(({ rungs = [], kept }, stage) => {
    rungs.forEach(({ level, metrics, parameters, counts: own }, rung) => {
      const value = metrics[plan.metric.on]?.[plan.metric.name];
      rows.add({ ...common.texts, row: 'rung', level: levelText(level) }, { ...common.counts, stage: stage + 1, rung, ...counts([own]), ...sizes(parameters) }, {
        loss: typeof value === 'number' ? lossOf(loss, value) : null, seconds: reached[told++] ?? null, ...metricsOf(metrics),
      }, { kept: rung === kept });
    });
  });
}

/** Null where a stage took steps and does not say how many, as ladders do. */
function stepsOf(stages: readonly StageOfResult[]): number | null {
  return stages.some(({ steps, counts: own }) => own !== undefined && steps === undefined) ? null : stages.reduce((sum, { steps = 0 }) => sum + steps, 0);
}

function counts(all: readonly (Counts | undefined)[]): Readonly<Record<string, number>> {
  return Object.fromEntries(COUNTS.map((name) => [name, all.reduce((sum, own) => sum + (own?.[name] ?? 0), 0)]));
}

function networkOf(result: Readonly<Record<string, unknown>>): Sizes | undefined {
  return (result['network'] as { readonly parameters?: Sizes } | null)?.parameters;
}

function sizes(parameters: Sizes | undefined): Readonly<Record<string, number | null>> {
  return { parameters: parameters?.effective ?? null, trainable: parameters?.trainable ?? null };
}

function metricsOf(metrics: Splits | null): Readonly<Record<string, number | null>> {
  return Object.fromEntries(Object.entries(metrics ?? {}).flatMap(([split, values]) => Object.entries(values ?? {}).map(([key, value]) => [`${split}.${key}`, typeof value === 'number' ? value : null])));
}

/** Seconds of a run at which its rungs were reached, in order; of several members those of one. Only their lines are parsed. */
function rungSeconds(files: TrialFiles, member: number | undefined): (number | undefined)[] {
  const text = new TextDecoder().decode(files.read(FILES.metrics) ?? new Uint8Array());
  const events = text.split('\n').filter((line) => line.startsWith('{"event":"rung"')).map((line) => JSON.parse(line) as { readonly member?: number; readonly seconds?: number });
  return events.filter((event) => member === undefined || event.member === member).map(({ seconds }) => seconds);
}

type Type = TrialColumn['type'];

/** Rows whose columns come up one by one. */
class Rows {
  private count = 0;
  private readonly byName = new Map<string, { readonly type: Type; readonly data: unknown[] }>();

  constructor() {
    // Columns that everybody looks for come first; others as they appear.
    for (const name of ['study', 'trial', 'arm', 'set']) this.column(name, 'STRING');
    for (const name of ['seed', 'fold']) this.column(name, 'INT32');
    this.column('row', 'STRING');
    for (const name of ['stage', 'rung']) this.column(name, 'INT32');
    for (const name of ['level', 'status']) this.column(name, 'STRING');
    this.column('failed', 'BOOLEAN');
    for (const name of ['loss', 'seconds']) this.column(name, 'DOUBLE');
    for (const name of ['steps', ...COUNTS, 'parameters', 'trainable']) this.column(name, 'INT32');
  }

  add(texts: Readonly<Record<string, string | null>>, counts: Readonly<Record<string, number | null>>, numbers: Readonly<Record<string, number | null>>, flags: Readonly<Record<string, boolean | null>>): void {
    for (const [type, values] of [['STRING', texts], ['INT32', counts], ['DOUBLE', numbers], ['BOOLEAN', flags]] as const) {
      for (const [name, value] of Object.entries(values)) this.column(name, type).data.push(value);
    }
    this.count++;
    for (const { data } of this.byName.values()) if (data.length < this.count) data.push(null);
  }

  columns(): readonly TrialColumn[] {
    return [...this.byName].map(([name, { type, data }]) => ({ name, type, data }) as TrialColumn);
  }

  private column(name: string, type: Type): { readonly data: unknown[] } {
    let column = this.byName.get(name);
    if (column === undefined) this.byName.set(name, column = { type, data: Array.from({ length: this.count }, () => null) });
    return column;
  }
}
