import { type Catalog, type Equations, isKnotworkError } from '@knotwork/plugin';
import type { ResolvedExperiment } from '../config/index.js';
import { withSolution } from '../data/with-solution.js';
import type { MetricsBySplit } from '../measure/measurement.js';
import type { SolutionReport } from '../measure/solution.js';
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
  const data = learnsFrom === 'equations' ? given.data : await withSolution(given.data, (sets) => given.outputs(before.model, sets), leftOf(before.reports, given.data.equations));
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

/** What is read of the report of a stage that solved equations. */
type Solved = Pick<SolutionReport, 'residuals'> & { readonly edf?: number };

/**
 * What the last stage that solved equations left of them, as a mean square. Of measured rows, most of which is noise that a solution does not follow, as much counts as it does: the share of their degrees of freedom.
 */
function leftOf(reports: Reports, equations: Equations | undefined): number {
  const solved = reports.findLast(({ objective }) => typeof objective === 'number') as Solved | undefined;
  if (solved === undefined || equations === undefined) return 0;
  const { objective: { blocks }, points } = equations;
  const measured = blocks.filter(({ reads }) => Object.values(reads).some(({ of }) => of === 'target'));
  const rows = measured.reduce((sum, block) => sum + points[block.points]!.inputs.count, 0);
  const followed = Math.min(1, (solved.edf ?? rows) / rows);
  return blocks.reduce((sum, block) => sum + (measured.includes(block) ? followed : 1) * block.weight * (solved.residuals[block.name] ?? 0) ** 2, 0);
}
