import type { Rows, Slots } from '@knotwork/plugin';
import { type Backend, type BackendData, type Numbers, positiveParameters, type Task } from '@knotwork/engine-core';
import { Evaluation } from './evaluation.js';
import { ReferenceData } from './reference-data.js';
import { ReferenceNumbers } from './reference-numbers.js';
import { UpdateKernel } from './update-kernel.js';

/** Plain loops over Float64Array and interpreted formulas: the oracle of every other path, and what runs where no other can. */
export class ReferenceBackend implements Backend {
  readonly evaluation: Evaluation;
  readonly update: UpdateKernel | null;
  /** Parameters that must stay positive. */
  readonly positive: Uint32Array;

  constructor(readonly task: Task) {
    this.evaluation = new Evaluation(task.structure, task.objective, task.layout);
    this.update = task.options.update === undefined ? null : new UpdateKernel(task.options.update, task.layout);
    this.positive = positiveParameters(task.structure, task.layout);
  }

  bind(points: string, rows: Rows): BackendData { return ReferenceData.copyOf(points, rows); }

  batch(data: BackendData, rows: Uint32Array, size: number): BackendData { return (data as ReferenceData).batch(rows, size); }

  start(parameters: Float64Array, slots: Slots = {}): Numbers {
    const { options, layout } = this.task;
    const own = (options.update?.slots ?? []).map((name) => [name, slots[name]?.slice() ?? new Float64Array(layout.unknowns)] as const);
    return new ReferenceNumbers(this, parameters.slice(), Object.fromEntries(own));
  }

  dispose(): void { /* The garbage collector does it. */ }
}
