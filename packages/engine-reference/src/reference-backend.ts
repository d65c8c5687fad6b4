import { channelsOf } from '@knotwork/network';
import type { Slots } from '@knotwork/plugin/engine';
import { type AllNumbers, type Backend, InterpretedUpdate, type OutputRead, positiveParameters, positiveScalars, type SetOfPoints, type Task, updateFor } from '@knotwork/engine-core';
import { Evaluation } from './evaluation.js';
import { ReferenceData } from './reference-data.js';
import { ReferenceNumbers } from './reference-numbers.js';

/** Plain loops over Float64Array and interpreted formulas: the oracle of every other back end, and what runs where no other can. */
export class ReferenceBackend implements Backend {
  readonly evaluation: Evaluation;
  readonly updates: { readonly network: InterpretedUpdate; readonly scalars: InterpretedUpdate } | null;
  /** Numbers that must stay positive. */
  readonly positive: { readonly parameters: Uint32Array; readonly scalars: Uint32Array };
  /** Every scalar. */
  readonly scalarPlaces: Uint32Array;

  /** Evaluations by their channels. */
  private readonly others = new Map<string, Evaluation>();

  constructor(readonly task: Task) {
    const { options: { update }, structure, objective, layout } = task;
    this.evaluation = new Evaluation(task);
    this.updates = update === undefined ? null : { network: new InterpretedUpdate(updateFor(update, 'network')), scalars: new InterpretedUpdate(updateFor(update, 'scalars')) };
    this.positive = { parameters: positiveParameters(structure, layout), scalars: positiveScalars(objective) };
    this.scalarPlaces = Uint32Array.from(layout.scalars, (_, k) => k);
  }

  /** For reading outputs and their derivatives, whether the objective reads these or not. */
  evaluationOf(reads: readonly OutputRead[]): Evaluation {
    const channels = channelsOf(reads);
    const key = JSON.stringify(channels.list);
    const known = this.others.get(key) ?? new Evaluation({ ...this.task, blocks: [] }, channels);
    this.others.set(key, known);
    return known;
  }

  bind(sets: readonly SetOfPoints[]): ReferenceData { return ReferenceData.copyOf(sets); }

  start({ parameters, scalars }: AllNumbers, slots: Slots): ReferenceNumbers {
    const { options, layout } = this.task;
    const own = (options.update?.slots ?? []).map((name) => [name, slots[name]?.slice() ?? new Float64Array(layout.unknowns)] as const);
    return new ReferenceNumbers(this, { parameters: parameters.slice(), scalars: scalars.slice() }, Object.fromEntries(own));
  }

  dispose(): void { /* The garbage collector does it. */ }
}
