import { describe, expect, jest, test } from '@jest/globals';
import { asynchronous } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { randomStream } from '@knotwork/numerics';
import type { PluginUse } from '@knotwork/plugin';
import type { Precision } from '@knotwork/plugin/engine';
import { type Cut, finished, openCourse, type Repeatable } from './fixtures/cut.js';
import { type By, converging, everything, optimizers } from './fixtures/everything.js';
import { Death, type Life, mortal } from './fixtures/mortal.js';
import { parsedText, plainText } from './fixtures/plain-text.js';
import { catalog } from './fixtures/setting.js';
import type { FitSnapshot } from './fitting.js';

/** Each of a few dozen sessions is compiled for itself. */
const PATIENCE_MS = 120_000;
const methods = Object.keys(optimizers) as By[];

/** Cuts a fit before every step, and goes on to the end from every cut on a session of its own. @returns what was known at the cuts */
async function cutEverywhere(whole: Repeatable): Promise<FitSnapshot[]> {
  const course = await openCourse(whole, null);
  const cuts: Cut[] = [];
  const result = plainText(await finished(course, cuts));
  for (const [k, cut] of cuts.entries()) {
    const again = await openCourse(whole, cut.text);
    expect(plainText(await again.fitting.snapshot())).toBe(cut.text);
    if (await again.fitting.step() === null) expect(plainText(await again.fitting.snapshot())).toBe(cuts[k + 1]!.text);
    expect(plainText(await finished(again))).toBe(result);
    expect(again.events).toEqual(course.events.slice(cut.events));
  }
  return cuts.map(({ text }) => parsedText(text) as FitSnapshot);
}

describe.each(methods)('a fit by %s, cut before any of its steps, goes on with the same bytes', (by) => {
  test.each<Precision>(['float64', 'float32'])('in %s', async (precision) => {
    const snapshots = await cutEverywhere(everything(by, await native.create({ precision })));
    const under = snapshots.flatMap(({ current }) => (current === null ? [] : [current.optimization]));
    // All that may be remembered was, at one cut or another.
    expect(snapshots.some(({ waiting, best, current }) => waiting.length === 1 && best === null && current !== null)).toBe(true);
    expect(snapshots.some(({ best, current }) => best !== null && current !== null)).toBe(true);
    expect(under.some(({ run }) => run.grids.pending !== null)).toBe(true);
    expect(under.some(({ run }) => run.grids.rest > 0)).toBe(true);
    expect(under.some(({ run, steps }) => run.rounds.began > 0 && run.rounds.began < steps)).toBe(true);
    expect(under.some(({ run }) => run.best !== null && run.best.sinceBest > 0)).toBe(true);
    expect(new Set(under.map(({ state }) => state.scalars['gain'])).size).toBeGreaterThan(5);
  }, PATIENCE_MS);

  test.each<Precision>(['float64', 'float32'])('in %s on an engine that answers late and hands out no buffers', async (precision) => {
    await cutEverywhere(everything(by, asynchronous(await native.create({ precision }))));
  }, PATIENCE_MS);

  test.each<PluginUse>([
    { kind: 'reference-waves', modes: 2 }, { kind: 'reference-bent-hat' }, { kind: 'reference-wavelet' },
  ])('in float32 with shape parameters of $kind', async (basis) => {
    await cutEverywhere(everything(by, await native.create({ precision: 'float32' }), basis));
  }, PATIENCE_MS);
});

describe.each(['normal equations', 'quasi-Newton steps', 'steps by a matrix'] as const)('a fit by %s that runs into a minimum', (by) => {
  test('goes on with the same bytes where steps are slow, and where none helps', async () => {
    const snapshots = await cutEverywhere(converging(by, await native.create({ precision: 'float64' })));
    const known = snapshots.flatMap(({ current }) => (current === null ? [] : [current.optimization.method]));
    const idle = known.flatMap((method) => (method.method === 'update' ? [] : [method.idle]));
    expect(idle.some(({ slow }) => slow > 0)).toBe(true);
    expect(idle.some(({ hasLooked }) => hasLooked)).toBe(true);
  }, PATIENCE_MS);
});

/** What a fit comes to that goes through undisturbed, as text. */
const undisturbed = async (whole: Repeatable): Promise<string> => plainText(await finished(await openCourse(whole, null)));

describe.each(methods)('a fit by %s', (by) => {
  test('that is killed at any question to its engine goes on from what was kept before the step', async () => {
    const engine = await native.create({ precision: 'float64' });
    const result = await undisturbed(everything(by, engine));
    const life: Life = { questions: Number.MAX_SAFE_INTEGER };
    await undisturbed(everything(by, mortal(engine, life)));
    const all = Number.MAX_SAFE_INTEGER - life.questions;
    const stream = randomStream(3, 'deaths');
    for (let death = 0; death < 12; death++) {
      let kept: string | null = null;
      const killed = async (): Promise<void> => {
        const { fitting } = await openCourse(everything(by, mortal(engine, { questions: stream.integer(all) })), null);
        do kept = plainText(await fitting.snapshot()); while (await fitting.step() === null);
      };
      await expect(killed()).rejects.toThrow(Death);
      expect(plainText(await finished(await openCourse(everything(by, engine), kept)))).toBe(result);
    }
  }, PATIENCE_MS);

  test('comes to the same whatever the clock says', async () => {
    const whole = everything(by, await native.create({ precision: 'float64' }));
    const result = await undisturbed(whole);
    const stream = randomStream(4, 'clock');
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => 1e6 * stream.normal());
    try { expect(await undisturbed(whole)).toBe(result); } finally { clock.mockRestore(); }
  }, PATIENCE_MS);
});

test('an abort in the middle of a chunk is an ending; what was kept before the chunk goes on as if nothing had been', async () => {
  const whole = everything('updates', await native.create({ precision: 'float64' }));
  const single: Repeatable = {
    ...whole, plan: () => ({ ...whole.plan(), starts: null, steps: 30, refreshEvery: 100 }),
    problem: { ...whole.problem, grid: { definition: catalog.get('grid', 'reference-still'), options: {} } },
  };
  const result = await undisturbed(single);
  // Asked at the beginning, before each of ten steps, and after them: so the fourteenth is not taken.
  let asked = 0;
  const signal = { get aborted() { return ++asked > 15; } } as AbortSignal;
  const { fitting } = await openCourse({ ...single, plan: () => ({ ...single.plan(), signal }) }, null);
  expect(await fitting.step()).toBeNull();
  const kept = plainText(await fitting.snapshot());
  expect(await fitting.step()).toMatchObject({ ending: 'aborted', steps: 13 });
  expect(plainText(await finished(await openCourse(single, kept)))).toBe(result);
});

test('what cut a fit short among its starts is remembered', async () => {
  const whole = everything('normal equations', await native.create({ precision: 'float64' }));
  let looks = 0;
  const spent = (after: number): Repeatable => ({ ...whole, plan: () => ({ ...whole.plan(), isOver: () => ++looks > after }) });
  const course = await openCourse(spent(6), null);
  // Of three starts of three steps each, with a look at each beginning, the second is cut.
  while ((await course.fitting.snapshot()).totals.cut === null) await course.fitting.step();
  const kept = plainText(await course.fitting.snapshot());
  const result = await finished(course);
  expect(result).toMatchObject({ ending: 'budget', starts: [expect.any(Number), expect.any(Number)] });
  expect(plainText(await finished(await openCourse(spent(0), kept)))).toBe(plainText(result));
});

test.each(methods)('what was saved of a fit by %s stays as it was while the fit goes on', async (by) => {
  const { fitting } = await openCourse(everything(by, await native.create({ precision: 'float64' })), null);
  const saved: { snapshot: FitSnapshot; text: string }[] = [];
  do {
    const snapshot = await fitting.snapshot();
    saved.push({ snapshot, text: plainText(snapshot) });
  } while (await fitting.step() === null);
  for (const { snapshot, text } of saved) expect(plainText(snapshot)).toBe(text);
});

test('a fit that is over says so as often as it is asked, and its session has ended', async () => {
  const { fitting } = await openCourse(everything('normal equations', await native.create({ precision: 'float64' })), null);
  const result = await finished({ fitting, events: [] });
  expect(await fitting.step()).toBe(result);
  await expect(fitting.snapshot()).rejects.toThrow('disposed');
});

test('a snapshot is gone on from by the method that it was taken of', async () => {
  const engine = await native.create({ precision: 'float64' });
  const { fitting } = await openCourse(everything('normal equations', engine), null);
  await fitting.step();
  await expect(openCourse(everything('quasi-Newton steps', engine), plainText(await fitting.snapshot()))).rejects.toMatchObject({
    code: 'internal',
    message: 'A snapshot can be gone on from by the method that it was taken of; '
      + '"reference-limited-memory" is of the method "quasi-newton", the snapshot of "normal-equations".',
  });
});
