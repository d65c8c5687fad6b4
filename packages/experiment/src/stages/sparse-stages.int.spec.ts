import { describe, expect, test } from '@jest/globals';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { Composer } from '../compose/composer.js';
import { memoryFiles } from '../host/files.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import type { RunEvent } from '../run/run-events.js';
import type { RunOutcome } from '../run/recipe.js';
import { tokens } from '../tokens.js';
import type { Tried } from './eliminate.js';

// From a network that is too large to the smallest one that fits as well.

const standard = await standardPackages();
const file = ({ dataset, network, stages }: Setting): string => `knotwork: 1\nname: sparse\nseed: 2\ndataset: ${dataset}\nnetwork: ${network}\nstages: ${stages}\n`;
const HELLO = {
  dataset: '{ kind: expression, expression: exp(sin(pi * x1) + x2^2) + 0 * x3, samples: { train: 300, validation: 150, test: 150 } }',
  network: '{ widths: [3, 3, 1], basis: { kind: b-spline, intervals: 3 } }', stages: '[{ kind: sparsify, dense: { starts: 2 } }, { kind: prune, eliminate: true }]',
};
type Setting = typeof HELLO;

interface PruneReport {
  readonly pruned: { readonly edges: readonly (readonly number[])[]; readonly nodes: readonly (readonly number[])[] }; readonly left: { readonly edges: number; readonly nodes: number };
  readonly unusedInputs: readonly string[]; readonly elimination?: { readonly judgedBy: string; readonly parameters: number; readonly error: number; readonly tried: readonly Tried[] };
}
interface Result {
  readonly network: { readonly external: { readonly edges: number; readonly nodes: number }; readonly inputs?: unknown };
  readonly metrics: { readonly test: { readonly rmse?: number; readonly accuracy?: number } }; readonly stages: readonly (PruneReport & { readonly ending?: string; readonly smoothing?: unknown })[];
}
interface Ran { readonly outcome: RunOutcome; readonly result: Result; readonly prune: PruneReport; readonly place: MemoryPlace; readonly notes: readonly string[]; readonly saves: number; readonly began: string | undefined }

/** Runs a file, or goes on with it; time passes whenever somebody looks. @param stopAt number of the checkpoint after which the run is ended, from 1; 0 for none */
async function run(setting: Setting, { place = new MemoryPlace(), stopAt = 0, secondsPerLook = 0 }: { place?: MemoryPlace; stopAt?: number; secondsPerLook?: number } = {}): Promise<Ran> {
  const abort = new AbortController();
  const notes: string[] = [];
  let [looks, saves] = [0, 0];
  let began: string | undefined;
  const write = place.folder.write.bind(place.folder);
  place.folder.write = (name, content) => { write(name, content); if (name === 'checkpoint.json' && ++saves === stopAt) abort.abort(); };
  const observer = given(tokens.observer, { observe: (event: RunEvent) => {
    if (event.event === 'note') notes.push(event.text ?? '');
    if (event.event === 'resumed') began = event.text;
  } });
  const clock = given(tokens.clock, { now: () => 1000 * secondsPerLook * looks++, date: () => new Date(0) });
  const composition = await new Composer(standard, [observer, clock]).compose({ text: file(setting), fileName: 'sparse.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, place)]);
  const outcome = await composition.run(abort.signal);
  place.folder.write = write;
  const result = outcome.result as unknown as Result;
  return { outcome, result, prune: result.stages.at(-1)!, place, notes, saves, began };
}
const bytes = ({ folder }: MemoryPlace): unknown => ['result.json', 'network.json', 'network.safetensors'].map((name) => folder.read(name));

test.each(['{ kind: extend-grid, levels: [6], fit: { trainable: [coefficients] } }', '{ kind: fit, trainable: [coefficients] }', '{ kind: sparsify, trainable: [coefficients] }'])('of noise a constant is left, and %s trains it', async (last) => {
  const { outcome, result, notes } = await run({
    dataset: '{ kind: expression, expression: 0 * x1 + 0 * x2, noise: 1, samples: { train: 60, validation: 20, test: 20 } }',
    network: '{ widths: [2, 2, 1], basis: { kind: b-spline, intervals: 3 } }', stages: `[sparsify, { kind: prune, eliminate: true }, ${last}]`,
  });
  expect(result.network.external.edges).toBe(0);
  expect([outcome.status, result.stages.length]).toEqual(['completed', 3]);
  expect(notes).toContainEqual(expect.stringMatching(/^the rows say nothing that a constant does not: no edge is left/));
  expect(Number.isFinite(result.metrics.test.rmse)).toBe(true);
});

describe('exp(sin(pi x1) + x2^2) with an input that does nothing', () => {
  test('ends with its three edges, and without the input, whose name is told', async () => {
    const { result, prune } = await run(HELLO);
    expect(prune.left.edges).toBe(3);
    expect(prune.unusedInputs).toEqual(['x3']);
    expect(prune.pruned.edges).toHaveLength(9);
    expect(result.metrics.test.rmse!).toBeLessThan(0.03);
    expect(prune.elimination!.judgedBy).toBe('validation');
  });

  test('loses edges by elimination alone, after a fit that spread it over all of them: every removal is told with what decided', async () => {
    const { prune } = await run({ ...HELLO, stages: '[{ kind: fit, starts: { count: 1 }, steps: 30 }, { kind: prune, edgeThreshold: 0, nodeThreshold: 0, eliminate: true }]' });
    expect(prune.unusedInputs).toEqual(['x3']);
    const { tried, parameters } = prune.elimination!;
    expect(parameters).toBeGreaterThanOrEqual(60);
    for (const { error, most, isAccepted } of tried) expect(isAccepted).toBe(error <= most);
    const accepted = tried.filter(({ isAccepted }) => isAccepted);
    // What is left falls with every removal that stands, and at the end nothing more can go.
    accepted.reduce((before, { left }) => { expect(left).toBeLessThan(before); return left; }, 12);
    expect(accepted.at(-1)!.left).toBe(prune.left.edges);
    expect(tried.slice(-3).map(({ isAccepted }) => isAccepted)).toEqual([false, false, false]);
  });

  test('keeps what matters when little may be tried, and thresholds alone do what they did', async () => {
    const stages = (prune: string): Setting => ({ ...HELLO, stages: `[{ kind: fit, starts: { count: 1 }, steps: 30 }, ${prune}]` });
    const { prune } = await run(stages('{ kind: prune, eliminate: { tries: 1, starts: { count: 0 } } }'));
    expect(prune.left.edges).toBeGreaterThanOrEqual(3);
    const { prune: plain } = await run(stages('{ kind: prune }'));
    expect(plain.elimination).toBeUndefined();
    expect(plain.left.edges).toBeGreaterThan(prune.left.edges);
  });

  test('does not depend on the units of the target, nor on whether it is standardized', async () => {
    const scaled = (factor: string, more = ''): Promise<Ran> => run({ ...HELLO, dataset: HELLO.dataset.replace('exp(', `${factor} * exp(`), network: `${HELLO.network}${more}` });
    const [small, large, raw] = [await scaled('0.001'), await scaled('1000'), await scaled('7', '\nstandardizeTargets: false')];
    expect([small, large, raw].map(({ prune }) => prune.left.edges)).toEqual([3, 3, 3]);
  });
});

describe('noise', () => {
  test('of a tenth of the target leaves the three edges, compared by what smoothing that chose itself says', async () => {
    const { prune } = await run({ ...HELLO, dataset: HELLO.dataset.replace('samples', 'noise: 0.1, samples') });
    expect(prune.elimination!.judgedBy).toBe('criterion');
    expect(prune.left.edges).toBe(3);
    expect(prune.unusedInputs).toEqual(['x3']);
  });

  test('so small that more edges predict better does not undo what the penalty brought about, smooth as edges are', async () => {
    const { prune } = await run({ dataset: HELLO.dataset.replace(' + 0 * x3, samples: { train: 300', ', noise: 0.01, samples: { train: 1000'), network: HELLO.network.replace('[3, 3, 1]', '[2, 5, 1]'), stages: '[{ kind: sparsify, dense: { starts: 1 } }, prune]' });
    expect(prune.left.edges).toBeLessThanOrEqual(5);
  });

  test('alone leaves no edge, and the run says so', async () => {
    const csv = `a,b,y\n${Array.from({ length: 120 }, (_, n) => [12.9898, 78.233, 37.719].map((k) => ((Math.sin(k * (n + 1)) * 43758.5453) % 1).toFixed(6)).join(',')).join('\n')}\n`;
    const composition = async (): Promise<{ result: Result; notes: string[] }> => {
      const notes: string[] = [];
      const text = file({ dataset: '{ kind: table, path: noise.csv, target: y, split: { test: 0.25 } }', network: '{ widths: [2, 3, 1] }', stages: '[sparsify, { kind: prune, eliminate: true }, { kind: extend-grid, levels: [6] }]' });
      const observer = given(tokens.observer, { observe: (event: RunEvent) => { if (event.event === 'note') notes.push(event.text ?? ''); } });
      const composed = await new Composer(standard, [observer, given(tokens.files, memoryFiles({ 'noise.csv': csv }))])
        .compose({ text, fileName: 'sparse.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, new MemoryPlace())]);
      return { result: (await composed.run(new AbortController().signal)).result as unknown as Result, notes };
    };
    const { result, notes } = await composition();
    expect(result.network.external).toEqual({ edges: 0, nodes: 3 });
    expect(result.stages[1]!.unusedInputs).toEqual(['a', 'b']);
    expect(result.stages[1]!.elimination!.tried).toMatchObject([{ removed: 'all', left: 0, isAccepted: true }]);
    expect(notes.join('\n')).toContain('the rows say nothing that a constant does not: no edge is left');
  });
});

describe('networks of every kind go through both stages', () => {
  const stages = '[{ kind: sparsify, dense: { starts: 1, steps: 8 }, steps: 20 }, { kind: prune, eliminate: { steps: 8, starts: { count: 2, steps: 3 }, refineSteps: 3, tries: 2 } }]';
  const dataset = HELLO.dataset.replace('300', '80').replace('150', '40').replace('150', '40');
  test.each([
    ['bases with shapes of single edges', '{ widths: [3, 2, 1], basis: wavelet }'],
    ['a basis without a resolution', '{ widths: [3, 2, 1], basis: { kind: function, f: sine } }'],
    ['a base function', '{ widths: [3, 2, 1], edge: residual }'],
    ['nodes that multiply', '{ widths: [3, 2, 1], layers: { 0: { layer: multiplicative } } }'],
    ['several bases in a layer', '{ widths: [3, 3, 1], layer: { kind: mixed, bases: [b-spline, { kind: fourier, modes: 2 }] } }'],
    ['several layers', '{ widths: [3, 2, 2, 1] }'],
    ['perceptrons', '{ widths: [3, 3, 1], layer: mlp, layers: { 1: { layer: kan } } }'],
  ])('%s', async (_, network) => {
    const { outcome, prune } = await run({ dataset, network, stages });
    expect(outcome.status).toBe('completed');
    expect(prune.elimination!.tried.length).toBeGreaterThan(0);
    expect(prune.left.edges).toBeGreaterThan(0);
  });

  test('other penalties, and other optimizers', async () => {
    const penalties = '[{ kind: activation-l1, strength: 0.002 }, { kind: entropy, strength: 0.002 }]';
    for (const optimizer of ['levenberg-marquardt', 'l-bfgs', '{ kind: adam, rate: 0.01 }']) {
      const { outcome } = await run({ dataset, network: HELLO.network, stages: `[{ kind: sparsify, dense: { starts: 1, steps: 5 }, steps: 10, regularizers: ${penalties}, optimizer: ${optimizer} }, { kind: prune }]` });
      expect(outcome.status).toBe('completed');
    }
  });

  test('knots of their own', async () => {
    const quantile = stages.replace('steps: 20', 'steps: 20, grid: quantile').replace('eliminate', 'fit: { grid: quantile }, eliminate');
    expect((await run({ dataset, network: HELLO.network, stages: quantile })).outcome.status).toBe('completed');
  });
});

test.each([['one layer', '[4, 1]'], ['a hidden layer', '[4, 2, 1]']])('with %s, inputs beside one that has almost all of the output are for the elimination, and not for thresholds', async (_name, widths) => {
  const setting = {
    dataset: '{ kind: expression, expression: 3 * sin(x1) + 12 * x2^2 * sign(x2) + 0.35 * x3 + 0 * x4, noise: 0.15, samples: { train: 400, validation: 100, test: 100 } }',
    network: `{ widths: ${widths}, basis: { kind: b-spline, intervals: 3 } }`, stages: '[{ kind: sparsify, dense: { starts: 2 } }, { kind: prune, eliminate: true }]',
  };
  const [eliminated, cut] = [await run(setting), await run({ ...setting, stages: setting.stages.replace('eliminate: true', 'eliminate: false') })];
  expect(cut.prune.unusedInputs).toContain('x3');
  expect(eliminated.prune.unusedInputs).toEqual(['x4']);
  expect(eliminated.result.metrics.test.rmse!).toBeLessThan(0.18);
});

test('classes are told apart by the inputs that matter', async () => {
  const rows = Array.from({ length: 150 }, (_, n) => { const [a, b] = [Math.sin(12.9 * (n + 1)), Math.sin(78.2 * (n + 1))]; return `${a.toFixed(4)},${b.toFixed(4)},${a + 0.1 * Math.sin(37 * n) > 0.1 ? 'yes!' : 'no!'}`; });
  const text = file({ dataset: '{ kind: table, path: classes.csv, target: y, task: classification }', network: '{ widths: [2, 2, 2] }', stages: '[sparsify, { kind: prune, eliminate: true }]' });
  const composed = await new Composer(standard, [given(tokens.files, memoryFiles({ 'classes.csv': `a,b,y\n${rows.join('\n')}\n` }))])
    .compose({ text, fileName: 'sparse.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, new MemoryPlace())]);
  const { metrics, stages } = (await composed.run(new AbortController().signal)).result as unknown as Result;
  expect(stages[1]!.unusedInputs).toEqual(['b']);
  expect(metrics.test.accuracy!).toBeGreaterThan(0.85);
});

test('a run that is cut off anywhere goes on with the same bytes', async () => {
  const setting = { ...HELLO, dataset: HELLO.dataset.replace('300', '60').replace('150', '30').replace('150', '30'), stages: '[{ kind: sparsify, dense: { starts: 2, steps: 4 }, steps: 6 }, { kind: prune, edgeThreshold: 0, nodeThreshold: 0, eliminate: { steps: 4, starts: { count: 2, steps: 3 }, refineSteps: 3, tries: 2 } }]' };
  const whole = await run(setting, { secondsPerLook: 0.4 });
  expect(whole.saves).toBeGreaterThan(20);
  const places = new Set<string>();
  for (let stopAt = 1; stopAt < whole.saves; stopAt += 3) {
    const cut = await run(setting, { stopAt, secondsPerLook: 0.4 });
    if (cut.outcome.status !== 'interrupted') continue;
    const next = await run(setting, { place: cut.place, secondsPerLook: 0.4 });
    expect(next.outcome.status).toBe('completed');
    places.add(next.began!.replace(/\d+/g, 'n'));
    expect(bytes(next.place)).toEqual(bytes(whole.place));
  }
  expect([...places].filter((place) => place.endsWith('prune')).length).toBeGreaterThan(1);
});

test('a network that pruning made another is told of, unless a stage behind trains it or little changed', async () => {
  const notesOf = async (stages: string): Promise<readonly string[]> => (await run({ ...HELLO, stages: `[{ kind: fit, starts: { count: 1 }, steps: 20 }, ${stages}]` })).notes.filter((text) => text.includes('changed what the network says'));
  const hard = '{ kind: prune, edgeThreshold: 0.3 }';
  expect(await notesOf(hard)).toEqual([expect.stringMatching(/^stages\.1 changed what the network says by up to \d+ % of the range of its outputs, and no stage trains it again\. Add fit behind it, or lower stages\.1\.edgeThreshold or stages\.1\.nodeThreshold$/)]);
  expect(await notesOf(`${hard}, { kind: fit, steps: 5 }`)).toEqual([]);
  expect(await notesOf('prune')).toEqual([]);
});

test('of a network that is a constant no threshold is named that would leave a path', async () => {
  const notes = async (expression: string, threshold: number): Promise<readonly string[]> =>
    (await run({ ...HELLO, dataset: `{ kind: expression, expression: ${expression}, samples: { train: 60, validation: 20, test: 20 } }`, stages: `[{ kind: fit, starts: { count: 1 }, steps: 20 }, { kind: prune, edgeThreshold: ${threshold} }]` })).notes.filter((text) => text.startsWith('nothing was pruned'));
  const begin = 'nothing was pruned: no path from an input to an output would be left\\. ';
  expect(await notes('0 * (x1 + x2 + x3) + 3', 0.01)).toEqual([expect.stringMatching(`^${begin}No edge has a share of any output: what was trained is a constant\\. More rows, less noise or other inputs may help$`)]);
  expect(await notes('x1 + x2 + x3', 5)).toEqual([expect.stringMatching(`^${begin}The largest share of an edge is 0\\.[1-9]\\S*; lower stages\\.1\\.edgeThreshold or stages\\.1\\.nodeThreshold$`)]);
});
