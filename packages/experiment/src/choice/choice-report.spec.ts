import { describe, expect, test } from '@jest/globals';
import { choiceReport, type ChoiceReport, type JudgedNetwork, type JudgedSimple } from './choice-report.js';

/** Losses of 100 rows around a mean; `wobble` makes the differences of two models vary. */
const losses = (mean: number, wobble: number): Float64Array => Float64Array.from({ length: 100 }, (_, n) => mean + (n % 7) + wobble * (n % 2 === 0 ? 1 : -1));
const network = (widths: number[], unknowns: number, mean: number, wobble = 0, figure = Math.sqrt(mean)): JudgedNetwork => ({ widths, unknowns, losses: losses(mean, wobble), figure });
const simple = (name: string, mean: number, wobble = 0, figure = Math.sqrt(mean)): JudgedSimple => ({ name, form: name === 'constant' ? 'constant' : 'line', losses: losses(mean, wobble), figure });
const report = (networks: JudgedNetwork[], models: JudgedSimple[], task: 'regression' | 'classification' = 'regression'): ChoiceReport | null => choiceReport({ task, folds: 5, networks, simple: models, isStopped: false });

test('lines say how much worse a model is than the best network, and the simplest close one is taken', () => {
  const said = report([network([2, 1], 10, 1.1, 1), network([2, 5, 1], 90, 1), network([2, 9, 1], 200, 3)], [simple('constant', 9)])!;
  expect(said).toMatchObject({ folds: 5, rows: 100, best: 1, chosen: 0, isStopped: false });
  expect(said.networks.map(({ widths, difference, standardError }) => [widths, difference, standardError])).toEqual([
    [[2, 1], expect.closeTo(0.1, 12), expect.closeTo(0.1005, 4)], [[2, 5, 1], 0, 0], [[2, 9, 1], expect.closeTo(2, 12), expect.closeTo(0, 12)],
  ]);
  expect(said.simple).toEqual([{ name: 'constant', form: 'constant', loss: expect.closeTo(9 + 2.95, 9), rmse: 3, difference: expect.closeTo(8, 12), standardError: expect.closeTo(0, 12), isWorse: true }]);
});

test('a law with a short description is taken in place of one with less loss, and tells it', () => {
  const said = report([{ ...network([1, 1], 2, 1), isLaw: true, description: -5 }, { ...network([1, 1, 1], 3, 1.1, 1), isLaw: true, description: -6 }], [simple('constant', 9)])!;
  expect([said.best, said.chosen, said.networks.map(({ description }) => description)]).toEqual([0, 1, [-5, -6]]);
  expect(report([network([1, 1], 2, 1)], [simple('constant', 9)])!.networks[0]).not.toHaveProperty('description');
});

test('a network that diverged has null for its numbers, and where all did there is no report', () => {
  const said = report([network([2, 5, 1], 90, NaN), network([2, 1], 10, 1)], [simple('constant', 9)])!;
  expect([said.best, said.networks[0]]).toEqual([1, { widths: [2, 5, 1], unknowns: 90, loss: null, rmse: null, difference: null, standardError: null }]);
  expect(report([network([2, 1], 10, NaN)], [simple('constant', 9)])).toBeNull();
});

describe('whether a network is worth it', () => {
  const worth = (mean: number, wobble: number, rivals: JudgedSimple[]): Pick<ChoiceReport, 'worth' | 'text'> => report([network([2, 5, 1], 90, mean, wobble)], rivals)!;
  const rivals = [simple('constant', 9), simple('ridge', 4), simple('splines + ridge', 2.25)];

  test('is told beside the best simple model', () => {
    expect(worth(1, 1, rivals)).toMatchObject({ worth: 'yes', text: 'A network is worth it here: its RMSE is 0.67 times that of splines + ridge, the best simple model (12 standard errors of the difference of the losses)' });
    expect(worth(2.2, 1, rivals)).toMatchObject({ worth: 'equal', text: expect.stringMatching(/^A network is neither clearly better nor clearly worse than splines \+ ridge here: its RMSE is 0\.99 times/) });
    expect(worth(1, 40, [simple('constant', 9), { ...simple('ridge', 4), figure: 2.5 }])).toMatchObject({ worth: 'equal', text: expect.stringMatching(/^A network seems to be worth it here, but the rows are too few, or too different, to be sure: its RMSE is 0\.4 times that of ridge/) });
    expect(worth(4, 1, rivals)).toMatchObject({ worth: 'no', text: expect.stringMatching(/^A network is not worth it here: its RMSE is 1\.3 times that of splines \+ ridge/) });
  });

  test('is no more than to be as good, in either direction, where the difference is sure and less than a hundredth', () => {
    // Losses have 2.95 on top: 6.95 of ridge.
    for (const [mean, apart] of [[3.94, 0.86], [4.06, 0.86]] as const) {
      expect(worth(mean, 0.01, [simple('constant', 9), simple('ridge', 4)])).toMatchObject({ worth: 'equal', text: `A network is as good as ridge here: its RMSE is ${mean < 4 ? '0.99 times' : 'as large as'} that of ridge, the best simple model (losses differ by ${apart} %)` });
    }
    expect(worth(3.92, 0.01, [simple('constant', 9), simple('ridge', 4)]).worth).toBe('yes');
    expect(worth(4.08, 0.01, [simple('constant', 9), simple('ridge', 4)]).worth).toBe('no');
  });

  test('is told by errors with rows weighed where they are, as losses are', () => {
    const weights = Float64Array.from({ length: 100 }, () => 1);
    const said = choiceReport({ task: 'regression', folds: 5, isStopped: false, weights, networks: [{ ...network([2, 5, 1], 90, 1, 1, 5), weighedFigure: 1 }], simple: [{ ...simple('constant', 9, 0, 4), weighedFigure: 3 }, { ...simple('ridge', 4, 0, 4), weighedFigure: 2 }] })!;
    expect(said.text).toMatch(/^A network is worth it here: its RMSE, with rows weighed, is 0\.5 times that of ridge/);
    // In tables, RMSE counts rows alike, as everywhere.
    expect([said.networks[0]!.rmse, said.simple[1]!.rmse]).toEqual([5, 4]);
  });

  test('is no question where it leaves nothing but rounding, be it of few rows', () => {
    const few = (figure: number): Pick<ChoiceReport, 'worth' | 'text'> => report([{ ...network([2, 5, 1], 90, figure ** 2), losses: new Float64Array(100).fill(figure ** 2) }], [simple('constant', 9, 8), simple('ridge', 4, 6)])!;
    expect(few(1e-12)).toMatchObject({ worth: 'yes', text: 'A network is worth it here: it leaves nothing but rounding, and ridge, the best simple model, an RMSE of 2' });
    expect(few(1e-7).text).not.toMatch(/rounding/);
  });

  test('is no question where nothing is better than a constant', () => {
    expect(worth(8.9, 1, [simple('constant', 9), simple('ridge', 8.95, 1)])).toMatchObject({ worth: 'nothing', text: 'Nothing was learned: neither the network nor a simple model is clearly better than the mean' });
    expect(worth(9.5, 1, [simple('constant', 9), simple('ridge', 4)]).worth).toBe('no');
  });

  test('is not told of few rows where a network may have learned', () => {
    const of = (rows: number, figure: number) => {
      const some = (values: (n: number) => number) => Float64Array.from({ length: rows }, (_, n) => values(n));
      const constant = { ...simple('constant', 9), losses: some((n) => (n === 0 ? 90 : n % 2)) };
      return report([{ ...network([2, 1], 9, 1, 0, figure), losses: some((n) => (n === 0 ? 1 : 0.5)) }], [constant])!.text;
    };
    expect(of(6, 1)).toBe('6 rows are too few to tell whether a network is worth it: its RMSE is 0.33 times that of the mean');
    for (const text of [of(12, 1), of(6, 2)]) expect(text).toMatch(/^Nothing was learned/);
  });

  test('a model beside itself is its equal', () => {
    expect(worth(4, 0, [simple('constant', 9), simple('ridge', 4)])).toMatchObject({ worth: 'equal', text: expect.stringContaining(': its RMSE is as large as that of ridge, the best simple model (') });
  });

  test('of classes accuracies are told', () => {
    const said = report([network([2, 3], 90, 0.2, 0.1, 0.9)], [simple('constant', 1, 0, 0.5), simple('ridge', 0.4, 0, 0.812)], 'classification')!;
    expect(said.text).toMatch(/^A network is worth it here: accuracy 0\.9 beside 0\.812 of ridge, the best simple model/);
    expect(said.networks[0]).toMatchObject({ accuracy: 0.9 });
  });

  test('of classes is told by the mean loss, not by how many rows have less of it', () => {
    // Less in 90 rows of 100, by 0.01, and more in the others, by 0.08: one standard error.
    const surer = { ...network([2, 3], 90, 0, 0, 0.895), losses: Float64Array.from({ length: 100 }, (_, n) => (n % 10 === 0 ? 0.48 : 0.39)) };
    const rival = { ...simple('logistic regression', 0, 0, 0.89), losses: new Float64Array(100).fill(0.4) };
    const constant = { ...simple('shares of the classes', 0, 0, 0.5), losses: new Float64Array(100).fill(0.7) };
    expect(report([surer], [constant, rival], 'classification')).toMatchObject({ worth: 'equal', text: 'A network is neither clearly better nor clearly worse than logistic regression here: accuracy 0.895 beside 0.89 of logistic regression, the best simple model (0.37 standard errors of the difference of the losses)' });
    expect(report([surer], [constant, rival], 'classification')!.simple[1]).not.toHaveProperty('isWorse');
    expect(report([surer], [constant, rival])!.worth).toBe('yes');
  });

  test('one standard error is one', () => {
    // Differences of 1.101 and -0.899 have the mean 0.101 and the standard error 0.1005.
    const of = (...values: number[]): Float64Array => Float64Array.from({ length: 100 }, (_, n) => values[n % values.length]!);
    const said = report([{ ...network([2, 1], 9, 1), losses: of(0, 2) }], [{ ...simple('constant', 9), losses: of(9) }, { ...simple('ridge', 4), losses: of(1.101) }])!;
    expect(said.text).toMatch(/\(1 standard error of the difference of the losses\)$/);
  });
});

test('networks that left nothing but rounding are equals, as they are in a race, and the smaller one is taken', () => {
  const rounded = (unknowns: number, loss: number): JudgedNetwork => ({ widths: [2, 1], unknowns, losses: new Float64Array(100).fill(loss), figure: Math.sqrt(loss) });
  // Shares of the constant's loss, about 12: below and above 1e-18.
  expect(report([rounded(90, 1e-22), rounded(10, 5e-18)], [simple('constant', 9)])).toMatchObject({ best: 0, chosen: 1 });
  expect(report([rounded(90, 1e-22), rounded(10, 5e-17)], [simple('constant', 9)])).toMatchObject({ best: 0, chosen: 0 });
});
