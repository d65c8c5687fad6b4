import { ofJudge } from '../plan/judge-words.js';
import type { PlannedHalving, StudyPlan } from '../plan/study-plan.js';
import type { Decision } from './decision.js';
import { countOfTrials } from './trials-by.js';

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** How many trials a study has, as a product, or where arms are stopped as a sum of them. @param times what stands between factors, such as `x` */
export function sizeInWords(plan: StudyPlan, times: string): string {
  const { arms, seeds, sets, folds, halving, trials } = plan;
  const others = [...(sets.length === 1 ? [] : [`${sets.length} data sets`]), ...(folds === null ? [] : [`${folds.of} folds`])];
  const all = countOfTrials(plan).toLocaleString('en-US');
  if (halving !== undefined) {
    const parts = [...halving.rounds.map((round) => `${round.arms} ${times} ${counted(round.seeds.length, 'seed')}`), `${halving.rounds.at(-1)!.keeps + 1} ${times} ${counted(seeds.length, 'seed')}`].join(' + ');
    return `${arms.length} arms, stopped in ${counted(halving.rounds.length, 'round')}: ${[others.length === 0 ? parts : `(${parts})`, ...others].join(` ${times} `)} = ${all} trials`;
  }
  const combinations = trials.length / arms.length / seeds.length / sets.length / (folds?.of ?? 1);
  return `${[`${arms.length} arms`, ...(combinations === 1 ? [] : [`${combinations} combinations to choose from`]), counted(seeds.length, 'seed'), ...others].join(` ${times} `)} = ${all} trials`;
}

/** What rounds are about, before they are run. */
export function halvingInWords({ arms, baseline, metric, halving }: StudyPlan): string | null {
  if (halving === undefined) return null;
  const { rounds, on } = halving;
  return `arms are stopped by their mean rank of ${metric.name} ${ofJudge(on)}, until ${rounds.at(-1)!.keeps} of ${arms.length - 1} are left; ${baseline} is never stopped, and in no round`;
}

/** What a round came to. */
export function decisionInWords({ rounds }: PlannedHalving, { round, arms }: Decision): string {
  const stopped = arms.filter(({ isStopped }) => isStopped).map(({ arm }) => arm);
  return `round ${round} of ${rounds.length}: ${stopped.length} of ${arms.length} arms are stopped: ${stopped.join('; ')}`;
}
