import { callPlugin, type LineSearchRule, type OptimizerDefinition } from '@knotwork/plugin';
import type { State, Value } from '@knotwork/plugin/engine';
import type { Run } from '../run.js';
import type { Chosen } from '../session.js';
import type { CurvatureMemory, CurvatureSnapshot } from './curvature-memory.js';
import { type Descent, Idle, type IdleSnapshot } from './idle.js';
import { lineSearch } from './line-search.js';
import type { Method, Stepped } from './method.js';
import { openMemory } from './open-memory.js';

/** What the method remembers, as plain data. */
export interface QuasiNewtonSnapshot {
  readonly method: 'quasi-newton';
  readonly idle: IdleSnapshot;
  /** The objective where the state is, and the curvature on the way there; null where the objective is another function since. */
  readonly known: { readonly here: Value; readonly curvature: CurvatureSnapshot } | null;
}

/**
 * A quasi-Newton method: steps along -H g, H an inverse Hessian that is learned from steps, as long as a line search finds good.
 * Its constants are the optimizer's; this is the loop.
 *
 * Moved grids and penalties that are frozen anew make another function of the objective: the memory is dropped then, as it is when a
 * search finds nothing. Where steepest descent finds nothing either, training has converged.
 */
export class QuasiNewton implements Method, Descent {
  /** @param here the objective where the state is; null where it is not known */
  private constructor(
    private readonly rule: LineSearchRule, private readonly idle: Idle, private readonly memory: CurvatureMemory, private here: Value | null,
  ) {}

  /** @param from to go on from, null to begin */
  static async open(
    { definition, options }: Chosen<Extract<OptimizerDefinition, { method: 'quasi-newton' }>>, state: State, from: QuasiNewtonSnapshot | null,
  ): Promise<QuasiNewton> {
    const rule = callPlugin(definition, 'search', () => definition.search(options));
    const memory = await openMemory(state, rule.memory, from?.known?.curvature ?? null);
    return new QuasiNewton(rule, new Idle(rule, from?.idle), memory, from?.known?.here ?? null);
  }

  step(run: Run, taken: number): Promise<Stepped> { return this.idle.descend(run, taken, this); }

  forget(): void {
    this.here = null;
    this.memory.forget();
  }

  async advance(run: Run): Promise<{ here: Value; next: Value | null }> {
    const here = this.here ?? await this.arrive(run);
    if (here.status === 'not-finite') return { here, next: null };
    const next = await this.takeStep(run, here);
    this.here = next ?? here;
    return { here, next };
  }

  async snapshot(): Promise<QuasiNewtonSnapshot> {
    const { idle, memory } = this;
    if (this.here === null) return { method: 'quasi-newton', idle: idle.snapshot(), known: null };
    // Without the gradient that came with it: the memory has it.
    const { status, value, data, penalty, blocks } = this.here;
    return { method: 'quasi-newton', idle: idle.snapshot(), known: { here: { status, value, data, penalty, blocks }, curvature: await memory.snapshot() } };
  }

  private async arrive({ session: { train }, state, query, counts }: Run): Promise<Value> {
    const here = await state.gradient(train, query);
    counts.gradients++;
    await this.memory.arrive();
    return here;
  }

  /** Searches along the way that the memory knows, and along steepest descent where that leads nowhere. @returns the value there; null when no step helps */
  private async takeStep(run: Run, here: Value): Promise<Value | null> {
    const { session: { train }, state, query, counts } = run;
    const { rule, memory } = this;
    for (;;) {
      const { direction, slope, norm } = await memory.direction();
      const wasEmpty = memory.isEmpty;
      if (slope < 0 && Number.isFinite(slope)) {
        let value = here;
        const look = async (t: number): Promise<Value & { slope: number }> => {
          const there = await state.alongLine(direction, t, train, query);
          value = there;
          return there;
        };
        // What is remembered of the curvature makes 1 the right length; without it, a step no longer than 1 is a guess.
        const first = wasEmpty ? Math.min(1, 1 / norm) : 1;
        const { point, isLast, evaluations } = await lineSearch(look, { value: here.value, slope }, first, rule);
        counts.gradients += evaluations;
        if (point !== null) {
          await state.move(direction, point.t);
          if (!isLast) {
            value = await state.gradient(train, query);
            counts.gradients++;
          }
          await memory.learn();
          return value;
        }
      }
      if (wasEmpty) return null;
      memory.forget();
    }
  }
}
