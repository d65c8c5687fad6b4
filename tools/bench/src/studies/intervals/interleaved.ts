import { median } from '@knotwork/numerics';

/**
 * Median milliseconds of each measure. All take their turns in every round, so that a slow moment of the machine hits them alike.
 *
 * @param rounds that count; a third more come before to warm up
 * @param now in milliseconds
 */
export async function interleaved(
  measures: readonly (() => Promise<unknown>)[], rounds: number, now: () => number = () => performance.now(),
): Promise<number[]> {
  const times: number[][] = measures.map(() => []);
  for (let round = -Math.ceil(rounds / 3); round < rounds; round++) {
    for (const [k, measure] of measures.entries()) {
      const from = now();
      await measure();
      const took = now() - from;
      if (round >= 0) times[k]!.push(took);
    }
  }
  return times.map((t) => median(t));
}
