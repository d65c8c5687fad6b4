import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { inTurns } from './in-turns.js';
import { UsageError } from './program.js';
import type { StepCase } from './step-session.js';
import type { Round } from './step-side.js';

const WARM_STEPS = 20;

/** Why a side does not begin. */
export interface Fault { readonly fault: string }

/** What is stepped, and variables of the environment that it is stepped with. */
export interface Side { readonly of: StepCase; readonly variables: Readonly<Record<string, string>> }

/**
 * Times steps in several processes that take turns, each round beginning with the next of them: what else the machine does meets all alike.
 *
 * @param milliseconds that the steps of a round take, about; sides of the same case make as many, and have the same losses where their bits are the same
 * @returns `[side][round]`
 * @throws UsageError when a side does not begin, or ends
 */
export async function turns(sides: readonly Side[], { rounds, milliseconds }: { readonly rounds: number; readonly milliseconds: number }): Promise<Round[][]> {
  const begun: ChildProcess[] = [];
  try {
    for (const { of: what, variables } of sides) {
      const side = fork(new URL('./step-side.js', import.meta.url), [JSON.stringify(what)], { env: { ...process.env, ...variables } });
      begun.push(side);
      await heard(side);
    }
    const steps = new Map<StepCase, number>();
    for (const [k, { of }] of sides.entries()) {
      const { fastest } = await asked(begun[k]!, WARM_STEPS);
      if (!steps.has(of)) steps.set(of, Math.max(3, Math.round(milliseconds / fastest)));
    }
    return await inTurns(sides.length, rounds, (k) => asked(begun[k]!, steps.get(sides[k]!.of)!));
  } finally {
    for (const side of begun) side.kill();
  }
}

/** Whether two sides of one case had the same losses, to the last bit. */
export function hasSameLosses(a: readonly Round[], b: readonly Round[]): boolean { return a.every(({ loss }, round) => loss === b[round]!.loss); }

async function asked(side: ChildProcess, steps: number): Promise<Round> {
  side.send(steps);
  return await heard(side) as Round;
}

/** @throws UsageError where it says why it does not begin, or ends, having printed why */
async function heard(side: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const exit = once(side, 'exit', { signal: ended.signal }).then(() => { throw new UsageError('A side ended before it was asked.'); });
  exit.catch(() => undefined);
  try {
    const [answer] = await Promise.race([once(side, 'message', { signal: ended.signal }), exit]) as [unknown];
    if (typeof answer === 'object' && answer !== null && 'fault' in answer) throw new UsageError((answer as Fault).fault);
    return answer;
  } finally {
    ended.abort();
  }
}
