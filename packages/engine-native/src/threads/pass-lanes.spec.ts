import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { formula, input } from '@knotwork/algebra';
import { mixedCase, randomCase, squaredError } from '@knotwork/conformance';
import { relativeError } from '@knotwork/numerics';
import { type Objective, type Precision, THREADS } from '@knotwork/plugin/engine';
import { MOST_PAGES } from '../code/emitter.js';
import { webAssembly } from '../code/web-assembly.js';
import { waysOfRows } from '../fixtures/built-rows.js';
import { GuardedArena } from '../fixtures/guarded-arena.js';
import { atOnce, kernelBackend } from '../fixtures/kernel-backend.js';
import { draw, type Drawn, frozenAt, numbersOf, parts, pointsOf, rowsOf, takeStep, taskOf, weighing } from '../fixtures/tasks.js';
import { adam } from '../fixtures/update-formulas.js';
import { wideCase } from '../fixtures/wide-case.js';
import { Arena } from '../memory/arena.js';
import type { WideRows } from '../run/contractions/rows-contraction.js';
import { threadsAsked } from './asked.js';
import { Crew } from './crew.js';
import { nodeHost, type NodeProcess, pageHost, type PageScope, SHARED_PAGES } from './hosts.js';
import { laneCount } from './lane-count.js';
import { lanesFor, type MakeLanes, PassLanes } from './pass-lanes.js';

/** The same sums in another order. */
const ROUNDING: Readonly<Record<Precision, number>> = { float64: 1e-11, float32: 1e-3 };

const hired: Worker[] = [];
afterAll(async () => { for (const worker of hired) await worker.terminate(); });
class Hired extends Worker {
  constructor(...of: ConstructorParameters<typeof Worker>) {
    super(...of);
    hired.push(this);
  }
}
/** What Node says of its threads, with those of a class of its own. */
const node = (processors: number, own: unknown = Hired): NodeProcess => ({ getBuiltinModule: (name: string) => (name === 'node:os' ? { availableParallelism: () => processors } : { Worker: own }) }) as unknown as NodeProcess;
const crewOf = (size: number, own?: unknown, patience?: number): Crew => new Crew(nodeHost(node(size + 1, own))!, size, patience);

/** A worker as a page has it: what it is told is delivered. Its address is its program. */
class PageWorker {
  onerror: ((event: { preventDefault(): void }) => void) | null = null;
  private readonly thread: Worker;
  constructor(program: string) {
    this.thread = new Hired(`require('node:worker_threads').parentPort.on('message', (data) => { onmessage({ data }); });${program}`, { eval: true });
    this.thread.on('error', () => { this.onerror?.({ preventDefault: () => undefined }); });
  }
  postMessage(message: unknown): void { this.thread.postMessage(message); }
  terminate(): void { void this.thread.terminate(); }
}
const page: PageScope = {
  crossOriginIsolated: true, WorkerGlobalScope: {}, navigator: { hardwareConcurrency: 5 }, Worker: PageWorker, WebAssembly: webAssembly()!,
  Blob: class { constructor(readonly parts: string[]) { /* holds them */ } }, URL: { createObjectURL: (blob) => (blob as { readonly parts: readonly string[] }).parts.join('') },
};
/** Threads of a page that have begun. */
async function inPage(size: number): Promise<Crew> {
  const crew = new Crew(pageHost(page)!, size);
  for (let k = 0; k < size; k++) while (crew.member(k) === null) await new Promise((done) => { setTimeout(done, 5); });
  return crew;
}
const crews = [null, crewOf(1), crewOf(2), await inPage(2)];

/** Divides every pass. */
const into = (lanes: number, crew: Crew | null): MakeLanes => (...of) => new PassLanes(() => lanes, ...of, crew);

interface Way { readonly rows?: WideRows | null; readonly precision?: Precision; readonly objective?: Objective; readonly scalars?: Float64Array; readonly strength?: number; readonly arena?: Arena; readonly between?: (arena: Arena) => void }

/** What a network comes to, before and after steps. */
async function outcome(c: Drawn, makeLanes: MakeLanes | null, { rows = null, precision = 'float64', objective, scalars = new Float64Array(0), strength, arena = new Arena(undefined, undefined, makeLanes !== null), between }: Way): Promise<{ readonly bits: readonly Float64Array[]; readonly divided: boolean }> {
  const task = taskOf(c.structure, { update: adam(), ...(objective === undefined ? {} : { objective }) });
  const frozen = strength === undefined ? undefined : await frozenAt(task, c.rows, c.network.parameters, strength);
  const weights = { ...weighing(frozen), weights: task.blocks.map((_, k) => 1 + k / 3) };
  const backend = kernelBackend(task, precision, arena, rows, makeLanes);
  const data = backend.bind(pointsOf(task, c.rows));
  const started = (): ReturnType<typeof backend.start> => backend.start({ ...numbersOf(c.network.parameters), scalars }, {});
  const first = started();
  const alone = atOnce(first.value(data, weights));
  between?.(arena);
  // Behind what there was before, where a memory grew.
  const numbers = between === undefined ? first : started();
  const { value, gradient } = atOnce(numbers.gradient(data, weights));
  for (let step = 1; step <= 3; step++) await numbers.steps(1, data, { first: step, total: 9, signal: undefined, clip: Infinity, batch: null }, weights);
  const after = numbers.read();
  const divided = backend.lanes !== null;
  backend.dispose();
  return { bits: [Float64Array.of(alone.value, value.value, value.data, value.penalty, ...value.blocks), gradient, after.parameters, after.scalars], divided };
}

/** Divided passes against whole ones, and with threads against without, as a page has it, over a memory that nobody shares: the first within rounding, the second to the bit. @returns whether it was divided */
async function compare(name: string, c: Drawn, lanes: number, way: Way = {}): Promise<boolean> {
  const whole = await outcome(c, null, way);
  const [alone, ...threaded] = await Promise.all(crews.map((crew) => outcome(c, into(lanes, crew), crew === null ? { arena: new Arena(), ...way } : way)));
  for (const [k, numbers] of whole.bits.slice(0, 2).entries()) {
    const error = relativeError(alone!.bits[k]!, numbers);
    if (!(error < ROUNDING[way.precision ?? 'float64'])) throw new Error(`${name}: ${k === 0 ? 'values' : 'gradients'} are apart by ${error}`);
  }
  for (const { bits } of threaded) expect(bits).toEqual(alone!.bits);
  return alone!.divided;
}

const cases = Array.from({ length: 8 }, (_, k) => [randomCase(k + 301), mixedCase(k + 301)]).flat();

describe.each(waysOfRows)('passes by %s that are divided', (_, rows) => {
  test.each(['float64', 'float32'] as readonly Precision[])('come to the same, to the bit whatever threads there are, in %s', async (precision) => {
    let divided = 0;
    for (const [k, c] of cases.entries()) {
      const own = { ...c, rows: rowsOf(c.structure, 150 + 64 * (k % 3), k) };
      if (await compare(c.name, own, 2 + (k % 3), { rows, precision })) divided++;
    }
    // Those that compute shared shapes are not.
    expect(divided).toBeGreaterThan(cases.length / 2);
  });

  test('do so with wide layers and penalties', async () => {
    for (let seed = 1; seed <= 6; seed++) await compare(`wide case ${seed}`, { ...wideCase(seed), rows: rowsOf(wideCase(seed).structure, 200, seed) }, 3, { rows, strength: 1e-2 });
  });

  test('follow a memory that grows', async () => {
    const c = draw([3, 40, 2], [parts(), parts()], { rows: 200 });
    await compare('growing', c, 3, { rows, between: (arena) => { for (let k = 0; k < 40; k++) arena.allocate(2 ** 17); } });
  });

  test('write nowhere but in their own memory', async () => {
    for (const crew of crews) {
      const arena = new GuardedArena(true);
      await outcome(draw([3, 40, 2], [parts(), parts()], { rows: 200 }), into(3, crew), { rows, arena });
      expect(arena.strayWrites()).toEqual([]);
    }
  });
});

test('passes with derivatives in inputs, several blocks and scalars are divided, too', async () => {
  const c = draw([2, 9, 1], [parts({ basis: { kind: 'reference-spline', degree: 5, intervals: 4 } }), parts({ basis: { kind: 'reference-spline', degree: 5, intervals: 4 } })], { rows: 200 });
  const { blocks: [fit] } = squaredError(1);
  const heat = formula(['u_t', 'u_xx', 'nu'], { r: input('u_t').sub(input('nu').mul(input('u_xx'))) });
  const objective: Objective = {
    scalars: { nu: { initial: 0.1 } },
    blocks: [fit!, {
      name: 'heat', points: 'data', form: 'residuals', weight: 1, formula: heat,
      reads: { u_t: { of: 'derivative', output: 0, inputs: [1] }, u_xx: { of: 'derivative', output: 0, inputs: [0, 0] }, nu: { of: 'scalar', name: 'nu' } },
    }],
  };
  expect(await compare('heat', c, 3, { objective, scalars: Float64Array.of(0.1) })).toBe(true);
});

test('lanes without a block do nothing', async () => {
  await compare('70 rows in eight lanes', draw([2, 5, 1], [parts(), parts()], { rows: 70 }), 8);
});

test('where no thread can be had, or none begins in time, this one does it all', async () => {
  const c = draw([3, 20, 2], [parts(), parts()], { rows: 200 });
  const expected = await outcome(c, into(3, null), {});
  const refused = crewOf(2, class { constructor() { throw new Error('no threads here'); } });
  expect((await outcome(c, into(3, refused), {})).bits).toEqual(expected.bits);
  expect(refused.size).toBe(0);
  const deaf = crewOf(2, class { postMessage(): void { /* hears nothing */ } on(): void { /* says nothing */ } unref(): void { /* keeps nothing */ } terminate(): void { /* never began */ } }, 20);
  expect((await outcome(c, into(3, deaf), {})).bits).toEqual(expected.bits);
  expect(deaf.size).toBe(0);
});

test('one thread needs the memory of one pass and room for the sums of another, however many lanes there are', async () => {
  const c = draw([3, 40, 2], [parts(), parts()], { rows: 600 });
  const used = async (lanes: number): Promise<number> => {
    const arena = new Arena();
    const task = taskOf(c.structure);
    const backend = kernelBackend(task, 'float64', arena, null, into(lanes, null));
    const [data, numbers] = [backend.bind(pointsOf(task, c.rows)), backend.start(numbersOf(c.network.parameters), {})];
    numbers.gradient(data, weighing());
    const bytes = arena.stretches.reduce((sum, stretch) => sum + stretch.bytes, 0);
    expect(backend.layout.length * 8).toBeLessThan(bytes);
    return bytes - backend.layout.length * 8 * (lanes > 1 ? 1 : 0);
  };
  const [one, two, eight] = [await used(1), await used(2), await used(8)];
  // The sum of the only block of the objective.
  expect([two - one, eight - two]).toEqual([8, 0]);
});

test('what a thread cannot do is an error, and the next order is followed', () => {
  const crew = crewOf(1);
  const { memory } = new Arena(undefined, undefined, true);
  const order = (words: number[]) => ({ number: 1e6, memory, entries: [], tape: { words: Int32Array.from(words), length: words.length } });
  crew.member(0);
  crew.tell(0, order([7, 0]));
  expect(() => crew.wait(0)).toThrow('A thread could not do its part of a pass.');
  crew.tell(0, order([-1, 2, 64, 12345]));
  expect(crew.wait(0)).toBe(true);
  expect(new Int32Array(memory.buffer)[16]).toBe(12345);
});

test('threads forget a memory when its program is disposed of, and end where they would hold much for nobody', async () => {
  const before = hired.length;
  const crew = crewOf(1);
  const forget = jest.spyOn(crew, 'forget');
  const c = draw([3, 20, 2], [parts(), parts()], { rows: 200 });
  const expected = await outcome(c, into(2, crew), {});
  expect([forget.mock.calls.length, hired.length - before]).toEqual([1, 1]);
  // Of large ones one is kept for the next program; the others are left to the host.
  const large = (): Arena => { const arena = new Arena(undefined, undefined, true); arena.release(arena.allocate(2 ** 27)); return arena; };
  for (let k = 0; k < 6; k++) expect((await outcome(c, into(2, crew), { arena: large() })).bits).toEqual(expected.bits);
  const left = forget.mock.calls.slice(1).map(([, , bytes]) => bytes);
  expect(left.filter((bytes) => bytes === 0).length).toBeLessThanOrEqual(1);
  // Two of them are as much as may be held.
  expect(hired.length - before).toBe(1 + Math.floor((left.filter((bytes) => bytes > 0).length - 1) / 2));
});

test('what a thread knows already is not told again', async () => {
  const crew = crewOf(1);
  const tell = jest.spyOn(crew, 'tell');
  await outcome(draw([3, 20, 2], [parts(), parts()], { rows: 200 }), into(2, crew), {});
  const entries = tell.mock.calls.flatMap(([, order]) => ('tape' in order ? [order.entries.length] : []));
  // A value, a gradient, and a gradient for each of three steps, which brings nothing new.
  expect(entries.map((count) => count > 0)).toEqual([true, true, false, false, false]);
});

test('lanes follow from edges and samples: none for small networks or few samples, at most eight', () => {
  expect([[255, 1e6], [256, 1e6], [20_000, 799], [20_000, 800], [20_000, 1e5], [1000, 3999], [1000, 4000], [1e6, 64]].map(([edges, samples]) => laneCount(edges!, samples!))).toEqual([1, 8, 1, 2, 8, 1, 2, 1]);
  expect(lanesFor(draw([1, 31], [parts()]), null)).toBeNull();
  expect(lanesFor(draw([4, 8], [parts()]), null)).not.toBeNull();
});

test('updates of many numbers are spread over threads, to the bit', async () => {
  const c = draw([64, 128], [parts()], { rows: 5 });
  const bitsOf = async (makeLanes: MakeLanes | null): Promise<Float64Array> => {
    const task = taskOf(c.structure, { update: adam() });
    const backend = kernelBackend(task, 'float64', new Arena(undefined, undefined, makeLanes !== null), null, makeLanes);
    const [data, numbers] = [backend.bind(pointsOf(task, c.rows)), backend.start(numbersOf(c.network.parameters), {})];
    await takeStep(numbers, data, 1, 9);
    return numbers.read().parameters;
  };
  const spread = jest.spyOn(PassLanes.prototype, 'spread');
  const expected = await bitsOf(null);
  for (const crew of crews) expect(await bitsOf(into(1, crew))).toEqual(expected);
  expect(spread).toHaveBeenCalledTimes(crews.length);
});

(waysOfRows.length === 1 ? test.skip : test)('products of rows and blocks of inverses by native code are spread over threads, to the bit', async () => {
  const rows = waysOfRows[1]![1];
  // Windows of one width, and of two: pads of the narrower would be added to rows of others.
  for (const [second, isSpread] of [[{ kind: 'reference-spline', degree: 3, intervals: 6 }, true], [{ kind: 'reference-spline', degree: 5, intervals: 6 }, false]] as const) {
    const c = draw([6, 8, 1], [parts({ edge: { kind: 'reference-plain' } }), parts({ basis: second, edge: { kind: 'reference-plain' } })], { rows: 300 });
    const task = taskOf(c.structure);
    const spread = jest.spyOn(PassLanes.prototype, 'spread');
    const results = await Promise.all([...crews, undefined].map(async (crew) => {
      const makeLanes = crew === undefined ? null : into(1, crew);
      const backend = kernelBackend(task, 'float64', new Arena(undefined, undefined, makeLanes !== null), crew === undefined ? null : rows, makeLanes);
      const [data, numbers] = [backend.bind(pointsOf(task, c.rows)), backend.start(numbersOf(c.network.parameters), {})];
      const { hessian } = await numbers.normal(data, weighing());
      const n = backend.placeOfUnknown.length;
      const damped = hessian.map((value, k) => (k % (n + 1) === 0 ? value + 1 : value));
      const blocks = await backend.solver.inverseBlocks(damped, n, Array.from({ length: 16 }, (_, k) => [k * 8, k * 8 + 8] as const));
      return [hessian, ...blocks!];
    }));
    for (const other of results.slice(1, crews.length)) expect(other).toEqual(results[0]);
    results[0]!.forEach((numbers, k) => { expect(relativeError(numbers, results.at(-1)![k]!)).toBeLessThan(1e-10); });
    // Blocks always are, all in one call.
    expect(spread.mock.calls.length > crews.length).toBe(isSpread);
    expect(spread.mock.calls.length).toBeGreaterThanOrEqual(crews.length);
    spread.mockRestore();
  }
});

test('a process has as many threads as its environment says, else as its machine has', () => {
  const sizes = [{}, { [THREADS]: '' }, { [THREADS]: ' 3 ' }, { [THREADS]: '2' }, { [THREADS]: '1' }, { [THREADS]: '12' }].map((env) => Crew.open({ process: node(5) }, threadsAsked(env))?.size ?? null);
  expect(sizes).toEqual([4, 4, 2, 1, null, 11]);
  expect([1, 64].map((processors) => Crew.open({ process: node(processors) }, null)?.size ?? null)).toEqual([null, 7]);
  expect([Crew.open({}, null), Crew.open({ process: {} }, null)]).toEqual([null, null]);
  for (const text of ['0', '-2', '1.5', 'many', '1e3', '99999']) expect(() => threadsAsked({ [THREADS]: text })).toThrow(`KNOTWORK_THREADS says how many threads Knotwork may compute with, a whole number of at least 1; got "${text}". Without it, it takes all processors, up to eight.`);
});

test('a worker of a page that may share memory has as many as the browser says; others, and the page itself, have none', () => {
  const open = (change: Partial<PageScope>): number | null => Crew.open({ ...page, ...change }, null)?.size ?? null;
  expect([open({}), open({ navigator: { hardwareConcurrency: 64 } }), open({ navigator: { hardwareConcurrency: 1 } }), open({ navigator: undefined! })]).toEqual([4, 7, null, null]);
  expect([open({ crossOriginIsolated: false }), open({ WorkerGlobalScope: undefined }), open({ Worker: undefined! }), open({ WebAssembly: undefined! })]).toEqual([null, null, null, null]);
  // Memory that kernels share must be able to grow as far as any.
  expect(SHARED_PAGES).toBe(MOST_PAGES);
  expect(open({ WebAssembly: { Memory: class { constructor() { throw new RangeError('could not allocate memory'); } } } })).toBeNull();
});

test('a thread of a page is told nothing before it has begun, and none is asked for where one is refused', async () => {
  const c = draw([3, 20, 2], [parts(), parts()], { rows: 200 });
  const expected = await outcome(c, into(3, null), {});
  const told: unknown[][] = [];
  let fail: (() => void) | null = null;
  const slow = new Crew(pageHost({ ...page, Worker: class {
    onerror = null;
    private readonly own: unknown[] = [];
    constructor() {
      told.push(this.own);
      fail = () => { (this.onerror as ((event: { preventDefault(): void }) => void) | null)!({ preventDefault: () => undefined }); };
    }
    postMessage(message: unknown): void { this.own.push(message); }
    terminate(): void { /* never began */ }
  } })!, 1);
  expect((await outcome(c, into(3, slow), {})).bits).toEqual(expected.bits);
  // What it is to look at, and nothing to wait for.
  expect(told.map((messages) => messages.map((message) => message instanceof Int32Array))).toEqual([[true]]);
  expect(slow.size).toBe(1);
  fail!();
  expect(slow.size).toBe(0);
  expect((await outcome(c, into(3, slow), {})).bits).toEqual(expected.bits);
  expect(told.length).toBe(1);
});
