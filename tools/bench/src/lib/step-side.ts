// One side of a comparison in turns (`step-turns.ts`): a process that measures as often as it is asked, with the threads and the native contractions that its environment says.
import { installed } from '@knotwork/experiment';
import { median } from '@knotwork/numerics';
import { isKnotworkError } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { openStep, type StepCase } from './step-session.js';
import type { Fault } from './step-turns.js';

/** What a round came to: milliseconds of the fastest step and of the typical one, and the loss after all steps so far. */
export interface Round { readonly fastest: number; readonly typical: number; readonly steps: number; readonly loss: number }

const { catalog } = installed(await standardPackages());
const session = await openStep(catalog, JSON.parse(process.argv[2]!) as StepCase).catch(async (error: unknown) => {
  // Of what the caller can mend there is a message; anything else ends the process, with its stack.
  if (!isKnotworkError(error) || error.code === 'internal') throw error;
  const fault: Fault = { fault: error.message };
  await new Promise((sent) => { process.send!(fault, sent); });
  process.exit(1);
});

/** A fixed number of steps, so that both sides have the same loss after a round. */
async function round(steps: number): Promise<Round> {
  const times: number[] = [];
  let loss = NaN;
  for (let n = 0; n < steps; n++) {
    const before = performance.now();
    loss = await session.step();
    times.push(performance.now() - before);
  }
  return { fastest: Math.min(...times), typical: median(times), steps, loss };
}

process.on('message', (steps: number) => { void round(steps).then((result) => process.send!(result)); });
process.send!('ready');
