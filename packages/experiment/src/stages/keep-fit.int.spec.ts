import { describe, expect, test } from '@jest/globals';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { Composer } from '../compose/composer.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import type { RunEvent } from '../run/run-events.js';
import type { RunOutcome } from '../run/recipe.js';
import { tokens } from '../tokens.js';
import { keepFit, MOST_NUMBERS } from './keep-fit.js';
import type { StageContext } from './stage.js';

const standard = await standardPackages();
const file = (stages: string): string => `knotwork: 1
name: kept
seed: 2
dataset: { kind: expression, expression: exp(x1) * x2, noise: 0.1, samples: { train: 60, validation: 30, test: 20 } }
network: { widths: [2, 2, 1], basis: { kind: b-spline, intervals: 3 } }
stages: ${stages}
`;

interface Ran { readonly outcome: RunOutcome; readonly place: MemoryPlace; readonly steps: number; readonly events: readonly RunEvent[] }
/** Runs until so many steps were told, each of which takes as many seconds as are said. */
async function run(stages: string, place: MemoryPlace, stopAfter: number, secondsPerStep = 0.9): Promise<Ran> {
  const abort = new AbortController();
  const events: RunEvent[] = [];
  let steps = 0;
  const observer = given(tokens.observer, { observe: (event: RunEvent) => { events.push(event); if (event.event === 'step' && event.step > 0 && !abort.signal.aborted && ++steps === stopAfter) abort.abort(); } });
  const clock = given(tokens.clock, { now: () => 1000 * secondsPerStep * steps, date: () => new Date(0) });
  const composition = await new Composer(standard, [observer, clock]).compose({ text: file(stages), fileName: 'kept.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, place)]);
  return { outcome: await composition.run(abort.signal), place, steps, events };
}
const bytes = ({ folder }: MemoryPlace): unknown => ['result.json', 'network.json', 'network.safetensors'].map((name) => folder.read(name));

describe('a fit that is cut goes on where it was kept, with the same bytes', () => {
  test.each([
    ['smoothing that chooses itself', '[{ kind: fit, starts: { count: 3, steps: 4 }, steps: 12 }]'],
    ['validation', '[{ kind: fit, smoothing: 0, starts: { count: 3, steps: 4, keep: 2 }, steps: 8 }]'],
    ['batches', '[{ kind: fit, optimizer: adam, batch: 16, starts: { count: 2, steps: 12 }, steps: 60, regularizers: [sparsity] }]'],
    ['lines', '[{ kind: fit, optimizer: l-bfgs, starts: { count: 1 }, steps: 20, grid: moving }]'],
    ['a matrix', '[{ kind: fit, optimizer: ssbroyden, starts: { count: 1 }, steps: 20, grid: moving }]'],
  ])('%s', async (_, stages) => {
    const whole = await run(stages, new MemoryPlace(), 0);
    for (const share of [0.35, 0.9]) {
      const cut = await run(stages, new MemoryPlace(), Math.ceil(share * whole.steps));
      const [where, kept, start, starts] = /^after step (\d+)(?: of start (\d+)\/(\d+))? of stage 1\/1 fit$/.exec(cut.outcome.goesOn!)!;
      const told = (event: RunEvent): boolean => event.event === 'step' && event.step > 0;
      expect([cut.outcome.status, Number(kept) > 0]).toEqual(['interrupted', true]);
      // The last step of that number that was told is of that start, or of none.
      expect(cut.events.findLast((event) => event.event === 'step' && event.step === Number(kept) && (event.start === undefined) === (start === undefined)))
        .toMatchObject(start === undefined ? { step: Number(kept) } : { start: Number(start) - 1, starts: Number(starts) });
      const next = await run(stages, cut.place, 0);
      expect(next.events[0]).toMatchObject({ event: 'resumed', text: where });
      // Every step takes 0.9 s, and what is kept is at most 2 s and a step old.
      expect(next.steps + cut.steps - whole.steps).toBeLessThanOrEqual(4);
      expect(next.events.filter(told).length).toBeLessThan(whole.steps);
      expect(next.outcome.status).toBe('completed');
      expect(bytes(next.place)).toEqual(bytes(whole.place));
    }
  });

  test('a ladder inside of a level', async () => {
    const stages = '[{ kind: fit, starts: { count: 1 }, steps: 3 }, { kind: extend-grid, levels: [5, 6], fit: { steps: 10 }, stop: none }]';
    const whole = await run(stages, new MemoryPlace(), 0);
    const cut = await run(stages, new MemoryPlace(), whole.steps - 3);
    expect(cut.outcome.goesOn).toMatch(/^after step \d+ of level 6 of stage 2\/2 extend-grid$/);
    const next = await run(stages, cut.place, 0);
    expect(next.steps).toBeLessThanOrEqual(6);
    expect(bytes(next.place)).toEqual(bytes(whole.place));
  });

  test('a short fit is not kept, and one whose keeping takes long is kept less often', async () => {
    const saves = async (secondsPerStep: number, secondsPerSave: number): Promise<number> => {
      const place = new MemoryPlace();
      let seconds = 0;
      let count = 0;
      const write = place.folder.write.bind(place.folder);
      place.folder.write = (name, content) => { if (name === 'checkpoint.json') { count++; seconds += secondsPerSave; } write(name, content); };
      const observer = given(tokens.observer, { observe: ({ event }: RunEvent) => { if (event === 'step') seconds += secondsPerStep; } });
      const clock = given(tokens.clock, { now: () => 1000 * seconds, date: () => new Date(0) });
      const stages = '[{ kind: fit, optimizer: adam, starts: { count: 1 }, steps: 400, stop: none }]';
      await (await new Composer(standard, [observer, clock]).compose({ text: file(stages), fileName: 'kept.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, place)])).run();
      return count;
    };
    const none = await saves(0.01, 0);
    expect(await saves(1, 0)).toBeGreaterThan(none + 10);
    // A save of half a second is worth ten seconds of work.
    expect(await saves(1, 0.5)).toBeLessThanOrEqual(none + 5);
  });
});

test('what is too large for a text is not kept, and that is said once', async () => {
  const [saved, notes]: [string[], string[]] = [[], []];
  let seconds = 0;
  const context = { elapsed: () => seconds, save: (_: unknown, at: string) => { saved.push(at); return Promise.resolve(); }, note: (text: string) => { notes.push(text); } } as unknown as StageContext;
  const keeping = keepFit(context, null, (fit) => fit);
  /** An array that says how long it is, and takes no memory. */
  const long = (length: number): unknown => Object.defineProperty(Object.create(Float64Array.prototype) as object, 'length', { value: length });
  for (const [length, due] of [[MOST_NUMBERS, true], [MOST_NUMBERS + 1, true], [MOST_NUMBERS + 1, false]] as const) {
    seconds += 100;
    expect(keeping.isDue()).toBe(due);
    if (due) await keeping.keep({ parameters: long(length) } as never, { step: seconds });
  }
  expect(saved).toEqual(['step 100']);
  expect(notes).toEqual(['the network is too large to be kept inside of a fit: a run that is killed begins its stage anew']);
});
