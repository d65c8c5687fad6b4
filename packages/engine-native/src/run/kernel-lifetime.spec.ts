import { expect, test } from '@jest/globals';
import { type EngineCase, randomCase, squaredError } from '@knotwork/conformance';
import type { CompileOptions, Program } from '@knotwork/plugin/engine';
import { native } from '../index.js';
import { atOnce, kernelBackend } from '../fixtures/kernel-backend.js';
import { momentum } from '../fixtures/update-formulas.js';
import { draw, numbersOf, parts, pointsOf, ROLES, rowsOf, taskOf, weighing } from '../fixtures/tasks.js';
import { cachedModules, MOST_MODULES } from '../code/module-cache.js';

// Memory of kernels is handed out by hand, so that every way of using it too late must be refused: it may be another's by then.

const engine = await native.create({ precision: 'float64', kernels: 'auto' });
const c = randomCase(7);
const other = randomCase(2);

const open = (of: Pick<EngineCase, 'structure' | 'widths'> = c, change: Partial<CompileOptions> = {}): Promise<Program> =>
  engine.compile(of.structure, squaredError(of.widths.at(-1)!), { trainable: ROLES, parameters: 'effective', update: momentum(), ...change });

/** That a use is refused with words that say why. */
async function refused(use: () => Promise<unknown>, because = /used against its contract: .*dispose/): Promise<void> {
  let message = 'nothing was refused';
  try { await use(); } catch (error) { ({ message } = error as Error); }
  expect(`${String(use)}: ${message}`).toMatch(because);
}

test('whoever disposes of rows or states twice takes nothing from those that came after', async () => {
  const program = await open();
  const [state, data] = [await program.start(c.network), await program.bind({ data: c.rows })];
  const { value } = await state.value(data);
  const [late, lateData] = [await program.start(c.network), await program.bind({ data: c.rows })];
  await Promise.all([late.dispose(), lateData.dispose()]);
  // These get the memory of the ones before.
  const [second, secondData] = [await program.start(c.network), await program.bind({ data: c.rows })];
  await Promise.all([late.dispose(), lateData.dispose()]);
  const [third, thirdData] = [await program.start(c.network), await program.bind({ data: { ...c.rows, inputs: { ...c.rows.inputs, values: c.rows.inputs.values.map(() => 3) } } })];
  await third.write({ parameters: c.network.parameters.map(() => 2) });
  expect((await second.value(secondData)).value).toBe(value);
  expect(thirdData.count).toBe(secondData.count);
  await program.dispose();
  await program.dispose();
});

test('a state that was disposed of refuses everything but to be disposed of', async () => {
  const program = await open();
  const [state, living, data] = [await program.start(c.network), await program.start(c.network), await program.bind({ data: c.rows })];
  const normal = await state.normal(data);
  const trial = await state.tryStep(normal, { shape: 'marquardt', mu: 1 }, data);
  const space = await state.vectors(1);
  await state.dispose();
  const uses = [
    () => state.fork(), () => state.read(), () => state.write({ parameters: c.network.parameters }), () => state.write({ slots: {} }), () => state.value(data),
    () => state.gradient(data), () => state.steps(1, data, { first: 1, total: 1 }), () => state.normal(data), () => state.rows(data, 'data', 0, 1), () => state.preActivations(data, 1),
    () => state.preActivations(data, 0), () => state.moments(data, 0), () => state.outputs(data), () => state.tryStep(normal, { shape: 'marquardt', mu: 2 }, data), () => state.accept(trial),
    () => state.alongLine({ space, index: 0 }, 1, data), () => state.move({ space, index: 0 }, 1), () => state.copyFrom(living), () => living.copyFrom(state), () => space.load(0, 'unknowns'),
    () => state.inverseBlocks(normal, {}, [[0, 1]]), () => state.solve(normal, {}, normal.gradient), () => data.reweigh('data', new Float64Array(data.count)).then(() => state.value(data)),
  ];
  for (const use of uses) await refused(use);
  await state.dispose();
  expect((await living.value(data)).status).toBe('ok');
});

test('rows that were disposed of, or that belong to another program, are refused', async () => {
  const [program, foreign] = [await open(), await open(other)];
  const [state, data, late] = [await program.start(c.network), await program.bind({ data: c.rows }), await program.bind({ data: c.rows })];
  const { value } = await state.value(data);
  await late.dispose();
  const others = await foreign.bind({ data: other.rows });
  for (const [rows, because] of [[late, /disposed/], [others, /another program/]] as const) {
    await refused(() => state.value(rows), because);
    await refused(() => state.gradient(rows), because);
    await refused(() => state.steps(1, rows, { first: 1, total: 1 }), because);
    await refused(() => state.normal(rows), because);
    await refused(() => state.rows(rows, 'data', 0, 1), because);
    await refused(() => state.preActivations(rows, 0), because);
    await refused(() => state.moments(rows, 0), because);
  }
  expect((await state.value(data)).value).toBe(value);
});

test('states and rows may be disposed of after their program, and nothing else, whoever has its memory', async () => {
  const program = await open();
  const [state, data] = [await program.start(c.network), await program.bind({ data: c.rows })];
  const normal = await state.normal(data);
  // Takes memory to solve in.
  await state.tryStep(normal, { shape: 'marquardt', mu: 1 }, data);
  await program.dispose();
  // Gets the memory.
  const heir = await open();
  const [its, rows] = [await heir.start(c.network), await heir.bind({ data: c.rows })];
  const many = await Promise.all(Array.from({ length: 40 }, () => heir.start(c.network)));
  const { value, gradient } = await its.gradient(rows);
  await refused(() => state.write({ parameters: c.network.parameters.map(() => 7) }));
  await refused(() => state.steps(1, data, { first: 1, total: 1 }));
  await refused(() => state.gradient(data));
  await refused(() => state.rows(data, 'data', 0, 1));
  await refused(() => state.fork());
  await refused(() => state.tryStep(normal, { shape: 'marquardt', mu: 1 }, data));
  await refused(() => program.start(c.network));
  await refused(() => program.bind({ data: c.rows }));
  await Promise.all([state.dispose(), data.dispose(), program.dispose(), state.dispose()]);
  const again = await its.gradient(rows);
  expect(again.value).toBe(value);
  expect(again.gradient).toEqual(gradient);
  for (const one of many) expect((await one.value(rows)).value).toBe(value);
});

/** Memory outside the heap of JavaScript: that of WebAssembly and of typed arrays, in MiB. */
function outside(): number {
  const { external, arrayBuffers } = process.memoryUsage();
  return Math.max(external, arrayBuffers) / 2 ** 20;
}

/** What idle memories and a garbage collector that comes late may hold: four times what one program here needs, and its arrays. */
const ROOM = 64;

test('a thousand programs, their states disposed of or not, need no more memory than a few', async () => {
  const kinds = [2, 3].map((intervals) => ({ widths: [1, 1], ...draw([1, 1], [parts({ basis: { kind: 'reference-hat', intervals } })], { rows: 10 }) }));
  const cycle = async (k: number): Promise<void> => {
    const of = kinds[k % 2]!;
    const program = await open(of);
    const [state, data] = [await program.start(of.network), await program.bind({ data: of.rows })];
    await state.steps(1, data, { first: 1, total: 1 });
    if (k % 3 === 0) await state.dispose();
    await program.dispose();
  };
  for (let k = 0; k < 20; k++) await cycle(k);
  const before = outside();
  for (let k = 0; k < 1000; k++) await cycle(k);
  expect(outside() - before).toBeLessThan(ROOM);
  expect(cachedModules()).toBeLessThanOrEqual(MOST_MODULES);
});

test('the memory of a program grows for many states and much data, and what they give back is used again', async () => {
  const task = taskOf(c.structure);
  const backend = kernelBackend(task, 'float64');
  const rows = rowsOf(c.structure, 10_000, 1);
  const round = (): void => {
    const states = Array.from({ length: 200 }, () => backend.start(numbersOf(c.network.parameters), {}));
    const data = Array.from({ length: 4 }, () => backend.bind(pointsOf(task, rows)));
    const first = atOnce(states[0]!.value(data[0]!, weighing())).value;
    for (const s of states.slice(-3)) expect(atOnce(s.value(data.at(-1)!, weighing())).value).toBe(first);
    // In another order than they came.
    for (const s of [...states.slice(100), ...states.slice(0, 100)]) s.dispose();
    for (const d of data) void d.dispose();
  };
  round();
  const { bytes, stretches } = backend.arena;
  for (let k = 0; k < 5; k++) round();
  expect(backend.arena.bytes).toBe(bytes);
  expect(backend.arena.stretches).toHaveLength(stretches.length);
});
