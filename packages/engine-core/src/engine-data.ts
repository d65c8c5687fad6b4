import type { Vec } from '@knotwork/plugin';
import type { BoundData, BoundSet, StepPlan } from '@knotwork/plugin/engine';
import type { BackendData, BatchOfStep } from './backend.js';
import { BatchOrder } from './batch-order.js';
import { wrongUse } from './errors.js';
import type { EngineProgram } from './program.js';
import { requireWeights } from './require-reads.js';

/** Points of a program. */
export class EngineData implements BoundData {
  readonly count: number;
  isDisposed = false;
  /** The order in which each set was gone through last. */
  private readonly orders: (BatchOrder | null)[];

  constructor(readonly program: EngineProgram, readonly sets: readonly BoundSet[], readonly blocks: readonly string[], readonly inside: BackendData) {
    this.count = sets.reduce((sum, { count }) => sum + count, 0);
    this.orders = sets.map(() => null);
  }

  async reweigh(points: string, weights: Vec): Promise<void> {
    this.requireUsable();
    const set = this.sets.findIndex((s) => s.points === points);
    if (set < 0) throw wrongUse(`no points "${points}" were bound`);
    requireWeights(points, weights, this.sets[set]!.count);
    await this.inside.reweigh(set, weights);
  }

  /** What each step of a plan sees; null where it sees all. */
  batches(batch: StepPlan['batch']): BatchOfStep | null {
    if (batch === undefined) return null;
    const unknown = Object.keys(batch).find((points) => this.sets.every((s) => s.points !== points));
    if (unknown !== undefined) throw wrongUse(`batches are of the points "${unknown}", which were not bound`);
    const plans = this.sets.map(({ points }) => (Object.hasOwn(batch, points) ? batch[points]! : null));
    const orders = plans.map((plan, s) => (plan === null ? null : (this.orders[s] ??= new BatchOrder(this.sets[s]!.count))));
    return {
      sizes: plans.map((plan) => plan?.size ?? null),
      rows: (step) => orders.map((order, s) => order?.rowsOf(step, plans[s]!) ?? null),
    };
  }

  requireUsable(): void {
    if (this.isDisposed) throw wrongUse('points were used after they were disposed of');
  }

  async dispose(): Promise<void> {
    // What was given back before, or with the program, may be another's by now.
    if (this.isDisposed || this.program.isDisposed) return;
    this.isDisposed = true;
    await this.inside.dispose();
  }
}
