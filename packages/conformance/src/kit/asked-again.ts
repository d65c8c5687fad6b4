/**
 * What is answered when the same is asked twice more, with one call more before the second time and two more before the third: an
 * answer that comes and goes with the number of calls is out of step in one of them, whatever its period.
 *
 * @param ask puts n questions in order; the extra calls put the first of them
 * @returns the first answers, and the others
 */
export function askedAgain<T>(ask: () => readonly T[], askFirst: () => void): { readonly first: readonly T[]; readonly again: readonly (readonly T[])[] } {
  const first = ask();
  askFirst();
  const second = ask();
  askFirst();
  askFirst();
  return { first, again: [second, ask()] };
}
