import { describe, expect, test } from '@jest/globals';
import type { RunEvent } from '@knotwork/experiment';
import { shownAgain, StageLines, summary } from './run-report.js';

const place = { stage: 0, kind: 'fit', stages: 1, resolution: [5], seconds: 2 };
/** Stages whose steps tell the mean squared error, of targets in units of 2, or another loss. */
const squares = [{ mostSteps: 10, rmseOfLoss: 2 }];
const others = [{ mostSteps: 10, rmseOfLoss: null }];
const said = (events: readonly object[], inputs: readonly string[], outlook = squares as typeof squares | typeof others): string[] => {
  const lines: string[] = [];
  const told = new StageLines((line) => { lines.push(line); }, 'intervals', inputs, outlook);
  for (const event of events) told.observe({ ...place, ...event } as unknown as RunEvent);
  return lines;
};
const smoothing = (effects: readonly number[]): object => ({ edf: 12.34, noise: [0.5], effects, coverage: { level: 0.9, test: 0.91 } });
const finished = (effects: readonly number[]): object => ({ event: 'stage-finished', status: 'completed', report: { kind: 'fit', ending: 'steps', metrics: { train: { rmse: 1 } }, smoothing: smoothing(effects) } });

describe('inputs are named by their effects', () => {
  test('the largest first, and those without one together', () => {
    expect(said([finished([0.001, 0.7, 0.004, 0.25])], ['a', 'b', 'c', 'd']).slice(1)).toEqual([
      'smoothing: 12.3 degrees of freedom, noise 0.5, intervals for 0.9 hold 0.91 of the test rows', 'effects of inputs: b 0.70, d 0.25, 2 others below 5.00e-3',
    ]);
    expect(said([finished([0.6, 0.5])], ['a', 'b']).at(-1)).toBe('effects of inputs: a 0.60, b 0.50');
    expect(said([finished([0.001, 0])], ['a', 'b']).at(-1)).toBe('effects of inputs: all below 5.00e-3');
  });

  test('of many the first eight', () => {
    const effects = Array.from({ length: 11 }, (_, i) => 0.3 - i / 100);
    expect(said([finished(effects)], effects.map((_, i) => `x${i}`)).at(-1)).toBe('effects of inputs: x0 0.30, x1 0.29, x2 0.28, x3 0.27, x4 0.26, x5 0.25, x6 0.24, x7 0.23, 3 others below 0.23');
  });
});

test('a network that was compared has a line when all its fits are done', () => {
  const fit = (k: number, widths: number[], seconds: number): object => ({ event: 'cross-validated', fit: k, fits: 4, parts: 2, widths, seconds });
  expect(said([fit(1, [2, 1], 1), fit(2, [2, 1], 3), fit(3, [2, 5, 1], 5), fit(4, [2, 5, 1], 9)], [])).toEqual(['[2, 1]: 2 fits (3.0 s)', '[2, 5, 1]: 2 fits (6.0 s)']);
});

describe('the loss that steps were told by', () => {
  const metrics = { train: { loss: 0.25, accuracy: 0.9 }, validation: { loss: 0.5, accuracy: 0.8 }, test: { loss: 0.75, accuracy: 0.7 } };
  const fitted = { event: 'stage-finished', report: { kind: 'fit', ending: 'steps', metrics } };
  const rungs = [{ level: [5], metrics, parameters: { effective: 9 }, functionChange: null }];
  const climbed = { event: 'stage-finished', report: { kind: 'extend-grid', rungs, kept: 0 } };
  const pruned = { event: 'stage-finished', report: { kind: 'prune', pruned: { edges: [], nodes: [] }, left: { edges: 3 }, metrics } };

  test('is told at the end of a stage as well, where the figure there is no other form of it', () => {
    expect(said([fitted], [], others)[0]).toMatch(/^stage 1\/1 fit: all steps taken; accuracy train 0\.9, validation 0\.8; loss train 0\.25, validation 0\.5 \(/);
    expect(said([climbed], [], others)[1]).toMatch(/^ *intervals +train accuracy +validation accuracy +test accuracy +train loss +validation loss +parameters/);
    expect(said([climbed], [], others)[2]).toMatch(/^ *5 +0\.9 +0\.8 +0\.7 +0\.25 +0\.5 +9 +kept$/);
    expect(shownAgain({ stages: [climbed.report], metrics: null }, 'intervals', [], others)).toEqual(said([climbed], [], others).slice(1));
  });

  test('is not where it is, and where a stage takes no steps', () => {
    for (const outlook of [squares, [{ mostSteps: 0, rmseOfLoss: null }]]) for (const event of [fitted, climbed, pruned]) expect(said([event], [], outlook).join('\n')).not.toMatch(/loss/);
    const alone = { train: { loss: 0.25 }, validation: null, test: null };
    expect(said([{ ...fitted, report: { ...fitted.report, metrics: alone } }], [], others)[0]).toMatch(/taken; loss train 0\.25, validation - \(/);
  });
});

describe('an elimination', () => {
  const metrics = { train: { rmse: 0.25 }, validation: { rmse: 0.5 }, test: null };
  const report = { kind: 'prune', pruned: { edges: [[0, 1, 0]], nodes: [] }, left: { edges: 3 }, metrics, unusedInputs: ['b'] };
  const removal = (isAccepted: boolean, removed: unknown = { edge: [0, 1, 0] }): object => ({ removed, left: 3, isAccepted });
  const told = (tried: readonly object[]): string[] => said([{ event: 'stage-finished', report: { ...report, elimination: { tried, judgedBy: 'criterion', parameters: 60 } } }], ['a', 'b']);

  test('has a line that says how many removals stood, and names inputs that are not needed', () => {
    expect(told([removal(false, 'all'), removal(true), removal(false), removal(false)]).slice(1)).toEqual([
      'elimination: 1 of 3 removals tried left a network as good (compared by generalized cross-validation at 60 parameters)', 'inputs without edges: b (1 of 2)',
    ]);
  });

  test('of a network whose every part is needed says that there was nothing to try', () => {
    expect(told([removal(false, 'all')])[1]).toBe('elimination: nothing can be taken away but all edges together, and a constant is not as good (compared by generalized cross-validation at 60 parameters)');
  });

  test('of everything is told as what it means', () => {
    expect(told([removal(true, 'all')])[1]).toBe('elimination: no edge is needed, a constant is as good (compared by generalized cross-validation at 60 parameters)');
  });
});

describe('the last line', () => {
  const metrics = (test_: object): object => ({ train: test_, validation: null, test: test_ });

  test('has what an error is to be held against', () => {
    expect(summary({ metrics: metrics({ rmse: 2, r2: 0.834 }) }, 'here')[0]).toBe('RMSE: train 2, validation -, test 2 (R2 0.83)');
    // It stands behind the error of its own rows.
    expect(summary({ metrics: { ...metrics({ rmse: 2, r2: 0.9 }), validation: { rmse: 3, r2: 0.8 }, test: null } }, 'here')[0]).toBe('RMSE: train 2, validation 3 (R2 0.80), test -');
    expect(summary({ metrics: { ...metrics({ rmse: 2, r2: 0.9 }), validation: { rmse: 3, r2: 0.8 } } }, 'here')[0]).toBe('RMSE: train 2, validation 3, test 2 (R2 0.90)');
    expect(summary({ metrics: metrics({ rmse: 2, r2: 0.9999 }) }, 'here')[0]).toBe('RMSE: train 2, validation -, test 2');
    expect(summary({ metrics: metrics({ accuracy: 0.9 }), simple: { on: 'test', mostCommon: 0.875, network: 0.8, line: null } }, 'here')[0])
      .toBe('accuracy: train 0.9, validation -, test 0.9 (the most common class alone: test 0.875)');
    // Of rare classes losses alone tell whether something was learned.
    expect(summary({ metrics: metrics({ accuracy: 0.9 }), simple: { on: 'test', mostCommon: 0.9, loss: { network: 0.125, shares: 0.25, standardError: 0.01 }, network: 1, line: null } }, 'here')[0])
      .toBe('accuracy: train 0.9, validation -, test 0.9 (the most common class alone: test 0.9); loss: test 0.125 (the shares of the classes alone: test 0.25)');
  });

  test('is followed by no equation where nothing was learned', () => {
    const equation = { name: 'y', text: '-0.15 * v', complexity: 4, constants: [], rows: 9, difference: null, front: [] };
    const lines = (worth: string, network: number, isUsed = true): string[] => summary({ metrics: metrics({ rmse: 2, r2: 0 }), choice: { worth, networks: [], simple: [] }, simple: { on: 'test', network, line: null }, formula: { inputs: [{ name: 'v', symbol: 'v', isUsed }], outputs: [equation] } }, 'here').slice(1);
    expect(lines('nothing', 1.04)).toEqual(['No equation was found: nothing that was looked for says more of the target than a constant does. knotwork symbolic here prints what the network is', 'Results in here']);
    // Test rows that say more are heard, and a constant is what was learned.
    for (const others of [lines('nothing', 0.5), lines('nothing', 1.04, false), lines('equal', 1.04)]) expect(others[0]).toBe('y = -0.15 * v');
  });

  test('stands above an equation, with what its constants and its own errors are', () => {
    const constant = (text: string, error: number | null) => ({ text, value: Number(text), error, isExact: error === null });
    const lines = (constants: readonly object[], rows: number, r2 = 0.99, error: object = { train: 0.25, validation: null }): string[] => summary({
      metrics: metrics({ rmse: 2, r2 }),
      formula: { inputs: [], outputs: [{ name: 'y', text: '2.5 * x ^ 3', complexity: 5, constants, rows, difference: { rows: 9, largest: 0.125, rootMeanSquare: 0.1 }, error, front: [] }] },
    }, null).slice(1);
    const own = ['  as printed, at most 0.125 of its spread from the network', '  its own RMSE: train 0.25, validation -'];
    expect(lines([constant('2.5', 0.125), constant('3', null)], 5)).toEqual(['y = 2.5 * x ^ 3', ...own, '  with standard errors: 2.5 +- 0.125']);
    const front = [{ text: 'x', complexity: 1, error: 0.5 }, { text: '2.5 * x ^ 3', complexity: 5, error: 0.75 }];
    const cautioned = summary({ metrics: metrics({ rmse: 2, r2: 0.9 }), formula: { inputs: [], outputs: [{ name: 'y', text: '2.5 * x ^ 3', complexity: 5, constants: [], rows: 9, difference: null, error: { train: 1, validation: 1, test: null }, front, leftOver: { along: 'x', correlation: 0.5, p: 0.00025 } }] } }, null);
    expect(cautioned.slice(-2)).toEqual(['  the one of 1 part leaves no more of validation rows (0.5) than the equation that was taken (0.75), and is simpler', '  what is left of y is not noise alone: it follows x (p = 2.50e-4)']);
    // Beside the network that a comparison took, and with numbers that rows do not tell.
    const choice = { networks: [{ rmse: 0.25 }], chosen: 0 };
    const lost = summary({ metrics: metrics({ rmse: 2, r2: 0.9 }), choice, formula: { inputs: [], outputs: [{ name: 'y', text: '2.5 * x ^ 3', complexity: 5, constants: [constant('2.5', 4)], rows: 9, difference: null, error: { train: 1, validation: 1, test: null }, front: [], leftOver: null }] } }, null);
    expect(lost.slice(-2)).toEqual([
      '  it leaves 4 times what the network left in the comparison (0.25): something was lost on the way to an equation', '  rows hardly tell 2.5: standard errors are as large as the number, so that a simpler formula may say as much',
    ]);
    const outputOf = (more: object): Record<string, unknown> => ({ metrics: metrics({ rmse: 2, r2: 0.9 }), formula: { inputs: [], outputs: [{ name: 'y', text: 'x', complexity: 1, constants: [], rows: 90, difference: null, error: { train: 1, validation: 1, test: null }, front: [], ...more }] } });
    expect(summary(outputOf({ outside: [{ part: 'log(x - 2)', rows: 1, first: 36 }] }), null).at(-1)).toBe('  log(x - 2) is no number at 1 row: the equation has no value there');
    expect(summary(outputOf({ leftOver: { along: null, together: true, correlation: 0.5, p: 0.00025 } }), null).at(-1)).toBe('  what is left of y is not noise alone: it follows the inputs together (p = 2.50e-4)');
    expect(summary(outputOf({ leftOver: { along: null, correlation: 0.5, p: 0.00025 } }), null).at(-1)).toBe('  what is left of y is not noise alone: it follows the values of y (p = 2.50e-4)');
    // Where what is left is in proportion to its values, that is said before errors that are weighed.
    expect(summary(outputOf({ noise: { power: 1, size: 0.0312 }, constants: [constant('2.5', 0.125)], front: [{ text: '4', complexity: 1, error: 2 }, { text: 'x', complexity: 1, error: 1 }] }), null).slice(2, 5)).toEqual([
      '  with standard errors: 2.5 +- 0.125', '  what it leaves is in proportion to y, 3.12 % of it: rows are weighed by that', '  from simple to near, and the root mean square that is left of validation rows, weighed:',
    ]);
    // More constants than a line holds are where they are told.
    const many = (count: number): Record<string, unknown> => outputOf({ constants: Array.from({ length: count }, () => constant('2.5', 0.125)) });
    expect(summary(many(7), 'here').slice(-2)).toEqual(['  7 constants: knotwork symbolic here prints their standard errors', 'Results in here']);
    expect(summary(many(6), 'here').at(-2)).toMatch(/^ {2}with standard errors: (2\.5 \+- 0\.125(, )?){6}$/);
    expect(lines([constant('3', null)], 5, 0.99, { train: 0.25, validation: 0.5, test: 0.75 })[2]).toBe('  its own RMSE: train 0.25, validation 0.5 before it was fitted to these rows, test 0.75');
    // Without test rows nothing is said of them.
    expect(lines([constant('3', null)], 5, 0.99, { train: 0.25, validation: null, test: null })[2]).toBe(own[1]);
    expect(lines([constant('2.5', 0.125), constant('4.5', 0.25)], 9).slice(3)).toEqual([
      '  with standard errors: 2.5 +- 0.125, 4.5 +- 0.25', '  2 constants were fitted to 9 rows: other functions may come as near to so few. Try it on new rows',
    ]);
    expect(lines([constant('2.5', 0.125)], 4).slice(4)).toEqual(['  1 constant was fitted to 4 rows: other functions may come as near to so few. Try it on new rows']);
    // Also those of which nothing is known, since there are as few rows as constants.
    expect(lines([{ ...constant('2.5', null), isExact: false }], 1).slice(3)).toEqual(['  1 constant was fitted to 1 row: other functions may come as near to so few. Try it on new rows']);
    expect(lines([{ ...constant('2.5', null), isExact: false }], 0).slice(3)).toEqual([]);
    // What is met but for rounding is no chance; of many constants there is no list; exact ones, and scores of classes, have no errors.
    expect(lines([constant('2.5', 0.125)], 4, 1).slice(4)).toEqual([]);
    expect(lines(Array.from({ length: 7 }, () => constant('2.5', 0.125)), 100).slice(3)).toEqual([]);
    expect(lines([constant('3', null)], 1, 0.99, { train: null, validation: null }).slice(1)).toEqual(['  as printed, at most 0.125 of its spread from the network']);
  });

  test('of a run that is shown again comes after what it said of smoothing, and its notes', () => {
    const result = { metrics: metrics({ rmse: 2, r2: 0 }), simple: { on: 'test', network: 1, line: 1 }, outside: null, filled: { rows: 9, rmse: 0.85, others: { rows: 50, rmse: 0.05 }, isWorse: true }, stages: [{ kind: 'fit', smoothing: smoothing([1]) }] };
    expect(shownAgain(result, 'intervals', ['a'], squares)).toEqual([
      'smoothing: 12.3 degrees of freedom, noise 0.5, intervals for 0.9 hold 0.91 of the test rows', 'effects of inputs: a 1.00',
      expect.stringMatching(/^note: the network is no better than the mean of the training targets on the test rows/),
      expect.stringMatching(/^note: rows with empty cells, .* the RMSE of 9 with such cells is 85 % of the spread of the targets, that of the 50 without is 5 %\. /),
    ]);
  });
});

describe('a stage that solved equations', () => {
  const metrics = { train: {}, validation: null, test: { rmse: 0.25 } };
  const rung = (level: number, factor: number): object => ({
    level: [level], metrics, parameters: { effective: 7 * level }, functionChange: null, residuals: { equation: 0.5 * factor, edge: 0.25 * factor }, elsewhere: { equation: 4 * factor }, estimates: { nu: 0.125 }, relativeL2: { u: 0.75 * factor },
  });
  const report = { kind: 'solve', ending: 'steps', rungs: [rung(5, 1), rung(10, 0.5)], estimates: { nu: 0.125 }, standardErrors: { nu: 0.0625 }, noise: { measured: 0.5 }, edf: 1.25, metrics };
  const lines = said([{ event: 'stage-finished', kind: 'solve', report }], []);

  test('shows its levels side by side: residuals, also between points, what was found, and errors', () => {
    expect(lines[0]).toMatch(/^stage 1\/1 solve: 1 level climbed/);
    expect(lines.slice(1, 8).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['intervals', '5', '10'], ['parameters', '35', '70'], ['residual of equation', '0.5', '0.25'], ['between its points', '4', '2'], ['residual of edge', '0.25', '0.125'], ['nu', '0.125000', '0.125000'], ['relative L2 error of u', '0.75', '0.375'],
    ]);
    expect(lines[8]).toBe('found: nu = 0.125000, standard error 0.063 (noise 0.5 of measured rows; 1.25 degrees of freedom, where equations hold)');
    expect(shownAgain({ stages: [report], metrics }, 'intervals', [], squares)).toEqual(lines.slice(1));
  });

  test('says of each measured block how noisy it is, and of which number nothing is known', () => {
    const several = { ...report, estimates: { a: 2, b: 3 }, standardErrors: { a: 0.25, b: null }, noise: { 'measured.x': 0.5, 'measured.y': null } };
    expect(said([{ event: 'stage-finished', kind: 'solve', report: several }], []).at(-1)).toBe('found: a = 2.00000, standard error 0.25; b = 3.00000, no standard error (noise 0.5 of measured.x, unknown of measured.y; 1.25 degrees of freedom, where equations hold)');
  });

  test('says which levels did not improve on the one before', () => {
    const rungs = [{ ...rung(5, 1), objective: 0.5 }, { ...rung(10, 1), objective: 0.75, isBetter: false }, { ...rung(20, 1), objective: 0.25, isBetter: true }];
    expect(said([{ event: 'stage-finished', kind: 'solve', report: { ...report, rungs } }], []).filter((line) => line.includes('improve'))).toEqual(['level 10 did not improve on 5: objective 0.75, after 0.5']);
  });

  test('says why a drift is no number', () => {
    const drifting = (level: number, known: object): object => ({ ...rung(level, 1), drift: { 'u': 0.125, 'log(u)': null }, ...known });
    const text = said([{ event: 'stage-finished', kind: 'solve', report: { ...report, rungs: [drifting(5, { noDrift: { 'log(u)': 'not finite' } }), drifting(10, { drift: { u: 0.25, 'log(u)': 0.5 } })] } }], []).join('\n');
    expect(text).toMatch(/drift of the integral of u +0\.125 +0\.25\n/);
    expect(text).toMatch(/drift of the integral of log\(u\) +not finite +0\.5\n/);
  });

  test('says the error on test rows alone, and none without a reference', () => {
    expect(summary({ metrics }, null)).toEqual(['RMSE: test 0.25']);
    expect(summary({ metrics: { ...metrics, test: null } }, null)).toEqual([]);
  });

  test('and what comes after it is held against the reference', () => {
    expect(said([{ event: 'stage-finished', report: { kind: 'prune', pruned: { edges: [], nodes: [] }, left: { edges: 3 }, metrics } }], [])[0]).toMatch(/3 edges left; RMSE test 0\.25 \(/);
    expect(said([{ event: 'stage-finished', report: { kind: 'symbolify', read: 1, stays: 0, edges: [{ became: 'sine' }], before: { ...metrics, test: { rmse: 0.125 } }, metrics } }], [])[0]).toMatch(/RMSE before: test 0\.125; RMSE test 0\.25 \(/);
  });

  describe('and one after it that changed the solution', () => {
    const stage = (factor: number): object => ({ 'objective': factor, 'residual': 0.5 * factor, 'residual.equation': 0.5 * factor, 'residual.edge': 0.25 * factor, 'elsewhere': 4 * factor, 'elsewhere.equation': 4 * factor, 'relativeL2': 0.75 * factor, 'relativeL2.u': 0.75 * factor, 'estimate.nu': 0.125 });
    const alone = (factor: number): object => ({ train: {}, validation: null, test: null, stage: stage(factor) });
    const cells = (lines: readonly string[]): string[][] => lines.map((line) => line.trim().split(/ {2,}/));
    const changed = [['before', 'after'], ['residual of equation', '0.5', '50'], ['residual of edge', '0.25', '25'], ['between the points of equation', '4', '400'], ['relative L2 error of u', '0.75', '75']];

    test('says what it was judged by before and after, and no errors where there are no rows with targets', () => {
      const text = said([{ event: 'stage-finished', report: { kind: 'symbolify', read: 1, stays: 0, edges: [{ became: 'sine' }], before: alone(1), metrics: alone(100) } }], []);
      expect(text[0]).toMatch(/: 1 of 1 edge became functions \(sine\) \(\d/);
      expect(cells(text.slice(1))).toEqual(changed);
    });

    test('holds it against the stage before, of the same member', () => {
      const ended = (factor: number): object => ({ event: 'stage-finished', report: { kind: 'fit', ending: 'steps', metrics: alone(factor) } });
      const extended = { event: 'stage-finished', report: { kind: 'extend-grid', kept: 0, rungs: [{ ...rung(5, 1), residuals: undefined, metrics: alone(100) }, { ...rung(10, 1), residuals: undefined, metrics: alone(7) }] } };
      expect(said([ended(1)], [])).toHaveLength(1);
      expect(cells(said([ended(1), ended(100)], []).slice(2))).toEqual(changed);
      expect(cells(said([ended(1), extended], []).slice(-5))).toEqual(changed);
      expect(said([ended(1), ended(1)], [])).toHaveLength(2);
      expect(said([ended(1), { event: 'stage-started', stage: 0 }, ended(100)], [])).toHaveLength(2);
    });

    test('tells the largest of many, and numbers of any name', () => {
      const many = (factor: number): object => ({ train: {}, stage: { residual: factor, ...Object.fromEntries(Array.from({ length: 13 }, (_, k) => [`residual.${k}`, factor])), mine: 2 * factor } });
      const text = said([{ event: 'stage-finished', report: { kind: 'symbolify', read: 0, stays: 0, edges: [], before: many(1), metrics: many(100) } }], []);
      expect(cells(text.slice(1))).toEqual([['before', 'after'], ['residual, the largest', '1', '100'], ['mine', '2', '200']]);
    });
  });

  test('tells the largest residual where there are many', () => {
    const residuals = Object.fromEntries(Array.from({ length: 13 }, (_, k) => [`equation ${k}`, k / 8]));
    const text = said([{ event: 'stage-finished', kind: 'solve', report: { ...report, rungs: [{ ...rung(5, 1), residuals }] } }], []).join('\n');
    expect(text).toMatch(/largest residual +1\.5\n/);
    expect(text).not.toContain('residual of equation 3');
  });
});
