import type { RandomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';

/** Shuffles of every input that its effect is taken over. */
const SHUFFLES = 4;

/**
 * Total effect of every input: half the mean squared change of the outputs when the input is shuffled over rows, as a share of their variance. Effects add up to more than 1 where
 * inputs act together; all are 0 where outputs are constant.
 *
 * @param outputsOf outputs for some sets of inputs
 * @param streamOf what a shuffle is drawn from, by its name
 * @returns `[inputs]`
 */
export async function totalEffects(inputs: Samples, outputsOf: (sets: readonly Samples[]) => Promise<readonly Samples[]>, streamOf: (name: string) => RandomStream): Promise<number[]> {
  const { count, width: columns } = inputs;
  const shuffled = Array.from({ length: columns }, (_, i) => Array.from({ length: SHUFFLES }, (__, k): Samples => {
    const order = streamOf(`${i}.${k}`).permutation(count);
    const values = inputs.values.slice();
    for (let n = 0; n < count; n++) values[n * columns + i] = inputs.values[order[n]! * columns + i]!;
    return { ...inputs, values };
  }));
  const [as, ...changed] = await outputsOf([inputs, ...shuffled.flat()]);
  const { width, values } = as!;
  const means = Array.from({ length: width }, (_, o) => values.reduce((sum, v, k) => (k % width === o ? sum + v : sum), 0) / count);
  const variance = values.reduce((sum, v, k) => sum + (v - means[k % width]!) ** 2, 0);
  return shuffled.map((_, i) => {
    let square = 0;
    for (const other of changed.slice(i * SHUFFLES, (i + 1) * SHUFFLES)) for (let k = 0; k < values.length; k++) square += (other.values[k]! - values[k]!) ** 2;
    return variance > 0 ? square / SHUFFLES / 2 / variance : 0;
  });
}
