/**
 * Runs `work` on every item, at most `jobs` at a time, in order.
 *
 * @returns results in the order of the items; after a rejection nothing new is begun, what runs is awaited, then it is thrown
 */
export async function inParallel<T, R>(items: readonly T[], jobs: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const errors: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && errors.length === 0) {
      const k = next++;
      try {
        results[k] = await work(items[k]!);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, worker));
  if (errors.length > 0) throw errors[0];
  return results;
}
