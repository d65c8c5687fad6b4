import { countParameters, initialize, resolutionOf, resolve, saveNetwork } from '@knotwork/network';
import { type Clock, tokens } from '@knotwork/plugin';
import { inject, injectable } from '@knotwork/registry';
import { type Checkpoint, checkpointText, placeReached, readCheckpoint, startOf } from './checkpoint.js';
import { measure, measureEach } from '../measure/measure.js';
import type { PreparedRun, RunSetting } from './prepared-run.js';
import type { EventPlace, RunEvent, RunObserver } from './run-events.js';
import { FILES, type RunStore } from './run-store.js';
import type { Model, StageContext, StageDefinition, StageResult, StageStatus } from '../stages/stage.js';

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

/**
 * Runs the stages of one prepared experiment and keeps its folder. After every finished stage, and whenever a stage saves its own
 * progress, a checkpoint is written, before anybody is told: what was reported is never lost.
 */
@injectable()
export class ExperimentRun {
  /** Moment at which the run would have begun if all its work had been done in one go. */
  private began = 0;
  private checkpoint: Checkpoint;

  constructor(
    @inject(tokens.request) private readonly prepared: PreparedRun,
    @inject(tokens.clock) private readonly clock: Clock,
    @inject(tokens.store) private readonly store: RunStore,
    @inject(tokens.observer) private readonly observer: RunObserver,
  ) {
    this.checkpoint = startOf(prepared.code);
  }

  async run(signal: AbortSignal): Promise<RunOutcome> {
    const { stages } = this.prepared.experiment;
    this.began = this.clock.now();
    this.begin();
    let model = this.modelReached();
    let isInterrupted = false;
    while (!isInterrupted && this.checkpoint.status === 'completed' && this.checkpoint.finished.length < stages.length) {
      const { kind, ...options } = stages[this.checkpoint.finished.length]!;
      const definition = this.prepared.catalog.get('stage', kind) as StageDefinition;
      const context = this.contextOf(model, signal);
      if (this.checkpoint.within === null) this.emit({ event: 'stage-started', ...this.placeOf(model.structure) });
      const result = await definition.run(context, options);
      // An interrupted stage leaves the last finished one on disk.
      if (result.status === 'interrupted') isInterrupted = true;
      else {
        await this.finishStage(result, context.elapsed());
        model = result;
      }
    }
    return this.end(model, isInterrupted);
  }

  /** Goes on where an unfinished run of the same content stopped, or starts over. */
  private begin(): void {
    const { prepared, store } = this;
    const found = this.checkpointFound();
    if (found !== null && typeof found !== 'string') return this.resume(found);
    store.clear();
    store.begin(prepared.record);
    this.save(startOf(prepared.code));
    if (found !== null) this.note(found, prepared.structure);
  }

  /** What there is to go on from, or in words why it cannot be used. */
  private checkpointFound(): Checkpoint | string | null {
    const { prepared, store } = this;
    // A finished run has nothing left to do: it is asked for anew.
    if (prepared.again || store.status().state !== 'unfinished' || store.readRun()?.['id'] !== prepared.identity.id) return null;
    const bytes = store.read(FILES.checkpoint);
    return bytes === null ? null : readCheckpoint(bytes, prepared.code);
  }

  private resume(found: Checkpoint): void {
    this.began -= 1000 * found.seconds;
    this.store.resume(this.prepared.record);
    this.save({ ...found, resumptions: found.resumptions + 1 });
    const model = this.modelReached();
    // A kill may have come between the two files of the network.
    this.saveNetwork(model);
    const place = this.placeOf(model.structure);
    this.emit({ event: 'resumed', text: this.placeReached(), stageBegan: milliseconds(found.seconds - (found.within?.seconds ?? 0)), ...place });
  }

  /** The network of the last finished stage, or the structure of the one to be made. */
  private modelReached(): Reached {
    const { prepared, checkpoint: { network } } = this;
    return network === null ? { structure: prepared.structure, network: null } : { structure: resolve(network.spec, prepared.catalog), network };
  }

  private async finishStage({ structure, network, status, reason, report: own }: StageResult, seconds: number): Promise<void> {
    const report = { ...own, ...await measureEach(this.prepared, this.checkpoint.finished.length, { structure, network }) };
    const place = this.placeOf(structure);
    const { reason: _, ...checkpoint } = this.checkpoint;
    this.save({
      ...checkpoint, network, status, ...(reason === undefined ? {} : { reason }), within: null,
      finished: [...checkpoint.finished, { report, timing: { kind: place.kind, seconds } }],
    });
    this.saveNetwork({ structure, network });
    this.emit({ event: 'stage-finished', status, report, ...place });
  }

  private async end(model: Reached, isInterrupted: boolean): Promise<RunOutcome> {
    const { finished, resumptions, status: reached, reason } = this.checkpoint;
    const verdict = { status: isInterrupted ? 'interrupted' as const : reached, ...(reason === undefined ? {} : { reason }) };
    const seconds = this.seconds();
    const last = finished.length - 1;
    const measured = model.network === null ? { metrics: null } : { metrics: await measure(this.prepared, last, model as Model), ...await measureEach(this.prepared, last, model as Model) };
    const result = this.resultOf(verdict, measured, model, finished.map((s) => s.report));
    if (!isInterrupted) this.store.finish(result, { seconds, stages: finished.map((s) => s.timing), resumptions }, this.clock.date());
    return { ...verdict, result, seconds, goesOn: isInterrupted && this.prepared.code !== null ? this.placeReached() : null };
  }

  private contextOf({ structure, network }: Reached, signal: AbortSignal): StageContext {
    const { prepared, clock, checkpoint: { within, finished } } = this;
    const from = clock.now() - 1000 * (within?.seconds ?? 0);
    const elapsed = (): number => (clock.now() - from) / 1000;
    return {
      ...stageSetting(prepared, structure, finished.length), trained: network, signal, elapsed, progress: within?.progress ?? null,
      save: (progress, done) => {
        this.save({ ...this.checkpoint, within: { progress, done, seconds: elapsed() } });
        return aTurnForOthers();
      },
      observe: (event, trainedNow = structure) => this.emit({ ...event, ...this.placeOf(trainedNow) }),
      rung: (rung, isFirst) => this.emit({ event: 'rung', rung, isFirst, ...this.placeOf(structure), resolution: rung.level }),
      note: (text) => this.note(text, structure),
    };
  }

  /** Writes how far the run has come. */
  private save(checkpoint: Checkpoint): void {
    this.checkpoint = { ...checkpoint, seconds: this.seconds() };
    this.store.writeAtomically(FILES.checkpoint, checkpointText(this.checkpoint));
  }

  private saveNetwork({ structure, network }: Reached): void {
    if (network === null) return;
    const saved = saveNetwork(structure, network);
    this.store.writeAtomically(FILES.parameters, saved.safetensors);
    this.store.writeAtomically(FILES.network, saved.json);
  }

  private placeReached(): string {
    return placeReached(this.checkpoint, this.prepared.experiment.stages.map((s) => s.kind));
  }

  /** The stage that is worked on; the last one when all are done. */
  private placeOf(structure: Model['structure']): EventPlace {
    const { stages } = this.prepared.experiment;
    const stage = Math.min(this.checkpoint.finished.length, stages.length - 1);
    return { stage, kind: stages[stage]!.kind, stages: stages.length, resolution: resolutionOf(structure), seconds: milliseconds(this.seconds()) };
  }

  private seconds(): number {
    return (this.clock.now() - this.began) / 1000;
  }

  private note(text: string, structure: Model['structure']): void {
    this.emit({ event: 'note', step: 0, steps: 0, text, ...this.placeOf(structure) });
  }

  private emit(event: RunEvent): void {
    this.store.append(event);
    this.observer.observe(event);
  }

  private resultOf(verdict: { readonly status: StageStatus; readonly reason?: string }, measured: Readonly<Record<string, unknown>>, { structure, network }: Reached, stages: readonly unknown[]): Record<string, unknown> {
    const { experiment } = this.prepared;
    const { trainable, effective, grid, external, internal } = countParameters(structure);
    const masked = structure.layers.reduce((n, l) => n + l.inputs * l.outputs, 0) - external.edges;
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
const aTurnForOthers = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

const milliseconds = (seconds: number): number => Math.round(1000 * seconds) / 1000;

/** The part of a stage's context that is known before the run begins. */
export function stageSetting(prepared: RunSetting, structure: Model['structure'], index: number): Pick<StageContext,
  'catalog' | 'engine' | 'precision' | 'data' | 'structure' | 'fresh' | 'batches' | 'measure' | 'path' | 'isWritten'> {
  const { catalog, engine, precision, data, streams, initializers, experiment } = prepared;
  return {
    catalog, engine, precision, data, structure, path: `stages.${index}`,
    batches: streams.stream('batch').fork(`stages.${index}`),
    isWritten: (path) => experiment.explicit.has(path),
    measure: (model, dataSet) => measure(prepared, index, model, dataSet),
    fresh: (start) => initialize(structure, initializers, data.domains, streams.stream('init').fork(`starts.${start}`), catalog),
  };
}
