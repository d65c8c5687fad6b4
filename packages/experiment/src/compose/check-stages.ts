import type { Catalog, PluginUse } from '@knotwork/plugin';
import type { Engine, Structure } from '@knotwork/plugin/engine';
import type { ResolvedExperiment } from '../config/index.js';
import { columnsOf, constantInputs } from '../data/constant-inputs.js';
import type { PreparedData } from '../data/prepare-data.js';
import { firstStage, nothingToLearn } from '../errors.js';
import type { Measurement } from '../measure/measurement.js';
import type { StageContexts } from '../run/stage-contexts.js';
import type { StoredStart } from '../stored/start-from.js';

/** What users should be told before a run. */
export interface Remark {
  readonly text: string;
  /** Of a remark on more unknowns than targets: how many. */
  readonly unknowns?: number;
}

/** That every stage was asked and refused nothing. */
export interface Checked { readonly notes: readonly Remark[] }

/** Lets every stage refuse what cannot work, in order, and every metric. */
export async function checkStages(
  { stages }: ResolvedExperiment, catalog: Catalog, data: PreparedData, engine: Engine, structure: Structure, contexts: StageContexts, measurement: Measurement, start: StoredStart | null,
): Promise<Checked> {
  const notes: Remark[] = [...engineNotes(engine), ...constantInputs(data), ...await columnsTwice(data), ...await nodesAtTheEnd(structure, data)].map((text) => ({ text }));
  if (start !== null) notes.push(...await beyondGrids(start, data, stages[0]!, catalog));
  let reached = structure;
  for (const [index, { kind, ...options }] of stages.entries()) {
    const stage = catalog.get('stage', kind);
    const trained = index === 0 ? start?.loaded.network ?? null : null;
    if (index === 0 && stage.learnsFrom !== 'equations' && data.equations !== undefined) throw nothingToLearn('stages.0.kind', kind, [...data.sets.keys()][0]!);
    if (index === 0 && trained === null && stage.needsTrained) throw firstStage(kind);
    reached = await stage.check({
      ...contexts.of(reached, index), trained, signal: new AbortController().signal,
      reports: [], earlier: [], posterior: () => Promise.resolve(null), observe: () => undefined, rung: () => undefined, elapsed: () => 0,
      progress: null, save: () => Promise.resolve(),
      note: (text, unknowns) => { if (!notes.some((other) => other.text === text)) notes.push({ text, ...(unknowns === undefined ? {} : { unknowns }) }); },
    }, options);
  }
  measurement.tryMetrics();
  return { notes };
}

/** How an engine computes, where it says why it does not do so its usual way: nobody should have to look for the reason of a slow run. */
export function engineNotes({ name, notes = {} }: Engine): string[] {
  const { because, ...others } = notes;
  return because === undefined ? [] : [`engine ${name}: ${Object.entries(others).map(([key, value]) => `${key} ${value}`).join(', ')}, because ${because}`];
}

/** What is to be said of rows beyond the grids of a network that is gone on from. */
async function beyondGrids(start: StoredStart, data: PreparedData, stage: PluginUse, catalog: Catalog): Promise<Remark[]> {
  const { gridOfStage, roomForRows } = await import('../stored/room-for-rows.js');
  const room = roomForRows(start, data, gridOfStage(stage, catalog));
  return room === null ? [] : [{ text: room.note }];
}

/** What is to be said of columns that are there twice. Pages do not load it where the first three rows say that there are none: of two that say the same they lie nearly on a line, rounding or not. */
async function columnsTwice(data: PreparedData): Promise<readonly string[]> {
  const { count, width, values } = data.original.train.inputs;
  if (count < 3) return [];
  const column = (i: number): readonly [number, number] => [values[width + i]! - values[i]!, values[2 * width + i]! - values[i]!];
  const areOnLine = ([a, b]: readonly [number, number], [c, d]: readonly [number, number]): boolean => Math.abs(a * d - b * c) <= 0.3 * (Math.abs(a * d) + Math.abs(b * c));
  const columns = Array.from({ length: width }, (_, i) => column(i));
  return columns.some((own, i) => columns.some((other, k) => k < i && areOnLine(own, other))) ? (await import('../data/repeated-inputs.js')).repeatedInputs(data, columnsOf(data.sets)) : [];
}

/** What is to be said of last nodes that are no sums; few networks have them, and pages that train others do not load it. */
async function nodesAtTheEnd(structure: Structure, data: PreparedData): Promise<string[]> {
  return structure.layers.at(-1)!.nodes.every(({ formula }) => formula === null) ? [] : (await import('./products-at-the-end.js')).productsAtTheEnd(structure, data);
}
