import { expect, test } from '@jest/globals';
import type { RunEvent } from '@knotwork/experiment';
import { ProgressBar } from './progress.js';

/** What a terminal gets to see, event by event, without the codes that move its cursor. */
function shown(columns: number, events: readonly Readonly<Record<string, unknown>>[], rmseOfLoss: number | null = 2): string[] {
  let text = '';
  const stream = { isTTY: true, columns, write: (piece: string) => { text += piece; return true; } } as unknown as NodeJS.WriteStream;
  const bar = new ProgressBar(stream, [{ mostSteps: 80, rmseOfLoss }, { mostSteps: 0, rmseOfLoss }]);
  return events.map((event) => {
    text = '';
    bar.observe({ stage: 0, kind: 'fit', stages: 2, resolution: [5], ...event } as unknown as RunEvent);
    bar.stop();
    // eslint-disable-next-line no-control-regex
    return text.replace(/\u001b(\[[?\d;]*[a-zA-Z]|[78])/g, '').trim();
  });
}
const step = (at: number, rest = {}) => ({ event: 'step', step: at, steps: 10, start: 2, starts: 8, seconds: at, loss: 0.25, validation: 0.36, ...rest });

test('place, start, step, errors in the units of the targets, resolution and time are told', () => {
  expect(shown(200, [{ event: 'stage-started', seconds: 0 }, step(0), step(5)])).toEqual([
    '', 'stage 1/2 fit, start 3 of 8 [--------------------] step 0/10  RMSE train 1  validation 1.2  resolution 5',
    'stage 1/2 fit, start 3 of 8 [==========----------] step 5/10  RMSE train 1  validation 1.2  resolution 5  55 s left of stage 1/2',
  ]);
});

test('a loss that is no mean squared error is called so; what there is not is left out', () => {
  const [, line] = shown(200, [{ event: 'stage-started', seconds: 0 }, step(0, { start: undefined, validation: undefined, resolution: [null], member: 2, members: 5, stage: 1, kind: 'own' })], null);
  expect(line).toBe('member 2/5, stage 2/2 own [--------------------] step 0/10  loss train 0.25');
});

test('fits that compare networks are counted', () => {
  expect(shown(200, [{ event: 'cross-validated', fit: 2, fits: 10, parts: 5, widths: [2, 5, 1], seconds: 6 }])).toEqual(['comparing networks [====----------------] fit 2/10  widths 2,5,1  24 s left to compare']);
});

test('a narrow terminal has one line', () => {
  expect(shown(60, [{ event: 'stage-started', seconds: 0 }, step(0)])[1]).toBe('start 3 of 8 step 0/10  RMSE train 1  validation 1.2');
});
