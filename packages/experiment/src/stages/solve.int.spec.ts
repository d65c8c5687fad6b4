import { beforeAll, describe, expect, test } from '@jest/globals';
import { trace } from '@knotwork/algebra';
import { loadNetwork } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import type { TrainingEvent } from '@knotwork/plugin';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { Composer } from '../compose/composer.js';
import { installed } from '../compose/installed.js';
import { memoryFiles } from '../host/files.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import type { RunEvent } from '../run/run-events.js';
import type { RunOutcome } from '../run/recipe.js';
import type { DerivativeRead } from '../measure/derivatives-at.js';
import type { Errors } from '../measure/errors-of-estimates.js';
import type { SolutionReport } from '../measure/solution.js';
import type { Uncertainty } from '../measure/uncertainty.js';
import type { EquationData } from '@knotwork/symbolic';
import { tokens } from '../tokens.js';

// Equations from a file to a solution, whose error is known.

const standard = await standardPackages();

interface Setting { readonly dataset: string; readonly network?: string; readonly stages: string; readonly files?: Readonly<Record<string, string>> }
interface Stage extends SolutionReport, Partial<Errors> { readonly uncertainty?: Uncertainty; readonly sizes?: Readonly<Record<string, number>>; readonly criterion: number; readonly ending: string; readonly steps: number; readonly starts: readonly number[]; readonly counts: { readonly jacobians: number }; readonly rungs: readonly (SolutionReport & { readonly isBetter?: boolean; readonly level: readonly number[]; readonly functionChange: number | null; readonly derivativeChange?: number; readonly counts: { readonly jacobians: number } })[] }
interface Result { readonly metrics: { readonly train: Readonly<Record<string, number>>; readonly test: Readonly<Record<string, number>> | null }; readonly stages: readonly Stage[]; readonly formula: { readonly outputs: EquationData['outputs'] } | null }
interface Ran { readonly outcome: RunOutcome; readonly result: Result; readonly stage: Stage; readonly place: MemoryPlace; readonly events: readonly RunEvent[]; readonly saves: number }

/** Runs a file, or goes on with it; time passes whenever somebody looks. @param stopAt number of the checkpoint after which the run is ended, from 1; 0 for none */
async function run({ dataset, network = '{ widths: [2, 2, 1] }', stages, files = {} }: Setting, { place = new MemoryPlace(), stopAt = 0, perLook = 400 }: { place?: MemoryPlace; stopAt?: number; perLook?: number } = {}): Promise<Ran> {
  const abort = new AbortController();
  const events: RunEvent[] = [];
  let [looks, saves] = [0, 0];
  const write = place.folder.write.bind(place.folder);
  place.folder.write = (name, content) => { write(name, content); if (name === 'checkpoint.json' && ++saves === stopAt) abort.abort(); };
  const text = `knotwork: 1\nname: solved\nseed: 3\ndataset: ${dataset}\nnetwork: ${network}\nstages: ${stages}\n`;
  const composition = await new Composer(standard, [
    given(tokens.observer, { observe: (event: RunEvent) => { events.push(event); } }), given(tokens.clock, { now: () => perLook * looks++, date: () => new Date(0) }), given(tokens.files, memoryFiles(files)),
  ]).compose({ text, fileName: 'solved.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, place)]);
  const outcome = await composition.run(abort.signal);
  place.folder.write = write;
  const result = outcome.result as unknown as Result;
  return { outcome, result, stage: result.stages.at(-1)!, place, events, saves };
}
const stepsOf = (events: readonly RunEvent[]): TrainingEvent[] => events.filter((event) => event.event === 'step') as unknown as TrainingEvent[];
const notesOf = (events: readonly RunEvent[]): string[] => events.flatMap((event) => (event.event === 'note' ? [event.text!] : []));
const bytes = ({ folder }: MemoryPlace): unknown => ['result.json', 'network.json', 'network.safetensors'].map((name) => folder.read(name));

const POISSON = `{ kind: domain, coordinates: { x: [-1, 1], y: [-1, 1] }, equations: u_xx + u_yy = -2*pi^2*sin(pi*x)*sin(pi*y), conditions: [{ on: boundary, equation: u = 0 }],
  reference: sin(pi*x)*sin(pi*y), points: { inside: 400, face: 40, test: 400 } }`;

describe('Poisson on a square', () => {
  test('is solved; errors, residuals and levels are told, and nothing is said of training points, which have no targets', async () => {
    const { result, stage, events } = await run({ dataset: POISSON, stages: '[{ kind: solve, starts: { count: 4, steps: 25 }, steps: 40, levels: [10] }]' });
    expect(stage.relativeL2!['u']).toBeLessThan(1e-4);
    expect(result.metrics.train).toEqual({});
    // Half of sin^2 times half of sin^2 is a quarter: the norm of the reference, on a grid with its ends.
    expect(result.metrics.test!['rmse']! / Math.sqrt(0.25 * (19 / 20) ** 2)).toBeCloseTo(stage.relativeL2!['u']!, 8);
    expect(stage.rungs.map(({ level }) => level)).toEqual([[5, 5], [10, 10]]);
    expect(stage.rungs[1]!.relativeL2!['u']).toBe(stage.relativeL2!['u']);
    expect(stage.rungs[1]!.objective).toBeLessThan(stage.rungs[0]!.objective / 10);
    // Measured: rounding, and more of it in derivatives.
    expect(stage.rungs[0]).toMatchObject({ functionChange: null });
    expect(stage.rungs[0]).not.toHaveProperty('derivativeChange');
    const { functionChange, derivativeChange } = stage.rungs[1]!;
    expect([functionChange! > 0 && functionChange! < 1e-13, derivativeChange! > functionChange! && derivativeChange! < 1e-11]).toEqual([true, true]);
    // The objective is half of the weighted mean squares: 0.01 of the equation, 1 of conditions.
    const { 'equation': inside, 'condition 1': edge } = stage.residuals as { readonly equation: number; readonly 'condition 1': number };
    expect(stage.objective).toBeCloseTo(0.5 * (0.01 * inside ** 2 + edge ** 2), 15);
    expect(stage.criterion).toBe(stage.objective);
    expect(stage.starts).toHaveLength(4);
    expect(events.filter(({ event }) => event === 'rung')).toHaveLength(2);
    expect(stage.steps).toBeLessThanOrEqual(4 * 25 + 2 * 40);
  });

  test('the best start goes on, and an extension changes nothing', async () => {
    const { stage, events } = await run({ dataset: POISSON, stages: '[{ kind: solve, starts: { count: 3, steps: 12 }, steps: 15, levels: [10] }]' });
    const steps = stepsOf(events);
    const first = steps.findIndex(({ start }) => start === undefined);
    // Twice the objective is what steps tell of residuals.
    expect(steps[first]!.loss! / 2 / Math.min(...stage.starts)).toBeCloseTo(1, 9);
    const extended = steps.findIndex(({ step }, k) => k > first && step === 0);
    expect(steps[extended]!.loss! / steps[extended - 1]!.loss!).toBeCloseTo(1, 6);
  });

  test('cut after any save it goes on to the same bytes, points drawn anew included', async () => {
    const setting: Setting = { dataset: POISSON.replace('inside: 400', 'inside: 150'), stages: '[{ kind: solve, starts: { count: 2, steps: 8 }, steps: 12, levels: [10], draw: { every: 4 } }]' };
    // So much time passes that every round is kept in the middle, and at its end.
    const perLook = 2500;
    const whole = await run(setting, { perLook });
    expect(whole.saves).toBeGreaterThan(20);
    for (const stopAt of [1, 2, 3, 5, 7, 10, 14, 18, whole.saves - 1]) {
      const cut = await run(setting, { stopAt, perLook });
      if (cut.outcome.status !== 'interrupted') continue;
      const { place } = await run(setting, { place: cut.place, perLook });
      expect(bytes(place)).toEqual(bytes(whole.place));
    }
  });

  test('points that are drawn anew are others in every round, and the solution is as good', async () => {
    const losses = async (draw: string): Promise<{ readonly jumps: number; readonly error: number }> => {
      const { events, stage } = await run({ dataset: POISSON, stages: `[{ kind: solve, starts: { count: 3, steps: 20 }, steps: 40, levels: [10], draw: ${draw} }]` });
      const steps = stepsOf(events).filter(({ start }) => start === undefined);
      // Where a round ends, the network stays, and the objective is told over other points.
      return { jumps: steps.filter(({ step, loss }, k) => k > 0 && step === steps[k - 1]!.step && step > 0 && loss !== steps[k - 1]!.loss).length, error: stage.relativeL2!['u']! };
    };
    expect(await losses('once')).toMatchObject({ jumps: 0 });
    for (const by of ['uniform', 'residual']) {
      const { jumps, error } = await losses(`{ every: 10, by: ${by} }`);
      expect(jumps).toBe(6);
      expect(error).toBeLessThan(1e-3);
    }
  });

  test('what comes after learns from the solution: an edge of what solves u_xx = -u becomes a sine', async () => {
    const { result, stage } = await run({
      dataset: '{ kind: domain, coordinates: { x: [0, 2] }, equations: u_xx + u = 0, conditions: [{ on: x=0, equation: [u = 0, u_x = 1] }], reference: sin(x), points: { inside: 60 } }', network: '{ widths: [1, 1] }',
      stages: '[{ kind: solve, starts: { count: 1 }, steps: 30 }, { kind: symbolify }]',
    });
    expect(stage).toMatchObject({ kind: 'symbolify' });
    const [output] = result.formula!.outputs;
    expect(output!.text).toMatch(/sin\(/);
    // It is about the points that the stage learned from, and says nothing of noise, since nothing was observed there.
    expect(output).toMatchObject({ rows: 60, error: { train: null, validation: null, test: null } });
    expect(output!.constants.map(({ error }) => error)).toEqual(output!.constants.map(() => null));
    expect(output!.difference!.rows).toBe(60);
    // Fitted to the solution, which is right to six digits.
    expect(result.metrics.test!['rmse']).toBeLessThan(1e-5);
  });
});

test('a number of the equations is found from measured rows, and told', async () => {
  const stream = randomStream(5, 'noise');
  const rows = Array.from({ length: 200 }, () => { const t = stream.uniform(0, 2); return `${t},${Math.exp(-1.7 * t) + 0.01 * stream.normal()}`; });
  const { result, events } = await run({
    dataset: '{ kind: domain, coordinates: { t: [0, 2] }, equations: u_t = -k*u, conditions: [{ on: t=0, equation: u = 1 }], parameters: { k: 0.5 }, measured: [{ path: m.csv }], weight: 1, points: { inside: 100 } }',
    network: '{ widths: [1, 1] }', stages: '[{ kind: solve, starts: { count: 1 }, steps: 60 }, { kind: solve, steps: 1 }]', files: { 'm.csv': `t,u\n${rows.join('\n')}\n` },
  });
  const [stage] = result.stages as readonly [Stage];
  // The second stage begins with what the first one found, in the network and beside it.
  const second = stepsOf(events).slice(stepsOf(events).findLastIndex(({ step }) => step === 0));
  expect(second[0]!.loss! / 2 / stage.objective).toBeCloseTo(1, 9);
  expect(Math.abs(stage.estimates!['k']! / 1.7 - 1)).toBeLessThan(0.01);
  expect(stage.residuals['measured']).toBeCloseTo(0.01, 2);
  expect(stage.relativeL2).toBeUndefined();
});

test('the result has the numbers by which the last stage that does judges itself', async () => {
  const { result } = await run({
    dataset: '{ kind: domain, coordinates: { t: [0, 2] }, equations: u_t = -u, conditions: [{ on: t=0, equation: u = 1 }], points: { inside: 100 } }', network: '{ widths: [1, 1] }',
    stages: '[{ kind: solve, starts: { count: 1 }, steps: 1 }, { kind: solve, steps: 3 }]',
  });
  const [first, last] = result.stages as readonly [Stage, Stage];
  const { stage: judged } = result.metrics as unknown as { readonly stage: Readonly<Record<string, number>> };
  expect(last.objective).toBeLessThan(first.objective);
  expect([judged['objective'], judged['residual.equation'], judged['residual']]).toEqual([last.objective, last.residuals['equation'], Math.max(...Object.values(last.residuals))]);
});

describe('stages after one that solved equations', () => {
  const decay = (stages: string): Setting => ({
    dataset: '{ kind: domain, coordinates: { t: [0, 2] }, equations: u_t = -k*u, conditions: [{ on: t=0, equation: u = 1 }], parameters: { k: 0.5 }, measured: [{ path: m.csv }], reference: exp(-t), points: { inside: 80 } }', network: '{ widths: [1, 1] }',
    stages: `[{ kind: solve, starts: { count: 1 }, steps: 30 }, ${stages}]`, files: { 'm.csv': `t,u\n${Array.from({ length: 20 }, (_, k) => `${k / 10},${Math.exp(-k / 10)}`).join('\n')}\n` },
  });
  interface Judged { readonly metrics?: { readonly test: Readonly<Record<string, number>>; readonly stage: Readonly<Record<string, number>> }; readonly before?: Judged['metrics']; readonly kept?: number; readonly rungs?: readonly Judged[] }
  const judged = async (setting: Setting): Promise<{ readonly all: NonNullable<Judged['metrics']>; readonly stages: readonly Judged[] }> => {
    const { result: { metrics: all, stages } } = await run(setting);
    return { all: all as never, stages: stages as unknown as readonly Judged[] };
  };

  test('are judged as it was, and the result is about the network that there is in the end', async () => {
    const { all, stages: [solved, read] } = await judged(decay('{ kind: symbolify, edges: [{ layer: 0, from: 0, to: 0, f: square }] }'));
    // Before anything is changed, at the same points, the numbers are the same; what was found stays.
    expect(read!.before).toEqual(solved!.metrics);
    expect(Object.keys(all.stage)).toEqual(Object.keys(solved!.metrics!.stage));
    expect(all.stage).toEqual(read!.metrics!.stage);
    expect(all.stage['estimate.k']).toBe(solved!.metrics!.stage['estimate.k']);
    // No parabola decays so.
    expect(all.stage['residual.equation']).toBeGreaterThan(100 * solved!.metrics!.stage['residual.equation']!);
    const [before, after] = [solved!.metrics!, all].map(({ test: { rmse }, stage }) => rmse! / stage['relativeL2.u']!) as [number, number];
    expect(after / before).toBeCloseTo(1, 9);
  });

  test.each(['{ kind: fit, steps: 3 }', '{ kind: extend-grid, levels: [10], fit: { smoothing: auto, steps: 2 } }', '{ kind: prune }', '{ kind: prune }, { kind: fit, steps: 1 }'])('have the numbers of their own networks, whatever they are: %s', async (later) => {
    const { all, stages: [solved, ...others] } = await judged(decay(later));
    const { metrics, kept, rungs } = others.at(-1)!;
    expect(all.stage).toEqual((metrics ?? rungs![kept!]!.metrics!).stage);
    expect(all.test['rmse']! / all.stage['relativeL2.u']! / (solved!.metrics!.test['rmse']! / solved!.metrics!.stage['relativeL2.u']!)).toBeCloseTo(1, 6);
  });

  test('cut after any save, a run goes on to the same bytes', async () => {
    const setting = decay('{ kind: fit, steps: 4 }, { kind: symbolify, edges: [{ layer: 0, from: 0, to: 0, f: square }] }');
    const perLook = 2500;
    const whole = await run(setting, { perLook });
    for (let stopAt = 1; stopAt < whole.saves; stopAt++) {
      const cut = await run(setting, { stopAt, perLook });
      if (cut.outcome.status !== 'interrupted') continue;
      const { place } = await run(setting, { place: cut.place, perLook });
      expect([stopAt, bytes(place)]).toEqual([stopAt, bytes(whole.place)]);
    }
  }, 60_000);
});

test('how sure a number is: what theory says of exp(-k t), which the noise of measured rows bends by its derivative in k', async () => {
  const stream = randomStream(8, 'noise');
  const times = Array.from({ length: 150 }, () => stream.uniform(0, 2));
  const rows = times.map((t) => `${t},${Math.exp(-1.7 * t) + 0.02 * stream.normal()}`);
  const { stage } = await run({
    dataset: '{ kind: domain, coordinates: { t: [0, 2] }, equations: u_t = -k*u, conditions: [{ on: t=0, equation: u = 1, weight: 30000 }], parameters: { k: 0.5 }, measured: [{ path: m.csv, weight: 3 }], weight: 30000, points: { inside: 100 } }',
    network: '{ widths: [1, 1] }', stages: '[{ kind: solve, starts: { count: 1 }, steps: 60 }]', files: { 'm.csv': `t,u\n${rows.join('\n')}\n` },
  });
  const theory = 0.02 / Math.sqrt(times.reduce((sum, t) => sum + (t * Math.exp(-1.7 * t)) ** 2, 0));
  expect(stage.standardErrors!['k']! / stage.noise!['measured']! / (theory / 0.02)).toBeCloseTo(1, 1);
  expect(Math.abs(stage.noise!['measured']! / 0.02 - 1)).toBeLessThan(0.15);
  // Equation and condition hold: one number alone can follow the rows.
  expect(stage.edf).toBeCloseTo(1, 1);
  // The network follows one of 150 parts of the noise.
  expect(stage.uncertainty!.measured / Math.sqrt(3 * (stage.residuals['measured']! ** 2) * stage.edf! / 150)).toBeCloseTo(1, 10);
});

test('functions that print no equation, since they go on as lines outside of the domain, are told at the end of a run that solved equations', async () => {
  const decaying = (network: string): Promise<Ran> => run({ dataset: '{ kind: domain, coordinates: { t: [0, 2] }, equations: u_t = -u, conditions: [{ on: t=0, equation: u = 1 }], weight: 1, points: { inside: 30 } }', network, stages: '[{ kind: solve, starts: { count: 1 }, steps: 20 }]' });
  const edges = 'basis: { kind: function, f: exp }';
  const notes = async (network: string): Promise<readonly string[]> => notesOf((await decaying(network)).events).filter((text) => text.startsWith('all edges are functions'));
  expect(await notes(`{ widths: [1, 1], ${edges} }`)).toEqual([expect.stringMatching(/write outside: free there \(network\.layers\.0\)$/)]);
  expect(await notes(`{ widths: [1, 1], outside: free, ${edges} }`)).toEqual([]);
});

describe('how sure numbers are', () => {
  const noisy = (seed: number, count: number, of: (t: number) => readonly number[], sizes: readonly number[]): string => {
    const stream = randomStream(seed, 'noise');
    return Array.from({ length: count }, () => { const t = stream.uniform(0, 2); return [t, ...of(t).map((v, k) => v + sizes[k]! * stream.normal())].join(','); }).join('\n');
  };
  const decay = (equation: string, parameters: string, more: string, rows: string, header = 't,u'): Setting => ({
    dataset: `{ kind: domain, coordinates: { t: [0, 2] }, equations: ${equation}, conditions: [{ on: t=0, equation: u = 1, exact: true }], parameters: ${parameters}, measured: [{ path: m.csv }], weight: 3000, points: { inside: 60 }${more} }`,
    network: '{ widths: [1, 1] }', stages: '[{ kind: solve, starts: { count: 1 }, steps: 60 }]', files: { 'm.csv': `${header}\n${rows}\n` },
  });

  test('numbers that only together change anything have no standard error, and others beside them have', async () => {
    const rows = noisy(3, 60, (t) => [Math.exp(-0.5 * t)], [0.01]);
    const { stage, events } = await run(decay('u_t = -(a + b)*u', '{ a: 0.1, b: 0.2 }', '', rows));
    expect(stage.standardErrors).toEqual({ a: null, b: null });
    expect(notesOf(events)).toContain('"a" and "b" are not determined: other values of them together come as near to equations and measured rows. Measure what tells them apart, or give one of them under constants');
    const alone = await run(decay('u_t = -a*u', '{ a: 0.1 }', '', rows));
    expect(stage.estimates!['a']! + stage.estimates!['b']!).toBeCloseTo(alone.stage.estimates!['a']!, 6);
    expect(alone.stage.standardErrors!['a']! / 0.01).toBeGreaterThan(0.1);
    expect(notesOf(alone.events).filter((note) => note.includes('determined'))).toEqual([]);
  });

  test('of several measured columns, each has a noise of its own, and both say how sure a number is', async () => {
    const stages = '[{ kind: solve, starts: { count: 1 }, steps: 60 }]';
    const system = (columns: readonly number[]): Setting => ({
      dataset: `{ kind: domain, coordinates: { t: [0, 2] }, unknowns: [u, v], equations: [u_t = -k*u, v_t = -k*v], conditions: [{ on: t=0, equation: u = 1, exact: true }, { on: t=0, equation: v = 1, exact: true }], parameters: { k: 0.5 }, measured: [{ path: m.csv }], weight: 3000, points: { inside: 60 } }`,
      network: '{ widths: [1, 2] }', stages,
      files: { 'm.csv': `${['t', 'u', 'v'].filter((_, k) => k === 0 || columns.includes(k)).join(',')}\n${noisy(9, 300, (t) => [Math.exp(-1.7 * t), Math.exp(-1.7 * t)], [0.02, 0.03]).split('\n').map((line) => line.split(',').filter((_, k) => k === 0 || columns.includes(k)).join(',')).join('\n')}\n` },
    });
    const [both, first, second] = [await run(system([1, 2])), await run(system([1])), await run(system([2]))];
    const { standardErrors, noise } = both.stage;
    expect(Object.keys(noise!)).toEqual(['measured.u', 'measured.v']);
    expect([noise!['measured.u']! / 0.02, noise!['measured.v']! / 0.03].every((ratio) => Math.abs(ratio - 1) < 0.1)).toBe(true);
    // Weighted alike, both columns have half of the say.
    const alone = [first, second].map(({ stage }) => stage.standardErrors!['k']!);
    expect(standardErrors!['k']! / Math.hypot(0.5 * alone[0]!, 0.5 * alone[1]!)).toBeCloseTo(1, 1);
  });

  test('rows that are no more than numbers say nothing of how sure these are', async () => {
    const { stage, events } = await run(decay('u_t = -a*u', '{ a: 0.1 }', '', '1,0.6'));
    expect(stage.standardErrors).toEqual({ a: null });
    expect(notesOf(events).find((note) => note.includes('too few'))).toMatch(/^one measured row is too few to say how sure a number is: the network follows them with \S+ degrees of freedom$/);
  });

  test('numbers of a fit that is far from the rows are told to be that, and those of a good one are not', async () => {
    const stream = randomStream(7, 'logistic');
    const rows = Array.from({ length: 60 }, (_, n) => { const t = n / 12; return `${t},${1 / (1 + 9 * Math.exp(-1.3 * t)) + 0.01 * stream.normal()}`; }).join('\n');
    const logistic = async (parameters: string): Promise<Ran> => run({
      dataset: `{ kind: domain, coordinates: { t: [0, 5] }, equations: u_t = k*u*(1 - u/c), conditions: [{ on: t=0, equation: u = 0.1, weight: 100 }], parameters: ${parameters}, measured: [{ path: m.csv }], weight: 100, points: { inside: 200 } }`,
      network: '{ widths: [1, 1] }', stages: '[{ kind: solve, starts: { count: 1 }, steps: 100 }]', files: { 'm.csv': `t,u\n${rows}\n` },
    });
    const told = ({ events }: Ran): string[] => notesOf(events).filter((text) => /do not determine|is no noise/.test(text));
    const lost = await logistic('{ k: 0.5, c: 2 }');
    expect(lost.stage.standardErrors!['c']!).toBeGreaterThan(10 * Math.abs(lost.stage.estimates!['c']!));
    expect(told(lost)).toEqual([expect.stringMatching(/^rows do not determine "c": its standard error is \S+, and the number -\S+$/), expect.stringMatching(/^what is left of measured rows, 0\.2\d in the root mean square, is no noise: .*starts: \{ count: 8 \}.*positive: true/)]);
    const good = await logistic('{ k: 0.5, c: { initial: 2, positive: true } }');
    expect(good.stage.estimates!['c']).toBeCloseTo(1, 1);
    expect(told(good)).toEqual([]);
  });

  test('a number that must be positive and went to the end is no estimate', async () => {
    const { stage, events } = await run(decay('u_t = a*u', '{ a: { initial: 0.5, positive: true } }', '', noisy(4, 60, (t) => [Math.exp(-0.5 * t)], [0.01])));
    expect(stage.estimates!['a']).toBeLessThan(1.1e-6);
    expect(stage.standardErrors).toEqual({ a: null });
    expect(notesOf(events).find((note) => note.startsWith('"a" went to'))).toMatch(/the smallest value that it may have/);
  });
});

test('causal weights lower what later points count for, until the second half of the last level', async () => {
  const setting = (more: string): Setting => ({
    dataset: '{ kind: domain, coordinates: { t: [0, 1] }, equations: u_t = 5*u, conditions: [{ on: t=0, equation: u = 1 }], reference: exp(5*t), weight: 1, points: { inside: 80 } }', network: '{ widths: [1, 1] }',
    stages: `[{ kind: solve, starts: { count: 1 }, steps: 20${more} }]`,
  });
  const firstOf = ({ events }: Ran): number => stepsOf(events).find(({ step }) => step === 0)!.loss!;
  const [plain, causal] = [await run(setting('')), await run(setting(', causal: { along: t, every: 5 }'))];
  // The same network at the beginning, whose later residuals count for less.
  expect(firstOf(causal)).toBeLessThan(0.9 * firstOf(plain));
  // At the end nothing is weighed: what steps tell is the objective.
  expect(stepsOf(causal.events).at(-1)!.loss! / 2).toBeCloseTo(causal.stage.objective, 15);
  expect(causal.stage.relativeL2!['u']).toBeLessThan(1e-3);
});

/** Lorenz's equations from (1, 1, 1), by the classical Runge-Kutta method: a table of times. */
function lorenz(end: number, rows: number): string {
  const slope = ([x, y, z]: readonly number[]): number[] => [10 * (y! - x!), x! * (28 - z!) - y!, x! * y! - (8 / 3) * z!];
  const moved = (u: readonly number[], v: readonly number[], h: number): number[] => u.map((one, k) => one + h * v[k]!);
  const [lines, each] = [['t,x,y,z'], 50];
  const h = end / rows / each;
  let u = [1, 1, 1];
  for (let row = 0; row <= rows; row++) {
    lines.push([(row * end) / rows, ...u].join(','));
    for (let k = 0; k < each; k++) {
      const a = slope(u);
      const b = slope(moved(u, a, h / 2));
      const c = slope(moved(u, b, h / 2));
      const d = slope(moved(u, c, h));
      u = u.map((one, j) => one + (h / 6) * (a[j]! + 2 * b[j]! + 2 * c[j]! + d[j]!));
    }
  }
  return lines.join('\n');
}

describe('time that is solved part by part', () => {
  const setting = (more: string): Setting => ({
    dataset: `{ kind: domain, coordinates: { t: [0, 1] }, unknowns: [x, y, z], equations: [x_t = 10*(y - x), y_t = x*(28 - z) - y, z_t = x*y - 8/3*z], conditions: [{ on: t=0, equation: [x = 1, y = 1, z = 1] }],
      weight: 1, points: { inside: 160 }, reference: { path: r.csv } }`,
    network: '{ widths: [1, 3], basis: { kind: b-spline, degree: 5, intervals: 40 } }', stages: `[{ kind: solve, starts: { count: 1 }, steps: 100${more} }]`, files: { 'r.csv': lorenz(1, 50) },
  });

  test('finds what all of the time at once does not', async () => {
    const [plain, marched] = [await run(setting('')), await run(setting(', march: { along: t, windows: 10, steps: 10 }'))];
    expect(plain.stage.relativeL2!['x']).toBeGreaterThan(0.1);
    expect(marched.stage.relativeL2!['x']).toBeLessThan(0.01);
  });

  test('ten steps a part, and then the steps of the level on the whole; starts see the first part alone', async () => {
    const { events, stage } = await run({ ...setting(''), stages: '[{ kind: solve, starts: { count: 2, steps: 7 }, steps: 15, levels: [80], march: { along: t, windows: 4, steps: 10 } }]' });
    const steps = stepsOf(events).filter(({ start }) => start === undefined);
    // Points of a part are others: the objective is told anew where one begins.
    const begins = steps.flatMap(({ step, loss }, k) => (k > 0 && step === steps[k - 1]!.step && loss !== steps[k - 1]!.loss ? [step] : []));
    expect(begins).toEqual([10, 20, 30]);
    // What is left of the last part is what the whole begins with: it is the last part.
    expect(steps.filter(({ step }) => step === 40).map(({ loss }) => loss)).toEqual([expect.any(Number), steps.find(({ step }) => step === 40)!.loss]);
    expect(Math.max(...steps.map(({ step }) => step))).toBe(55);
    expect(stage.rungs.map(({ level }) => level)).toEqual([[40], [80]]);
    // Starts are judged where the first part begins.
    expect(steps[0]!.loss! / 2 / Math.min(...stage.starts)).toBeCloseTo(1, 9);
  });

  describe('with a network that is stretched along', () => {
    // A sine that travels around a ring; x is periodic.
    const advection = (more: string): Setting => ({
      dataset: '{ kind: domain, coordinates: { t: [0, 1], x: [0, 2*pi] }, equations: u_t + 3*u_x = 0, conditions: [{ on: t=0, equation: u = sin(x) }], reference: sin(x - 3*t), points: { inside: 400, face: 40, test: 200 } }',
      network: '{ widths: [2, 4, 1], layers: { 0: { edges: [{ only: [[0, 0], [0, 1], [0, 2], [0, 3]] }, { only: [[1, 0], [1, 1], [1, 2], [1, 3]], basis: { kind: fourier, periodic: true, modes: 1 } }] }, 1: { inputMap: interval } } }',
      stages: `[{ kind: solve, starts: { count: 3, steps: 30 }, steps: 60${more} }]`,
    });

    test('finds what a network cannot whose later part was guessed', async () => {
      const [pressed, stretched] = [await run(advection(', march: { along: t, windows: 10, steps: 10 }')), await run(advection(', march: { along: t, windows: 10, steps: 10, stretch: true }'))];
      expect(pressed.stage.relativeL2!['u']).toBeGreaterThan(0.1);
      expect(stretched.stage.relativeL2!['u']).toBeLessThan(1e-3);
    });

    test.each(['once', '{ every: 40, by: uniform }'])('a part is solved in its time, and the network is what it was in its own when more counts: draw %s', async (draw) => {
      const { events } = await run({
        dataset: '{ kind: domain, coordinates: { t: [0, 1] }, equations: u_t = 2*t, conditions: [{ on: t=0, equation: u = 0, exact: true }], weight: 1, points: { inside: 400 } }', network: '{ widths: [1, 1] }',
        stages: `[{ kind: solve, starts: { count: 1 }, steps: 5, draw: ${draw}, march: { along: t, windows: 2, steps: 40, stretch: true } }]`,
      });
      const steps = stepsOf(events);
      const begin = steps.findLastIndex(({ step }) => step === 40);
      expect(steps[begin - 1]!.loss).toBeLessThan(1e-20);
      // u = 2 t v(2 t) = t^2 until t = 1/2; then 2 t v(t) = t^2 / 2, whose slope falls short by t.
      expect(Math.abs(steps[begin]!.loss! - 1 / 3)).toBeLessThan(0.05);
    });

    test('ends with what outputs hold in the time of the equations', async () => {
      const setting = (more: string): Setting => ({
        dataset: '{ kind: domain, coordinates: { t: [0, 2], x: [0, 1] }, equations: u_t = -u_x, conditions: [{ on: [t=0, x=0], equation: u = sin(x - t), exact: true }], reference: sin(x - t), points: { inside: 200, face: 20, test: 200 } }',
        stages: `[{ kind: solve, starts: { count: 2, steps: 5 }, steps: 10${more} }]`,
      });
      const [plain, stretched] = [await run(setting('')), await run(setting(', march: { along: t, windows: 2, steps: 10, stretch: true }'))];
      const outputsOf = ({ place }: Ran): unknown => (JSON.parse(place.folder.text('network.json')!) as { outputs: unknown }).outputs;
      expect(outputsOf(plain)).toEqual([expect.objectContaining({ conditions: expect.anything() })]);
      expect(outputsOf(stretched)).toEqual(outputsOf(plain));
      expect(stretched.stage.relativeL2!['u']).toBeLessThan(1e-3);
    });
  });

  test.each(['', ', stretch: true'])('cut after any save it goes on to the same bytes, with weights and points drawn anew: march%s', async (more) => {
    const whole: Setting = { ...setting(''), stages: `[{ kind: solve, starts: { count: 2, steps: 5 }, steps: 8, march: { along: t, windows: 3, steps: 5${more} }, draw: { every: 4 }, causal: { along: t } }]` };
    const perLook = 2500;
    const undisturbed = await run(whole, { perLook });
    for (const stopAt of [2, 4, 6, 8, 10, 12]) {
      const cut = await run(whole, { stopAt, perLook });
      expect(cut.outcome.status).toBe('interrupted');
      const { place } = await run(whole, { place: cut.place, perLook });
      expect(bytes(place)).toEqual(bytes(undisturbed.place));
    }
  });
});

test('causal weights are those of points of a table, too', async () => {
  const rows = Array.from({ length: 80 }, (_, k) => `${(k + 0.5) / 80}`).join('\n');
  const setting = (more: string): Setting => ({
    dataset: '{ kind: domain, coordinates: { t: [0, 1] }, equations: u_t = 5*u, conditions: [{ on: t=0, equation: u = 1 }], reference: exp(5*t), weight: 1, points: { inside: { path: p.csv } } }', network: '{ widths: [1, 1] }',
    stages: `[{ kind: solve, starts: { count: 1 }, steps: 20${more} }]`, files: { 'p.csv': `t\n${rows}\n` },
  });
  const firstOf = ({ events }: Ran): number => stepsOf(events).find(({ step }) => step === 0)!.loss!;
  expect(firstOf(await run(setting(', causal: { along: t, every: 5 }')))).toBeLessThan(0.9 * firstOf(await run(setting(''))));
});

describe('Weights that follow what is left of equations', () => {
  const both = 'balance: { points: quadratic, blocks: gradients, every: 4 }';

  test('are others in every round; what is reported has the weights of the data set', async () => {
    const { stage, events } = await run({ dataset: POISSON, stages: `[{ kind: solve, starts: { count: 2, steps: 8 }, steps: 20, levels: [10], ${both} }]` });
    const steps = stepsOf(events).filter(({ start }) => start === undefined);
    // Where a round ends, the network stays, and the objective is told with other weights.
    expect(steps.filter(({ step, loss }, k) => k > 0 && step === steps[k - 1]!.step && step > 0 && loss !== steps[k - 1]!.loss)).toHaveLength(8);
    const { 'equation': inside, 'condition 1': edge } = stage.residuals as { readonly equation: number; readonly 'condition 1': number };
    expect(stage.objective / (0.5 * (0.01 * inside ** 2 + edge ** 2))).toBeCloseTo(1, 12);
    expect(stage.criterion).toBe(stage.objective);
    const { weights } = stage as unknown as { readonly weights: Readonly<Record<string, number>> };
    expect(weights['equation']! + weights['condition 1']!).toBeCloseTo(1.01, 12);
    expect(weights['equation']).not.toBe(0.01);
  });

  test('are kept: cut after any save, within rounds and between them, a run goes on to the same bytes', async () => {
    const setting: Setting = {
      dataset: '{ kind: domain, coordinates: { t: [0, 1] }, equations: u_t = 5*u, conditions: [{ on: t=0, equation: u = 1 }], weight: 1, points: { inside: 40 } }', network: '{ widths: [1, 1] }',
      stages: `[{ kind: solve, starts: { count: 2, steps: 5 }, steps: 6, ${both} }]`,
    };
    const perLook = 2500;
    const whole = await run(setting, { perLook });
    const within: boolean[] = [];
    for (let stopAt = 1; stopAt < whole.saves; stopAt++) {
      const cut = await run(setting, { stopAt, perLook });
      if (cut.outcome.status !== 'interrupted') continue;
      within.push(/"fit":/.test(new TextDecoder().decode(cut.place.folder.read('checkpoint.json')!)));
      const { place } = await run(setting, { place: cut.place, perLook });
      expect([stopAt, bytes(place)]).toEqual([stopAt, bytes(whole.place)]);
    }
    expect(new Set(within).size).toBe(2);
  }, 60_000);

  test('begin anew with every start, however long the one before took', async () => {
    const second = async (steps: number): Promise<number> => {
      const { events } = await run({ dataset: POISSON, stages: `[{ kind: solve, starts: { count: 2, steps: ${steps} }, steps: 1, ${both} }]` });
      return stepsOf(events).find(({ start, step }) => start === 1 && step === 0)!.loss!;
    };
    expect(await second(8)).toBe(await second(4));
  });
});

test('what should be conserved is told by how far its integral drifts: nothing of a wave that travels around a ring, all of what decays', async () => {
  const settings = (equations: string): Setting => ({
    dataset: `{ kind: domain, coordinates: { t: [0, 1], x: [0, 2*pi] }, equations: ${equations}, conditions: [{ on: t=0, equation: u = 1 + sin(x) }], weight: 1, conserved: { along: t, quantities: [u, u^2] }, points: { inside: 300 } }`,
    network: '{ widths: [2, 3, 1], layers: { 0: { edges: [{ only: [[0, 0], [0, 1], [0, 2]] }, { only: [[1, 0], [1, 1], [1, 2]], basis: { kind: fourier, periodic: true, modes: 1 } }] }, 1: { inputMap: interval } } }',
    stages: '[{ kind: solve, starts: { count: 3, steps: 25 }, steps: 60 }]',
  });
  const { stage, result } = await run(settings('u_t + u_x = 0'));
  for (const name of ['u', 'u^2']) expect(stage.drift![name]).toBeLessThan(0.01);
  expect((result.metrics as unknown as { readonly stage: Readonly<Record<string, number>> }).stage['drift']).toBe(Math.max(...Object.values(stage.drift!)));
  const { stage: decaying } = await run(settings('u_t = -u'));
  // Both begin at their largest; integrals of u fall to exp(-1), of u^2 to exp(-2).
  expect(decaying.drift!['u']).toBeCloseTo(1 - Math.exp(-1), 2);
  expect(decaying.drift!['u^2']).toBeCloseTo(1 - Math.exp(-2), 2);
});

test('a level says whether it improved on the one before; what an extension alone moves is no improvement', async () => {
  const { stage: { rungs } } = await run({ dataset: POISSON, stages: '[{ kind: solve, starts: { count: 1 }, steps: 3, optimizer: { kind: sgd, rate: 1e-300 }, levels: [10] }, { kind: solve, steps: 3, levels: [20] }]' });
  const [first, second] = rungs as [typeof rungs[number], typeof rungs[number]];
  expect(first).not.toHaveProperty('isBetter');
  expect([second.isBetter, second.objective < first.objective]).toEqual([true, true]);
  const { stage: idle } = await run({ dataset: POISSON, stages: '[{ kind: solve, starts: { count: 1 }, steps: 3, optimizer: { kind: sgd, rate: 1e-300 }, levels: [10] }]' });
  expect(idle.rungs[1]!.isBetter).toBe(false);
  expect(idle.rungs[1]!.objective / idle.rungs[0]!.objective).toBeCloseTo(1, 10);
});

test('a drift that is no number is told with its reason, of the result and of every level', async () => {
  const { stage, result } = await run({
    dataset: '{ kind: domain, coordinates: { t: [0, 1] }, equations: u_t = 0, conditions: [{ on: t=0, equation: u = -1 }], conserved: { along: t, quantities: [u, u - u, log(u)] }, points: { inside: 20 } }',
    network: '{ widths: [1, 1] }', stages: '[{ kind: solve, starts: { count: 1 }, steps: 5 }]',
  });
  const noDrift = { 'u - u': '0 everywhere', 'log(u)': 'not finite' };
  expect([stage, stage.rungs[0]]).toMatchObject([{ noDrift }, { noDrift }]);
  expect(stage.drift!['u']).toBeLessThan(1e-6);
  expect([stage.drift!['u - u'], stage.drift!['log(u)']]).toEqual([NaN, NaN]);
  expect((result.metrics as unknown as { readonly stage: Readonly<Record<string, number>> }).stage['drift']).toBeNaN();
});

test('an equation that holds at too few points alone is told by its residual elsewhere, and one that holds is not', async () => {
  const few = await run({ dataset: POISSON.replace('inside: 400', 'inside: 20'), stages: '[{ kind: solve, starts: { count: 1 }, steps: 60 }]' });
  expect(few.stage.elsewhere!['equation']! / few.stage.residuals['equation']!).toBeGreaterThan(1000);
  const texts = (events: readonly RunEvent[]): string => events.map((event) => ('text' in event ? String(event.text) : '')).join('\n');
  expect(texts(few.events)).toContain('equation holds at its points and not between them');
  const many = await run({ dataset: POISSON, stages: '[{ kind: solve, starts: { count: 2, steps: 20 }, steps: 40 }]' });
  expect(many.stage.elsewhere!['equation']! / many.stage.residuals['equation']!).toBeLessThan(1.5);
  expect(texts(many.events)).not.toContain('between them');
});

describe('equations without a solution', () => {
  const solved = (dataset: string, stages = '[{ kind: solve, starts: { count: 2, steps: 25 }, steps: 40, levels: [10] }]'): Promise<Ran> => run({ dataset: `{ kind: domain, points: { inside: 200 }, ${dataset} }`, network: '{ widths: [1, 1] }', stages });
  const unsolved = async (dataset: string): Promise<string[]> => notesOf((await solved(dataset)).events).filter((text) => text.startsWith('the problem is not solved'));

  test.each([
    ['coordinates: { x: [0, pi] }, equations: u_xx + u = 0, conditions: [{ on: x=0, equation: u = 0 }, { on: x=pi, equation: u = 1 }]', 'equation'],
    ['coordinates: { x: [0, 1] }, equations: u_x^2 = -1, conditions: [{ on: x=0, equation: u = 0 }]', 'equation'],
    ['coordinates: { t: [0, 2] }, equations: u_t = u^2, conditions: [{ on: t=0, equation: u = 1 }], weight: 1', 'condition 1'],
  ])('are told at the end: %s', async (dataset, block) => {
    expect(await unsolved(dataset)).toEqual([expect.stringContaining(`the residual of ${block} is `)]);
  });

  test.each([
    'coordinates: { x: [0, 3] }, equations: u_xx + u = 0, conditions: [{ on: x=0, equation: u = 0 }, { on: x=3, equation: u = 1 }]',
    // The solution is 0, as large as what is left of it.
    'coordinates: { x: [0, 3] }, equations: u_xx + u = 0, conditions: [{ on: x=0, equation: u = 0 }, { on: x=3, equation: u = 0 }]',
    // What is to be 0 at a face is nothing there, and 1 inside.
    'coordinates: { x: [0, pi] }, equations: u_xx = -sin(x), conditions: [{ on: [x=0, x=pi], equation: u = 0 }]',
  ])('are not those that have one: %s', async (dataset) => {
    expect(await unsolved(dataset)).toEqual([]);
  });

  test('the result has the sizes of terms: of what is to be 0 at a face, that inside', async () => {
    const { stage } = await solved('coordinates: { x: [0, pi] }, equations: u_xx = -sin(x), conditions: [{ on: [x=0, x=pi], equation: u = 0 }]');
    expect(Object.keys(stage.sizes!)).toEqual(['equation', 'condition 1']);
    for (const size of Object.values(stage.sizes!)) expect(size).toBeCloseTo(Math.SQRT1_2, 2);
  });

  test('an equation that has no finite value at the beginning is named, and training is not blamed', async () => {
    const { outcome } = await solved('coordinates: { x: [0, 1] }, equations: [u_x = sqrt(u - 2)], conditions: [{ on: x=0, equation: u = 0 }]');
    expect(outcome).toMatchObject({ status: 'diverged', reason: expect.stringMatching(/^equation has no finite value where training begins, at 200 of its 200 points: u_x - sqrt\(u - 2\), /) });
    expect(outcome.reason).not.toContain('rate');
  });
});

test('systems, derivatives of the third order and mixed ones', async () => {
  const { stage } = await run({
    dataset: '{ kind: domain, coordinates: { t: [0, 1] }, unknowns: [a, b], equations: [a_t = b, b_t = -4*a], conditions: [{ on: t=0, equation: [a = 1, b = 0] }], reference: [cos(2*t), -2*sin(2*t)], weight: 1 }',
    network: '{ widths: [1, 2] }', stages: '[{ kind: solve, starts: { count: 1 }, steps: 40, levels: [10] }]',
  });
  expect(Object.keys(stage.residuals)).toEqual(['equation 1', 'equation 2', 'condition 1.1', 'condition 1.2']);
  for (const name of ['a', 'b']) expect(stage.relativeL2![name]).toBeLessThan(1e-6);
  // u_xxy of the third order, of a function that the network can hold: x^3 y.
  const { stage: third } = await run({
    dataset: '{ kind: domain, coordinates: { x: [0, 1], y: [0, 1] }, equations: u_xxy = 6*x, conditions: [{ on: x=0, equation: [u = 0, u_x = 0] }, { on: y=0, equation: u = 0 }], reference: x^3*y, weight: 0.1, points: { inside: 300, test: 100 } }',
    stages: '[{ kind: solve, starts: { count: 4, steps: 40 }, steps: 100 }]',
  });
  expect(third.relativeL2!['u']).toBeLessThan(1e-3);
});

describe('Conditions that hold by construction', () => {
  const exact = POISSON.replace('equation: u = 0 }', 'equation: u = 0, exact: true }');
  const stages = '[{ kind: solve, starts: { count: 2, steps: 20 }, steps: 20, levels: [10] }]';
  let ran: Ran;
  beforeAll(async () => { ran = await run({ dataset: exact, stages }); });

  /** The kept network on rows of two inputs. */
  async function said({ place: { folder } }: Ran, rows: readonly (readonly [number, number])[], reads?: readonly DerivativeRead[]): Promise<number[]> {
    const { catalog } = installed(standard);
    const { structure, network } = loadNetwork({ json: folder.text('network.json')!, safetensors: folder.read('network.safetensors')! }, catalog);
    const engine = await catalog.get('engine', 'native').create({});
    const program = await engine.compile(structure, { blocks: [{ name: 'it', points: 'data', form: 'residuals', weight: 1, formula: trace(['u', 'slope'], (u, slope) => ({ r: u.add(slope) })), reads: { u: { of: 'output', index: 0 }, slope: { of: 'derivative', output: 0, inputs: [0] } } }] }, { trainable: ['coefficients'], parameters: 'trainable' });
    const data = await program.bind({ data: { inputs: { count: rows.length, width: 2, values: Float64Array.from(rows.flat()) } } });
    return [...(await (await program.start(network)).outputs(data, reads)).values];
  }

  test('are not trained, and hold to the last bit; what is told of the solution is of the output that holds them', async () => {
    const { stage, result } = ran;
    expect(Object.keys(stage.residuals)).toEqual(['equation']);
    expect(stage.relativeL2!['u']).toBeLessThan(1e-4);
    expect(result.metrics.test!['rmse']! / Math.sqrt(0.25 * (19 / 20) ** 2)).toBeCloseTo(stage.relativeL2!['u']!, 8);
    const edges = await said(ran, [[-1, 0.3], [1, -0.7], [0.123, -1], [0.9, 1], [-1, -1]]);
    expect(edges.every((value) => value === 0)).toBe(true);
    expect((await said(ran, [[0.5, 0.5]]))[0]).toBeCloseTo(1, 3);
    expect(stage.rungs[1]!.derivativeChange! < 1e-11).toBe(true);
    expect(ran.place.folder.text('network.svg')).toContain('<title>u: base + factor * sum</title>');
  });

  test('cut after any save it goes on to the same bytes', async () => {
    for (let stopAt = 1; stopAt < ran.saves; stopAt += 3) {
      const cut = await run({ dataset: exact, stages }, { stopAt });
      expect(cut.outcome.status).toBe('interrupted');
      expect(bytes((await run({ dataset: exact, stages }, { place: cut.place })).place)).toEqual(bytes(ran.place));
    }
  });

  test('a wave has its beginning and its speed there, too', async () => {
    const wave = await run({
      dataset: `{ kind: domain, coordinates: { t: [0, 1], x: [0, 1] }, equations: u_tt = u_xx, conditions: [{ on: t=0, equation: [u = sin(pi*x), u_t = pi*sin(pi*x)], exact: true }, { on: [x=0, x=1], equation: u = 0, exact: true }],
        reference: (cos(pi*t) + sin(pi*t))*sin(pi*x), points: { inside: 400, face: 40, test: 400 } }`, stages,
    });
    expect(wave.stage.relativeL2!['u']).toBeLessThan(1e-4);
    const begin = await said(wave, [[0, 0.3], [0, 0.8]]);
    [0.3, 0.8].forEach((x, k) => { expect(begin[k]).toBeCloseTo(Math.sin(Math.PI * x), 14); });
    const speed = await said(wave, [[0, 0.3]], [{ of: 'derivative', output: 0, inputs: [0] }]);
    expect(speed[0]).toBeCloseTo(Math.PI * Math.sin(0.3 * Math.PI), 13);
  });

  test('what comes after learns from the solution, which is the output that holds them', async () => {
    const fitted = await run({ dataset: exact, stages: `${stages.slice(0, -1)}, { kind: fit, smoothing: 0, steps: 5 }]` });
    expect(fitted.result.metrics.test!['rmse']).toBeLessThan(1e-4);
    expect(Math.abs((await said(fitted, [[-1, 0.3]]))[0]!)).toBe(0);
  });
});
