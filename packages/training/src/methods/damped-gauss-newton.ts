import { callPlugin, type DampingRule, type OptimizerDefinition } from '@knotwork/plugin';
import type { Normal, Value } from '@knotwork/plugin/engine';
import type { Plan } from '../plan.js';
import type { Run } from '../run.js';
import type { Chosen } from '../session.js';
import { type Descent, Idle, type IdleSnapshot } from './idle.js';
import type { Method, Stepped } from './method.js';

// With more damping than this, steps are gone; how far mu may fall is the rule's business.
const LARGEST_MU = 1e12;
// A singular system needs more damping than the rule's floor gives.
const SMALLEST_USEFUL_MU = 1e-14;

/** What the method remembers, as plain data. */
export interface DampedGaussNewtonSnapshot {
  readonly method: 'normal-equations';
  readonly idle: IdleSnapshot;
  readonly mu: number;
}

/**
 * Levenberg-Marquardt: normal equations, damped until a step lowers the objective (data and penalty, not their model).
 * How damping reacts is the optimizer's rule; this is the loop.
 */
export class DampedGaussNewton implements Method, Descent {
  /** Those of the last step, whose memory the next may have. */
  private last: Normal | null = null;

  private constructor(private readonly rule: DampingRule, private readonly idle: Idle, private mu: number) {}

  /** @param from to go on from, null to begin */
  static open(
    { definition, options }: Chosen<Extract<OptimizerDefinition, { method: 'normal-equations' }>>, { phase }: Plan, from: DampedGaussNewtonSnapshot | null,
  ): DampedGaussNewton {
    const rule = callPlugin(definition, 'damping', () => definition.damping(options));
    return new DampedGaussNewton(rule, new Idle(rule, from?.idle), from?.mu ?? (phase === 'start' ? rule.start : rule.restart));
  }

  step(run: Run, taken: number): Promise<Stepped> { return this.idle.descend(run, taken, this); }

  async advance(run: Run, taken: number): Promise<{ here: Value; next: Value | null }> {
    const normal = await run.state.normal(run.session.train, run.query, this.last ?? undefined);
    this.last = normal;
    run.counts.jacobians++;
    const here = await run.follow(normal, taken);
    return { here, next: here.status === 'not-finite' ? null : await this.takeStep(run, normal, here) };
  }

  snapshot(): Promise<DampedGaussNewtonSnapshot> {
    return Promise.resolve({ method: 'normal-equations', idle: this.idle.snapshot(), mu: this.mu });
  }

  /** Raises the damping until a step helps, and leaves it where it was when none does. @param here the objective where the state is */
  private async takeStep({ session: { train, problem: { optimizer: { definition } } }, state, query, counts }: Run, normal: Normal, here: Value): Promise<Value | null> {
    const { rule } = this;
    let { mu } = this;
    let failures = 0;
    for (let attempt = 0; attempt < rule.tries && mu <= LARGEST_MU; attempt++) {
      const trial = await state.tryStep(normal, { shape: rule.shape, mu }, train, query);
      if (trial.status === 'singular') { mu = Math.max(4 * mu, SMALLEST_USEFUL_MU); continue; }
      counts.functions++;
      if (trial.status === 'ok' && trial.value.value < here.value) {
        await state.accept(trial);
        const gain = (here.value - trial.value.value) / Math.max(trial.predicted, Number.MIN_VALUE);
        this.mu = callPlugin(definition, 'accepted', () => rule.accepted(mu, gain));
        return trial.value;
      }
      failures++;
      mu = callPlugin(definition, 'rejected', () => rule.rejected(mu, failures));
    }
    return null;
  }
}
