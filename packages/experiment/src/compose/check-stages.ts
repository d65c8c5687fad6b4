import { evaluate, type Formula } from '@knotwork/algebra';
import { sumInput } from '@knotwork/network';
import type { Catalog } from '@knotwork/plugin';
import type { Engine, Structure } from '@knotwork/plugin/engine';
import type { ResolvedExperiment } from '../config/index.js';
import { constantInputs } from '../data/constant-inputs.js';
import type { PreparedData } from '../data/prepare-data.js';
import { firstStage } from '../errors.js';
import type { Measurement } from '../measure/measurement.js';
import type { StageContexts } from '../run/stage-contexts.js';
import type { StoredStart } from '../stored/start-from.js';

/** That every stage was asked and refused nothing. */
export interface Checked {
  /** What users should be told before the run. */
  readonly notes: readonly string[];
}

/** Lets every stage refuse what cannot work, in order, and every metric. */
export async function checkStages(
  { stages }: ResolvedExperiment, catalog: Catalog, data: PreparedData, engine: Engine, structure: Structure, contexts: StageContexts, measurement: Measurement, start: StoredStart | null,
): Promise<Checked> {
  const notes = [...engineNotes(engine), ...constantInputs(data), ...productsAtTheEnd(structure, data)];
  let reached = structure;
  for (const [index, { kind, ...options }] of stages.entries()) {
    const stage = catalog.get('stage', kind);
    const trained = index === 0 ? start?.loaded.network ?? null : null;
    if (index === 0 && trained === null && stage.needsTrained) throw firstStage(kind);
    reached = await stage.check({
      ...contexts.of(reached, index), trained, signal: new AbortController().signal,
      posterior: () => Promise.resolve(null), observe: () => undefined, rung: () => undefined, elapsed: () => 0,
      progress: null, save: () => Promise.resolve(),
      note: (text) => { if (!notes.includes(text)) notes.push(text); },
    }, options);
  }
  measurement.tryMetrics();
  return { notes };
}

/** How an engine computes, where it says why it does not do so its usual way: nobody should have to look for the reason of a slow run. */
export function engineNotes({ name, notes = {} }: Engine): string[] {
  return notes['because'] === undefined ? [] : [`engine ${name}: ${Object.entries(notes).map(([key, value]) => `${key} ${value}`).join(', ')}`];
}

/**
 * Where the last layer has nodes that take no constant, such as products, targets whose mean was taken away are out of reach: a product less its mean is none.
 */
function productsAtTheEnd({ layers }: Structure, { outputs, original: { task } }: PreparedData): string[] {
  const { nodes } = layers.at(-1)!;
  const isCentred = outputs.some(({ map }) => map.center !== 0);
  if (task !== 'regression' || !isCentred || nodes.every(({ formula, arity }) => formula === null || takesConstant(formula, arity))) return [];
  return ['nodes of the last layer multiply, and targets come with their mean taken away, so that the network cannot be a product and no more. Set standardizeTargets: false, or put a layer behind the products'];
}

/** Whether a shift of one sum shifts the node, by as much wherever the others are. */
function takesConstant(formula: Formula, arity: number): boolean {
  const at = (first: number, others: number): number => evaluate(formula, Object.fromEntries(Array.from({ length: arity }, (_, k) => [sumInput(k), k === 0 ? first : others])))['y']!;
  const shift = at(1, 0.7) - at(0, 0.7);
  return shift !== 0 && [[3, 0.7], [1, -1.3]].every(([first, others]) => Math.abs(at(first!, others!) - at(first! - 1, others!) - shift) < 1e-9);
}
