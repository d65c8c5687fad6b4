import { join } from 'node:path';
import { stableJson } from '@knotwork/experiment';
import { decisionChanged } from '../errors.js';
import type { PlannedTrial } from '../plan/study-plan.js';
import { STUDY_FILES, type StudyFolder } from '../run/study-folder.js';
import type { StudyRecord } from '../run/study-record.js';
import { outcomeOf } from '../verdict/outcome.js';
import { type Decision, decisionAfter } from './decision.js';
import { trialsBy, trialsIn } from './trials-by.js';

/**
 * How far the rounds of a study are, as its trials say: a round is decided as soon as they are all done, by whoever looks, and comes out the same for all. Nobody waits for anybody who decides.
 */
export class Rounds {
  private readonly decided: Decision[] = [];
  /** Trials of the round that is not decided yet, of those in front nothing is known. */
  private open: PlannedTrial[] | null = null;
  private recorded = 0;

  constructor(private readonly folder: StudyFolder, private readonly record: Pick<StudyRecord, 'plan' | 'loss' | 'scales'>) {}

  /**
   * Decisions by now, round by round; none of a study that stops no arms.
   *
   * @throws KnotworkError `environment` for a damaged file of a trial
   *
   * Cost: a question to the disk for every trial of the round that ended since the last look; of a round that is over its results are read.
   */
  decisions(): readonly Decision[] {
    const { plan, loss } = this.record;
    const { halving } = plan;
    while (halving !== undefined && this.decided.length < halving.rounds.length) {
      this.open ??= [...trialsIn(plan, this.decided, this.decided.length + 1)];
      while (this.open.length > 0 && this.folder.isDone(this.open.at(-1)!.id)) this.open.pop();
      if (this.open.length > 0) break;
      this.open = null;
      const metric = { name: plan.metric.name, on: halving.on };
      this.decided.push(decisionAfter(this.record, this.decided, ({ id }) => outcomeOf(this.folder.filesOf(id), { metric }, loss).loss));
    }
    return this.decided;
  }

  /** Trials that there are by now. */
  trials(): readonly PlannedTrial[] { return trialsBy(this.record.plan, this.decisions()); }

  /**
   * Compares what was written down with what the results say.
   *
   * @returns how many decisions were written down
   * @throws KnotworkError `environment` where they differ
   */
  check(): number {
    const written = this.folder.readHalving();
    const known = this.decisions();
    written.forEach((decision, k) => {
      // Results that were taken away come again, and say the same.
      if (known[k] !== undefined && stableJson(decision) !== stableJson(known[k])) throw decisionChanged(join(this.folder.path, STUDY_FILES.halving), decision, known[k]);
    });
    return written.length;
  }

  /** Writes down what has been decided since it was last asked. @returns decisions that are new @throws KnotworkError `environment` where others stand there, `busy` */
  write(): readonly Decision[] {
    const known = this.decisions();
    if (known.length <= this.recorded) return [];
    const before = this.check();
    this.recorded = known.length;
    if (known.length <= before) return [];
    const { plan: { halving, metric } } = this.record;
    this.folder.writeFile(STUDY_FILES.halving, stableJson({
      schema: 1, metric: metric.name, on: halving!.on, rounds: known.map((decision, k) => ({ seeds: halving!.rounds[k]!.seeds, overrides: halving!.rounds[k]!.overrides, ...decision })),
    }));
    return known.slice(before);
  }
}
