import type { Run } from './optimize.js';
import type { Ending } from './outcome.js';

// Steps between two looks at validation loss, budget and signals: a look costs one evaluation.
const CHUNK = 10;

/** First-order training: the engine runs the optimizer's update formula, in chunks between grid moves and looks at validation. */
export async function firstOrder(run: Run): Promise<{ ending: Ending; steps: number }> {
  const { session, state, plan, counts } = run;
  let step = 0;
  while (step < plan.steps) {
    await run.before(step);
    let chunk = 1;
    while (chunk < CHUNK && step + chunk < plan.steps && !run.isLookDue(step, chunk)) chunk++;
    const report = await state.steps(chunk, session.train, {
      first: step + 1, total: plan.steps, ...(plan.signal === undefined ? {} : { signal: plan.signal }),
    }, run.query);
    step += report.done;
    counts.gradients += report.done;
    const ending = await run.after(step, report.last);
    if (ending !== null) return { ending, steps: step };
  }
  return { ending: 'steps', steps: step };
}
