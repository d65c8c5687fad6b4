import type { StepPlan, Value } from '@knotwork/plugin';
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
    const ending = await run.after(step, batch === undefined || done === 0 ? last : perRow(run, last, batch, step));
    if (ending !== null) return { ending, steps: step };
  }
  return { ending: 'steps', steps: step };
}

/** The value of batches as means over their own points: the engine weights a short one, the last of an epoch, by its share. */
function perRow({ session: { problem: { objective }, train }, query }: Run, { penalty, blocks, ...rest }: Value, batch: NonNullable<StepPlan['batch']>, step: number): Value {
  const own = train.blocks.map((name, k) => {
    const { points } = objective.blocks.find((block) => block.name === name)!;
    if (!Object.hasOwn(batch, points)) return blocks[k]!;
    const { size } = batch[points]!;
    return blocks[k]! * size / seenBy(step, train.sets.find((s) => s.points === points)!.count, size);
  });
  const weightOf = (name: string): number => query.weights?.[name] ?? objective.blocks.find((block) => block.name === name)!.weight;
  const data = train.blocks.reduce((sum, name, k) => sum + weightOf(name) * own[k]!, 0);
  return { ...rest, blocks: own, data, penalty, value: data + penalty };
}

/** How many of some points a step sees. */
function seenBy(step: number, count: number, size: number): number {
  const perEpoch = Math.ceil(count / size);
  return step % perEpoch === 0 ? count - (perEpoch - 1) * size : size;
}
