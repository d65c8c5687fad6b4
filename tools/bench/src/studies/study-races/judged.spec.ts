import { expect, test } from '@jest/globals';
import { judged } from './judged.js';
import type { Line } from './worker.js';

const line = (worker: string, at: number, event: Line['event'], trial: string): Line => ({ worker, at, event, trial });
const stops = [{ worker: 'a', stopped: 100, continued: 900 }];
const taken = [line('a', 50, 'began', '1'), line('b', 600, 'began', '1')];

test('a holder that came back and stopped is counted with its time; trials reported twice or by nobody are named', () => {
  const lines = [...taken, line('a', 930, 'lost', '1'), line('a', 940, 'began', '2'), line('a', 990, 'ended', '2'), line('b', 800, 'ended', '1')];
  expect(judged(lines, ['1', '2', '3'], { stops }, { beat: 100, lease: 500 })).toEqual({ twice: [], unreported: 1, returned: [30], late: [], troubles: [] });
  expect(judged([...lines, line('b', 999, 'ended', '2')], ['1', '2'], { stops }, { beat: 100, lease: 500 })).toMatchObject({ twice: ['2'], unreported: 0 });
});

test('one that does not learn of it, or tells of its end all the same, is late', () => {
  expect(judged(taken, ['1'], { stops }, { beat: 100, lease: 500 })).toMatchObject({ returned: [], late: ['a 1'] });
  expect(judged([...taken, line('a', 930, 'lost', '1'), line('a', 950, 'ended', '1')], ['1'], { stops }, { beat: 100, lease: 500 })).toMatchObject({ late: ['a 1'] });
});

test('one whose trial nobody took has nothing to learn, and what failed is told', () => {
  const lines = [line('a', 50, 'began', '1'), line('a', 950, 'ended', '1'), { ...line('b', 960, 'failed', '2'), message: 'full' }];
  expect(judged(lines, ['1'], { stops }, { beat: 100, lease: 500 })).toMatchObject({ returned: [], late: [], troubles: ['b 2 full'] });
});
