import type { Value } from '@knotwork/plugin';
import type { Run } from '../optimize.js';
import type { Ending } from '../outcome.js';

// Steps between two looks at validation loss, budget and signals: a look costs one evaluation.
const CHUNK = 10;

/**
 * First-order training: the engine runs the optimizer's update formula, in chunks between grid moves and looks at validation.
 * Over mini-batches, the loss reported is that of the last batch, a mean over its own rows however short it is.
 */
export async function firstOrder(run: Run): Promise<{ ending: Ending; steps: number }> {
  const { session, state, plan, counts } = run;
  let step = 0;
  while (step < plan.steps) {
    await run.before(step);
    let chunk = 1;
    while (chunk < CHUNK && step + chunk < plan.steps && !run.isLookDue(step, chunk)) chunk++;
    const { signal, batch, clip } = plan;
    const { done, last } = await state.steps(chunk, session.train, {
      first: step + 1, total: plan.steps, ...(signal === undefined ? {} : { signal }), ...(batch === undefined ? {} : { batch }), ...(clip === undefined ? {} : { clip }),
    }, run.query);
    step += done;
    counts.gradients += done;
    const ending = await run.after(step, batch === undefined || done === 0 ? last : perRow(last, session.train.count, batch.size, step));
    if (ending !== null) return { ending, steps: step };
  }
  return { ending: 'steps', steps: step };
}

/** The value of a batch as a mean over its own rows: the engine weights a short one, the last of an epoch, by its share. */
function perRow({ data, penalty, ...rest }: Value, count: number, size: number, step: number): Value {
  const perEpoch = Math.ceil(count / size);
  const rows = step % perEpoch === 0 ? count - (perEpoch - 1) * size : size;
  const own = data * size / rows;
  return { ...rest, data: own, penalty, value: own + penalty };
}
