/** Does some work on every item: each worker takes the next one when it is free. @returns results in the order of the items */
export async function sharedOut<W, T, R>(workers: readonly W[], items: readonly T[], work: (worker: W, item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = [...items.entries()];
  await Promise.all(workers.map(async (worker) => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next[0]] = await work(worker, next[1]);
  }));
  return results;
}
