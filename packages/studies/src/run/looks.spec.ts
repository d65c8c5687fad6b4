import { expect, test } from '@jest/globals';
import { plainDigest } from '../fixtures/plain-digest.js';
import { HALVED } from '../fixtures/halved.js';
import { planned, STUDY, TINY } from '../fixtures/planned.js';
import { recordOf } from '../fixtures/record.js';
import { looksWith, registeredAs } from './looks.js';

const plan = await planned(STUDY);
const record = recordOf(plan, { registered: registeredAs(plan, plainDigest), base: { file: 'tiny.yaml', folder: '/', text: TINY } });
const judged = { ...record, looks: record.looks.map((look) => ({ ...look, isJudged: true })) };
const looks = async (study: string, before: typeof record | null, base = TINY) => {
  const now = await planned(study, base);
  return looksWith(now, { file: 'tiny.yaml', folder: '/', text: base }, registeredAs(now, plainDigest), before, 'DIR');
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

test('whoever asks the same of the same trials in other words has not looked again, whether it was judged or not', async () => {
  const renamed = STUDY.replace('network.basis: [b-spline, chebyshev]', 'functions: { splines: { network.basis: b-spline }, polynomials: { network.basis: chebyshev } }').replace('1..6', '[6, 5, 4, 3, 2, 1]');
  const now = await planned(renamed);
  const registered = registeredAs(now, plainDigest);
  expect(registered).not.toBe(record.registered);
  expect(await looks(renamed, record)).toEqual([{ ...record.looks[0], registered, isJudged: false }]);
  expect(await looks(renamed, judged)).toEqual([{ ...judged.looks[0], registered }]);
  // And back again, and no sooner a second one than there is more to see.
  const after = { ...judged, registered, looks: await looks(renamed, judged), plan: now };
  expect(await looks(STUDY, after)).toEqual([{ ...judged.looks[0], registered: record.registered }]);
  expect(await looks(renamed.replace('[6', '[7, 6'), after)).toMatchObject([{ registered, isJudged: true }, { seeds: 7, isJudged: false }]);
  // Fewer seeds were a question once: asked again it takes something back.
  const grown = await planned(STUDY.replace('1..6', '1..9'));
  expect(await looks(STUDY, { ...judged, registered: registeredAs(grown, plainDigest), plan: grown }).then(() => 'taken', (error: Error) => error.message)).toMatch(/its seeds 7, 8, 9 are not in this one/);
});

test('looks that an older version counted where nothing was added stay counted', async () => {
  const older = { ...judged, looks: [{ ...judged.looks[0]!, registered: 'older' }, ...judged.looks] };
  const renamed = STUDY.replace('network.basis: [b-spline, chebyshev]', 'basis: { splines: { network.basis: b-spline }, polynomials: { network.basis: chebyshev } }');
  expect(await looks(renamed, older)).toMatchObject([{ registered: 'older', isJudged: true }, { isJudged: true }]);
  expect(await looks(renamed.replace('1..6', '1..7'), older)).toHaveLength(3);
});

/** What is said to differ. */
const told = async (study: string, text?: string): Promise<string | undefined> => /^"DIR" holds another study: (.*)\. A study may be given more /.exec(await refusal(study, text))?.[1];

test('what would take something back, or ask another question, is refused', async () => {
  expect(await refusal(STUDY.replace('1..6', '1..5'))).toBe('"DIR" holds another study: its seed 6 is not in this one. A study may be given more arms, seeds, data sets and comparisons, and nothing else may change. '
    + 'Begin another one with --out NEW; --reuse DIR copies trials that are the same.');
  expect(await told(STUDY.replace('[b-spline, chebyshev]', '[b-spline, fourier]'))).toBe('its arm "chebyshev" is not in this one, which has "b-spline", "fourier"');
  expect(await told(STUDY.replace('rmse', 'mae'))).toBe("its metric is rmse on test rows, and this one's is mae on test rows");
  // Whoever gives the folder of another study by mistake has more seeds there, too.
  expect(await told(STUDY.replace('tiny-study', 'other').replace('1..6', '1..9'))).toBe('its name is "tiny-study", and this one\'s is "other"');
  expect(await told(STUDY.replace('seeds', 'alpha: 0.1\nseeds'))).toBe("its alpha is 0.05, and this one's is 0.1");
  expect(await told(STUDY.replace('seeds', 'baseline: { network.basis: chebyshev }\nseeds'))).toBe("its baseline is \"b-spline\", and this one's is \"chebyshev\"; it compares \"chebyshev / b-spline\", and this one does not");
  expect(await told(STUDY.replace('chebyshev]', 'chebyshev, fourier]').replace('seeds', 'comparisons: [{ arm: fourier }]\nseeds'))).toBe('it compares "chebyshev / b-spline", and this one does not');
});

test('the first three differences are told, wherever they are', async () => {
  expect(await told(STUDY, TINY.replace('steps: 3', 'steps: 4, stop: none'))).toBe("stages.0.steps of its base experiment is 3, and this one's is 4; stages.0.stop of its base experiment is left out, and this one's is \"none\"");
  expect(await told(STUDY.replace('seeds', 'sets: { data: { dataset.expression: x1 } }\nseeds'))).toBe("dataset.expression of its data set \"data\" is left as it is, and this one's is x1");
  expect(await told(STUDY.replace('[b-spline, chebyshev]', '{ b-spline: {}, chebyshev: { network.basis: fourier } }').replace('network.basis:', 'basis:')))
    .toBe("network.basis of its arm \"b-spline\" is b-spline, and this one's is left as it is; network.basis of its arm \"chebyshev\" is chebyshev, and this one's is fourier");
  expect(await told(STUDY.replace('seeds', 'parametersPerEdge: 9\nseeds'))).toBe('its networks are given other sizes by "equal" or "parametersPerEdge"');
  expect(await told(STUDY.replace('rmse', 'mae').replace('seeds', 'alpha: 0.1\nseeds').replace('1..6', '5..6').replace('chebyshev', 'fourier')))
    .toBe("its metric is rmse on test rows, and this one's is mae on test rows; its alpha is 0.05, and this one's is 0.1; its seeds 1, 2, 3, ... (4) are not in this one; and 1 more");
});

test('a study that stops arms may be given more seeds alone, and one that stops none does not begin to', async () => {
  const before = recordOf(await planned(HALVED), { registered: 'other' });
  const trouble = async (study: string, than = before): Promise<string> => { const now = await planned(study); try { return String(looksWith(now, before.base, registeredAs(now, plainDigest), than, 'DIR').length); } catch (error) { return (error as Error).message; } };
  expect(await trouble(HALVED.replace('1..8', '1..9'))).toBe('1');
  expect(await trouble(HALVED.replace('5, 6]', '5, 6, 7]'))).toMatch(/^"DIR" holds another study: it stops arms by "halving" among 5 arms on 1 data set, and this one among 6 arms on 1 data set\. A study may be given more seeds where it stops arms, and nothing else may change\./);
  expect(await trouble(`${HALVED}sets: { data: {}, other: { dataset.expression: x1 } }\n`)).toMatch(/and this one among 5 arms on 2 data sets\./);
  expect(await trouble(HALVED.replace('103..103', '103..104'))).toMatch(/study: its rounds of "halving" are others\. A study/);
  expect(await trouble(HALVED.replace('5, 6]', '6, 5]'))).toMatch(/study: its arm 4, which "halving" knows by name and place, is "intervals=5", and this one's is "intervals=6"\. A study/);
  expect(await trouble(HALVED.replace('rounds:', 'on: test, rounds:'))).toMatch(/study: its rounds of "halving" are others\. A study/);
  expect(await trouble(HALVED.replace(/halving.*\n/, ''))).toMatch(/study: it stops arms by "halving", and this one does not\. A study/);
  expect(await trouble(HALVED, recordOf(await planned(HALVED.replace(/halving.*\n/, '')), { registered: 'other' }))).toMatch(/it stops no arms, and this one does by "halving"\. A study may be given more arms, seeds, data sets and comparisons,/);
});
