import { expect, test } from '@jest/globals';
import { HALVED } from '../fixtures/halved.js';
import { planned, STUDY } from '../fixtures/planned.js';
import { questionOf } from './question.js';

const asks = async (study: string): Promise<string> => questionOf(await planned(study));
/** Two arms with levels of their own, two data sets, folds left out. */
const NAMED = STUDY.replace('network.basis: [b-spline, chebyshev]', 'basis: { usual: {}, other: { network.basis: chebyshev } }').replace('seeds', 'sets: { one: {}, two: { dataset.expression: x1^2 } }\nseeds');
const levels = (study: string, text: string): string => study.replace(/factors:\n.*\n/, `factors:\n  ${text}\n`);
const TUNED = levels(NAMED, 'basis: { usual: {}, other: { network.basis: chebyshev } }\ntuning:\n  steps: { short: { stages.0.steps: 2 }, long: {} }');

test.each([
  ['a factor of another name', levels(NAMED, 'functions: { usual: {}, other: { network.basis: chebyshev } }')],
  ['levels of other names', levels(NAMED, 'basis: { plain: {}, changed: { network.basis: chebyshev } }')],
  ['levels whose names are swapped', `${levels(NAMED, 'basis: { usual: { network.basis: chebyshev }, other: {} }')}baseline: { basis: other }\n`],
  ['levels in another order', `${levels(NAMED, 'basis: { other: { network.basis: chebyshev }, usual: {} }')}baseline: { basis: usual }\n`],
  ['levels that restate what the base says', levels(NAMED, 'basis: { usual: { network.basis: { kind: b-spline, intervals: 3, degree: 3 } }, other: { network.basis: chebyshev } }')],
  ['values by their path', levels(NAMED, 'network.basis: [{ kind: b-spline, intervals: 3 }, chebyshev]')],
  ['seeds in another order', NAMED.replace('1..6', '[6, 5, 4, 3, 2, 1]')],
  ['data sets in another order', NAMED.replace('one: {}, two: { dataset.expression: x1^2 }', 'two: { dataset.expression: x1^2 }, one: {}')],
  ['what every study has by default', `${NAMED}alpha: 0.05\nbaseline: { basis: usual }\ndesign: factorial\n`],
  ['comparisons that are told and named', `${NAMED}comparisons: [{ arm: other, to: usual, name: which }]\n`],
])('%s ask the same', async (_, study) => { expect(await asks(study)).toBe(await asks(NAMED)); });

test.each([
  ['more seeds', NAMED.replace('1..6', '1..7')], ['other seeds', NAMED.replace('1..6', '2..7')],
  ['another arm', levels(NAMED, 'basis: { usual: {}, other: { network.basis: chebyshev }, third: { network.basis: fourier } }')],
  ['another level', levels(NAMED, 'basis: { usual: {}, other: { network.basis: fourier } }')],
  ['another data set', NAMED.replace('two: {', 'three: { dataset.expression: x1^3 }, two: {')], ['data sets whose names are swapped', NAMED.replace('one: {}, two: { dataset.expression: x1^2 }', 'two: {}, one: { dataset.expression: x1^2 }')],
  ['another metric', NAMED.replace('rmse', 'mae')], ['other rows', NAMED.replace('metric: rmse', 'metric: { name: rmse, on: train }')], ['another alpha', `${NAMED}alpha: 0.01\n`],
  ['another baseline', `${NAMED}baseline: { basis: other }\n`], ['a comparison the other way round', `${NAMED}comparisons: [{ arm: usual, to: other }]\n`],
])('%s ask something else', async (_, study) => { expect(await asks(study)).not.toBe(await asks(NAMED)); });

test('the same trials as arms, or as what arms choose from, are two questions; the names of combinations are none', async () => {
  const [tuned, arms] = [await planned(TUNED), await planned(levels(NAMED, 'basis: { usual: {}, other: { network.basis: chebyshev } }\n  steps: { short: { stages.0.steps: 2 }, long: {} }'))];
  expect(new Set(tuned.trials.map(({ id }) => id))).toEqual(new Set(arms.trials.map(({ id }) => id)));
  expect(questionOf(tuned)).not.toBe(questionOf(arms));
  expect(await asks(TUNED.replace('steps: { short: {', 'length: { few: {'))).toBe(questionOf(tuned));
});

test('fewer comparisons of the same arms are another question', async () => {
  const three = levels(NAMED, 'basis: { usual: {}, other: { network.basis: chebyshev }, third: { network.basis: fourier } }');
  expect(await asks(`${three}comparisons: [{ arm: third }, { arm: other }]\n`)).toBe(await asks(three));
  expect(await asks(`${three}comparisons: [{ arm: third }]\n`)).not.toBe(await asks(three));
  expect(await asks(`${three}comparisons: [{ arm: third, to: other }, { arm: other }]\n`)).not.toBe(await asks(three));
});

test('a study that stops arms knows them by name and place, and asks the same with its seeds in another order', async () => {
  const plan = await planned(HALVED);
  expect(await asks(HALVED.replace('1..8', '[8, 7, 6, 5, 4, 3, 2, 1]'))).toBe(questionOf(plan));
  expect(await asks(HALVED.replace('4, 5, 6]', '5, 4, 6]'))).not.toBe(questionOf(plan));
  expect(await asks(HALVED.replace('seeds: 103..103 ', 'seeds: 103..103, overrides: { stages.0.steps: 2 } '))).not.toBe(questionOf(plan));
});
