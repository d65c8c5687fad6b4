import { callPlugin, type LineSearchRule, type Value } from '@knotwork/plugin';
import { CurvatureMemory } from './curvature-memory.js';
import { lineSearch } from './line-search.js';
import type { Run } from '../optimize.js';
import type { Ending } from '../outcome.js';

/**
 * A quasi-Newton method with a limited memory: steps along -H g, H from the last steps, as long as a line search finds good.
 * Its constants are the optimizer's; this is the loop.
 *
 * Moved grids and penalties that are frozen anew make another function of the objective: the memory is dropped then, as it is when a
 * search finds nothing. Where steepest descent finds nothing either, training has converged.
 */
export async function quasiNewton(run: Run): Promise<{ ending: Ending; steps: number }> {
  const { session, state, plan, counts } = run;
  const { definition, options } = session.problem.optimizer;
  const rule = callPlugin(definition, 'search', () => (definition as Extract<typeof definition, { method: 'quasi-newton' }>).search(options));
  const memory = await CurvatureMemory.of(state, rule.memory);
  let slow = 0;
  let hasLooked = false;
  let here: Value | null = null;
  let { query } = run;
  for (let step = 0; step < plan.steps; step++) {
    if (await run.before(step) || query !== run.query) { here = null; query = run.query; }
    if (here === null) {
      here = await state.gradient(session.train, query);
      counts.gradients++;
      memory.forget();
      await memory.arrive();
    }
    if (here.status === 'not-finite') return { ending: await run.after(step, here) ?? 'not-finite', steps: step };

    const next = await takeStep(run, rule, memory, here);
    if (next === null) {
      // Other grids may help where no step does, but not twice in a row.
      if (hasLooked || !await run.before(step, true)) return { ending: 'converged', steps: step };
      hasLooked = true;
      here = null;
      step--;
      continue;
    }
    hasLooked = false;
    slow = here.value - next.value < rule.tolerance * here.value ? slow + 1 : 0;
    here = next;
    const ending = await run.after(step + 1, here);
    if (ending !== null) return { ending, steps: step + 1 };
    if (slow >= rule.patience) {
      if (!await run.before(step + 1, true)) return { ending: 'converged', steps: step + 1 };
      here = null;
      slow = 0;
    }
  }
  return { ending: 'steps', steps: plan.steps };
}

/** Searches along the way that the memory knows, and along steepest descent where that leads nowhere. @returns the value there; null when no step helps */
async function takeStep(run: Run, rule: LineSearchRule, memory: CurvatureMemory, here: Value): Promise<Value | null> {
  const { session: { train }, state, query, counts } = run;
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
