import { type RandomStream, randomStream } from '@knotwork/numerics';
import { alphaOfLooks, holm, logRatios, type Loss, signedRankTest } from '@knotwork/statistics';
import type { Losses } from './shapes.js';

/** Arms that are compared with one baseline. */
const ARMS = 5;
const ALPHA = 0.05;

/** How many studies called an arm different though all were alike. */
export interface FalseAlarms {
  readonly losses: string;
  readonly pairs: number;
  readonly studies: number;
  readonly alarms: number;
}

/** Studies of five arms and a baseline that are all alike, each trial with a seed of its own. */
export function falseAlarms(losses: Losses, pairs: number, studies: number, seed = 0): FalseAlarms {
  const stream = randomStream(seed, `alike ${losses.name} ${pairs}`);
  let alarms = 0;
  for (let study = 0; study < studies; study++) if (isAlarm(trials(losses, pairs, stream), pairs, ALPHA)) alarms++;
  return { losses: losses.name, pairs, studies, alarms };
}

/** The same, looked at with `pairs[0]`, extended to `pairs[1]` where nothing was found, and so on. @param isDivided whether look n has alpha / n */
export function extendedAlarms(losses: Losses, pairs: readonly number[], isDivided: boolean, studies: number, seed = 0): number {
  const stream = randomStream(seed, `extended ${losses.name} ${pairs.join()}`);
  let alarms = 0;
  for (let study = 0; study < studies; study++) {
    const all = trials(losses, pairs.at(-1)!, stream);
    if (pairs.some((count, look) => isAlarm(all, count, isDivided ? alphaOfLooks(ALPHA, look + 1) : ALPHA))) alarms++;
  }
  return alarms;
}

/** Losses of the baseline, then of the arms. */
function trials(losses: Losses, pairs: number, stream: RandomStream): Loss[][] {
  return Array.from({ length: ARMS + 1 }, () => Array.from({ length: pairs }, () => losses.draw(stream)));
}

/** Whether the first `pairs` pairs call an arm different. */
function isAlarm([baseline, ...arms]: readonly Loss[][], pairs: number, alpha: number): boolean {
  const family = arms.map((arm, k) => ({ name: `arm ${k + 1}`, p: signedRankTest(logRatios(arm.slice(0, pairs), baseline!.slice(0, pairs))).p }));
  return holm(family).some(({ adjusted }) => adjusted <= alpha);
}
