import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { leaveTrial } from '../fixtures/leave-trial.js';
import { planned, STUDY } from '../fixtures/planned.js';
import { recordOf } from '../fixtures/record.js';
import type { StudyPlan } from '../plan/study-plan.js';
import { StudyFolder } from '../run/study-folder.js';
import { collect } from '../verdict/collect.js';
import { verdictOf } from '../verdict/verdict.js';
import type { StudyFigure } from './study-figure.js';
import { studyFigures } from './study-figures.js';
import { collectFacts, quartiles } from './trial-facts.js';

const path = mkdtempSync(join(tmpdir(), 'knotwork-figures-'));
afterAll(() => { rmSync(path, { recursive: true }); });
const folder = new StudyFolder(path);
const ARMS = STUDY.replace('[b-spline, chebyshev]', '[b-spline, chebyshev, fourier]');
const many = ARMS.replace('seeds', `sets: { ${[1, 2, 3, 4, 5, 6].map((k) => `s${k}: { dataset.expression: ${k} * x1 }`).join(', ')} }\nseeds`);

/** Figures of a study in which chebyshev is better by a factor, climbs a ladder, and fourier always fails. */
function figuresOf(plan: StudyPlan, changes: Parameters<typeof recordOf>[1] = {}): readonly StudyFigure[] {
  rmSync(path, { recursive: true });
  folder.make();
  const rung = (parameters: number, rmse: number): object => ({ level: [parameters], metrics: { test: { rmse } }, parameters: { effective: parameters } });
  for (const { id, arm, seed } of plan.trials) {
    const isBetter = arm === 'chebyshev';
    const loss = isBetter ? 0 : 0.1 * seed;
    leaveTrial(folder, id, {
      seconds: isBetter ? 20 : 1, metrics: { test: { rmse: loss } }, network: { parameters: { effective: isBetter ? 40 : 10 } }, ...(arm === 'fourier' ? { status: 'diverged', reason: 'not finite' } : {}),
      stages: isBetter ? [{ kind: 'extend-grid', rungs: [rung(10, 0.2 * seed), rung(20, 0.1 * seed), rung(40, 0)] }] : [],
      events: [0, 5, 10].map((step) => ({ event: 'step', stage: 0, step, loss: 1 / (1 + step), validation: seed / (1 + step * (isBetter ? 100 : 1)) })),
    });
  }
  const record = recordOf(plan, changes);
  const { collected, facts } = collectFacts(folder, record);
  expect(collected).toEqual(collect(folder, record));
  return studyFigures(folder, record, collected, verdictOf(record, collected), facts);
}

const named = (figures: readonly StudyFigure[], name: string): StudyFigure => figures.find((figure) => figure.name === name)!;
const dataOf = ({ vegaLite }: StudyFigure): Record<string, unknown>[] => (vegaLite['data'] as { values: Record<string, unknown>[] }).values;

let [one, six]: [readonly StudyFigure[], readonly StudyFigure[]] = [[], []];
beforeAll(async () => {
  one = figuresOf(await planned(ARMS));
  six = figuresOf(await planned(many));
});

test('a study of one data set has its figures once, one of six also ranks, and the rest for each of them', () => {
  expect(one.map(({ name }) => name)).toEqual(['forest', 'convergence', 'staircase', 'pareto-parameters', 'pareto-seconds']);
  expect(six.map(({ name }) => name)).toEqual(['forest', 'critical-differences', ...[1, 2, 3, 4, 5, 6].flatMap((k) => ['convergence', 'staircase', 'pareto-parameters', 'pareto-seconds'].map((name) => `${name}-s${k}`))]);
  expect(six.filter(({ set }) => set === 's3').map(({ title }) => title)).toEqual(['How the arms learned on s3', 'Rungs of ladders on s3', 'Loss by parameters on s3', 'Loss by seconds on s3']);
});

test('comparisons have their ratios and intervals; what failed is infinite, and nothing in JSON', () => {
  const forest = named(one, 'forest');
  expect(dataOf(forest)).toEqual([
    { set: 'data', comparison: 'chebyshev', ratio: expect.any(Number), lower: expect.any(Number), upper: expect.any(Number), p: 0.0625, shown: false }, { set: 'data', comparison: 'fourier', ratio: null, lower: null, upper: null, p: 0.0625, shown: false },
  ]);
  expect(forest.draw(true)).toContain('∞ [∞, ∞]');
  expect(forest.draw(true)).toContain('ratio of rmse on test rows to that of b-spline');
  expect(forest.caption).toContain('Filled: p is at most 0.05.');
  expect(dataOf(named(six, 'forest')).map(({ set }) => set).filter((set, k, all) => all.indexOf(set) === k)).toEqual(['s1', 's2', 's3', 's4', 's5', 's6', 'data sets like these']);
});

test('curves are medians and quartiles over trials; an arm that failed has none', () => {
  const curves = named(one, 'convergence');
  const at = (arm: string, x: number): Record<string, unknown> => dataOf(curves).find((datum) => datum['arm'] === arm && datum['x'] === x)!;
  // Seeds 1 to 6, whose validation losses are proportional to them.
  expect(at('b-spline', 0)).toMatchObject({ middle: 3.5, lower: 2.25, upper: 4.75 });
  expect(at('b-spline', 7)).toMatchObject({ middle: expect.closeTo(3.5 / 6, 12) });
  expect(at('chebyshev', 10)).toMatchObject({ middle: expect.closeTo(3.5 / 1001, 12) });
  expect(at('fourier', 5)).toMatchObject({ middle: null, lower: null, upper: null });
  expect(curves.draw(true)).toContain('fourier (6 of 6 failed)');
  expect(curves.caption).toMatch(/^Best validation loss so far/);
});

test('rungs are by parameters, and losses below rounding are that', () => {
  expect(dataOf(named(one, 'staircase')).map(({ arm, x, middle }) => [arm, x, middle])).toEqual([['chebyshev', 10, expect.closeTo(0.7, 12)], ['chebyshev', 20, expect.closeTo(0.35, 12)], ['chebyshev', 40, 1e-13]]);
  expect(named(one, 'staircase').draw(false)).not.toContain('NaN');
});

test('what arms cost stands beside what they come to, with the front', () => {
  expect(dataOf(named(one, 'pareto-seconds'))).toMatchObject([{ arm: 'b-spline', cost: 1, loss: expect.closeTo(0.35, 12), front: true }, { arm: 'chebyshev', cost: 20, loss: 1e-13, front: true }, { arm: 'fourier', cost: 1, loss: null, front: false }]);
  expect(dataOf(named(one, 'pareto-parameters'))[1]).toMatchObject({ cost: 40 });
});

test('ranks of arms over data sets, the best first', () => {
  expect(dataOf(named(six, 'critical-differences'))).toEqual([{ arm: 'chebyshev', rank: 1 }, { arm: 'b-spline', rank: 2 }, { arm: 'fourier', rank: 3 }]);
});

test('of metrics of which more is better, what is missing to the best is drawn', async () => {
  const figures = figuresOf(await planned(ARMS), { loss: { key: 'rmse', best: 1, isMore: true } });
  expect(named(figures, 'pareto-seconds').draw(true)).toContain('1 − rmse on test rows');
});

test('every specification is one of Vega-Lite, which draws it', async () => {
  for (const { name, vegaLite } of [...one, named(six, 'forest'), named(six, 'critical-differences')]) {
    const told: string[] = [];
    const logger = { level: () => logger, error: (...words: unknown[]) => { told.push(words.join(' ')); return logger; }, warn: (...words: unknown[]) => { told.push(words.join(' ')); return logger; }, info: () => logger, debug: () => logger };
    const view = new View(parse(compile(JSON.parse(JSON.stringify(vegaLite)) as TopLevelSpec, { logger: logger as never }).spec), { renderer: 'none', logger: logger as never });
    const svg = await view.toSVG();
    view.finalize();
    expect([name, told]).toEqual([name, []]);
    expect(svg).toContain(name === 'critical-differences' ? 'mean rank' : name.startsWith('forest') ? 'ratio of rmse' : name.startsWith('pareto') || name === 'staircase' ? 'rmse on test rows' : 'best validation loss');
  }
}, 60_000);

test('the same study is drawn with the same bytes', async () => {
  const again = figuresOf(await planned(ARMS));
  expect(again.map((figure) => [figure.draw(true), figure.vegaLite])).toEqual(one.map((figure) => [figure.draw(true), figure.vegaLite]));
});

test('quartiles put failures behind all, and leave out what is no number', () => {
  expect(quartiles([4, 1, NaN, 3, 2])).toEqual({ lower: 1.75, middle: 2.5, upper: 3.25 });
  expect(quartiles([1, 2, Infinity, Infinity])).toEqual({ lower: 1.75, middle: Infinity, upper: Infinity });
  expect(quartiles([Infinity, Infinity])).toEqual({ lower: Infinity, middle: Infinity, upper: Infinity });
  expect(quartiles([NaN])).toEqual({ lower: NaN, middle: NaN, upper: NaN });
});
