import { expect, test } from '@jest/globals';
import { plainDigest } from '../fixtures/plain-digest.js';
import { planned, STUDY, TINY } from '../fixtures/planned.js';
import { recordOf } from '../fixtures/record.js';
import { looksWith, registeredAs } from './looks.js';

const plan = await planned(STUDY);
const record = recordOf(plan, { registered: registeredAs(plan, plainDigest) });
const judged = { ...record, looks: record.looks.map((look) => ({ ...look, isJudged: true })) };
const looks = async (study: string, before: typeof record | null, base?: string) => {
  const now = await planned(study, base);
  return looksWith(now, registeredAs(now, plainDigest), before, 'DIR');
};
const refusal = async (study: string, base?: string): Promise<string> => looks(study, judged, base).then(() => 'taken', (error: Error) => error.message);

test('a plan is told by all it says but its name', async () => {
  const hash = async (study: string): Promise<string> => registeredAs(await planned(study), plainDigest);
  expect(await hash(STUDY.replace('tiny-study', 'other'))).toBe(record.registered);
  for (const change of [['1..6', '1..7'], ['rmse', 'mae'], ['seeds', 'alpha: 0.01\nseeds'], ['seeds', 'baseline: { network.basis: chebyshev }\nseeds']] as const) expect(await hash(STUDY.replace(change[0], change[1]))).not.toBe(record.registered);
});

test('a study that grows after it was judged is looked at once more; before, it is the same look', async () => {
  expect(await looks(STUDY, null)).toMatchObject([{ seeds: 6, isJudged: false }]);
  expect(await looks(STUDY, judged)).toEqual(judged.looks);
  expect(await looks(STUDY.replace('1..6', '1..9'), record)).toMatchObject([{ seeds: 9, isJudged: false }]);
  expect(await looks(STUDY.replace('1..6', '1..9').replace('chebyshev]', 'chebyshev, fourier]'), judged)).toMatchObject([{ seeds: 6, isJudged: true }, { seeds: 9, arms: 3, comparisons: 2, isJudged: false }]);
});

test('what would take something back, or ask another question, is refused', async () => {
  expect(await refusal(STUDY.replace('1..6', '1..5'))).toMatch(/^"DIR" holds another study: its arm "b-spline" on "data" with seed 6 is not in this one, or is another experiment now\. .* Begin another one with --out NEW; --reuse DIR copies trials that are the same\.$/);
  expect(await refusal(STUDY.replace('[b-spline, chebyshev]', '[b-spline, fourier]'))).toMatch(/its arm "chebyshev" on "data" with seed 1 is not in this one/);
  expect(await refusal(STUDY, TINY.replace('steps: 3', 'steps: 4'))).toMatch(/its arm "b-spline" on "data" with seed 1 is not in this one, or is another experiment now/);
  expect(await refusal(STUDY.replace('rmse', 'mae'))).toMatch(/its metric is \{"name":"rmse","on":"test"\}, and this one's is \{"name":"mae","on":"test"\}/);
  expect(await refusal(STUDY.replace('seeds', 'alpha: 0.1\nseeds'))).toMatch(/its alpha is 0\.05, and this one's is 0\.1/);
  expect(await refusal(STUDY.replace('seeds', 'baseline: { network.basis: chebyshev }\nseeds'))).toMatch(/its baseline is "b-spline", and this one's is "chebyshev"/);
  expect(await refusal(STUDY.replace('chebyshev]', 'chebyshev, fourier]').replace('seeds', 'comparisons: [{ arm: fourier }]\nseeds'))).toMatch(/it compares "chebyshev \/ b-spline", and this one does not/);
});
