import { expect, test } from '@jest/globals';
import { planned, STUDY, TINY } from '../fixtures/planned.js';

const TUNED = `${STUDY}tuning:
  stages.0.steps: [2, 3]
  network.basis.degree: { levels: [2, 3, 4], when: { network.basis: b-spline } }
  network.basis.degree-of-polynomials:
    levels: { low: { network.basis.degree: 4 }, middle: { network.basis.degree: 5 }, high: { network.basis.degree: 6 } }
    when: { network.basis: chebyshev }
`.replace('  network.basis.degree: {', '  splines: {').replace('levels: [2, 3, 4]', 'levels: { 2: { network.basis.degree: 2 }, 3: { network.basis.degree: 3 }, 4: { network.basis.degree: 4 } }').replace('network.basis.degree-of-polynomials', 'polynomials');
const shared = `${STUDY}tuning: { stages.0.steps: [2, 3, 4] }\n`;

test('every arm is tried with every combination, behind what the arm is; arms and comparisons stay what they are', async () => {
  const plan = await planned(shared);
  expect(plan.arms.map(({ name }) => name)).toEqual(['b-spline', 'chebyshev']);
  expect(plan.comparisons).toHaveLength(1);
  expect(plan.trials).toHaveLength(2 * 3 * 6);
  expect(plan.trials.slice(0, 4).map(({ arm, variant, seed, overrides }) => [arm, variant, seed, overrides])).toEqual([
    ['b-spline', 'steps=2', 1, ['network.basis=b-spline', 'stages.0.steps=2', 'seed=1']], ['b-spline', 'steps=3', 1, ['network.basis=b-spline', 'stages.0.steps=3', 'seed=1']],
    ['b-spline', 'steps=4', 1, ['network.basis=b-spline', 'stages.0.steps=4', 'seed=1']], ['chebyshev', 'steps=2', 1, ['network.basis=chebyshev', 'stages.0.steps=2', 'seed=1']],
  ]);
  expect(new Set(plan.trials.map(({ id }) => id)).size).toBe(36);
  expect((await planned(STUDY)).trials.every((trial) => !('variant' in trial))).toBe(true);
});

test('sizes are those of every combination', async () => {
  const plan = await planned(`${STUDY}tuning: { network.basis.degree: { levels: [2, 3], when: { network.basis: b-spline } }, stages.0.steps: { levels: [4, 5], when: { network.basis: chebyshev } } }\nparametersPerEdge: 9\n`, TINY.replace('network: {', 'network: { edge: plain,'));
  expect(plan.sizes!.map(({ arm, variant, perEdge }) => [arm, variant, perEdge!.reached])).toEqual([['b-spline', 'degree=2', [9]], ['b-spline', 'degree=3', [9]], ['chebyshev', 'steps=4', [9]], ['chebyshev', 'steps=5', [9]]]);
  expect(plan.trials.slice(0, 2).map(({ overrides }) => overrides.slice(1, 3))).toEqual([['network.basis.degree=2', 'network.basis.intervals=7'], ['network.basis.degree=3', 'network.basis.intervals=6']]);
});

test.each([
  ['arms that may choose from more than others', `${STUDY}tuning: { network.basis.degree: { levels: [2, 3], when: { network.basis: b-spline } } }\n`, /^tuning \(line 8\) must give every arm as many combinations; it gives 2 to "b-spline" and 1 to "chebyshev"\. Add levels, or factors with "when"\./],
  ['what is a factor, too', `${STUDY}tuning: { network.basis: [fourier, gaussian-rbf] }\n`, /^tuning\.network\.basis \(line 8\) is a factor, too\. What is compared is not chosen/],
  ['what replaces what a factor set', `${STUDY.replace('network.basis: [b-spline, chebyshev]', 'network.basis.intervals: [3, 4]')}tuning: { network.basis: [b-spline, chebyshev] }\n`, /^tuning\.network\.basis \(line 8\) replaces network\.basis\.intervals, which the factor "network\.basis\.intervals" sets/],
  ['one level', `${STUDY}tuning: { stages.0.steps: [2] }\n`, /^tuning\.stages\.0\.steps \(line 8\) must have two levels at least; it has 1/],
  ['seeds', `${STUDY}tuning: { seed: [2, 3] }\n`, /^tuning\.seed \(line 8\) cannot be varied by a factor\. Seeds are an axis/],
  ['a value that is none', `${STUDY}tuning: { stages.0.steps: [2, many] }\n`, /^arm "b-spline" with many: stages\.0\.steps/],
  ['combinations that come to the same', `${STUDY}tuning: { stages.0: { few: { stages.0.steps: 3 }, usual: {} } }\n`, /^The arms "b-spline with few" and "b-spline with usual" are the same experiment/],
  ['judging by the rows that choose', `${shared}`.replace('metric: rmse', 'metric: { name: rmse, on: validation }'), /^metric\.on \(line 7\) must be other rows than those by which arms choose what tuning offers; got validation\. Write on: test\./],
])('%s is refused with what to write', async (_, study, message) => {
  await expect(planned(study)).rejects.toThrow(message);
});

test('combinations may be as many by different factors', async () => {
  const { trials } = await planned(TUNED);
  expect([...new Set(trials.map(({ arm, variant }) => `${arm}: ${variant}`))]).toEqual([
    ...['steps=2, 2', 'steps=2, 3', 'steps=2, 4', 'steps=3, 2', 'steps=3, 3', 'steps=3, 4'].map((name) => `b-spline: ${name}`),
    ...['steps=2, low', 'steps=2, middle', 'steps=2, high', 'steps=3, low', 'steps=3, middle', 'steps=3, high'].map((name) => `chebyshev: ${name}`),
  ]);
});
