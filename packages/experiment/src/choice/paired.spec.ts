import { describe, expect, test } from '@jest/globals';
import { compared, overCommon, pairedDifference, pairedOverCommon, simplestWithin } from './paired.js';

const of = (...values: number[]): Float64Array => Float64Array.from(values);

test('a paired difference has the mean and the standard error of the differences row by row', () => {
  // Differences 1, 3, 2, 2: mean 2, standard deviation sqrt(2/3), over two roots of four rows.
  expect(pairedDifference(of(11, 103, 5, 7), of(10, 100, 3, 5))).toEqual({ mean: 2, standardError: expect.closeTo(Math.sqrt(2 / 3) / 2, 12) });
  expect(pairedDifference(of(3), of(1))).toEqual({ mean: 2, standardError: Infinity });
  expect(pairedDifference(of(1, 2), of(1, 2))).toEqual({ mean: 0, standardError: 0 });
});

test('rows count as they weigh', () => {
  expect(pairedDifference(of(1, 100), of(0, 0), of(2, 0)).mean).toBe(1);
  // Weighed, what the only row that counts departs from the mean is nothing.
  expect(pairedDifference(of(1, 3), of(0, 0), of(2, 0))).toEqual({ mean: 1, standardError: 0 });
  expect(pairedDifference(of(1, 3), of(0, 0), of(1, 1))).toEqual(pairedDifference(of(1, 3), of(0, 0)));
});

describe('the simplest within a standard error', () => {
  const model = (complexity: number, ...losses: number[]): { complexity: number; losses: Float64Array } => ({ complexity, losses: of(...losses) });

  test('is taken where it is close to the best, however far its loss is spread', () => {
    // The simple one is worse by 0.1 on average, give or take 0.3.
    expect(simplestWithin([model(10, 1, 2, 3, 4), model(1, 1.5, 1.5, 3.5, 3.9)], 'regression')).toEqual({ best: 0, chosen: 1 });
    expect(simplestWithin([model(10, 1, 2, 3, 4), model(1, 1.1, 2.1, 3.1, 4.1)], 'regression')).toEqual({ best: 0, chosen: 0 });
  });

  test('is among all that are close the one with the fewest unknowns, not the first', () => {
    expect(simplestWithin([model(5, 1, 3), model(2, 2, 2.1), model(9, 1.5, 2.4)], 'regression')).toEqual({ best: 2, chosen: 1 });
    expect(simplestWithin([model(2, 1, 1), model(2, 1, 1)], 'regression')).toEqual({ best: 0, chosen: 0 });
  });

  test('a model that diverged is out, and with all of them there is none', () => {
    expect(simplestWithin([model(1, NaN, 1), model(5, 2, 2), model(3, Infinity, 0)], 'regression')).toEqual({ best: 1, chosen: 1 });
    expect(simplestWithin([model(1, NaN)], 'regression')).toEqual({ best: -1, chosen: -1 });
    expect(simplestWithin([model(1, 7)], 'regression')).toEqual({ best: 0, chosen: 0 });
  });

  test('a law is taken unless another model is clearly better', () => {
    // Differences 3, 0.5, 0 and 3 are 2.1 standard errors from 0; with 1.5 in place of the last they are 1.9.
    const taken = (last: number, isLaw: boolean): number => simplestWithin([model(10, 1, 1, 1, 1), { ...model(2, 4, 1.5, 1, last), isLaw }], 'regression').chosen;
    expect([taken(2.5, false), taken(2.5, true), taken(4, true)]).toEqual([0, 1, 0]);
    // Of laws, the simplest within a standard error of the best of them.
    const law = (complexity: number, ...losses: number[]) => ({ ...model(complexity, ...losses), isLaw: true });
    expect(simplestWithin([model(10, 1, 1, 1, 1), law(3, 4, 1.5, 1, 1), law(2, 4.1, 1.6, 1.1, 1.1)], 'regression').chosen).toBe(1);
    expect(simplestWithin([law(10, 1, 1, 1, 1), law(2, 4, 1.5, 1, 2.5)], 'regression').chosen).toBe(0);
  });

  test('of laws that tell how long they describe the rows the shortest is taken, whatever parts of the rows say and however many numbers it has', () => {
    const law = (description: number | undefined, complexity: number, ...losses: number[]) => ({ ...model(complexity, ...losses), isLaw: true, ...(description === undefined ? {} : { description }) });
    const [best, shortest] = [law(-20, 2, 1, 1, 1, 1), law(-21, 3, 4, 1.5, 1, 2.5)];
    expect(simplestWithin([best, shortest], 'regression')).toEqual({ best: 0, chosen: 1 });
    expect(simplestWithin([best, { ...shortest, description: -19 }], 'regression')).toEqual({ best: 0, chosen: 0 });
    // Not one that is clearly worse, by 2.1 standard errors, and not one that diverged.
    expect(simplestWithin([best, law(-21, 3, 4, 1.5, 1, 4), law(-22, 2, NaN, 1, 1, 1)], 'regression').chosen).toBe(0);
    // One that tells nothing, and what is no law, are compared with it as ever.
    expect(simplestWithin([best, shortest, law(undefined, 5, 0, 0, 0, 0)], 'regression').chosen).toBe(2);
    expect(simplestWithin([best, shortest, law(undefined, 1, 4, 1.5, 1, 2.6)], 'regression').chosen).toBe(2);
    expect(simplestWithin([shortest, best, model(9, 1, 0.9, 1, 1)], 'regression').chosen).toBe(0);
  });

  test('weights decide', () => {
    const models = [model(9, 0, 5), model(1, 5, 0)];
    expect(simplestWithin(models, 'regression', of(2, 0)).best).toBe(0);
    expect(simplestWithin(models, 'regression', of(0, 2)).best).toBe(1);
  });
});

test('models that are exact to rounding are equal, and the simplest is taken', () => {
  const exact = [{ complexity: 9, losses: Float64Array.of(1e-32, 2e-32) }, { complexity: 2, losses: Float64Array.of(7e-32, 8e-32) }];
  expect(simplestWithin(exact, 'regression')).toEqual({ best: 0, chosen: 0 });
  expect(simplestWithin(exact, 'regression', undefined, 1e-20)).toEqual({ best: 0, chosen: 1 });
});

test('models are compared over the rows that all of them were judged on, with their weights; what diverged there stays', () => {
  const [all, some, other] = [{ losses: of(1, 2, 3, NaN) }, { losses: of(NaN, 5, 7, 9), isPart: true }, { losses: of(4, NaN, Infinity, 8), isPart: true }];
  expect(overCommon([all], of(1, 1, 1, 1))).toEqual({ losses: [all.losses], weights: of(1, 1, 1, 1) });
  expect(overCommon([all, some], of(1, 2, 3, 4))).toEqual({ losses: [of(2, 3, NaN), of(5, 7, 9)], weights: of(2, 3, 4) });
  expect(overCommon([all, some, other])).toEqual({ losses: [of(3, NaN), of(7, 9), of(Infinity, 8)], weights: undefined });
  expect(overCommon([])).toEqual({ losses: [], weights: undefined });
  expect(pairedOverCommon({ losses: of(8, 2, 4) }, { losses: of(NaN, 1, 1), isPart: true })).toEqual({ mean: 2, standardError: 1 });
});

describe('whether one model is clearly worse', () => {
  const judged = (...losses: number[]) => ({ losses: of(...losses) });
  const zeros = (rows: number) => judged(...new Array<number>(rows).fill(0));

  test('is seen by means where rows are alike', () => {
    expect(compared(judged(2, 3, 2, 3), zeros(4), 'regression')).toEqual({ ...pairedDifference(of(2, 3, 2, 3), of(0, 0, 0, 0)), errors: expect.closeTo(2.5 / Math.sqrt(1 / 12), 9), rows: 4, larger: 4, clear: 1, isBySigns: false });
    expect(compared(zeros(4), judged(2, 3, 2, 3), 'regression')).toMatchObject({ larger: 0, clear: -1, isBySigns: false });
    expect(compared(judged(1, -1, 3, -2), zeros(4), 'regression').clear).toBe(0);
  });

  test('is seen by signs where few rows have most of the loss', () => {
    // The mean is 1.6 standard errors from 0; seven signs of seven are 2.6 deviations from half of them, six of six are 2.4.
    expect(compared(judged(100, 1, 1, 1, 90, 1, 1), zeros(7), 'regression')).toMatchObject({ errors: expect.closeTo(1.6, 2), rows: 7, larger: 7, clear: 1, isBySigns: true });
    expect(compared(judged(100, 1, 1, 1, 90, 1), zeros(6), 'regression').clear).toBe(0);
    expect(compared(zeros(7), judged(100, 1, 1, 1, 90, 1, 1), 'regression')).toMatchObject({ clear: -1, isBySigns: true });
    // Rows that are alike say nothing, and signs against the mean neither.
    expect(compared(judged(100, 1, 1, 1, 90, 1, 0, 0), zeros(8), 'regression')).toMatchObject({ rows: 6, clear: 0 });
    expect(compared(judged(-100, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), zeros(12), 'regression').clear).toBe(0);
  });

  test('is not seen by signs of classes, where a model that is too sure wins most rows by a hair and loses the others by much', () => {
    // Logarithms of probabilities: 180 rows of 200 are right by 0.01 more, 20 are wrong by 0.08 more.
    const surer = judged(...Array.from({ length: 200 }, (_, n) => (n % 10 === 0 ? 0.08 : -0.01)));
    expect(compared(surer, zeros(200), 'classification')).toMatchObject({ rows: 200, larger: 20, clear: 0, isBySigns: false });
    expect(compared(surer, zeros(200), 'regression')).toMatchObject({ clear: -1, isBySigns: true });
    // Means decide as ever.
    expect(compared(judged(2, 3, 2, 3), zeros(4), 'classification')).toMatchObject({ clear: 1, isBySigns: false });
  });

  test('is no question of a model beside itself', () => {
    expect(compared(judged(1, 2), judged(1, 2), 'regression')).toEqual({ mean: 0, standardError: 0, errors: 0, rows: 0, larger: 0, clear: 0, isBySigns: false });
  });
});
