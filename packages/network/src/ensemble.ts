import type { Network, Samples } from '@knotwork/plugin';
import { toUserUnits } from './standardize.js';

/** Several networks of the same inputs and outputs that are one model: their mean. */
export interface Ensemble {
  /** At least one. */
  readonly members: readonly Network[];
}

/**
 * The mean of what the members of an ensemble say, in the user's units: every member comes back from its own network units before outputs are added.
 * Of classification these are the means of the outputs before softmax.
 *
 * @param outputsOf outputs of one member over some sets of rows, each `[rows][outputs]`, in network units; asked for one member after the other, so
 * that no more than two of them are held
 * @returns for every set `[rows][outputs]`, in the user's units
 */
export async function ensembleOutputs({ members }: Ensemble, outputsOf: (member: Network, index: number) => Promise<readonly Samples[]>): Promise<Samples[]> {
  let sums: readonly Samples[] | null = null;
  for (const [k, member] of members.entries()) {
    const outputs = (await outputsOf(member, k)).map((samples) => toUserUnits(samples, member.spec.outputs));
    sums = sums === null ? outputs : sums.map((sum, s) => ({ ...sum, values: sum.values.map((value, i) => value + outputs[s]!.values[i]!) }));
  }
  return (sums ?? []).map((sum) => ({ ...sum, values: sum.values.map((value) => value / members.length) }));
}
