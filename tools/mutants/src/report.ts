import type { StaleMutant } from './apply-mutant.js';
import type { Verdict } from './judge.js';

/** What there is to say of a mutant in the end. */
export type Result = Verdict | StaleMutant;

const isVerdict = (result: Result): result is Verdict => 'mutant' in result;

/** Whether a result is as it should be: a mutant is killed, unless none can notice it. */
export const isGood = (result: Result): boolean => isVerdict(result) && (result.killedBy !== null || result.mutant.survives !== null);

/** A line for each mutant and one for all. A mutant that was said to survive and is killed is told, and is no failure. */
export function report(results: readonly Result[]): string[] {
  const verdicts = results.filter(isVerdict);
  const width = Math.max(0, ...verdicts.map(({ mutant }) => mutant.name.length));
  const lines = verdicts.flatMap(({ mutant: { name, bug, survives }, killedBy }) => {
    const fate = killedBy !== null ? 'killed  ' : survives === null ? 'SURVIVED' : 'survived';
    const why = killedBy !== null ? [`by ${killedBy}`, ...(survives === null ? [] : [`was said to survive: ${survives}. Take that line out`])] : survives === null ? [] : [survives];
    return [`${name.padEnd(width)}  ${fate}  ${bug}`, ...why.map((line) => `${' '.repeat(width + 12)}${line}`)];
  });
  const count = (is: (v: Verdict) => boolean): number => verdicts.filter(is).length;
  const stale = results.flatMap((result) => (isVerdict(result) ? [] : [result.message]));
  const bad = count((v) => v.killedBy === null && v.mutant.survives === null);
  const summary = [
    `${count((v) => v.killedBy !== null)} killed`, `${bad} survived`,
    ...(count((v) => v.killedBy === null && v.mutant.survives !== null) === 0 ? [] : [`${count((v) => v.killedBy === null && v.mutant.survives !== null)} survived as they must`]),
    ...(stale.length === 0 ? [] : [`${stale.length} to be written anew`]),
  ];
  return [...lines, ...stale, '', `${results.length} mutants: ${summary.join(', ')}`];
}
