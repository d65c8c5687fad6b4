import { type Catalog, isKnotworkError } from '@knotwork/plugin';
import type { ResolvedExperiment } from '../config/index.js';
import { withSolution } from '../data/with-solution.js';
import type { MetricsBySplit } from '../measure/measurement.js';
import type { Uncertainty } from '../measure/uncertainty.js';
import { uncertaintyIn } from '../measure/uncertainty-in.js';
import type { Model, StageDefinition } from '../stages/stage.js';
import type { StageSetting } from './stage-contexts.js';

type Reports = readonly Readonly<Record<string, unknown>>[];

/** What came before a stage. */
export interface StagesBefore {
  readonly stages: ResolvedExperiment['stages'];
  readonly catalog: Catalog;
  /** What a stage had to work with. @param index of the stage */
  setting(index: number): StageSetting;
  /** The network that they came to, and what they said. */
  readonly model: Model;
  readonly reports: Reports;
}

/** What a stage has to work with after others: it learns from the solution of equations where it does not solve them itself, and the numbers of the stage that judged its own result go on with every network that is measured. */
export async function settingAfter(given: StageSetting, { learnsFrom, judges }: StageDefinition, before: StagesBefore): Promise<StageSetting> {
  const data = learnsFrom === 'equations' ? given.data : await withSolution(given.data, (sets) => given.outputs(before.model, sets), meanSquare(uncertaintyIn(before.reports)));
  const judged = judges === undefined ? judgeAfter(before) : null;
  if (judged === null) return { ...given, data };
  return { ...given, data, measure: async (model, dataSet): Promise<MetricsBySplit> => ({ ...await given.measure(model, dataSet), ...await judged(model) }) };
}

/** Judges networks as the last stage did that judged its own; null where none did, or where that one knows its own network alone. */
function judgeAfter({ stages, catalog, setting, reports }: StagesBefore): ((model: Model) => Promise<Pick<MetricsBySplit, 'stage'>>) | null {
  const definitions = stages.slice(0, reports.length).map(({ kind }) => catalog.get('stage', kind));
  const index = definitions.findLastIndex(({ judges }) => judges !== undefined);
  const definition = definitions[index];
  if (definition?.judge === undefined) return null;
  const { kind: _, ...options } = stages[index]!;
  const context = { ...setting(index), reports };
  return async (model) => {
    try {
      return { stage: await definition.judge!(context, options, model) };
    } catch (error) {
      // A function may have no derivative that the equations read: then nothing is said.
      if (isKnotworkError(error)) return {};
      throw error;
    }
  };
}

const meanSquare = ({ equations, measured }: Uncertainty): number => equations ** 2 + measured ** 2;
