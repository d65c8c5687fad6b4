import { countParameters, initialize, resolutionOf, saveNetwork } from '@knotwork/network';
import { type Clock, type Network, type Structure, tokens } from '@knotwork/plugin';
import { inject, injectable } from '@knotwork/registry';
import { FILES, type RunStore } from '@knotwork/store';
import { measure, measureEach, type MetricsBySplit } from './measure.js';
import type { PreparedRun } from './prepared-run.js';
import type { RunEvent, RunObserver } from './run-events.js';
import type { Model, StageContext, StageDefinition, StageStatus } from './stages/stage.js';

/** How a run ended. */
export interface RunOutcome {
  readonly status: StageStatus;
  /** Content of result.json. */
  readonly result: Readonly<Record<string, unknown>>;
  readonly seconds: number;
  /** Why it diverged. */
  readonly reason?: string;
}

/** Runs the stages of one prepared experiment and keeps its folder. */
@injectable()
export class ExperimentRun {
  private began = 0;

  constructor(
    @inject(tokens.request) private readonly prepared: PreparedRun,
    @inject(tokens.clock) private readonly clock: Clock,
    @inject(tokens.store) private readonly store: RunStore,
    @inject(tokens.observer) private readonly observer: RunObserver,
  ) {}

  async run(signal: AbortSignal): Promise<RunOutcome> {
    const { prepared, store } = this;
    this.began = this.clock.now();
    store.clear();
    store.begin(prepared.record);
    const reports: Record<string, unknown>[] = [];
    const timings: Record<string, unknown>[] = [];
    let trained: Network | null = null;
    let structure = prepared.structure;
    let status: StageStatus = 'completed';
    let reason: string | undefined;
    for (const [index, use] of prepared.experiment.stages.entries()) {
      const { kind, ...options } = use;
      const definition = prepared.catalog.get('stage', kind) as StageDefinition;
      const from = this.clock.now();
      const context = this.contextOf(index, kind, trained, structure, signal);
      this.emit({ event: 'stage-started', ...this.placeOf(index, kind, structure) });
      const result = await definition.run(context, options);
      ({ status, reason } = { reason: undefined, ...result });
      // An interrupted stage leaves the last finished one on disk.
      if (status === 'interrupted') break;
      ({ network: trained, structure } = result);
      const saved = saveNetwork(structure, trained);
      store.writeAtomically(FILES.parameters, saved.safetensors);
      store.writeAtomically(FILES.network, saved.json);
      const report = { ...result.report, ...await this.measureEach(result) };
      reports.push(report);
      timings.push({ kind, seconds: (this.clock.now() - from) / 1000 });
      this.emit({ event: 'stage-finished', status, report, ...this.placeOf(index, kind, structure) });
      if (status !== 'completed') break;
    }
    const seconds = (this.clock.now() - this.began) / 1000;
    const metrics = trained === null ? null : await this.measure({ structure, network: trained });
    const each = trained === null ? {} : await this.measureEach({ structure, network: trained });
    const result = this.resultOf({ status, ...(reason === undefined ? {} : { reason }) }, { metrics, ...each }, structure, trained !== null, reports);
    if (status !== 'interrupted') store.finish(result, { seconds, stages: timings }, this.clock.date());
    return { status, result, seconds, ...(reason === undefined ? {} : { reason }) };
  }

  private measure(model: Model, dataSet?: string): Promise<MetricsBySplit> {
    return measure(this.prepared.catalog, this.prepared.engine, this.prepared.data, model, dataSet);
  }

  private measureEach(model: Model): ReturnType<typeof measureEach> {
    return measureEach(this.prepared.catalog, this.prepared.engine, this.prepared.data, model);
  }

  private contextOf(index: number, kind: string, trained: Network | null, structure: Structure, signal: AbortSignal): StageContext {
    const { prepared, clock } = this;
    const from = clock.now();
    return {
      ...stageSetting(prepared, structure, index), trained, signal,
      measure: (model, dataSet) => this.measure(model, dataSet),
      observe: (event, trainedNow = structure) => this.emit({ ...event, ...this.placeOf(index, kind, trainedNow) }),
      rung: (rung, isFirst) => this.emit({ event: 'rung', rung, isFirst, ...this.placeOf(index, kind, structure), resolution: rung.level }),
      note: (text) => this.emit({ event: 'note', step: 0, steps: 0, text, ...this.placeOf(index, kind, structure) }),
      elapsed: () => (clock.now() - from) / 1000,
    };
  }

  private placeOf(stage: number, kind: string, structure: Structure): { stage: number; kind: string; stages: number; resolution: (number | null)[]; seconds: number } {
    const seconds = Math.round(this.clock.now() - this.began) / 1000;
    return { stage, kind, stages: this.prepared.experiment.stages.length, resolution: resolutionOf(structure), seconds };
  }

  private emit(event: RunEvent): void {
    this.store.append(event);
    this.observer.observe(event);
  }

  private resultOf(verdict: { readonly status: StageStatus; readonly reason?: string }, measured: Readonly<Record<string, unknown>>, structure: Structure, isTrained: boolean, stages: readonly unknown[]): Record<string, unknown> {
    const { experiment } = this.prepared;
    const { trainable, effective, grid, external, internal } = countParameters(structure);
    const masked = structure.layers.reduce((n, l) => n + l.inputs * l.outputs, 0) - external.edges;
    return {
      schema: 1, ...verdict, deterministic: verdict.status !== 'stopped', name: experiment.name, seed: experiment.seed, ...measured,
      network: isTrained ? {
        widths: [structure.layers[0]!.inputs, ...structure.layers.map((l) => l.outputs)], resolution: resolutionOf(structure),
        parameters: { trainable, effective, grid }, external, internal, edges: { free: external.edges, symbolic: 0, pruned: masked },
      } : null,
      formula: null, stages,
    };
  }
}

/** The part of a stage's context that is known before the run begins. */
export function stageSetting(prepared: Omit<PreparedRun, 'identity' | 'folder' | 'record' | 'notes'>, structure: Structure, index: number): Pick<StageContext,
  'catalog' | 'engine' | 'precision' | 'data' | 'structure' | 'fresh' | 'path' | 'isWritten'> {
  const { catalog, engine, precision, data, streams, initializers, experiment } = prepared;
  return {
    catalog, engine, precision, data, structure, path: `stages.${index}`,
    isWritten: (path) => experiment.explicit.has(path),
    fresh: (start) => initialize(structure, initializers, data.domains, streams.stream('init').fork(`starts.${start}`), catalog),
  };
}
