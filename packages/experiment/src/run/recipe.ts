import { resolutionOf, resolve } from '@knotwork/network';
import type { Catalog, Network } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { inject } from '@knotwork/registry';
import type { ChoiceReport } from '../choice/choice-report.js';
import { placeReached } from './checkpoint.js';
import type { ResolvedExperiment } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import type { Clock } from '../host/clock.js';
import type { Keeper, Kept } from '../keep/keeper.js';
import type { Measurement, MetricsBySplit } from '../measure/measurement.js';
import { endNotes } from '../measure/end-notes.js';
import type { FarRows } from '../measure/far-rows.js';
import { robustLoss } from '../measure/robust-loss.js';
import { chooseMembers, type MemberChoice } from './member-choice.js';
import { membersReport, verdictOf } from './members-report.js';
import type { EventPlace, RunEvent, RunObserver, Unplaced } from './run-events.js';
import type { RunProgress } from './run-progress.js';
import { type Reached, runResult, type Verdict } from './run-result.js';
import type { StageContexts, StageSetting } from './stage-contexts.js';
import { posteriorAfter } from '../stages/posterior-after.js';
import type { Model, Rung, StageContext, StageDefinition, StageResult, StageStatus } from '../stages/stage.js';
import type { StoredStart } from '../stored/start-from.js';
import { tokens } from '../tokens.js';

/** How a run ended. */
export interface RunOutcome {
  readonly status: StageStatus;
  /** Content of result.json. */
  readonly result: Readonly<Record<string, unknown>>;
  readonly seconds: number;
  /** Why it diverged. */
  readonly reason?: string;
  /** Stages that have ended, of a run of several networks those of the member that is not finished, and members that are. */
  readonly finished: { readonly stages: number; readonly members: number };
  /** Where a run was interrupted while its widths were chosen: fits that are done, and how many there are. */
  readonly choosing?: { readonly done: number; readonly of: number };
  /** Where an interrupted run goes on when it is started again, such as "after stage 1/2 fit"; null where it starts over. */
  readonly goesOn: string | null;
}

/**
 * The stages of one experiment, gone through once for every member. After every finished stage, and whenever a stage saves its own progress, a checkpoint is
 * written, before anybody is told. Whoever calls begins and ends the progress.
 */
export class Recipe {
  constructor(
    @inject(tokens.experiment) private readonly experiment: ResolvedExperiment,
    @inject(tokens.catalog) private readonly catalog: Catalog,
    @inject(tokens.structure) private readonly structure: Structure,
    @inject(tokens.contexts) private readonly contexts: StageContexts,
    @inject(tokens.measurement) private readonly measurement: Measurement,
    @inject(tokens.keeper) private readonly keeper: Keeper,
    @inject(tokens.progress) private readonly progress: RunProgress,
    @inject(tokens.clock) private readonly clock: Clock,
    @inject(tokens.observer) private readonly observer: RunObserver,
    @inject(tokens.start) private readonly start: StoredStart | null,
  ) {}

  /** Goes through all that is left to do. @param resumedAt seconds of work that were done before; null in a run that begins */
  run(signal: AbortSignal, resumedAt: number | null): Promise<RunOutcome> {
    if (resumedAt !== null) this.tellResumed(resumedAt);
    return this.isSingle ? this.runOne(signal) : this.runMembers(signal);
  }

  /** Takes one network through the stages and measures nothing but what they ask for. */
  fit(signal: AbortSignal): Promise<{ readonly model: Reached; readonly isInterrupted: boolean }> { return this.takeStages(signal); }

  /** Tells whoever watches, with the place that the run has come to. */
  tell(event: Unplaced): void { this.emit({ ...event, ...this.placeOf(this.modelReached().structure) }); }

  /** What was measured, and how the widths were chosen where they were. */
  private chosen(measured: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> & { readonly choice?: ChoiceReport } {
    const report = this.progress.checkpoint.choice?.chosen?.report;
    return report === undefined ? measured : { ...measured, choice: report };
  }

  private get isSingle(): boolean { return this.experiment.members === 1; }

  private async runOne(signal: AbortSignal): Promise<RunOutcome> {
    const { model, isInterrupted } = await this.takeStages(signal);
    const { finished, status, reason } = this.progress.checkpoint;
    const verdict = { status: isInterrupted ? 'interrupted' as const : status, ...(reason === undefined ? {} : { reason }) };
    const reports = finished.map(({ report }) => report);
    const measured = model.network === null ? { metrics: null } : await this.measured(finished.length - 1, model as Model, stageNumbers(reports));
    const result = runResult(this.experiment, verdict, this.chosen(measured), model, reports);
    return this.end(verdict, result, model.network === null ? null : { models: [model as Model], one: model as Model, reports });
  }

  private async runMembers(signal: AbortSignal): Promise<RunOutcome> {
    const { progress, experiment } = this;
    let isInterrupted = false;
    while (!isInterrupted && progress.members.length < experiment.members) {
      const taken = await this.takeStages(signal);
      isInterrupted = taken.isInterrupted;
      if (!isInterrupted) await this.finishMember(taken.model as Model);
    }
    const { members } = progress;
    const verdict = isInterrupted ? { status: 'interrupted' as const } : verdictOf(members);
    if (members.length === 0) return this.end(verdict, runResult(experiment, verdict, { metrics: null }, { structure: this.structure, network: null }, []), null);
    const choice = this.choice();
    const kept = members.flatMap((_, k) => (choice.isLeftOut[k]! ? [] : [progress.modelOf(k)]));
    const measured = await this.measured(experiment.stages.length - 1, kept);
    const stages = members[choice.best]!.finished.map(({ report }) => report);
    const one = progress.modelOf(choice.best);
    return this.end(verdict, runResult(experiment, verdict, this.chosen(measured), one, stages, membersReport(members, choice)), { models: kept, one, reports: stages });
  }

  /** Takes the network, or a member, through the stages that it has before it. */
  private async takeStages(signal: AbortSignal): Promise<{ readonly model: Reached; readonly isInterrupted: boolean }> {
    const { progress, experiment: { stages } } = this;
    let model = this.modelReached();
    while (progress.checkpoint.status === 'completed' && progress.checkpoint.finished.length < stages.length) {
      const { kind, ...options } = stages[progress.checkpoint.finished.length]!;
      const definition = this.catalog.get('stage', kind);
      const context = await this.contextOf(model, signal, definition);
      if (progress.checkpoint.within === null) this.emit({ event: 'stage-started', ...this.placeOf(model.structure) });
      const result = await untilEnded(definition.run(context, options), signal);
      // An interrupted stage leaves the last finished one on disk.
      if (result === null || result.status === 'interrupted') return { model, isInterrupted: true };
      await this.finishStage(result, context.elapsed());
      model = result;
    }
    return { model, isInterrupted: false };
  }

  /** Members are judged by the loss of the whole recipe, also one that has not come to its end. */
  private async finishMember(model: Model): Promise<void> {
    const { progress, experiment: { stages } } = this;
    const metrics = await this.measurement.measure(stages.length - 1, model);
    const { finished, status, reason } = progress.checkpoint;
    progress.saveMember({ network: model.network, status, ...(reason === undefined ? {} : { reason }), finished, metrics });
    this.saveBest();
  }

  private choice(): MemberChoice {
    const candidates = this.progress.members.map(({ status, metrics, finished }) => ({ status, metrics, reports: finished.map(({ report }) => report) }));
    return chooseMembers(candidates, this.measurement.hasValidation);
  }

  /** The network of a run of several is that of its best member so far. */
  private saveBest(): void {
    if (this.progress.members.length > 0) this.progress.saveNetwork(this.progress.modelOf(this.choice().best));
  }

  private tellResumed(at: number): void {
    const { within } = this.progress.checkpoint;
    const model = this.modelReached();
    // A kill may have come between the two files of a network.
    this.saveNetwork(model);
    this.saveBest();
    const place = this.placeOf(model.structure);
    this.emit({ event: 'resumed', text: this.placeReached(), stageBegan: milliseconds(at - (within?.seconds ?? 0)), ...place });
  }

  /** The network of the last finished stage, or the structure of the one to begin with. */
  private modelReached(): Reached {
    const { network } = this.progress.checkpoint;
    return network === null ? { structure: this.structure, network: null } : { structure: resolve(network.spec, this.catalog), network };
  }

  private async finishStage({ structure, network, status, reason, report: own }: StageResult, seconds: number): Promise<void> {
    const { progress } = this;
    const report = { ...own, ...await this.measurement.measureEach(progress.checkpoint.finished.length, { structure, network }) };
    const place = this.placeOf(structure);
    const { reason: _, ...checkpoint } = progress.checkpoint;
    progress.save({
      ...checkpoint, network, status, ...(reason === undefined ? {} : { reason }), within: null,
      finished: [...checkpoint.finished, { report, timing: { kind: place.kind, seconds } }],
    });
    this.saveNetwork({ structure, network });
    this.emit({ event: 'stage-finished', status, report, ...place });
  }

  /** @param kept what is kept of the model, null where there is none */
  private async end(verdict: Verdict, measured: Record<string, unknown>, kept: Kept | null): Promise<RunOutcome> {
    const { progress } = this;
    const isInterrupted = verdict.status === 'interrupted';
    const result = isInterrupted || kept === null ? measured : { ...measured, formula: await this.keeper.equation(kept) };
    const seconds = progress.seconds();
    if (!isInterrupted) {
      // Networks that were compared were compared by another loss.
      const instead = 'choice' in result ? null : robustLoss(this.experiment.stages, this.catalog, (result as { readonly far?: Readonly<Record<string, FarRows>> | null }).far ?? {}, this.structure.spec.outputs);
      for (const text of endNotes(result, instead)) this.note(text);
      // Of most runs there is nothing to load.
      if (result['filled']) for (const text of (await import('../measure/filled-rows.js')).filledNotes(result)) this.note(text);
      if (kept?.reports.some(({ uncertainty }) => uncertainty)) for (const text of (await import('../keep/of-solutions.js')).solvedNotes(result, kept.one.structure)) this.note(text);
      if (kept !== null) for (const [name, content] of Object.entries(await this.keeper.files(kept))) progress.keep(name, content);
      progress.finish(result, seconds);
    }
    return {
      ...verdict, result, seconds, finished: { stages: progress.checkpoint.finished.length, members: progress.members.length },
      goesOn: isInterrupted && progress.canGoOn ? this.placeReached() : null,
    };
  }

  /** @param model a network, or several whose mean is meant, @param ofStage numbers that a stage said besides */
  private async measured(stage: number, model: Model | readonly Model[], ofStage: Pick<MetricsBySplit, 'stage'> = {}): Promise<Readonly<Record<string, unknown>>> {
    const { metrics, ...others } = await this.measurement.measureAll(stage, model);
    return { metrics: { ...metrics, ...ofStage }, ...await this.measurement.measureEach(stage, model), ...others };
  }

  /** The saved network that is gone on from, with room for the rows; null where one is made anew. */
  private async begun(data: PreparedData): Promise<Network | null> {
    const { start, catalog, experiment: { stages } } = this;
    if (start === null) return null;
    const { gridOfStage, roomForRows } = await import('../stored/room-for-rows.js');
    return roomForRows(start, data, gridOfStage(stages[0]!, catalog))?.network ?? start.loaded.network;
  }

  private async contextOf({ structure, network }: Reached, signal: AbortSignal, definition: StageDefinition): Promise<StageContext> {
    const { clock, progress, catalog, experiment: { stages } } = this;
    const { within, finished } = progress.checkpoint;
    const from = clock.now() - 1000 * (within?.seconds ?? 0);
    const elapsed = (): number => (clock.now() - from) / 1000;
    const reports = finished.map(({ report }) => report);
    const settingOf = (index: number): StageSetting => this.contexts.of(structure, index, progress.members.length);
    const given = settingOf(finished.length);
    // Most runs have no such stages and do not load it.
    const setting = network === null || (given.data.equations ?? stageNumbers(reports).stage) === undefined ? given : await (await import('./setting-after.js')).settingAfter(given, definition, { stages, catalog, setting: settingOf, model: { structure, network }, reports });
    return {
      ...setting, trained: network ?? await this.begun(setting.data), signal, elapsed, progress: within?.progress ?? null,
      save: (reached, done) => {
        progress.save({ ...progress.checkpoint, within: { progress: reached, done, seconds: elapsed() } });
        return aTurnForOthers();
      },
      reports, earlier: this.start?.reports ?? [],
      posterior: async () => (network === null ? null : posteriorAfter(stages, reports, { structure, network }, setting)),
      observe: (event, trainedNow = structure) => this.emit({ ...event, ...this.placeOf(trainedNow) }),
      rung: (rung, isFirst) => this.emit({ event: 'rung', rung, isFirst, ...this.placeOf(structure), resolution: rung.level }),
      note: (text) => this.note(text, structure),
    };
  }

  private saveNetwork(model: Reached): void {
    if (model.network !== null) this.progress.saveNetwork(model as Model, this.isSingle ? undefined : this.progress.members.length);
  }

  private placeReached(): string {
    return placeReached(this.progress.checkpoint, this.experiment.stages.map((s) => s.kind), this.experiment.members);
  }

  /** The stage that is worked on; the last one when all are done. */
  private placeOf(structure: Structure): EventPlace {
    const { stages, members } = this.experiment;
    const { progress } = this;
    // All are done where a run goes on after its last checkpoint.
    const isOver = progress.members.length === members;
    const stage = isOver ? stages.length - 1 : Math.min(progress.checkpoint.finished.length, stages.length - 1);
    const member = this.isSingle ? {} : { member: Math.min(progress.members.length + 1, members), members };
    return { stage, kind: stages[stage]!.kind, stages: stages.length, ...member, resolution: resolutionOf(structure), seconds: milliseconds(progress.seconds()) };
  }

  /** Tells something that users should know. */
  note(text: string, structure: Structure = this.structure): void {
    this.emit({ event: 'note', step: 0, steps: 0, text, ...this.placeOf(structure) });
  }

  private emit(event: RunEvent): void {
    this.progress.append(event);
    this.observer.observe(event);
  }
}

/** What the last stage said of its network besides metrics of rows: numbers of networks before it are no result. */
function stageNumbers(reports: Kept['reports']): Pick<MetricsBySplit, 'stage'> {
  const { metrics, rungs = [], kept = rungs.length - 1 } = (reports.at(-1) ?? {}) as { readonly metrics?: MetricsBySplit; readonly rungs?: readonly Pick<Rung, 'metrics'>[]; readonly kept?: number };
  const { stage } = metrics ?? rungs[kept]?.metrics ?? {};
  return stage === undefined ? {} : { stage };
}

/** Short pieces of work would otherwise follow each other without a gap in which a signal is noticed. */
export const aTurnForOthers = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve); });

const milliseconds = (seconds: number): number => Math.round(1000 * seconds) / 1000;

/** The result of a stage; null where the signal ended it in the middle of a step. */
async function untilEnded(stage: Promise<StageResult>, signal: AbortSignal): Promise<StageResult | null> {
  try {
    return await stage;
  } catch (error) {
    if (signal.aborted && error === signal.reason) return null;
    throw error;
  }
}
