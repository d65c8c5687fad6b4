import { expect, test } from '@jest/globals';
import { planned, STUDY, TINY } from '../fixtures/planned.js';
import { reachOf } from '../index.js';

const SCHEDULES = `study: 1
name: schedules
base: tiny.yaml
factors:
  schedule:
    fixed: { stages.0.grid: fixed }
    moving: { stages.0.grid: moving }
  network.basis: [b-spline, { kind: chebyshev, degree: 5 }]
  network.basis.degree: { levels: [2, 3], when: { network.basis: b-spline } }
seeds: [3, 5]
metric: { name: max-error, on: validation }
`;

const names = ({ arms }: { arms: readonly { name: string }[] }): string[] => arms.map(({ name }) => name);

test('a path with levels gives arms; every arm is compared with the first level, seed by seed', async () => {
  const plan = await planned(STUDY);
  expect(plan).toMatchObject({
    name: 'tiny-study', metric: { name: 'rmse', on: 'test' }, alpha: 0.05, baseline: 'b-spline', seeds: [1, 2, 3, 4, 5, 6], folds: null,
    arms: [{ name: 'b-spline', overrides: ['network.basis=b-spline'] }, { name: 'chebyshev', overrides: ['network.basis=chebyshev'] }],
    comparisons: [{ name: 'chebyshev / b-spline', arm: 'chebyshev', baseline: 'b-spline' }],
  });
  expect(plan.trials).toHaveLength(12);
  expect(plan.trials.slice(0, 3).map(({ arm, seed, overrides }) => [arm, seed, overrides])).toEqual([
    ['b-spline', 1, ['network.basis=b-spline', 'seed=1']], ['chebyshev', 1, ['network.basis=chebyshev', 'seed=1']], ['b-spline', 2, ['network.basis=b-spline', 'seed=2']],
  ]);
  expect(new Set(plan.trials.map(({ id }) => id)).size).toBe(12);
});

test('a trial has the same address in any study that has it, and another one where anything of it differs', async () => {
  const [first] = (await planned(STUDY)).trials;
  const listed = await planned(STUDY.replace('1..6', '[9, 1]').replace('tiny-study', 'other').replace('[b-spline, chebyshev]', '[chebyshev, b-spline]'));
  expect(listed.trials.find(({ arm, seed }) => arm === 'b-spline' && seed === 1)!.id).toBe(first!.id);
  expect((await planned(STUDY, TINY.replace('steps: 3', 'steps: 4'))).trials[0]!.id).not.toBe(first!.id);
  expect((await planned(STUDY, TINY.replace('name: tiny', 'name: small'))).trials[0]!.id).toBe(first!.id);
});

test('levels that go with others of a factor give no arms beside them, and arms are called by their levels', async () => {
  const plan = await planned(SCHEDULES);
  expect(names(plan)).toEqual([
    'fixed, b-spline, degree=2', 'fixed, b-spline, degree=3', 'fixed, chebyshev degree=5', 'moving, b-spline, degree=2', 'moving, b-spline, degree=3', 'moving, chebyshev degree=5',
  ]);
  expect(plan.arms[2]).toEqual({ name: 'fixed, chebyshev degree=5', levels: { schedule: 'fixed', 'network.basis': 'chebyshev degree=5' }, overrides: ['stages.0.grid=fixed', 'network.basis={"kind":"chebyshev","degree":5}'] });
  expect(plan.metric).toEqual({ name: 'maxError', on: 'validation' });
});

test.each([
  ['one-at-a-time', ['fixed, b-spline, degree=2', 'moving, b-spline, degree=2', 'fixed, chebyshev degree=5', 'fixed, b-spline, degree=3']],
  ['leave-one-out', ['all', 'without schedule', 'without network.basis', 'without network.basis.degree']],
  ['{ kind: leave-one-out, bare: true }', ['all', 'without schedule', 'without network.basis', 'without network.basis.degree', 'none']],
  ['{ kind: list, arms: [{ schedule: moving, network.basis.degree: 3 }] }', ['fixed, b-spline, degree=2', 'moving, b-spline, degree=3']],
])('the design %s', async (design, arms) => {
  expect(names(await planned(`${SCHEDULES}design: ${design}\n`))).toEqual(arms);
});

test('combinations that come to the same, since a factor has no level beside the others, are one arm, by its first name', async () => {
  expect(names(await planned(`${SCHEDULES}design: leave-one-out\nbaseline: { network.basis: chebyshev degree=5 }\n`))).toEqual(['all', 'without schedule', 'without network.basis']);
});

test('the baseline is what the file says, one of the arms whatever the design says', async () => {
  const plan = await planned(`${SCHEDULES}design: one-at-a-time\nbaseline: { schedule: moving, network.basis.degree: 3 }\n`);
  expect(plan.baseline).toBe('moving, b-spline, degree=3');
  expect(names(plan)).toEqual(['moving, b-spline, degree=3', 'fixed, b-spline, degree=3', 'moving, chebyshev degree=5', 'moving, b-spline, degree=2']);
  expect(plan.comparisons.map(({ baseline }) => baseline)).toEqual([plan.baseline, plan.baseline, plan.baseline]);
});

test('comparisons are those that are named, by names of arms or by levels', async () => {
  const plan = await planned(`${SCHEDULES}comparisons: [{ arm: { schedule: moving } }, { arm: "fixed, chebyshev degree=5", to: { network.basis.degree: 3 }, name: bases }]\n`);
  expect(plan.comparisons).toEqual([
    { name: 'moving, b-spline, degree=2 / fixed, b-spline, degree=2', arm: 'moving, b-spline, degree=2', baseline: 'fixed, b-spline, degree=2' },
    { name: 'bases', arm: 'fixed, chebyshev degree=5', baseline: 'fixed, b-spline, degree=3' },
  ]);
});

test('arms whose levels are called alike are called with their factors', async () => {
  const plan = await planned(STUDY.replace('[b-spline, chebyshev]', '[b-spline, chebyshev]\n  second: { b-spline: {}, chebyshev: { standardizeTargets: false } }').replace('seeds', 'design: { kind: list, arms: [{ second: chebyshev }, { network.basis: chebyshev }, { network.basis: chebyshev, second: chebyshev }] }\nseeds'));
  expect(names(plan)).toEqual(['b-spline, b-spline', 'b-spline, chebyshev', 'chebyshev, b-spline', 'chebyshev, chebyshev']);
  const clash = await planned(STUDY.replace('network.basis: [b-spline, chebyshev]', 'one: { a: {}, "a, b": { standardizeTargets: false } }\n  two: { c: {}, "b, c": { network.outside: constant } }').replace('seeds', 'design: { kind: list, arms: [{ one: "a, b" }, { two: "b, c" }] }\nseeds'));
  expect(names(clash)).toEqual(['one=a, two=c', 'one=a, b, two=c', 'one=a, two=b, c']);
});

test('folds keep what the file says of validation rows and groups, and are refused beside test rows that it names', async () => {
  const table = (split: string): string => TINY.replace(/dataset: .*/, `dataset: { kind: table, path: a.csv, target: y, inputs: [x1], split: ${split} }`);
  const splitsOf = async (split: string, sets = ''): Promise<unknown[]> => [...new Set((await planned(STUDY.replace('1..6', '1..2').replace('seeds', `${sets}folds: 3\nseeds`), table(split))).trials.map(({ overrides }) => overrides.findLast((text) => text.startsWith('dataset.split'))))];
  expect((await splitsOf('{ validation: 0.25, groups: g, test: 0.1 }'))[2]).toBe('dataset.split={"validation":0.25,"groups":"g","fold":3,"of":3}');
  expect((await splitsOf('{ test: 0.1 }'))[0]).toBe('dataset.split={"fold":1,"of":3}');
  expect(await splitsOf('{ test: 0.1 }', 'sets: { a: { dataset.split: { groups: g } }, b: { dataset.split.validation: 0.5 } }\n')).toContain('dataset.split={"validation":0.5,"fold":1,"of":3}');
  await expect(splitsOf('{ time: t }')).rejects.toThrow('folds (line 6) draws folds at random, and the data set divides its rows by "split.time". Leave one of the two out.');
  await expect(splitsOf('{ test: { path: b.csv } }')).rejects.toThrow('folds (line 6) makes every row a test row once, and the data set names its test rows in "split.test". Leave one of the two out.');
});

test('data sets and folds are axes besides', async () => {
  const table = TINY.replace(/dataset: .*/, 'dataset: { kind: table, path: rows.csv, target: y }');
  const plan = await planned(STUDY.replace('1..6', '1..2').replace('seeds', 'sets: { sine: {}, square: { dataset.path: b.csv, network.widths: [2, 1] } }\nfolds: { of: 3, repeat: 2 }\nseeds'), table);
  expect(plan.trials).toHaveLength(2 * 2 * 3 * 2);
  expect(plan.trials.at(-1)).toMatchObject({ set: 'square', arm: 'chebyshev', seed: 2, fold: 3, overrides: ['dataset.path=b.csv', 'network.widths=[2,1]', 'dataset.split={"fold":3,"of":3,"repeat":2}', 'network.basis=chebyshev', 'seed=2'] });
});

test('whether there are rows for all folds is asked with the last one of every data set, before hundreds are opened', async () => {
  const table = TINY.replace(/dataset: .*/, 'dataset: { kind: table, path: rows.csv, target: y, inputs: [x1] }');
  const study = STUDY.replace('seeds', 'sets: { a: {}, b: { dataset.path: b.csv } }\nfolds: 100\nseeds');
  const asked: unknown[] = [];
  const plan = await planned(study, table, { requireFolds: async ({ id, set }, { of }) => { asked.push([id, set, of]); } });
  expect(asked).toEqual(['a', 'b'].map((name) => [plan.trials.find(({ set, fold }) => set === name && fold === 100)!.id, name, 100]));
  let count = 0;
  await expect(planned(study, table, { opened: () => { count++; }, requireFolds: () => Promise.reject(new Error('too few')) })).rejects.toThrow('too few');
  expect(count).toBeLessThan(10);
});

test('a study says whether its design can show anything, and how many seeds would do', async () => {
  const plan = await planned(STUDY);
  expect(reachOf(plan)).toMatchObject({ canReach: true, pairs: 6, comparisons: 1 });
  expect(reachOf(plan, 2).says).toMatch(/^With 6 pairs and 1 comparison the smallest p .* above 0\.025: .* It takes 7 pairs at least\.$/);
});

// What is wrong, and the message: where, the rule, what to write.
const malformed: readonly (readonly [what: string, change: (study: string) => string, message: string | RegExp])[] = [
  ['another version', (s) => s.replace('study: 1', 'study: 2'), 'study (line 1): must be 1; got 2.'],
  ['no name', (s) => s.replace(/name: .*\n/, ''), /^name is required; it must be a text/],
  ['a name with spaces', (s) => s.replace('tiny-study', 'My Study'), /^name \(line 2\): must be kebab-case, such as "grid-schedules"; got "My Study"\./],
  ['no base', (s) => s.replace(/base: .*\n/, ''), /^base is required; it must be a text/],
  ['an empty base', (s) => s.replace('tiny.yaml', '""'), /^base \(line 3\): must be/],
  ['a base that is a number', (s) => s.replace('tiny.yaml', '7'), /^base \(line 3\): must be a text .*, or a block of keys; got 7\./],
  ['a base with a misspelled key', (s) => s.replace('tiny.yaml', '{ knotwork: 1, name: x, datset: {} }'), /^base: Unknown key "datset" in the file\. .* Did you mean "dataset"\?$/],
  ['a base with a fault of its own', (s) => s.replace('tiny.yaml', '{ knotwork: 1, name: x, dataset: { kind: expression, expression: x1 }, network: { widths: [1] }, stages: [fit] }'), /^base: network\.widths: must be/],
  ['an unknown key', (s) => `${s}seed: 3\n`, /^Unknown key "seed" in the file \(line 8\)\. Allowed: study, name, .* Did you mean "seeds"\?/],
  ['no factors', (s) => s.replace(/factors:\n.*\n/, ''), /^factors is required; it must be a block of keys/],
  ['empty factors', (s) => s.replace(/factors:\n.*\n/, 'factors: {}\n'), 'factors (line 4) must have one factor at least; it is empty. Write factors: { network.basis: [b-spline, chebyshev] }.'],
  ['a list of factors', (s) => s.replace(/factors:\n.*\n/, 'factors: [network.basis]\n'), /^factors \(line 4\): must be a block of keys/],
  ['a factor that is one value', (s) => s.replace('[b-spline, chebyshev]', 'chebyshev'), /^factors\.network\.basis \(line 5\): must be a list/],
  ['a factor with one level', (s) => s.replace('[b-spline, chebyshev]', '[chebyshev]'), 'factors.network.basis (line 5) must have two levels at least; it has 1. Add one, or set it in the base experiment.'],
  ['a factor without levels', (s) => s.replace('[b-spline, chebyshev]', '[]'), /must have two levels at least; it has 0/],
  ['no metric, with what to write', (s) => s.replace(/metric: .*\n/, ''), 'metric is required; it must be what arms are judged by. Write metric: rmse, or metric: accuracy for classes.'],
  ['a level without a name', (s) => s.replace('[b-spline, chebyshev]', '{ one: {}, "": { network.basis: chebyshev } }'), 'factors.network.basis (line 5) has a level whose name is empty; got "". Name it: arms are called by the names of their levels.'],
  ['a level twice', (s) => s.replace('[b-spline, chebyshev]', '[b-spline, chebyshev, b-spline]'), 'factors.network.basis (line 5) has the level "b-spline" twice. Remove one.'],
  ['a key given twice', (s) => s.replace('[b-spline, chebyshev]', '{ a: {}, a: {} }'), /the key "a" is given twice/],
  ['levels that are no blocks', (s) => s.replace('network.basis: [b-spline, chebyshev]', 'basis: { spline: b-spline, cheb: chebyshev }'), /^factors\.basis\.spline \(line 5\) must be a block of overrides, path: value, or \{\} for none; got "b-spline"\. For values of one path write a list: basis: \[\.\.\.\]\.$/],
  ['a path that is not there', (s) => s.replace('network.basis:', 'network.bases:'), /^arm ".*": The override "network\.bases=b-spline" touches nothing: there is no key "bases" in network\..* Did you mean "basis"\?/],
  ['a path below nothing', (s) => s.replace('network.basis:', 'stages.3.steps:').replace('[b-spline, chebyshev]', '[3, 4]'), /^arm "steps=3": The override "stages\.3\.steps=3" touches nothing: "3" must be an index of the list stages/],
  ['a plugin that is not installed', (s) => s.replace('chebyshev]', 'chebishev]'), /^arm "chebishev": Unknown basis "chebishev" .* Did you mean "chebyshev"\?/],
  ['an option out of range', (s) => s.replace('chebyshev]', '{ kind: b-spline, degree: 17 }]'), /^arm "b-spline degree=17": network\.basis\.degree.* must be a whole number from 0 to 7; got 17/],
  ['a level of the wrong type', (s) => s.replace('network.basis: [b-spline, chebyshev]', 'stages.0.steps: [3, many]'), /^arm "many": stages\.0\.steps.* must be a whole number/],
  ['an override within a level that touches nothing', (s) => s.replace('network.basis: [b-spline, chebyshev]', 'size: { small: {}, large: { network.width: [1, 5, 1] } }'), /^arm "large": The override "network\.width=\[1,5,1\]" touches nothing: .* Did you mean "widths"\?/],
  ['seeds as a factor', (s) => s.replace('network.basis: [b-spline, chebyshev]', 'seed: [1, 2]'), 'factors.seed (line 5) cannot be varied by a factor. Seeds are an axis of their own: write seeds: 1..10.'],
  ['a stream as a factor', (s) => s.replace('network.basis: [b-spline, chebyshev]', 'streams.init: [1, 2]'), /^factors\.streams\.init \(line 5\) cannot be varied by a factor\. Pairs are trials with the same random numbers/],
  ['a seed within a level', (s) => s.replace('[b-spline, chebyshev]', '{ a: {}, b: { seed: 3 } }'), /^factors\.network\.basis\.b\.seed \(line 5\) cannot be varied by a factor/],
  ['seeds as a factor, as the file calls them', (s) => s.replace('network.basis: [b-spline, chebyshev]', 'seeds: [1, 2]'), /^factors\.seeds \(line 5\) cannot be varied by a factor\. Seeds are an axis/],
  ['a seed of the data as a factor', (s) => s.replace('network.basis: [b-spline, chebyshev]', 'dataset.seed: [1, 2]'), /^arm "seed=1": there is no key dataset\.seed, and seeds are an axis of their own, .* Take it out, and write seeds: 1\.\.10 at the top level of the study file/],
  ['a seed of another library within a level', (s) => s.replace('network.basis: [b-spline, chebyshev]', 'start: { a: {}, b: { stages.0.random_state: 3 } }'), /^arm "b": there is no key stages\.0\.random_state, and seeds are an axis/],
  ['a seed of the data of a set', (s) => `${s}sets: { a: { dataset.seed: 2 } }\n`, /^base on the set "a": there is no key dataset\.seed, and seeds are an axis/],
  ['a seed of the data where sizes are asked for', (s) => `${s.replace('network.basis: [b-spline, chebyshev]', 'dataset.seed: [1, 2]')}parametersPerEdge: 8\n`, /there is no key dataset\.seed, and seeds are an axis/],
  ['no version', (s) => s.replace('study: 1\n', ''), /^study is required/],
  ['an engine set by a data set', (s) => s.replace('seeds', 'sets: { a: { engine.kernels: off } }\nseeds'), /^sets\.a\.engine\.kernels \(line \d+\) cannot be set by a data set: arms have engines\. Set it in the base experiment, or make a factor of it\./],
  ['the name as a factor', (s) => s.replace('network.basis: [b-spline, chebyshev]', 'name: [a, b]'), /^factors\.name \(line 5\) cannot be varied by a factor\. It changes nothing that is computed/],
  ['packages as a factor', (s) => s.replace('network.basis: [b-spline, chebyshev]', 'plugins: [[a], [b]]'), /^factors\.plugins \(line 5\) cannot be varied by a factor\. Packages are loaded before/],
  ['levels that come to the same', (s) => s.replace('network.basis: [b-spline, chebyshev]', 'size: { small: {}, usual: { network.basis.intervals: 3 } }'), 'The arms "small" and "usual" are the same experiment: their overrides come to the same. Remove one of them, or change a level.'],
  ['levels that come to the same by their sizes', (s) => `${s.replace('network.basis: [b-spline, chebyshev]', 'network.basis.intervals: [3, 6]')}parametersPerEdge: 8\n`, 'The arms "intervals=3" and "intervals=6" are the same experiment: their overrides come to the same, once "parametersPerEdge" has given them their sizes. Remove one of them, or change a level.'],
  ['sets that come to the same', (s) => `${s}sets: { one: {}, two: { standardizeTargets: true } }\n`, /^The sets "one" and "two" are the same experiment/],
  ['two factors of one path', (s) => s.replace('[b-spline, chebyshev]', '[b-spline, chebyshev]\n  other: { a: {}, b: { network.basis: gaussian-rbf } }'), 'factors.other (line 6) sets network.basis, which the factor "network.basis" sets, too. Let one of them set it, or make one factor of both.'],
  ['a factor that undoes an earlier one', (s) => s.replace('network.basis: [b-spline, chebyshev]', 'network.basis.degree: [2, 3]\n  network.basis: [b-spline, chebyshev]'), 'factors.network.basis (line 6) replaces network.basis.degree, which the factor "network.basis.degree" sets. Put "network.basis" before it.'],
  ['a stray key beside levels', (s) => s.replace('[b-spline, chebyshev]', '{ levels: [b-spline, chebyshev], where: {} }'), /^factors\.network\.basis\.where \(line 5\) is no key of a factor with "levels"/],
  ['levels that are a word', (s) => s.replace('[b-spline, chebyshev]', '{ levels: chebyshev }'), /^factors\.network\.basis\.levels \(line 5\) must be a list of values, or a block/],
  ['when a later factor', (s) => s.replace('[b-spline, chebyshev]', '{ levels: [b-spline, chebyshev], when: { standardizeTargets: true } }\n  standardizeTargets: [true, false]'), /^factors\.network\.basis\.when\.standardizeTargets \(line 5\) must be a factor that stands before this one; there is none before it\./],
  ['when a level that is not there', (s) => s.replace('[b-spline, chebyshev]', '[b-spline, chebyshev]\n  network.basis.degree: { levels: [2, 3], when: { network.basis: bspline } }'), /^factors\.network\.basis\.degree\.when\.network\.basis \(line 6\) must be a level of that factor: b-spline, chebyshev; got "bspline"\. Did you mean "b-spline"\?/],
  ['an empty when', (s) => s.replace('[b-spline, chebyshev]', '[b-spline, chebyshev]\n  network.basis.degree: { levels: [2, 3], when: {} }'), /when \(line 6\) must be a block of factors with the levels that it goes with; got \{\}\. Write when: \{ network\.basis: b-spline \}\./],
  ['no seeds', (s) => s.replace(/seeds: .*\n/, ''), /^seeds is required; it must be/],
  ['a number of seeds', (s) => s.replace('1..6', '10'), 'seeds (line 6) must be a range or a list of seeds; got 10. Write seeds: 1..10.'],
  ['a range with words', (s) => s.replace('1..6', '1 to 6'), /^seeds \(line 6\): must be .*1\.\.10.*; got "1 to 6"\./],
  ['a range backwards', (s) => s.replace('1..6', '6..1'), 'seeds (line 6) must go from a smaller seed to a larger one; got 6..1. Write seeds: 1..6.'],
  ['a range without end', (s) => s.replace('1..6', '1..1000000'), /^seeds \(line 6\) must be at most 10000 seeds; got 1000000\. Write seeds: 1\.\.10\./],
  ['a seed twice', (s) => s.replace('1..6', '[1, 2, 1]'), /^seeds \(line 6\) has the seed 1 twice/],
  ['a negative seed', (s) => s.replace('1..6', '[1, -2]'), /^seeds.* \(line 6\): must be/],
  ['no metric', (s) => s.replace(/metric: .*\n/, ''), /^metric is required; it must be/],
  ['an unknown metric', (s) => s.replace('rmse', 'rsme'), /^metric \(line 7\) must be a metric: accuracy, mae, maxError, r2, rmse; got "rsme"\. Did you mean "rmse"\?/],
  ['unknown rows', (s) => s.replace('rmse', '{ name: rmse, on: tests }'), /^metric\.on \(line 7\): must be one of "test", "validation", "train", "stage"; got "tests"/],
  ['an unknown design', (s) => `${s}design: factorail\n`, /^Unknown design "factorail" \(design, line 8\)\. Installed: factorial, leave-one-out, list, one-at-a-time\. Did you mean "factorial"\?/],
  ['an unknown option of a design', (s) => `${s}design: { kind: factorial, half: true }\n`, /^Unknown key "half" in design \(line 8\)/],
  ['leave one out of three levels', (s) => `${s.replace('chebyshev]', 'chebyshev, gaussian-rbf]')}design: leave-one-out\n`, /^factors\.network\.basis must have two levels for the design leave-one-out, one with the part and one without; it has 3/],
  ['a list without arms', (s) => `${s}design: list\n`, /^design\.arms is required/],
  ['a list with the baseline alone', (s) => `${s}design: { kind: list, arms: [{ network.basis: b-spline }] }\n`, /^design \(line 8\) must come to two arms at least/],
  ['a list with an arm twice', (s) => `${s}design:\n  kind: list\n  arms:\n    - { network.basis: b-spline }\n    - { network.basis: chebyshev }\n    - {}\n`, 'design.arms.2 (line 13) lists the same arm as design.arms.0: {}, with the levels of the baseline for all others. Remove one of them, or change a level.'],
  ['a list with an arm twice, once in words and once as a number', (s) => `${s.replace('network.basis: [b-spline, chebyshev]', 'stages.0.steps: [3, 4]')}design: { kind: list, arms: [{ stages.0.steps: 4 }, { stages.0.steps: "4" }] }\n`, /^design\.arms\.1 \(line 8\) lists the same arm as design\.arms\.0: \{"stages\.0\.steps":"4"\}/],
  ['a list with an unknown factor', (s) => `${s}design: { kind: list, arms: [{ basis: chebyshev }] }\n`, /^design\.basis \(line 8\) must be a factor: network\.basis\./],
  ['a list with an unknown level', (s) => `${s}design: { kind: list, arms: [{ network.basis: fourier }] }\n`, /^design\.network\.basis \(line 8\) must be a level of that factor: b-spline, chebyshev; got "fourier"/],
  ['a baseline that is no factor', (s) => `${s}baseline: { basis: b-spline }\n`, /^baseline\.basis \(line 8\) must be a factor: network\.basis\./],
  ['a baseline that is no level', (s) => `${s}baseline: { network.basis: fourier }\n`, /^baseline\.network\.basis \(line 8\) must be a level/],
  ['a baseline that is a word', (s) => `${s}baseline: b-spline\n`, 'baseline (line 8) must be levels of factors; got "b-spline". Write baseline: { network.basis: b-spline }.'],
  ['a baseline that is a level of a later factor', (s) => `${s.replace('[b-spline, chebyshev]', '[b-spline, chebyshev]\n  grid: { still: {}, moving: { stages.0.grid: moving } }')}baseline: moving\n`, 'baseline (line 9) must be levels of factors; got "moving". Write baseline: { grid: moving }.'],
  ['a comparison of no arm', (s) => `${s}comparisons: [{ arm: fourier }]\n`, /^comparisons\.0\.arm \(line 8\) must be an arm: b-spline; chebyshev; got "fourier"/],
  ['a comparison with itself', (s) => `${s}comparisons: [{ arm: b-spline }]\n`, 'comparisons.0 (line 8) compares "b-spline" with itself. Name another arm with "to".'],
  ['a comparison twice', (s) => `${s}comparisons: [{ arm: chebyshev }, { arm: b-spline, to: chebyshev, name: x }]\n`, /^comparisons\.1 \(line 8\) compares "b-spline" and "chebyshev", as another one does: Holm would count them twice/],
  ['two comparisons of one name', (s) => `${s.replace('chebyshev]', 'chebyshev, gaussian-rbf]')}comparisons: [{ arm: chebyshev, name: x }, { arm: gaussian-rbf, name: x }]\n`, /^comparisons\.1 \(line 8\) is called "x" as another one is/],
  ['no comparisons', (s) => `${s}comparisons: []\n`, /^comparisons \(line 8\): must be a list of 1 to 1000 entries/],
  ['alpha of one half', (s) => `${s}alpha: 0.5\n`, /^alpha \(line 8\): must be a number above 0 and below 0\.5; got 0\.5/],
  ['empty sets', (s) => `${s}sets: {}\n`, /^sets \(line 8\) must name one data set at least/],
  ['a set with a seed', (s) => `${s}sets: { a: { seed: 2 } }\n`, /^sets\.a\.seed \(line 8\) cannot be set by a data set/],
  ['a set that touches nothing', (s) => `${s}sets: { a: { dataset.expresion: x1 } }\n`, /^base on the set "a": The override "dataset\.expresion=x1" touches nothing/],
  ['folds of what has none', (s) => `${s}folds: 5\n`, /^folds \(line \d+\) divides the rows of a table, and the data set "data" of the kind expression has no "split"\. Leave "folds" out/],
  ['one fold', (s) => `${s}folds: 1\n`, /^folds \(line 8\): must be/],
  ['bad YAML', (s) => `${s}design: [\n`, /^study\.yaml, line \d+: /],
  ['a list in place of a file', () => '[1, 2]', /^study\.yaml must be a block of keys/],
];

test(`malformed studies: ${malformed.length} cases`, () => { expect(malformed.length).toBeGreaterThanOrEqual(60); });

test.each(malformed)('%s is refused with its place and what to write', async (_, change, message) => {
  const study = change(STUDY);
  expect(study).not.toBe(STUDY);
  const error = await planned(study).then(() => null, (thrown: unknown) => thrown as { code: string; message: string });
  expect(error).toMatchObject({ code: 'input' });
  if (typeof message === 'string') expect(error!.message).toBe(message); else expect(error!.message).toMatch(message);
});

test('a number of a stage may judge where a stage of the base experiment judges itself; which numbers it has, its data decide', async () => {
  const solved = `knotwork: 1
name: tiny
dataset: { kind: domain, coordinates: { x: [0, 1] }, equations: u_x = u }
network: { widths: [1, 1] }
stages: [{ kind: solve, steps: 3, starts: { count: 1 } }]
`;
  const study = STUDY.replace('[b-spline, chebyshev]', '[{ kind: b-spline, degree: 4 }, { kind: b-spline, degree: 5 }]');
  const metricOf = async (metric: string, base = solved): Promise<unknown> => (await planned(study.replace('metric: rmse', `metric: ${metric}`), base)).metric;
  expect(await metricOf('objective')).toEqual({ name: 'objective', on: 'stage' });
  expect(await metricOf('{ name: estimate.k, best: 2 }')).toEqual({ name: 'estimate.k', on: 'stage', best: 2 });
  expect(await metricOf('rmse')).toEqual({ name: 'rmse', on: 'test' });
  // Arms are stopped by what they are judged by, which no rows have.
  const halved = study.replace('[{ kind', '[{ kind: b-spline, degree: 3 }, { kind').replace('metric: rmse', 'metric: objective\nhalving: { rounds: [101..102] }');
  expect((await planned(halved, solved)).halving!.on).toBe('stage');
  expect((await planned(halved.replace('metric: objective', 'metric: rmse'), solved)).halving!.on).toBe('validation');
  expect(await metricOf('{ name: rmse, on: stage }')).toEqual({ name: 'rmse', on: 'stage' });
  await expect(metricOf('objective', TINY)).rejects.toThrow(/must be a metric: accuracy, .*; got "objective"/);
  await expect(metricOf('{ name: objective, on: stage }', TINY)).rejects.toThrow(/metric\.on.* must be test, validation or train, since no stage of the base experiment judges its own result/);
});
