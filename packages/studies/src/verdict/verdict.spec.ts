import { expect, test } from '@jest/globals';
import { planned, STUDY, TINY } from '../fixtures/planned.js';
import { collectedOf, recordOf } from '../fixtures/record.js';
import { lossesBySet } from './collect.js';
import { plainVerdict, verdictOf } from './verdict.js';

const plan = await planned(STUDY);

test('an arm that is better with every seed is called so; the ratio is of pairs', () => {
  const verdict = verdictOf(recordOf(plan), collectedOf(plan, ({ arm, seed }) => (arm === 'chebyshev' ? 0.1 : 0.2) * 2 ** seed));
  expect(verdict).toMatchObject({ study: 'tiny-study', metric: 'rmse', on: 'test', baseline: 'b-spline', look: 1, alpha: 0.05, trials: 12, failed: 0, notes: [] });
  const [{ arms, comparisons, set }] = verdict.sets as [typeof verdict.sets[number]];
  expect(set).toBe('data');
  expect(arms).toEqual([{ arm: 'b-spline', trials: 6, failed: 0, median: 0.2 * 12, parameters: 7, freedom: null, operations: null, size: null }, { arm: 'chebyshev', trials: 6, failed: 0, median: 0.1 * 12, parameters: 12, freedom: null, operations: null, size: null }]);
  expect(comparisons).toHaveLength(1);
  expect(comparisons[0]).toMatchObject({ name: 'chebyshev / b-spline', pairs: 6, wins: 6, losses: 0, p: 2 / 64, adjustedP: 2 / 64, isSignificant: true });
  expect(comparisons[0]!.ratio).toBeCloseTo(0.5, 12);
  expect(verdict.setsLikeThese).toEqual({ refused: 'Refused: it takes 6 data sets at least, and the study has 1. Give it 5 more under "sets".' });
});

test('a trial that diverged ranks worst and is counted apart from the median', () => {
  const verdict = verdictOf(recordOf(plan), collectedOf(plan, ({ arm, seed }) => (arm === 'chebyshev' && seed > 2 ? null : 1 + seed)));
  const { arms, comparisons } = verdict.sets[0]!;
  expect(verdict.failed).toBe(4);
  expect(arms[1]).toMatchObject({ arm: 'chebyshev', failed: 4, median: null });
  expect(comparisons[0]).toMatchObject({ ratio: Infinity, wins: 0, losses: 4, ties: 2, failures: { a: { failed: 4, rate: 4 / 6 }, b: { failed: 0 }, onlyA: 4 } });
  expect(JSON.stringify(plainVerdict(verdict))).toContain('"ratio":"Infinity"');
});

test('losses of 0 count as rounding where the scale of the data says what that is', () => {
  const zero = collectedOf(plan, ({ arm }) => (arm === 'chebyshev' ? 0 : 1e-3));
  expect(verdictOf(recordOf(plan, { scales: { data: 2 } }), zero).sets[0]!.comparisons[0]!.ratio).toBeCloseTo(2e-13 / 1e-3, 20);
});

test('a second look divides alpha and says so', () => {
  const [look] = recordOf(plan).looks;
  const record = recordOf(plan, { looks: [{ ...look!, seeds: 3, isJudged: true }, look!] });
  const verdict = verdictOf(record, collectedOf(plan, ({ arm, seed }) => (arm === 'chebyshev' ? 0.1 : 0.2) * seed));
  expect(verdict).toMatchObject({ look: 2, alpha: 0.025, notes: ['Look 2: the study was judged before, with 3 seeds and 2 arms; alpha is 0.05 / 2.'] });
  expect(verdict.sets[0]!.comparisons[0]).toMatchObject({ adjustedP: 2 / 64, isSignificant: false });
});

test('what stopped by its time budget, and what other code computed, is said', () => {
  const { results } = collectedOf(plan, () => 1);
  const verdict = verdictOf(recordOf(plan), { results: results.map((result, k) => (k === 0 ? { ...result, status: 'stopped' } : result)), computedBy: ['a', 'b'], operations: {}, strayEngines: [{ arm: 'chebyshev', engines: [{ engine: 'native, float64, path kernels', trials: 5 }, { engine: '', trials: 1 }] }] });
  expect(verdict.seconds).toEqual([]);
  const timed = verdictOf(recordOf(plan), { ...collectedOf(plan, () => 1), results: results.map((result, k) => ({ ...result, status: k === 0 ? 'stopped' : 'completed', seconds: { asked: 2, taken: k } })) });
  // Trials 0, 2, 4, ... and 1, 3, 5, ...
  expect(timed.seconds).toEqual([{ set: 'data', arm: 'b-spline', stopped: 1, trials: 6, asked: 2, taken: 5 }, { set: 'data', arm: 'chebyshev', stopped: 0, trials: 6, asked: 2, taken: 6 }]);
  expect(verdict.notes).toEqual([
    '1 of 12 trials were stopped by their time budget: a repetition would give other numbers.', 'Mixed versions: the trials were computed by 2 different versions of the code, or on different hosts.',
    'Mixed engines: of the arm "chebyshev", 5 trials by native, float64, path kernels; 1 trial by nobody knows which. They differ in their last bits, and training may go another way.',
  ]);
});

test('the loss of a seed is the geometric mean over its folds, and a failure where one of them failed', async () => {
  const folded = await planned(STUDY.replace('seeds', 'folds: 2\nseeds'), TINY.replace(/dataset: .*/, 'dataset: { kind: table, path: rows.csv, target: y }'));
  const { results } = collectedOf(folded, ({ seed, fold }) => (seed === 3 && fold === 2 ? null : fold === 1 ? 4 : 9));
  expect(lossesBySet(recordOf(folded), results)[0]!.losses['b-spline']!.map((loss) => loss && Math.round(loss * 1e9) / 1e9)).toEqual([6, 6, null, 6, 6, 6]);
  expect(() => lossesBySet(recordOf(folded), results.slice(1))).toThrow(RangeError);
});

test('a metric of which more is better is told as what is missing of it; of several folds it is the mean, since one without an error must not decide', async () => {
  const folded = await planned(`${STUDY.replace('rmse', 'r2')}folds: 2\n`, TINY.replace(/dataset: .*/, 'dataset: { kind: table, path: rows.csv, target: y }'));
  const { results, ...others } = collectedOf(folded, ({ fold }) => (fold === 1 ? 0 : 0.5));
  const share = verdictOf(recordOf(folded, { loss: { key: 'accuracy', best: 1, isMore: true } }), { results, ...others });
  expect([share.loss, share.sets[0]!.arms[0]!.median, share.notes]).toEqual(['1 - accuracy', 0.25, ['A loss is the mean over 2 folds, a failure where one of them failed.']]);
  const error = verdictOf(recordOf(folded), { results, ...others });
  expect([error.loss, error.notes]).toEqual(['rmse', ['A loss is the geometric mean over 2 folds, a failure where one of them failed.']]);
  expect(error.sets[0]!.arms[0]!.median).toBeCloseTo(Math.sqrt(1e-13 * 0.5), 12);
});

test('from six data sets on it is said what holds for sets like these, by pairs of sets', async () => {
  const many = await planned(STUDY.replace('1..6', '[1, 2]').replace('seeds', `sets: { ${[1, 2, 3, 4, 5, 6].map((k) => `s${k}: { dataset.expression: ${k} * x1 }`).join(', ')} }\nseeds`));
  const verdict = verdictOf(recordOf(many), collectedOf(many, ({ arm, set, seed }) => (arm === 'chebyshev' ? 1 : 3) * Number(set.slice(1)) * seed));
  expect(verdict.sets.map(({ set }) => set)).toEqual(['s1', 's2', 's3', 's4', 's5', 's6']);
  expect(verdict.sets[0]!.comparisons[0]).toMatchObject({ pairs: 2, isSignificant: false });
  expect(verdict.setsLikeThese).toMatchObject({ refused: null, sets: 6, comparisons: [{ pairs: 6, p: 2 / 64, isSignificant: true }] });
});

test('degrees of freedom are medians over the trials of an arm, and operations are those that were counted', () => {
  const collected = collectedOf(plan, () => 1);
  const grown = { ...collected, operations: { data: { chebyshev: { edgewise: 300, dense: 200, local: 100 } } }, results: collected.results.map((result) => {
    const { arm, seed } = result.trial;
    return { ...result, freedom: arm === 'chebyshev' && seed === 1 ? null : { nodes: 3, edges: seed, perEdge: [seed, 2 * seed], edf: arm === 'chebyshev' ? seed / 10 : null } };
  }) };
  const [spline, chebyshev] = verdictOf(recordOf(plan), grown).sets[0]!.arms;
  expect(spline).toMatchObject({ freedom: { nodes: 3, edges: 3.5, perEdge: [3.5, 7], edf: null }, operations: null });
  expect(chebyshev).toMatchObject({ freedom: { edges: 4, perEdge: [4, 8], edf: 0.4 }, operations: { edgewise: 300, dense: 200, local: 100 } });
});

test('of a tuned arm that trial counts, pair by pair, which validation rows like best: never the one that test rows like', async () => {
  const tuned = await planned(`${STUDY}tuning: { stages.0.steps: [2, 4] }\n`);
  const collected = collectedOf(tuned, () => 1);
  const results = collected.results.map((result) => {
    const { variant, arm, seed } = result.trial;
    const isShort = variant === 'steps=2';
    // Validation prefers the short one with odd seeds; test always the long one. One of two that both diverged counts as a failure.
    const validationLoss = (arm === 'chebyshev' && seed === 6) || (arm === 'b-spline' && seed === 2 && !isShort) ? null : isShort === (seed % 2 === 1) ? 1 : 2;
    return { ...result, validationLoss, loss: validationLoss === null ? null : isShort ? 8 : 4 };
  });
  const verdict = verdictOf(recordOf(tuned), { ...collected, results });
  expect(verdict).toMatchObject({ trials: 24, failed: 1 });
  // Seeds 1, 3, 5, and 2, whose long one diverged.
  expect(verdict.tuning).toEqual([
    { set: 'data', arm: 'b-spline', variant: 'steps=2', chosen: 4 }, { set: 'data', arm: 'b-spline', variant: 'steps=4', chosen: 2 },
    { set: 'data', arm: 'chebyshev', variant: 'steps=2', chosen: 4 }, { set: 'data', arm: 'chebyshev', variant: 'steps=4', chosen: 2 },
  ]);
  expect(verdict.sets[0]!.arms.map(({ median, failed, trials }) => [median, failed, trials])).toEqual([[8, 0, 6], [8, 1, 6]]);
  expect(verdict.notes).toEqual(['Tuned: every arm had 2 combinations to choose from; for every seed the one with the best rmse on validation rows counts.']);
});
