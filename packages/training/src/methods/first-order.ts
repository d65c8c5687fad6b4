import type { StepPlan, Value } from '@knotwork/plugin/engine';
import type { Run } from '../run.js';
import type { Method, Stepped } from './method.js';

// Steps between two looks at validation loss, budget and signals: a look costs one evaluation.
const CHUNK = 10;

/** What updates remember is in the slots of the state, and batches follow from stream and step. */
export interface FirstOrderSnapshot { readonly method: 'update' }

/**
 * First-order training: the engine runs the optimizer's update formula, in chunks between grid moves and looks at validation.
 * Over mini-batches, the loss reported is that of the last batch, a mean over its own rows however short it is.
 */
export class FirstOrder implements Method {
  async step(run: Run, taken: number): Promise<Stepped> {
    const { session: { train }, state, plan, counts } = run;
    await run.before(taken);
    let chunk = 1;
    while (chunk < CHUNK && taken + chunk < plan.steps && !run.isLookDue(taken, chunk)) chunk++;
    const { signal, batch, clip } = plan;
    const { done, last } = await state.steps(chunk, train, {
      first: taken + 1, total: plan.steps,
      ...(signal === undefined ? {} : { signal }), ...(batch === undefined ? {} : { batch }), ...(clip === undefined ? {} : { clip }),
    }, run.query);
    const steps = taken + done;
    counts.gradients += done;
    return { steps, ending: await run.after(steps, batch === undefined || done === 0 ? last : perRow(run, last, batch, steps)) };
  }

  snapshot(): Promise<FirstOrderSnapshot> { return Promise.resolve({ method: 'update' }); }
}

/** The value of batches as means over their own points: the engine weights a short one, the last of an epoch, by its share. */
function perRow(
  { session: { problem: { objective }, train }, query }: Run, { penalty, blocks, ...rest }: Value, batch: NonNullable<StepPlan['batch']>, step: number,
): Value {
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
