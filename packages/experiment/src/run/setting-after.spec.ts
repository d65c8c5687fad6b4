import { expect, test } from '@jest/globals';
import { type Catalog, KnotworkError } from '@knotwork/plugin';
import { type StagesBefore, settingAfter } from './setting-after.js';
import type { StageSetting } from './stage-contexts.js';
import type { JudgingContext, Model, StageDefinition } from '../stages/stage.js';

// Who judges networks of later stages, and what is said where nobody can.

const metrics = { train: { loss: 1 }, validation: null, test: null };
const model = { network: 'theirs' } as unknown as Model;
const judges = (): Record<string, never> => ({});
type Judging = Pick<StageDefinition, 'judges' | 'judge'>;

/** What is measured after some stages. @param asks whether the stage that measures judges itself */
async function measured(before: readonly Judging[], asks: Judging = {}) {
  const stages = before.map((_, k) => ({ kind: `stage ${k}`, option: k }));
  const catalog = { get: (_: string, kind: string) => before[Number(kind.slice(6))] } as unknown as Catalog;
  const setting = (index: number): StageSetting => ({ path: `stages.${index}`, data: {}, measure: () => Promise.resolve(metrics) }) as unknown as StageSetting;
  const after = await settingAfter(setting(before.length), asks as StageDefinition, { stages, catalog, setting, model, reports: before.map((_, k) => ({ kind: `stage ${k}` })) } as unknown as StagesBefore);
  return after.measure({ network: 'mine' } as unknown as Model);
}

test('the last stage that judged itself judges networks of later ones, with its own options and place and the reports of all', async () => {
  const said: unknown[] = [];
  const judge = (context: JudgingContext, options: unknown, { network }: Model): Promise<Record<string, number>> => { said.push([context.path, context.reports.length, options, network]); return Promise.resolve({ left: 2 }); };
  expect(await measured([{ judges, judge: () => Promise.resolve({ left: 1 }) }, { judges, judge }, {}])).toEqual({ ...metrics, stage: { left: 2 } });
  expect(said).toEqual([['stages.1', 3, { option: 1 }, 'mine']]);
});

test('nothing is said where none judged itself, where the last that did cannot judge others, and where the stage judges itself', async () => {
  const judge = (): Promise<Record<string, number>> => Promise.resolve({ left: 1 });
  expect(await measured([{}])).toEqual(metrics);
  expect(await measured([{ judges, judge }, { judges }])).toEqual(metrics);
  expect(await measured([{ judges, judge }], { judges })).toEqual(metrics);
});

test('nothing is said of a network that is refused, and any other failure is told', async () => {
  const failing = (error: Error): Promise<unknown> => measured([{ judges, judge: () => Promise.reject(error) }]);
  expect(await failing(new KnotworkError('input', 'no second derivative'))).toEqual(metrics);
  await expect(failing(new TypeError('a mistake'))).rejects.toThrow('a mistake');
});

test('later stages take a solution to be as unsure as the last one that solved equations said', async () => {
  const samples = { count: 1, width: 1, values: Float64Array.of(3) };
  const rows = { train: { inputs: samples, targets: samples }, original: { train: { inputs: samples, targets: samples } } };
  const given = { path: 'stages.1', data: { ...rows, outputs: [{ name: 'u', map: { kind: 'affine', scale: 1, center: 0 } }], sets: new Map(), equations: {} }, outputs: () => Promise.resolve([samples]) } as unknown as StageSetting;
  const unsure = async (...reports: object[]): Promise<unknown> => ((await settingAfter(given, {} as StageDefinition, { stages: reports, catalog: { get: () => ({}) }, setting: () => given, model, reports } as unknown as StagesBefore)).data as { unsure?: number }).unsure;
  expect(await unsure({ uncertainty: { equations: 1, measured: 0 } }, { uncertainty: { equations: 0.25, measured: 0.5 } }, { kind: 'prune' })).toBe(0.3125);
  expect(await unsure({ kind: 'prune' })).toBe(0);
});
