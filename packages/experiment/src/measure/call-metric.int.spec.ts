import { expect, test } from '@jest/globals';
import { defineMetric, definePackage, type MetricDefinition, type Samples, z } from '@knotwork/plugin';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { endNotes } from './end-notes.js';
import type { Metrics, MetricsBySplit } from './measurement.js';
import { Composer } from '../compose/composer.js';
import { memoryFiles } from '../host/files.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();
const files = memoryFiles({ 'table.csv': ['x,y,z,kind', ...Array.from({ length: 60 }, (_, k) => `${k / 60},${Math.sin(k)},${k % 7},${k % 3 === 0 ? 'a' : 'b'}`)].join('\n') });
const metric = (name: string, evaluate: MetricDefinition['evaluate']): MetricDefinition => defineMetric({ name, summary: 'One of its own', options: z.strictObject({}), evaluate });

interface Result { readonly metrics: MetricsBySplit; readonly targets?: Readonly<Record<string, MetricsBySplit>>; readonly failed?: unknown; readonly stages: readonly { readonly metrics: MetricsBySplit }[] }
async function ran(metrics: readonly MetricDefinition[], target: string, width: number, more = ''): Promise<{ readonly status: string; readonly result: Result; readonly notes: readonly string[] }> {
  const notes: string[] = [];
  const own = { name: 'own', version: '1.0.0', definition: definePackage({ api: 2, plugins: metrics }) };
  const observer = { observe: (event: { readonly event: string; readonly text?: string }): void => { if (event.event === 'note') notes.push(event.text!); } };
  const text = `knotwork: 1\nname: it\ndataset: { kind: csv, path: table.csv, inputs: [x], target: ${target}, split: { validation: 0.25, test: 0.25 }${more} }\nnetwork: { widths: [1, ${width}] }\nstages: [{ kind: fit, steps: 5, starts: { count: 1 } }]\n`;
  const { run } = await new Composer([own, ...standard], [given(tokens.files, files), given(tokens.observer, observer as never)]).compose({ text, fileName: 'it.yaml', folder: '', overrides: [], again: false });
  const { status, result } = await run();
  return { status, result: result as never, notes };
}

const sorting = metric('a-sorting', ({ values }, targets) => values.sort()[0]! - targets.values.sort()[0]!);
const clearing = metric('b-clearing', (predictions, targets) => { (predictions as { count: number }).count = 0; predictions.values.fill(0); targets.values.fill(0); return 1; });
const without = (text: string): string => text.replace(/"(aSorting|bClearing)":[^,}]*,?/g, '').replaceAll(',}', '}');

test.each([['z', 1, ''], ['[y, z]', 2, ''], ['kind', 2, ', task: classification']] as const)('what a metric does to its tables nobody else sees, of target %s', async (target, width, more) => {
  const [alone, beside] = [await ran([], target, width, more), await ran([sorting, clearing], target, width, more)];
  expect(Object.keys(beside.result.metrics.test!)).toEqual(expect.arrayContaining(['aSorting', 'bClearing']));
  expect(JSON.parse(without(JSON.stringify(beside.result)))).toEqual(JSON.parse(JSON.stringify(alone.result)));
  expect(beside.notes).toEqual(alone.notes);
});

/** Whether predictions are the targets, as where metrics are tried before training. */
const exact = ({ values }: Samples, targets: Samples): boolean => values.every((value, k) => value === targets.values[k]);

test('a metric that fails on trained networks is null there, and a note says why; the network and all other metrics are kept', async () => {
  const failing = metric('only-exact', (predictions, targets) => { if (!exact(predictions, targets) && predictions.count < 20) throw new Error('too few rows.'); return 1; });
  const texts = metric('gives-text', (predictions, targets) => (exact(predictions, targets) ? 1 : 'good' as never));
  const reason = '"evaluate" of the metric "only-exact" failed: too few rows.. Report it to the plugin\'s author, or use another metric';
  for (const [target, width] of [['z', 1], ['[y, z]', 2]] as const) {
    const [alone, { status, result, notes }] = [await ran([], target, width), await ran([failing, texts], target, width)];
    const text = expect.stringMatching(/^"evaluate" of the metric "gives-text" must return a number; it returned "good"\..*use another metric$/) as never;
    expect(status).toBe('completed');
    expect(result.failed).toEqual({ train: { givesText: text }, validation: { onlyExact: reason, givesText: text }, test: { onlyExact: reason, givesText: text } });
    for (const { train, validation, test: tested } of [result.metrics, result.stages[0]!.metrics, ...Object.values(result.targets ?? {})]) {
      expect([train['onlyExact'], train['givesText'], validation!['onlyExact'], tested!['onlyExact'], tested!['givesText']]).toEqual([1, NaN, NaN, NaN, NaN]);
    }
    const others = ({ onlyExact: _, givesText: __, ...rest }: Metrics): Metrics => rest;
    expect(others(result.metrics.test!)).toEqual(alone.result.metrics.test);
    expect(notes.filter((note) => !alone.notes.includes(note))).toEqual(endNotes({ failed: result.failed }));
    expect(notes).toContain(`onlyExact has no value on test rows: ${reason}`);
  }
  expect((await ran([], 'z', 1)).result).not.toHaveProperty('failed');
});

test('one that fails on targets as if they were predictions ends the run before training', async () => {
  await expect(ran([metric('never', () => { throw new Error('no'); })], 'z', 1)).rejects.toThrow('"evaluate" of the metric "never" failed: no. Report it');
});
