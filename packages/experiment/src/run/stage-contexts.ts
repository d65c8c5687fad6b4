import { initialize } from '@knotwork/network';
import type { RandomStream } from '@knotwork/numerics';
import type { Catalog } from '@knotwork/plugin';
import type { Engine, Structure } from '@knotwork/plugin/engine';
import { inject } from '@knotwork/registry';
import type { Budget } from '../budget/index.js';
import { initializersAnew, type ResolvedExperiment } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import type { Evaluator } from '../measure/evaluator.js';
import type { Measurement } from '../measure/measurement.js';
import type { Streams } from './run-streams.js';
import type { StageContext } from '../stages/stage.js';
import { tokens } from '../tokens.js';

/** The part of a stage's context that is known before the run begins. */
export type StageSetting = Pick<StageContext,
  'budget' | 'catalog' | 'engine' | 'data' | 'structure' | 'fresh' | 'batches' | 'measure' | 'outputs' | 'activations' | 'path' | 'isLast' | 'isWritten'>;

/** What the stages of a run work with. */
export class StageContexts {
  constructor(
    @inject(tokens.experiment) private readonly experiment: ResolvedExperiment,
    @inject(tokens.catalog) private readonly catalog: Catalog,
    @inject(tokens.engine) private readonly engine: Engine,
    @inject(tokens.data) private readonly data: PreparedData,
    @inject(tokens.streams) private readonly streams: Streams,
    @inject(tokens.evaluator) private readonly evaluator: Evaluator,
    @inject(tokens.measurement) private readonly measurement: Measurement,
    @inject(tokens.budget) private readonly budget: Budget,
  ) {}

  /** @param structure that the stage begins with, @param index of the stage, @param member that goes through the recipe, from 0 */
  of(structure: Structure, index: number, member = 0): StageSetting {
    const { experiment, catalog, engine, data, budget } = this;
    const streams = { stream: (name: string) => ofMember(this.streams.stream(name), member) };
    return {
      budget, catalog, engine, data, structure, path: `stages.${index}`, isLast: index === experiment.stages.length - 1,
      batches: streams.stream('batch').fork(`stages.${index}`),
      isWritten: (path) => experiment.explicit.has(path),
      measure: (model, dataSet) => this.measurement.measure(index, model, dataSet),
      outputs: (model, sets) => this.evaluator.outputs(model, this.measurement.objective(index), sets),
      activations: (model, rows) => this.evaluator.activations(model, this.measurement.objective(index), rows),
      fresh: (start) => initialize(structure, initializersAnew(experiment, widthsOf(structure), catalog), data.domains, streams.stream('init').fork(`starts.${start}`), catalog),
    };
  }
}

const widthsOf = ({ layers }: Structure): number[] => [layers[0]!.inputs, ...layers.map(({ outputs }) => outputs)];

/** The first member draws what the only one would draw, whatever the others are. */
const ofMember = (stream: RandomStream, member: number): RandomStream => (member === 0 ? stream : stream.fork(`members.${member + 1}`));
