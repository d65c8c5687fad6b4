import { describe, expect, test } from '@jest/globals';
import { isRead } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { given, made } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { Composer } from '../compose/composer.js';
import { memoryFiles } from '../host/files.js';
import { EngineEvaluator } from '../measure/evaluator.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import type { RunEvent } from '../run/run-events.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();

interface Edge { readonly became: string | null; readonly text?: string; readonly why?: string; readonly asked?: string; readonly r2?: number; readonly nearTies: readonly unknown[] }
interface Stage { readonly kind: string; readonly isSkipped: boolean; readonly edges: readonly Edge[]; readonly read: number; readonly stays: number; readonly trials: number; readonly before: Metrics; readonly metrics: Metrics }
interface Metrics { readonly train: Measured; readonly validation: Measured; readonly test: Measured }
interface Measured { readonly rmse: number; readonly loss: number }

/** What the last stage of a run says, and the notes of the run. */
const run = (dataset: string, network: string, stages: string, place?: MemoryPlace, signal?: AbortSignal, onEvent?: (event: RunEvent) => void, now?: () => number) =>
  runOf(`kind: expression, ${dataset}`, network, stages, {}, place, signal, onEvent, now);

/** @param files texts that the data set names */
async function runOf(dataset: string, network: string, stages: string, files: Readonly<Record<string, string>>, place = new MemoryPlace(), signal?: AbortSignal, onEvent: (event: RunEvent) => void = () => undefined, now: () => number = () => 0) {
  const notes: string[] = [];
  const observer = given(tokens.observer, { observe: (event: RunEvent) => { onEvent(event); if (event.event === 'note') notes.push(event.text!); } });
  const text = `knotwork: 1\nname: symbolified\ndataset: { ${dataset} }\nnetwork: { ${network} }\nstages: ${stages}\n`;
  const composition = await new Composer(standard, [observer, given(tokens.clock, { now, date: () => new Date(0) }), given(tokens.files, memoryFiles(files))]).compose({ text, fileName: 'symbolified.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, place)]);
  const outcome = await composition.run(signal);
  return { ...outcome, stage: (outcome.result['stages'] as Stage[]).at(-1)!, network: outcome.result['network'] as { readonly edges: unknown }, notes, place };
}

const SAMPLES = 'samples: { train: 400, validation: 150, test: 200 }';
const HELLO = `expression: exp(sin(pi * x1) + x2^2), ${SAMPLES}`;
const became = ({ edges }: Stage): (string | null)[] => edges.map((edge) => edge.became);

describe('a network that has the shape of a formula becomes the formula', () => {
  test.each([
    ['a formula of formulas', HELLO, 'widths: [2, 1, 1]', ['sine', 'square', 'exp']],
    ['a product by logarithms', `expression: x1 * x2, domain: [0.2, 2], ${SAMPLES}`, 'widths: [2, 1, 1]', ['log', 'log', 'exp']],
    ['a root that ends at the end of its domain', `expression: sqrt(x1^2 + x2^2), ${SAMPLES}`, 'widths: [2, 1, 1]', ['square', 'square', 'sqrt']],
    ['several outputs', `expression: [sin(3 * x1) + x2^2, x1^2 - exp(x2)], ${SAMPLES}`, 'widths: [2, 2]', ['sine', 'square', 'square', 'exp']],
    ['a line and a polynomial', `expression: 2 * x1^5 - x1^2 - x1 + 3 * x2, ${SAMPLES}`, 'widths: [2, 1]', ['polynomial', 'linear']],
    ['a product of sums, and an edge that is none', `expression: sin(2 * x1) * exp(x2), ${SAMPLES}`, 'widths: [2, 1], layer: multiplicative', ['sine', 'constant', 'exp', 'exp']],
    ['chains of two edges', `expression: 2 * tanh(3 * x1) - x2^2, ${SAMPLES}`, 'widths: [2, 2, 1], layers: { 0: { edges: [{ only: [[0, 0], [1, 1]] }] } }', ['tanh', 'square', 'linear', 'linear']],
    ['edges of several bases', `expression: sin(2 * x1) + exp(x2), ${SAMPLES}`, 'widths: [2, 1], layer: { kind: mixed, bases: [b-spline, chebyshev] }', ['sine', 'exp']],
  ])('%s', async (_, dataset, network, expected) => {
    const { stage } = await run(dataset, network, '[fit, { kind: extend-grid, levels: [10] }, symbolify]');
    // Which factor of a product is which is left to the network.
    expect(became(stage).sort()).toEqual([...expected].sort());
    // Of values about 1 to the last digits; in result.json, of the network itself.
    expect(Math.max(stage.metrics.train.rmse, stage.metrics.validation.rmse, stage.metrics.test.rmse)).toBeLessThan(1e-13);
    expect(stage.before.test.rmse).toBeGreaterThan(1e-8);
  }, 60_000);
});

test('of noisy rows the formula is found all the same, and errs less than the curves did', async () => {
  for (const samples of ['samples: { train: 400, validation: 150, test: 400 }', 'samples: { train: 500, validation: 0, test: 400 }']) {
    const { stage } = await run(`expression: exp(sin(pi * x1) + x2^2), noise: 0.05, ${samples}`, 'widths: [2, 1, 1]', '[fit, symbolify]');
    expect(became(stage)).toEqual(['sine', 'square', 'exp']);
    expect(stage.metrics.test.rmse).toBeLessThan(0.8 * stage.before.test.rmse);
  }
}, 60_000);

test.each([[0.03, 0], [0, 0.3]])('rows of targets over four decades weigh by noise that is in proportion to them, and not by noise of one size: %d of each, and %d beside it', async (share, own) => {
  const stream = randomStream(8, 'noise in proportion');
  const row = (): string => {
    const [x, z] = [10 ** stream.uniform(-1, 1), 10 ** stream.uniform(-1, 1)];
    return `${x},${z},${(2 * x ** 2 + 3 * z) * (1 + share * stream.normal()) + own * stream.normal()}\n`;
  };
  const found = [];
  for (let table = 0; table < 6; table++) {
    const files = { 'rows.csv': `x,z,y\n${Array.from({ length: 250 }, row).join('')}` };
    found.push(await runOf('kind: csv, path: rows.csv, target: y', 'widths: [2, 1], basis: { kind: b-spline, intervals: 3 }', '[fit, { kind: extend-grid, levels: [6, 12] }, symbolify]', files));
  }
  // By squares of the target alone it is a wave, or a polynomial, in some of the tables where noise is in proportion.
  expect(found.map(({ stage }) => became(stage))).toEqual(found.map(() => ['square', 'linear']));
  expect(found.filter(({ notes }) => notes.some((text) => text.startsWith('what the network leaves of rows grows with its values')))).toHaveLength(share > 0 ? 6 : 0);
}, 120_000);

test('an edge that no function fits stays, the others do not, and the network is no worse', async () => {
  const { stage, notes, network } = await run(`expression: cos(12 * abs(x1)^1.5) * exp(-x1) + exp(2 * x2), ${SAMPLES}`, 'widths: [2, 1]', '[fit, { kind: extend-grid, levels: [10, 20, 40] }, symbolify]');
  expect(became(stage)).toEqual([null, 'exp']);
  expect(stage.edges[0]).toMatchObject({ why: 'no function fits' });
  expect(stage.metrics.validation.rmse).toBeLessThan(1.05 * stage.before.validation.rmse);
  expect(notes).toContain('one edge stays what it is, because no function fits without making the network worse: 0:0-0 (layer:input-sum)');
  expect(network.edges).toMatchObject({ free: 1, symbolic: 1 });
}, 60_000);

test('no choice is taken whose functions are not known between the rows, however near they are at them', async () => {
  /** Says of networks that have functions that what enters them hardly varies beside its size. */
  class FarOff extends EngineEvaluator {
    override async activations(...of: Parameters<EngineEvaluator['activations']>): Promise<Samples[]> {
      const found = await super.activations(...of);
      return of[0].structure.layers.some(({ terms }) => terms.some(isRead)) ? found.map((samples) => ({ ...samples, values: samples.values.map((v) => v + 1e9) })) : found;
    }
  }
  const of = async (more: ConstructorParameters<typeof Composer>[1]): Promise<(string | null)[]> => {
    const text = `knotwork: 1\nname: between\ndataset: { kind: expression, expression: sin(2 * x1) + exp(x2), ${SAMPLES} }\nnetwork: { widths: [2, 1] }\nstages: [fit, { kind: symbolify, functions: [sine, exp] }]\n`;
    const composition = await new Composer(standard, more).compose({ text, fileName: 'between.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, new MemoryPlace())]);
    return became(((await composition.run()).result['stages'] as Stage[]).at(-1)!);
  };
  expect([await of([]), await of([made(tokens.evaluator, 'run', [tokens.engine], (engine) => new FarOff(engine))])]).toEqual([['sine', 'exp'], [null, null]]);
}, 60_000);

test('edges become what they are asked to, or stay, and what that costs is told', async () => {
  const asked = '[{ layer: 0, from: 0, to: 0, f: keep }, { layer: 0, from: 1, to: 0, f: log }]';
  const { stage, notes } = await run(HELLO, 'widths: [2, 1, 1]', `[fit, { kind: symbolify, functions: [sine, square, exp], edges: ${asked} }]`);
  expect(became(stage).slice(0, 2)).toEqual([null, 'log']);
  expect(stage.edges.map(({ asked: f, why }) => [f, why]).slice(0, 2)).toEqual([['keep', 'asked'], ['log', undefined]]);
  expect(notes).toContain('the network is worse than before, because of functions that were asked for');
  expect(stage.metrics.train.rmse).toBeGreaterThan(stage.before.train.rmse);
}, 60_000);

test('functions are those that are named', async () => {
  const { stage } = await run(HELLO, 'widths: [2, 1, 1]', '[fit, { kind: symbolify, functions: [sine, { kind: exp }] }]');
  expect(became(stage)).toEqual(['sine', 'polynomial', 'exp']);
}, 60_000);

describe('nothing is NaN where there is hardly anything to read', () => {
  test.each([
    ['targets that are all the same', `expression: 0 * x1 + 3, samples: { train: 50, validation: 20, test: 20 }`, 'widths: [1, 2, 1]', ['constant', 'constant', 'constant', 'constant'], 1e-12],
    ['one row', 'expression: x1 + 3, samples: { train: 1, validation: 0, test: 5 }', 'widths: [1, 1]', ['constant'], 3],
    ['an input without any bearing', `expression: x1^2 + 0 * x2, ${SAMPLES}`, 'widths: [2, 1]', ['square', 'constant'], 1e-13],
  ])('%s', async (_, dataset, network, expected, most) => {
    const { stage, status } = await run(dataset, network, '[{ kind: fit, smoothing: 0 }, symbolify]');
    expect([status, became(stage)]).toEqual(['completed', expected]);
    expect(stage.metrics.test.rmse).toBeLessThan(most);
  }, 60_000);

  test('classes, whose loss has no residuals', async () => {
    const { stage } = await run(`expression: ["sin(pi * x1) + x2^2 > 0.3 ? 1 : 0", "sin(pi * x1) + x2^2 > 0.3 ? 0 : 1"], noise: 0.2, ${SAMPLES}`, 'widths: [2, 1, 2]', '[{ kind: fit, loss: huber }, symbolify]');
    expect(Number.isFinite(stage.metrics.validation.loss)).toBe(true);
    expect(stage.metrics.validation.loss).toBeLessThan(1.3 * stage.before.validation.loss);
  }, 60_000);

  test('a network of too many edges is left as it is, and that is told', async () => {
    const { stage, notes } = await run(HELLO, 'widths: [2, 20, 20, 20, 1]', '[{ kind: fit, optimizer: adam, steps: 5, starts: { count: 1 } }, symbolify]');
    expect(stage).toMatchObject({ isSkipped: true, read: 0, stays: 860 });
    expect(notes.at(-2) ?? notes.at(-1)).toContain('no edge became a function: the network has 860 edges that are curves, and symbolify looks at 300 at most. Prune it first, or raise stages.1.mostEdges');
  }, 60_000);
});

test.each([['below', 1], ['above', -1]] as const)('functions have a value at rows that are held back, %s those of a table that it learns from', async (_, sign) => {
  // The root ends where the first of the rows is that are held back.
  const stream = randomStream(4, 'held back');
  const rows = (ts: readonly number[]): string => `t,y\n${ts.map((t) => `${sign * t},${3 * Math.sqrt(t - 2) + 0.05 * stream.normal()}\n`).join('')}`;
  const files = { 'rows.csv': rows(Array.from({ length: 40 }, (_, n) => 2.2 + n / 4)), 'later.csv': rows([2, 12.5]) };
  const table = 'kind: csv, path: rows.csv, target: y, split: { validation: 0, test: { path: later.csv } }';
  const { stage } = await runOf(table, 'widths: [1, 1]', '[{ kind: fit, steps: 20, starts: { count: 1 } }, symbolify]', files);
  expect(became(stage)).toEqual(['sqrt']);
  expect(stage.metrics.test.rmse).toBeLessThan(0.05);
}, 60_000);

test('a second time there is nothing to read, and the network is what it was', async () => {
  const { stage, notes } = await run(HELLO, 'widths: [2, 1, 1]', '[fit, symbolify, symbolify]');
  expect(stage).toMatchObject({ edges: [], read: 0, stays: 0 });
  expect(notes).toContain('all edges were functions already; their numbers were fitted again');
  expect(stage.metrics.test.rmse).toBeLessThan(1e-13);
}, 60_000);

test('what makes no sense is refused with the way out', async () => {
  const refused = (stage: string): Promise<unknown> => run(HELLO, 'widths: [2, 1, 1]', `[fit, { kind: symbolify, ${stage} }]`);
  await expect(refused('edges: [{ layer: 0, from: 5, to: 0, f: sine }]')).rejects.toThrow('names the edge of layer 0 from 5 to 0, which there is not. Inputs of that layer are 0 to 1, its sums 0 to 0.');
  await expect(refused('edges: [{ layer: 4, from: 0, to: 0, f: sine }]')).rejects.toThrow('which there is not. Layers are 0 to 1.');
  await expect(refused('edges: [{ layer: 0, from: 0, to: 0, f: sine }, { layer: 0, from: 0, to: 0, f: keep }]')).rejects.toThrow('names the edge of layer 0 from 0 to 0 again. Name it once.');
  await expect(refused('functions: [sinus]')).rejects.toThrow('Unknown function "sinus"');
});

test('a run that is cut goes on with what was tried, and comes to the same bytes', async () => {
  const noisy = `expression: exp(sin(pi * x1) + x2^2), noise: 0.1, ${SAMPLES}`;
  // Every look at the clock takes a second, so that every trial is kept.
  const ticking = (): (() => number) => { let at = 0; return () => 1000 * at++; };
  const stages = '[{ kind: fit, steps: 20, starts: { count: 1 } }, symbolify]';
  const whole = await run(noisy, 'widths: [2, 1, 1]', stages, new MemoryPlace(), undefined, undefined, ticking());
  const abort = new AbortController();
  const place = new MemoryPlace();
  let [isThere, looks] = [false, 0];
  const clock = ticking();
  const now = (): number => { if (isThere && ++looks === 12) abort.abort(); return clock(); };
  const cut = await run(noisy, 'widths: [2, 1, 1]', stages, place, abort.signal, (event) => { isThere ||= event.event === 'stage-started' && event.kind === 'symbolify'; }, now);
  expect([cut.status, cut.goesOn]).toEqual(['interrupted', expect.stringMatching(/^after choice \d+ of stage 2\/2 symbolify$/)]);
  const next = await run(noisy, 'widths: [2, 1, 1]', stages, place, undefined, undefined, ticking());
  expect(next.status).toBe('completed');
  for (const name of ['result.json', 'network.json', 'network.safetensors']) expect(next.place.folder.read(name)).toEqual(whole.place.folder.read(name));
}, 60_000);

test.each(['float64', 'float32'])('after a fit of absolute errors, which have no normal equations, edges become functions all the same, in %s', async (precision) => {
  const absolute = 'loss: mean-absolute-error, optimizer: l-bfgs';
  const { stage } = await run(`expression: exp(x1) + x2^2, noise: 0.02, ${SAMPLES}`, 'widths: [2, 1]', `[{ kind: fit, ${absolute} }, symbolify]\nengine: { kind: native, precision: ${precision} }`);
  expect(became(stage)).toEqual(['exp', 'square']);
  expect(stage.metrics.validation.loss).toBeLessThan(1.03 * stage.before.validation.loss);
  // Of rows without noise: the noise averages out in five numbers.
  expect(stage.metrics.test.rmse).toBeLessThan(0.01);
}, 60_000);

test('a ladder goes on with the loss of the stage before, unless it says another', async () => {
  const lossAfter = async (ladder: string): Promise<unknown> => {
    const place = new MemoryPlace();
    await run(`expression: exp(x1) + x2^2, ${SAMPLES}`, 'widths: [2, 1]', `[{ kind: fit, loss: { kind: huber, delta: 0.5 }, steps: 2 }, ${ladder}]`, place);
    const { experiment } = JSON.parse(new TextDecoder().decode(place.folder.read('run.json')!)) as { experiment: { stages: { fit?: { loss?: unknown } }[] } };
    return experiment.stages[1]!.fit?.loss;
  };
  expect(await lossAfter('{ kind: extend-grid, levels: [6], fit: { steps: 1 } }')).toEqual({ kind: 'huber', delta: 0.5 });
  expect(await lossAfter('{ kind: extend-grid, levels: [6], fit: { steps: 1, loss: mean-squared-error } }')).toEqual({ kind: 'mean-squared-error' });
});
