import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  DampingRule, Data, DataAccess, DataSetDefinition, DataVariable, Definition, EdgeComposition, EdgeDefinition, ExporterDefinition, ExportTrial, FunctionClaims, FunctionDefinition, GridMoment, GridSituation, GridStrategyDefinition, LayerDefinition,
  LineSearchRule, LossDefinition, MatrixUpdate, NodesOfLayer, OptimizerDefinition, Placement, RegularizerDefinition, Rows, UpdateInputs, UpdateOutputs,
} from '@knotwork/plugin';
import { knotwork, type SessionEnded, session, workspace } from './fixtures/knotwork.js';
import { workplace } from './fixtures/workplace.js';
import { load } from './library/index.js';

type Kind = 'edge' | 'layer' | 'grid' | 'regularizer' | 'optimizer' | 'loss' | 'dataset' | 'function' | 'exporter';

/** Keys of a type, all of them: one that the contract gains or loses does not compile. */
const keys = <T>(all: Record<keyof T, true>): readonly string[] => Object.keys(all);
type Parts<D> = Omit<D, keyof Definition>;
type Method<M extends OptimizerDefinition['method']> = Parts<Extract<OptimizerDefinition, { method: M }>>;

/** What each page must explain: every part of a definition, of what its functions get, and of what they return. */
const explained: Readonly<Record<Kind, readonly string[]>> = {
  edge: [...keys<Parts<EdgeDefinition>>({ compose: true }), ...keys<EdgeComposition>({ base: true, basisWeight: true })],
  layer: [...keys<Parts<LayerDefinition>>({ terms: true, nodes: true, activation: true }), ...keys<NodesOfLayer>({ count: true, arity: true, formula: true }), 'edges', 'inputs', 'outputs', 'sums'],
  grid: [
    ...keys<Parts<GridStrategyDefinition>>({ capabilities: true, isDue: true, place: true }), ...keys<GridMoment>({ step: true, steps: true, method: true, epoch: true, hasConverged: true, sinceMove: true, fall: true }),
    ...keys<GridSituation>({ layer: true, input: true, domain: true, intervals: true, knots: true, samples: true, method: true, isNetworkInput: true, edges: true }),
    ...keys<Placement>({ domain: true, knots: true, isForced: true, norm: true, probation: true }),
  ],
  regularizer: keys<Parts<RegularizerDefinition>>({ statistic: true, derivative: true, scope: true, sums: true, penalty: true }),
  optimizer: [
    ...keys<Method<'update'>>({ method: true, slots: true, update: true }), ...keys<Method<'normal-equations'>>({ method: true, damping: true }), ...keys<Method<'quasi-newton'>>({ method: true, search: true }),
    ...keys<UpdateInputs>({ parameter: true, gradient: true, step: true, steps: true, decays: true, slots: true }), ...keys<UpdateOutputs>({ parameter: true, slots: true }),
    ...keys<DampingRule>({ shape: true, start: true, restart: true, tries: true, tolerance: true, patience: true, accepted: true, rejected: true }),
    ...keys<LineSearchRule>({ memory: true, decrease: true, curvature: true, tries: true, tolerance: true, patience: true }), ...keys<MatrixUpdate>({ update: true, scaling: true }),
  ],
  loss: keys<Parts<LossDefinition>>({ form: true, task: true, formula: true }),
  dataset: [
    ...keys<Parts<DataSetDefinition>>({ load: true, isExact: true, extent: true, files: true }), ...keys<DataVariable>({ name: true, unit: true, domain: true, conditions: true }), ...keys<Rows>({ inputs: true, targets: true, weights: true, filled: true }),
    ...keys<Data>({ task: true, inputs: true, outputs: true, standardizeInputs: true, train: true, validation: true, test: true, isTestExact: true, division: true, notes: true, encoding: true, equations: true }),
    ...keys<DataAccess>({ stream: true, holdsOut: true, encoding: true, read: true, readBytes: true }),
  ],
  function: [...keys<Parts<FunctionDefinition>>({ apply: true, claims: true }), ...keys<FunctionClaims>({ domain: true, scaling: true, shift: true, mirror: true, period: true, complexity: true, expression: true })],
  exporter: [...keys<Parts<ExporterDefinition>>({ extension: true, derivatives: true, sumsOnly: true, precision: true, export: true, trial: true }), ...keys<ExportTrial>({ files: true, probe: true, needs: true, commands: true })],
};
const kinds = Object.keys(explained) as readonly Kind[];

const page = (name: string): string => readFileSync(join(workspace, `docs/plugins/${name}.md`), 'utf8');
/** Files that a page asks to save, by name. */
const saved = (text: string): Record<string, string> => Object.fromEntries([...text.matchAll(/Save this as `([^`]+)`[^\n]*:\n\n(?:<!--.*-->\n)*```\w+\n([\s\S]*?)^```$/gm)].map(([, name, content]) => [name!, content!]));
/** Commands of a page that need nothing but `knotwork`. */
const commands = (text: string): string[][] => [...text.matchAll(/^npx knotwork (.*)$/gm)].map(([, line]) => line!.split(' '));

const { folder, remove } = workplace(Object.assign({}, ...kinds.map((kind) => saved(page(kind)))) as Record<string, string>);
const ended: Partial<Record<Kind, readonly SessionEnded[]>> = {};

beforeAll(async () => {
  const lines = kinds.flatMap((kind) => commands(page(kind)));
  const all = await session(lines, { cwd: folder });
  let k = 0;
  for (const kind of kinds) { ended[kind] = all.slice(k, k + commands(page(kind)).length); k += commands(page(kind)).length; }
}, 120_000);
afterAll(remove);

describe.each(kinds)('the page of the kind %s', (kind) => {
  test('has a file and an experiment, and commands that run', () => {
    expect(Object.keys(saved(page(kind))).map((name) => /\.\w+$/.exec(name)![0])).toEqual(['.mjs', '.yaml']);
    expect(ended[kind]!.map(({ status, stderr }) => [status, stderr])).toEqual(commands(page(kind)).map(() => [0, '']));
    expect(ended[kind]![0]!.stdout).toMatch(/^RMSE: train \S+, validation \S+, test \S/m);
    expect(ended[kind]!.at(-1)!.stdout).toMatch(new RegExp(`^${kind} `));
  });

  test('explains every part of a definition, of what its functions get and return', () => {
    const means = page(kind).slice(page(kind).indexOf('## What its parts mean'));
    for (const key of explained[kind]) expect([key, new RegExp(`\`(?:\\w+\\.)?${key}(\\([^\`]*\\)|:[^\`]*|\\.[^\`]*)?\``).test(means)]).toEqual([key, true]);
  });
});

test('an exporter named by path writes a module that predicts', async () => {
  const { predict } = await import(`data:text/javascript,${encodeURIComponent(readFileSync(join(folder, 'plain_module.mjs'), 'utf8'))}`) as { predict(row: number[]): number[] };
  expect(predict([0.3, -0.5])[0]!).toBeCloseTo(Math.exp(Math.sin(0.3 * Math.PI) + 0.25), 1);
});

/** By name, so that whoever looks for what proves a page finds it here. */
const PAGES = ['dataset.md', 'edge.md', 'exporter.md', 'function.md', 'grid.md', 'index.md', 'layer.md', 'loss.md', 'optimizer.md', 'regularizer.md'];

test('the page about all kinds has a row and a page for each public one, and there is no other page', () => {
  expect(readdirSync(join(workspace, 'docs/plugins')).sort()).toEqual(PAGES);
  expect(PAGES).toEqual([...kinds, 'index'].map((kind) => `${kind}.md`).sort());
  for (const kind of kinds) expect(page('index')).toContain(`| \`${kind}\` | `);
});

test('the file of the page about all kinds is a plugin', async () => {
  const [, code] = /```js\n([\s\S]*?)```/.exec(page('index'))!;
  const one = workplace({ 'ramp.mjs': code!, 'ramp.yaml': saved(page('function'))['bell.yaml']!.replaceAll('bell', 'ramp') });
  const [result] = await session([['run', 'ramp.yaml']], { cwd: one.folder });
  one.remove();
  expect([result!.status, result!.stderr]).toEqual([0, '']);
}, 60_000);

test('the metric of the page about all kinds is told of a run, and judges a study', async () => {
  const [, code] = /Save this as `median-error\.mjs`:\n\n```js\n([\s\S]*?)```/.exec(page('index'))!;
  const yaml = saved(page('function'))['bell.yaml']!.replaceAll('base: bell', 'base: silu').replaceAll('bell', 'median-error');
  const one = workplace({ 'median-error.mjs': code!, 'median-error.yaml': yaml });
  const run = await knotwork(['run', 'median-error.yaml', '--out', 'run'], { cwd: one.folder });
  const study = await knotwork(['study', 'median-error.yaml', 'stages.0.steps=2,3', 'seed=1..2', '--metric', 'medianError', '--out', 'study'], { cwd: one.folder });
  expect([run.status, run.stderr, study.status, study.stderr, study.stdout]).toEqual([0, '', 0, '', expect.stringContaining('judged by medianError on test rows')]);
  const model = await load(join(one.folder, 'run'), { plugins: [] });
  const { targets, predictions } = model.rows('test')!;
  const told = model.metrics!.test!['medianError']!;
  // Half of the rows are nearer than it.
  expect(Array.from(targets.values).filter((y, n) => Math.abs(y - predictions.values[n]!) < told).length / targets.count).toBe(0.5);
  one.remove();
}, 120_000);
