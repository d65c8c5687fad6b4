import { callPlugin, type DampingRule, type Normal, type Value } from '@knotwork/plugin';
import type { Run } from '../optimize.js';
import type { Ending } from '../outcome.js';

// With more damping than this, steps are gone; how far mu may fall is the rule's business.
const LARGEST_MU = 1e12;
// A singular system needs more damping than the rule's floor gives.
const SMALLEST_USEFUL_MU = 1e-14;

/**
 * Levenberg-Marquardt: normal equations, damped until a step lowers the objective (data and penalty, not their model).
 * How damping reacts is the optimizer's rule; this is the loop.
 */
export async function dampedGaussNewton(run: Run): Promise<{ ending: Ending; steps: number }> {
  const { session, state, plan, counts } = run;
  const { definition, options } = session.problem.optimizer;
  const rule = callPlugin(definition, 'damping', () => (definition as Extract<typeof definition, { method: 'normal-equations' }>).damping(options));
  let mu = plan.phase === 'start' ? rule.start : rule.restart;
  let slow = 0;
  let hasLooked = false;
  let normal: Normal | null = null;
  for (let step = 0; step < plan.steps; step++) {
    if (await run.before(step)) normal = null;
    if (normal === null) { normal = await state.normal(session.train, run.query); counts.jacobians++; }
    if (normal.value.status === 'not-finite') return { ending: await run.after(step, normal.value) ?? 'not-finite', steps: step };

    const accepted = await takeStep(run, rule, normal, mu);
    if (accepted === null) {
      // Other grids may help where no step does, but not twice in a row.
      if (hasLooked || !await run.before(step, true)) return { ending: 'converged', steps: step };
      hasLooked = true;
      normal = null;
      step--;
      continue;
    }
    hasLooked = false;
    mu = accepted.mu;
    const fell = normal.value.value - accepted.value.value;
    slow = fell < rule.tolerance * Math.abs(normal.value.value) ? slow + 1 : 0;
    normal = null;
    const ending = await run.after(step + 1, accepted.value);
    if (ending !== null) return { ending, steps: step + 1 };
    if (slow >= rule.patience) {
      if (!await run.before(step + 1, true)) return { ending: 'converged', steps: step + 1 };
      slow = 0;
    }
  }
  return { ending: 'steps', steps: plan.steps };
}

/** Raises the damping until a step helps; null when none does. */
async function takeStep({ session, state, query, counts }: Run, rule: DampingRule, normal: Normal, start: number): Promise<{ mu: number; value: Value } | null> {
  const { definition } = session.problem.optimizer;
  let mu = start;
  let failures = 0;
  for (let attempt = 0; attempt < rule.tries && mu <= LARGEST_MU; attempt++) {
    const trial = await state.tryStep(normal, { shape: rule.shape, mu }, session.train, query);
    if (trial.status === 'singular') { mu = Math.max(4 * mu, SMALLEST_USEFUL_MU); continue; }
    counts.functions++;
    if (trial.status === 'ok' && trial.value.value < normal.value.value) {
      await state.accept(trial);
      const gain = (normal.value.value - trial.value.value) / Math.max(trial.predicted, Number.MIN_VALUE);
      return { mu: callPlugin(definition, 'accepted', () => rule.accepted(mu, gain)), value: trial.value };
    }
    failures++;
    mu = callPlugin(definition, 'rejected', () => rule.rejected(mu, failures));
  }
  return null;
}
