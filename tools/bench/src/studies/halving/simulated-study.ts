import { Composer } from '@knotwork/experiment';
import type { Loss } from '@knotwork/statistics';
import { standardPackages } from '@knotwork/standard';
import { type Decision, decisionAfter, type PlannedTrial, planStudy, studyCatalog, studyOf, type StudyPlan, survivorsOf, trialsBy, type Verdict, verdictOf } from '@knotwork/studies';
import { sha256 } from '@knotwork/workspace';

/** What a study is to be like. */
export interface Design {
  /** Besides the baseline. */
  readonly arms: number;
  /** Seeds of every round, after each of which half of the arms go on; none for a study that stops nobody. */
  readonly rounds: readonly number[];
  /** Seeds that arms are compared on. */
  readonly seeds: number;
  readonly sets?: number;
}

/** The first seed of rounds. */
const SCREENING = 1001;

/** Plans a study whose trials are never run. */
export async function planned({ arms, rounds, seeds, sets = 1 }: Design): Promise<StudyPlan> {
  const composer = new Composer(await standardPackages());
  const text = { knotwork: 1, name: 'imagined', dataset: { kind: 'expression', expression: 'x1', samples: { train: 20, validation: 10, test: 10 } }, network: { widths: [1, 1], basis: { kind: 'b-spline', intervals: 1 } }, stages: ['fit'] };
  const file = studyOf({
    study: 1, name: 'imagined', base: text, factors: { 'network.basis.intervals': Array.from({ length: arms + 1 }, (_, k) => k + 1) }, seeds: `1..${seeds}`, metric: 'rmse',
    ...(rounds.length === 0 ? {} : { halving: { rounds: rangesOf(rounds) } }), ...(sets === 1 ? {} : { sets: Object.fromEntries(Array.from({ length: sets }, (_, k) => [`set-${k + 1}`, { 'dataset.expression': `${k + 1} * x1` }])) }),
  }, 'imagined', studyCatalog());
  return planStudy(file, { open: (overrides) => composer.open({ text, fileName: 'imagined', folder: '/', overrides }) }, { sha256 });
}

function rangesOf(rounds: readonly number[]): string[] {
  let next = SCREENING;
  return rounds.map((count) => { next += count; return `${next - count}..${next - 1}`; });
}

/** What a trial comes to, the same whenever it is asked. */
export type LossOf = (trial: Pick<PlannedTrial, 'arm' | 'set' | 'seed'>) => Loss;

/** Rounds of a study, decided as studies are. */
export function decided(plan: StudyPlan, lossOf: LossOf): readonly Decision[] {
  const decisions: Decision[] = [];
  for (const _ of plan.halving?.rounds ?? []) decisions.push(decisionAfter({ plan, loss: { isMore: false }, scales: scalesOf(plan) }, decisions, lossOf));
  return decisions;
}

/** The verdict over a study with its decisions, as studies come to it. */
export function judged(plan: StudyPlan, decisions: readonly Decision[], lossOf: LossOf): Verdict {
  const results = trialsBy(plan, decisions).filter(({ round }) => round === undefined).map((trial) => {
    const loss = lossOf(trial);
    return { trial, status: loss === null ? 'diverged' : 'completed', loss, validationLoss: loss, parameters: null, freedom: null };
  });
  const look = { registered: 'imagined', arms: plan.arms.length, sets: plan.sets.length, seeds: plan.seeds.length, comparisons: plan.comparisons.length, isJudged: false };
  return verdictOf({
    schema: 1, name: plan.name, registered: look.registered, looks: [look], code: [], loss: { key: 'rmse', best: 0, isMore: false }, scales: scalesOf(plan), base: { file: 'imagined', folder: '/', text: '' }, plan,
  }, { results, decisions, computedBy: [], operations: {}, strayEngines: [] });
}

/**
 * What one does who does not know better: arms that are left are tested on the seeds that chose them, too.
 *
 * @param fresh seeds that no arm was chosen on, besides; none for a test on what chose them alone
 * @returns a study of these arms alone, without rounds
 */
export function pooled(plan: StudyPlan, decisions: readonly Decision[], fresh: readonly number[]): StudyPlan {
  const left = survivorsOf(plan, decisions);
  const seeds = [...plan.halving!.rounds.flatMap((round) => round.seeds), ...fresh];
  const [one] = plan.seeds;
  return { ...left, seeds, trials: seeds.flatMap((seed) => left.trials.filter((trial) => trial.seed === one).map((trial) => ({ ...trial, seed }))) };
}

const scalesOf = ({ sets }: StudyPlan): Readonly<Record<string, number>> => Object.fromEntries(sets.map(({ name }) => [name, 1]));
