/**
 * Asks every side once a round, one after the other; each round begins with the next side.
 *
 * @param ask of a side, from 0
 * @returns what it gave: `[side][round]`
 */
export async function inTurns<T>(sides: number, rounds: number, ask: (side: number) => Promise<T>): Promise<T[][]> {
  const all = Array.from({ length: sides }, (): T[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let n = 0; n < sides; n++) {
      const side = (n + round) % sides;
      all[side]!.push(await ask(side));
    }
  }
  return all;
}
