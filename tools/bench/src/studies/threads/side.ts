// One side of the study `threads`: a process that measures as often as it is asked, with the threads that its environment says.
import { installed } from '@knotwork/experiment';
import { standardPackages } from '@knotwork/standard';
import { openStep, type StepCase } from '../../lib/step-session.js';

/** What a round came to: milliseconds of the fastest step, and the loss after all steps so far. */
export interface Round { readonly fastest: number; readonly steps: number; readonly loss: number }

const { catalog } = installed(await standardPackages());
const session = await openStep(catalog, JSON.parse(process.argv[2]!) as StepCase);

/** A fixed number of steps, so that both sides have the same loss after a round. */
async function round(steps: number): Promise<Round> {
  let fastest = Infinity;
  let loss = NaN;
  for (let n = 0; n < steps; n++) {
    const before = performance.now();
    loss = await session.step();
    fastest = Math.min(fastest, performance.now() - before);
  }
  return { fastest, steps, loss };
}

process.on('message', (steps: number) => { void round(steps).then((result) => process.send!(result)); });
process.send!('ready');
