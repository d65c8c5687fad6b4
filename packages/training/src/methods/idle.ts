import type { Value } from '@knotwork/plugin/engine';
import type { Run } from '../run.js';
import type { Stepped } from './method.js';

/** A method that knows the objective where it stands, and takes only steps that lower it. */
export interface Descent {
  /** The objective is another function from now on: grids moved, or penalties were frozen anew. Left out where nothing is remembered of it. */
  forget?(): void;
  /** Takes a step. @param taken steps so far @returns the objective before it, and after it; null where no step helps */
  advance(run: Run, taken: number): Promise<{ readonly here: Value; readonly next: Value | null }>;
}

/** What is remembered of idle steps, as plain data. */
export interface IdleSnapshot {
  /** Steps in a row that hardly lowered the objective. */
  readonly slow: number;
  /** Whether the last look for a step found none, so that grids and penalties were looked at instead. */
  readonly hasLooked: boolean;
}

/**
 * The loop around steps that lower the objective: what to do when one hardly does, or none is found. Other grids and penalties may help then; where
 * they stay as they are, training has converged.
 */
export class Idle {
  /**
   * @param rule when steps in a row that lower the objective by less than `tolerance` of itself are looked into
   * @param memory to go on from
   */
  constructor(private readonly rule: { readonly tolerance: number; readonly patience: number }, private memory: IdleSnapshot = { slow: 0, hasLooked: false }) {}

  /** Takes one step. @param taken steps so far */
  async descend(run: Run, taken: number, descent: Descent): Promise<Stepped> {
    if (await run.before(taken)) descent.forget?.();
    const { here, next } = await descent.advance(run, taken);
    if (here.status === 'not-finite') return { steps: taken, ending: await run.after(taken, here) ?? 'not-finite' };

    let { slow } = this.memory;
    // Strengths of smoothing moved: another step may help.
    if (next === null && !run.isSettled) return { steps: taken + 1, ending: await run.after(taken + 1, here) };
    if (next === null) {
      // Other grids may help where no step does, but not twice in a row.
      if (this.memory.hasLooked || !await run.before(taken, true)) return { steps: taken, ending: 'converged' };
      descent.forget?.();
      this.memory = { slow, hasLooked: true };
      return { steps: taken, ending: null };
    }
    const steps = taken + 1;
    slow = here.value - next.value < this.rule.tolerance * Math.abs(here.value) ? slow + 1 : 0;
    this.memory = { slow, hasLooked: false };
    const ending = await run.after(steps, next);
    if (ending !== null || slow < this.rule.patience || !run.isSettled) return { steps, ending };
    if (!await run.before(steps, true)) return { steps, ending: 'converged' };
    descent.forget?.();
    this.memory = { slow: 0, hasLooked: false };
    return { steps, ending: null };
  }

  snapshot(): IdleSnapshot { return this.memory; }
}
