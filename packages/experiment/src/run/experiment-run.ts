import { countParameters, resolutionOf, resolve } from '@knotwork/network';
import type { Catalog } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { inject, injectable } from '@knotwork/registry';
import { placeReached } from './checkpoint.js';
import type { ResolvedExperiment } from '../config/index.js';
import type { Clock } from '../host/clock.js';
import type { Measurement } from '../measure/measurement.js';
import type { EventPlace, RunEvent, RunObserver } from './run-events.js';
import type { RunProgress } from './run-progress.js';
import type { StageContexts } from './stage-contexts.js';
import type { Model, StageContext, StageResult, StageStatus } from '../stages/stage.js';
import { tokens } from '../tokens.js';

/** How a run ended. */
export interface RunOutcome {
  readonly status: StageStatus;
  /** Content of result.json. */
  readonly result: Readonly<Record<string, unknown>>;
  readonly seconds: number;
  /** Why it diverged. */
  readonly reason?: string;
  /** Where an interrupted run goes on when it is started again, such as "after stage 1/2 fit"; null where it starts over. */
  readonly goesOn: string | null;
}

/** Runs what was composed. */
export interface Runner { run(signal: AbortSignal): Promise<RunOutcome> }

/**
 * Runs the stages of one experiment. After every finished stage, and whenever a stage saves its own progress, a checkpoint is written, before
 * anybody is told.
 */
@injectable()
export class ExperimentRun implements Runner {
  constructor(
    @inject(tokens.experiment) private readonly experiment: ResolvedExperiment,
    @inject(tokens.catalog) private readonly catalog: Catalog,
    @inject(tokens.structure) private readonly structure: Structure,
    @inject(tokens.contexts) private readonly contexts: StageContexts,
    @inject(tokens.measurement) private readonly measurement: Measurement,
    @inject(tokens.progress) private readonly progress: RunProgress,
    @inject(tokens.clock) private readonly clock: Clock,
    @inject(tokens.observer) private readonly observer: RunObserver,
  ) {}

  async run(signal: AbortSignal): Promise<RunOutcome> {
    const { progress, experiment: { stages } } = this;
    const { resumedAt, reason } = await progress.begin();
    try {
      if (resumedAt !== null) this.tellResumed(resumedAt);
      if (reason !== undefined) this.note(reason, this.structure);
      let model = this.modelReached();
      let isInterrupted = false;
      while (!isInterrupted && progress.checkpoint.status === 'completed' && progress.checkpoint.finished.length < stages.length) {
        const { kind, ...options } = stages[progress.checkpoint.finished.length]!;
        const definition = this.catalog.get('stage', kind);
        const context = this.contextOf(model, signal);
        if (progress.checkpoint.within === null) this.emit({ event: 'stage-started', ...this.placeOf(model.structure) });
        const result = await definition.run(context, options);
        // An interrupted stage leaves the last finished one on disk.
        if (result.status === 'interrupted') isInterrupted = true;
        else {
          await this.finishStage(result, context.elapsed());
          model = result;
        }
      }
      return await this.end(model, isInterrupted);
    } finally {
      progress.end();
    }
  }

  private tellResumed(at: number): void {
    const { within } = this.progress.checkpoint;
    const model = this.modelReached();
    // A kill may have come between the two files of the network.
    this.saveNetwork(model);
    const place = this.placeOf(model.structure);
    this.emit({ event: 'resumed', text: this.placeReached(), stageBegan: milliseconds(at - (within?.seconds ?? 0)), ...place });
  }

  /** The network of the last finished stage, or the structure of the one to be made. */
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

  private async end(model: Reached, isInterrupted: boolean): Promise<RunOutcome> {
    const { finished, status: reached, reason } = this.progress.checkpoint;
    const verdict = { status: isInterrupted ? 'interrupted' as const : reached, ...(reason === undefined ? {} : { reason }) };
    const seconds = this.progress.seconds();
    const last = finished.length - 1;
    const measured = model.network === null ? { metrics: null } : { metrics: await this.measurement.measure(last, model as Model), ...await this.measurement.measureEach(last, model as Model) };
    const result = this.resultOf(verdict, measured, model, finished.map((s) => s.report));
    if (!isInterrupted) this.progress.finish(result, seconds);
    return { ...verdict, result, seconds, goesOn: isInterrupted && this.progress.canGoOn ? this.placeReached() : null };
  }

  private contextOf({ structure, network }: Reached, signal: AbortSignal): StageContext {
    const { clock, progress } = this;
    const { within, finished } = progress.checkpoint;
    const from = clock.now() - 1000 * (within?.seconds ?? 0);
    const elapsed = (): number => (clock.now() - from) / 1000;
    return {
      ...this.contexts.of(structure, finished.length), trained: network, signal, elapsed, progress: within?.progress ?? null,
      save: (reached, done) => {
        progress.save({ ...progress.checkpoint, within: { progress: reached, done, seconds: elapsed() } });
        return aTurnForOthers();
      },
      observe: (event, trainedNow = structure) => this.emit({ ...event, ...this.placeOf(trainedNow) }),
      rung: (rung, isFirst) => this.emit({ event: 'rung', rung, isFirst, ...this.placeOf(structure), resolution: rung.level }),
      note: (text) => this.note(text, structure),
    };
  }

  private saveNetwork(model: Reached): void {
    if (model.network !== null) this.progress.saveNetwork(model as Model);
  }

  private placeReached(): string {
    return placeReached(this.progress.checkpoint, this.experiment.stages.map((s) => s.kind));
  }

  /** The stage that is worked on; the last one when all are done. */
  private placeOf(structure: Structure): EventPlace {
    const { stages } = this.experiment;
    const stage = Math.min(this.progress.checkpoint.finished.length, stages.length - 1);
    return { stage, kind: stages[stage]!.kind, stages: stages.length, resolution: resolutionOf(structure), seconds: milliseconds(this.progress.seconds()) };
  }

  private note(text: string, structure: Structure): void {
    this.emit({ event: 'note', step: 0, steps: 0, text, ...this.placeOf(structure) });
  }

  private emit(event: RunEvent): void {
    this.progress.append(event);
    this.observer.observe(event);
  }

  private resultOf(verdict: { readonly status: StageStatus; readonly reason?: string }, measured: Readonly<Record<string, unknown>>, { structure, network }: Reached, stages: readonly unknown[]): Record<string, unknown> {
    const { experiment } = this;
    const { trainable, effective, grid, external, internal } = countParameters(structure);
    const masked = structure.layers.reduce((n, l) => n + l.inputs * l.sums, 0) - external.edges;
    return {
      schema: 1, ...verdict, deterministic: verdict.status !== 'stopped', name: experiment.name, seed: experiment.seed, ...measured,
      network: network === null ? null : {
        widths: [structure.layers[0]!.inputs, ...structure.layers.map((l) => l.outputs)], resolution: resolutionOf(structure),
        parameters: { trainable, effective, grid }, external, internal, edges: { free: external.edges, symbolic: 0, pruned: masked },
      },
      formula: null, stages,
    };
  }
}

/** The network that a run has come to; null before the first stage has ended. */
type Reached = Pick<Model, 'structure'> & { readonly network: Model['network'] | null };

/** Short pieces of work would otherwise follow each other without a gap in which a signal is noticed. */
const aTurnForOthers = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve); });

const milliseconds = (seconds: number): number => Math.round(1000 * seconds) / 1000;
