import { toUserUnits } from '@knotwork/network';
import type { Rows, Samples } from '@knotwork/plugin';
import type { PreparedData, PreparedRows } from './prepare-data.js';

/**
 * Data of equations with what a network says as the targets of their points: what comes after the equations were solved learns from the solution. Other data stays as it is.
 *
 * @param outputs of the network on sets of rows, in network units, @param unsure mean square of what is left of the equations, as a guess of how far the solution is from that of the equations
 */
export async function withSolution(data: PreparedData, outputs: (sets: readonly Rows[]) => Promise<readonly Samples[]>, unsure: number): Promise<PreparedData> {
  if (data.equations === undefined) return data;
  const known = async <P extends PreparedRows>(rows: P): Promise<P> => {
    const [targets] = await outputs([rows.train]);
    return { ...rows, unsure, train: { ...rows.train, targets: targets! }, original: { ...rows.original, train: { ...rows.original.train, targets: toUserUnits(targets!, data.outputs) } } };
  };
  const sets = new Map<string, PreparedRows>();
  for (const [name, rows] of data.sets) sets.set(name, await known(rows));
  return { ...await known(data), sets };
}
