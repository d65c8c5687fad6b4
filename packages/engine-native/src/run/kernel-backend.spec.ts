import { describe, expect, jest, test } from '@jest/globals';
import { trace } from '@knotwork/algebra';
import { type EngineCase, mixedCase, randomCase, squaredError } from '@knotwork/conformance';
import { foldBasisWeights, gridOf, type LayerRequest, writeGrid } from '@knotwork/network';
import { randomStream, relativeError } from '@knotwork/numerics';
import type { Rows } from '@knotwork/plugin';
import type { CompileOptions, Precision, SegmentRole, Structure, Value } from '@knotwork/plugin/engine';
import { native } from '../index.js';
import type { Task } from '@knotwork/engine-core';
import { Evaluation, ReferenceBackend } from '@knotwork/engine-reference';
import { Arena } from '../memory/arena.js';
import { atOnce, kernelBackend } from '../fixtures/kernel-backend.js';
import { needClose, SUMS } from '../fixtures/numbers.js';
import { draw, type Drawn, frozenAt, numbersOf, parts, penaltyParts, pointsOf, randomMask, ROLES, rowsOf, takeStep, taskOf, weighing } from '../fixtures/tasks.js';
import { adam, momentum } from '../fixtures/update-formulas.js';
import { waysOfRows } from '../fixtures/built-rows.js';
import { wideCase } from '../fixtures/wide-case.js';
import type { WideRows } from './contractions/rows-contraction.js';
import type { KernelBackend } from './kernel-backend.js';
import { memoryLayout } from '../memory/memory-layout.js';

/** The same sums in another order. */
const ROUNDING = 1e-12;

/** A memory in which others have left NaN everywhere. */
function usedArena(): Arena {
  const arena = new Arena();
  arena.u8.fill(0xff);
  return arena;
}

describe('penalties', () => {
  for (const edge of ['reference-residual', 'reference-plain']) {
    test(`of ${edge} edges do not read what others left in the memory`, async () => {
      const c = draw([2, 1], [parts({ edge: { kind: edge }, basis: { kind: 'reference-hat', intervals: 4 } })]);
      const task = taskOf(c.structure);
      const frozen = await frozenAt(task, c.rows, c.network.parameters, 1e-3);
      const [kernels, reference] = both(task, 'float64', usedArena())
        .map((backend) => atOnce(backend.start(numbersOf(c.network.parameters), {}).gradient(backend.bind(pointsOf(task, c.rows)), weighing(frozen))));
      expect(kernels!.value.value).toBeCloseTo(reference!.value.value, 12);
      expect(relativeError(kernels!.gradient, reference!.gradient)).toBeLessThan(ROUNDING);
    });
  }
});

test('a step whose value is not finite leaves everything as it was, the last gradient too', async () => {
  const c = draw([1, 2, 1], [parts(), parts()]);
  const bad = { ...c.rows, inputs: { ...c.rows.inputs, values: c.rows.inputs.values.map((v, k) => (k === 3 ? NaN : v)) } };
  const task = taskOf(c.structure, { update: adam() });
  for (const backend of both(task)) {
    const [data, broken] = [backend.bind(pointsOf(task, c.rows)), backend.bind(pointsOf(task, bad))];
    const numbers = backend.start(numbersOf(c.network.parameters), {});
    await takeStep(numbers, data, 1, 9);
    const before = [numbers.read(), numbers.slots(), numbers.lastGradient()];
    expect((await takeStep(numbers, broken, 2, 9)).status).toBe('not-finite');
    expect([numbers.read(), numbers.slots(), numbers.lastGradient()]).toEqual(before);
  }
});

test.each(waysOfRows)('what a step makes by %s of infinite features in nodes that nobody reads is gone once other numbers are written', async (_, rows) => {
  // Node 0 of the wide layer sees hidden node 0 and goes on; the others, beside a pad, see hidden node 1, which is 0: a pole.
  const masked = Array.from({ length: 18 }, (_, e) => [Math.floor(e / 9), e % 9] as const).filter(([from, to]) => (from === 0) !== (to === 0));
  const c = draw([1, 2, 9, 1], [parts({ edge: { kind: 'reference-plain' } }), parts({ edge: { kind: 'reference-pole' }, off: masked }), parts({ off: Array.from({ length: 8 }, (_, k) => [k + 1, 0] as const) })]);
  const { segments: { coefficients }, size } = c.structure.layers[0]!.terms[0]!;
  const poles = c.network.parameters.slice().fill(0, coefficients.offset + size, coefficients.offset + 2 * size);
  const task = taskOf(c.structure, { update: momentum() });
  const gradients: Float64Array[] = [];
  for (const backend of both(task, 'float64', undefined, rows)) {
    const [numbers, data] = [backend.start(numbersOf(poles), {}), backend.bind(pointsOf(task, c.rows))];
    expect((await takeStep(numbers, data, 1, 9)).status).toBe('ok');
    expect(numbers.lastGradient().some(Number.isNaN)).toBe(true);
    numbers.write(numbersOf(c.network.parameters));
    gradients.push(atOnce(numbers.gradient(data, weighing())).gradient);
  }
  needClose(gradients[0]!, gradients[1]!, ROUNDING, 'gradient');
});

/** The value of a network in both precisions. */
function statuses({ structure, network, rows }: Drawn): Promise<object[]> {
  return Promise.all((['float32', 'float64'] as const).map(async (precision) => {
    const task = taskOf(structure);
    const backend = kernelBackend(task, precision);
    const { status, place } = await backend.start(numbersOf(network.parameters), {}).value(backend.bind(pointsOf(task, rows)), weighing());
    return { status, place };
  }));
}

/** Sets the coefficients of an edge of the first layer. */
function setEdge({ structure, network }: Drawn, edge: number, value: number): void {
  const [{ segments: { coefficients: { offset } }, size }] = structure.layers[0]!.terms as [Structure['layers'][number]['terms'][number]];
  network.parameters.fill(value, offset + edge * size, offset + (edge + 1) * size);
}

describe('a number that single precision alone cannot hold is a status with the edge that adds most to it', () => {
  const sums = parts({ edge: { kind: 'reference-plain' } });

  test('where the sum of a node is too large', async () => {
    const c = draw([2, 3, 1], [sums, sums], { rows: 130 });
    // Splines add up to 1 on their domain: 2e38 and 3e38 fit, their sum does not.
    setEdge(c, 1, 2e38);
    setEdge(c, 4, 3e38);
    expect(await statuses(c)).toEqual([{ status: 'not-finite', place: { layer: 0, from: 1, to: 1 } }, { status: 'ok', place: undefined }]);
  });

  test('where outputs are small enough and their squares are not', async () => {
    const c = draw([2, 3], [sums]);
    setEdge(c, 0, -1e25);
    setEdge(c, 2, 1e30);
    setEdge(c, 5, 1e29);
    expect(await statuses(c)).toEqual([{ status: 'not-finite', place: { layer: 0, from: 0, to: 2 } }, { status: 'ok', place: undefined }]);
  });
});

test('one reference backend looks for the places of all values of a program', async () => {
  const values = jest.spyOn(Evaluation.prototype, 'value');
  try {
    const c = draw([1, 2, 1], [parts(), parts()]);
    const task = taskOf(c.structure);
    const backend = kernelBackend(task, 'float64');
    const data = backend.bind(pointsOf(task, c.rows));
    expect(atOnce(backend.start(numbersOf(c.network.parameters), {}).value(data, weighing())).status).toBe('ok');
    expect(values.mock.contexts).toHaveLength(0);
    for (const edge of [0, 1]) {
      const bad = { ...c, network: { ...c.network, parameters: c.network.parameters.slice() } };
      setEdge(bad, edge, NaN);
      expect((await backend.start(numbersOf(bad.network.parameters), {}).value(data, weighing())).place).toEqual({ layer: 0, from: 0, to: edge });
    }
    expect(values.mock.contexts).toHaveLength(2);
    expect(new Set(values.mock.contexts).size).toBe(1);
  } finally {
    values.mockRestore();
  }
});

/** Two paths side by side. */
function both(task: Task, precision: Precision = 'float64', arena?: Arena, rows: WideRows | null = null): readonly [KernelBackend, ReferenceBackend] { return [kernelBackend(task, precision, arena, rows), new ReferenceBackend(task)]; }

const TOLERANCE: Readonly<Record<Precision, number>> = {
  /** The same sums in another order, through several layers. */
  float64: 1e-10,
  /** Sums of a few hundred products in float32, whose own rounding is 6e-8, lose two or three digits where terms cancel. */
  float32: 1e-4,
};

/** Large networks multiply slopes of up to 1e3 through up to four layers: in float32 the worst of 300 cases has 3e-3. */
const WIDE: typeof TOLERANCE = { float64: 1e-9, float32: 1e-2 };

/** More: KNOTWORK_FUZZ=700 NODE_OPTIONS=--experimental-vm-modules npx jest -c packages/engine-native/jest.config.cjs kernel-backend -t 'large networks' */
const WIDE_CASES = Number(process.env['KNOTWORK_FUZZ'] ?? 12);

/** How a network is compared. */
type Change = Pick<Partial<CompileOptions>, 'parameters'> & { readonly precision?: Precision; readonly strength?: number; readonly rows?: WideRows | null };

/** Value, gradient and outputs of both paths. @returns what rounding may make of the penalty, as a share of it */
async function compare(name: string, c: Drawn, { precision = 'float64', strength, rows = null, ...change }: Change = {}, tolerance = TOLERANCE[precision], arena?: Arena): Promise<number> {
  const task = taskOf(c.structure, change);
  // What a backend is given has its basis weights folded in where unknowns are effective.
  const parameters = change.parameters === 'effective' ? foldBasisWeights(c.structure, c.network.parameters) : c.network.parameters;
  const frozen = strength === undefined ? undefined : await frozenAt(task, c.rows, parameters, strength);
  const [kernels, reference] = await Promise.all(both(task, precision, arena, rows).map(async (backend) => {
    const [numbers, data] = [backend.start(numbersOf(parameters), {}), backend.bind(pointsOf(task, c.rows))];
    const { value, gradient } = await numbers.gradient(data, weighing(frozen));
    const alone = await numbers.value(data, weighing(frozen));
    const last = numbers.lastGradient();
    const { values } = numbers.activations(data, c.structure.layers.length);
    backend.dispose();
    return { value, alone, gradient, last, values };
  })) as [Outcome, Outcome];
  // Where edges hardly vary, a variance is a small difference of large numbers.
  const { value, slope } = frozen === undefined ? { value: 0, slope: 0 } : penaltyParts(frozen, c.structure, parameters);
  const lost = { value: SUMS.float64 * value, slope: SUMS.float64 * slope };
  const expected = [reference.value.value, reference.value.data, reference.value.penalty];
  needClose([kernels.value.value, kernels.value.data, kernels.value.penalty], expected, tolerance + lost.value / Math.hypot(...expected), `${name}: value`);
  needClose(kernels.values, reference.values, tolerance, `${name}: outputs`);
  needClose(kernels.gradient, reference.gradient, tolerance + lost.slope / Math.hypot(...reference.gradient), `${name}: gradient`);
  needClose([kernels.alone.value], [kernels.value.value], ROUNDING, `${name}: value without gradient`);
  expect(kernels.last).toEqual(kernels.gradient);
  return lost.value / Math.abs(reference.value.penalty);
}

interface Outcome { readonly value: Value; readonly alone: Value; readonly gradient: Float64Array; readonly last: Float64Array; readonly values: Float64Array }

const cases = Array.from({ length: 12 }, (_, k) => [randomCase(k + 101), mixedCase(k + 101)]).flat();

describe.each(waysOfRows)('values and gradients by %s are those of the reference backend', (_, rows) => {
  for (const precision of ['float64', 'float32'] as const) {
    test(`for networks of every kind, with and without penalties, in ${precision}`, async () => {
      for (const c of cases) {
        await compare(c.name, c, { precision, rows });
        await compare(`${c.name}, penalties`, c, { precision, rows, strength: 1e-2, parameters: 'effective' });
      }
    });

    test(`for batches that fill blocks and vectors or not, in ${precision}`, async () => {
      for (const c of [randomCase(3), mixedCase(4), mixedCase(7)]) {
        for (const count of [1, 2, 3, 5, 63, 64, 65, 127, 128, 129]) await compare(`${c.name}, ${count} rows`, { ...c, rows: rowsOf(c.structure, count, count) }, { precision, rows });
      }
    });

    test(`for wide layers, whose samples are sorted and whose outputs come in tiles, in ${precision}`, async () => {
      const few = parts({ basis: { kind: 'reference-spline', degree: 3, intervals: 2 }, edge: { kind: 'reference-plain' } });
      const wide: readonly [string, Drawn][] = [
        ['[3, 40, 33, 2]', draw([3, 40, 33, 2], [parts(), parts(), parts()], { rows: 70 })],
        ['[3, 40, 33, 2], half of the edges off', draw([3, 40, 33, 2], [40 * 3, 40 * 33, 33 * 2].map((_, l) => parts({ off: randomMask([3, 40, 33][l]!, [40, 33, 2][l]!, 0.5, l) })), { rows: 70 })],
        ['70 outputs, a window of 4, few cells', draw([2, 70, 1], [few, few], { rows: 130 })],
        ['64 outputs, in single precision one tile that is sorted', draw([3, 64, 1], [few, few], { rows: 70 })],
        ['70 outputs, many cells', draw([2, 70, 1], [parts({ basis: { kind: 'reference-spline', degree: 3, intervals: 60 } }), few], { rows: 65 })],
        ['nodes that squash', draw([2, 37, 2], [parts({ layer: { kind: 'reference-squashed' } }), parts({ layer: { kind: 'reference-squashed' } })], { rows: 65 })],
        ['hats on own knots', draw([2, 34, 2], [parts({ basis: { kind: 'reference-hat', intervals: 4 }, knots: 'own' }), parts({ basis: { kind: 'reference-bent-hat', intervals: 3 } })], { rows: 65 })],
      ];
      for (const [name, c] of wide) {
        await compare(name, c, { precision, rows });
        if (!name.startsWith('hats')) await compare(`${name}, penalties`, c, { precision, rows, strength: 1e-2 });
      }
    });

    test(`for global terms of many features, over few outputs and many, in ${precision}`, async () => {
      for (const degree of [6, 7, 8, 15, 16, 23]) {
        for (const outputs of [1, 3, 20, 70]) {
          const basis = { kind: 'reference-chebyshev', degree };
          await compare(`degree ${degree}, ${outputs} outputs`, draw([2, outputs, 1], [parts({ basis }), parts({ basis, edge: { kind: 'reference-plain' } })], { rows: 30 }), { precision, rows });
        }
      }
    });
  }

  /** A large network of a kind, precision and penalties that follow from its seed. */
  const compareWide = (seed: number): Promise<number> => {
    const options = { rows, precision: seed % 3 === 0 ? 'float32' : 'float64', parameters: seed % 2 === 0 ? 'trainable' : 'effective' } as const;
    return compare(`wide case ${seed}`, wideCase(seed), { ...options, ...(seed % 4 < 2 ? { strength: 1e-2 } : {}) }, WIDE[options.precision], usedArena());
  };

  test('for large networks of everything, in memory that others have used', async () => {
    for (let seed = 1; seed <= WIDE_CASES; seed++) await compareWide(seed);
  });

  test('for penalties of how edges vary where all of a layer are constant but for rounding', async () => {
    for (const seed of [101, 109, 368]) expect(await compareWide(seed)).toBeLessThan(0.1);
  });
});

describe('values and gradients are those of the reference backend', () => {
  test('for penalties on terms that are contracted in each way', async () => {
    const second = (kind: string): object => ({ kind: 'reference-pair', second: { kind } });
    const met = new Set<string>();
    for (const basis of [{ kind: 'reference-spline', degree: 3, intervals: 6 }, { kind: 'reference-wavelet' }, { kind: 'reference-edge-hat', intervals: 4 }, { kind: 'reference-chebyshev', degree: 9 }, { kind: 'reference-hat', intervals: 3 }]) {
      for (const outputs of [1, 2, 17]) {
        for (const parameters of ['trainable', 'effective'] as const) {
          const layer = { ...second('reference-hat') } as { kind: string };
          const c = draw([3, outputs, 1], [parts({ layer, basis, off: [[0, 0]] }), parts({ layer, basis })], { rows: 40 });
          for (const { terms } of memoryLayout(c.structure, { precision: 'float64', parameters }).layers) for (const { kind } of terms) met.add(kind);
          await compare(`${basis.kind}, ${outputs} outputs, ${parameters}`, c, { strength: 0.1, parameters });
        }
      }
    }
    expect([...met].sort()).toEqual(['columns', 'edges', 'rows']);
  });
});

test('a structure is compiled anew for other roles, whichever were trained before', () => {
  const all = ROLES.filter((role) => role !== 'baseWeight');
  const few = all.filter((role) => role !== 'shape');
  for (const basis of ['reference-bent-hat', 'reference-edge-hat', 'reference-wavelet']) {
    for (const orders of [[few, all], [all, few]]) {
      const c = draw([2, 1], [parts({ basis: { kind: basis } })]);
      for (const trainable of orders) {
        const task = taskOf(c.structure, { trainable });
        const [kernels, reference] = both(task).map((backend) => atOnce(backend.start(numbersOf(c.network.parameters), {}).gradient(backend.bind(pointsOf(task, c.rows)), weighing())).gradient);
        needClose(kernels!, reference!, ROUNDING, `${basis}, ${trainable.join()}`);
      }
    }
  }
});

test('penalties are kept ready, and forgotten ones made again', async () => {
  const c = randomCase(9);
  const task = taskOf(c.structure);
  const backend = kernelBackend(task, 'float64');
  const [numbers, data] = [backend.start(numbersOf(c.network.parameters), {}), backend.bind(pointsOf(task, c.rows))];
  const frozen = await Promise.all(Array.from({ length: 6 }, (_, k) => frozenAt(task, c.rows, c.network.parameters, 1e-2 * (1 + k))));
  const values = frozen.map((f) => atOnce(numbers.value(data, weighing(f))).value);
  const { length } = backend.arena.stretches;
  for (let round = 0; round < 20; round++) frozen.forEach((f, k) => { expect(atOnce(numbers.value(data, weighing(f))).value).toBe(values[k]); });
  expect(backend.arena.stretches).toHaveLength(length);
});

/** Thirty steps: Adam divides by square roots of tiny sums, which turns rounding of gradients into some more. */
const STEPS = 1e-9;

describe('thirty steps of an optimizer lead where they lead on the reference backend', () => {
  const updates = { adam: adam(), 'adam with decay of weights': adam(0.1) };
  const walked: readonly EngineCase[] = [1, 3, 6].map((k) => [randomCase(k + 30), mixedCase(k + 30)]).flat();

  for (const [name, update] of Object.entries(updates)) {
    for (const parameters of ['trainable', 'effective'] as const) {
      for (const trainable of [ROLES, ['coefficients'], ['baseWeight', 'bias', 'shape']] as const) {
        test(`${name}, ${parameters} parameters, ${trainable.join()} trained, a grid moved halfway`, async () => {
          for (const c of walked) {
            const options = { update, parameters, trainable: trainable as readonly SegmentRole[] };
            if (unknownsOf(c.structure, options) === 0) continue;
            const task = taskOf(c.structure, options);
            const frozen = await frozenAt(task, c.rows, c.network.parameters, 1e-3);
            const layer = c.structure.layers.at(-1)!;
            const walks: Walk[] = [];
            for (const backend of both(task)) {
              const data = backend.bind(pointsOf(task, c.rows));
              const numbers = backend.start(numbersOf(parameters === 'effective' ? foldBasisWeights(c.structure, c.network.parameters) : c.network.parameters), {});
              for (let step = 1; step <= 30; step++) {
                if (step === 11 || step === 19) {
                  const moved = numbers.read().parameters;
                  const term = layer.terms[0]!;
                  const [input] = term.edges.inputs as unknown as [number];
                  const { domain, knots } = gridOf(term, moved, input);
                  writeGrid(term, moved, input, { domain: [domain[0] - 0.1, domain[1]], knots: knots?.slice() ?? null });
                  if (step === 19) moved[task.layout.parameterOf[0]!]! += 0.5;
                  numbers.write(numbersOf(moved));
                }
                // Other states are evaluated in between.
                const fork = step % 7 === 0 ? numbers.fork() : null;
                if (fork !== null) await takeStep(fork, data, step, 30, frozen);
                fork?.dispose();
                expect((await takeStep(numbers, data, step, 30, frozen)).status).toBe('ok');
              }
              walks.push({ parameters: numbers.read().parameters, slots: numbers.slots(), last: numbers.lastGradient() });
            }
            const [kernels, reference] = walks as [Walk, Walk];
            needClose(kernels.parameters, reference.parameters, STEPS, `${c.name}: parameters`);
            needClose(kernels.last, reference.last, STEPS, `${c.name}: last gradient`);
            expect(Object.keys(kernels.slots).sort()).toEqual(Object.keys(reference.slots).sort());
            for (const slot of Object.keys(reference.slots)) needClose(kernels.slots[slot]!, reference.slots[slot]!, STEPS, `${c.name}: slot ${slot}`);
            // What does not train is bit by bit what it was.
            const trained = new Set(task.layout.parameterOf);
            const start = parameters === 'effective' ? foldBasisWeights(c.structure, c.network.parameters) : c.network.parameters;
            const { offset, length } = layer.terms[0]!.segments.domain;
            kernels.parameters.forEach((v, at) => { if (!trained.has(at) && (at < offset || at >= offset + length) && !Object.is(v, start[at])) throw new Error(`${c.name}: number ${at} became ${v}`); });
          }
        });
      }
    }
  }
});

interface Walk { readonly parameters: Float64Array; readonly slots: Record<string, Float64Array>; readonly last: Float64Array }

/** How many numbers train; where none do, there is nothing to compile. */
function unknownsOf(structure: Structure, options: Parameters<typeof taskOf>[1]): number {
  try { return taskOf(structure, options).layout.unknowns; } catch { return 0; }
}

test('slots go in and out as they are, also clocks that differ from one unknown to the next', async () => {
  const stream = randomStream(4, 'slots');
  for (const c of [randomCase(31), mixedCase(36)]) {
    for (const task of [taskOf(c.structure, { update: adam() })]) {
      const { unknowns } = task.layout;
      const given = { m: Float64Array.from({ length: unknowns }, () => stream.normal()), v: Float64Array.from({ length: unknowns }, () => stream.next()), t: Float64Array.from({ length: unknowns }, () => stream.integer(4)) };
      const results = [];
      for (const backend of both(task)) {
        const data = backend.bind(pointsOf(task, c.rows));
        const numbers = backend.start(numbersOf(c.network.parameters), given);
        expect(numbers.slots()).toEqual(given);
        const fork = numbers.fork();
        for (let step = 1; step <= 5; step++) await takeStep(numbers, data, step, 5);
        expect(fork.slots()).toEqual(given);
        expect(fork.read()).toEqual(numbersOf(c.network.parameters));
        fork.writeSlots({ t: given.t.map((t) => t + 7) });
        expect(fork.slots()['t']).toEqual(given.t.map((t) => t + 7));
        expect(fork.slots()['m']).toEqual(given.m);
        fork.copyFrom(numbers);
        expect(fork.slots()).toEqual(numbers.slots());
        expect(fork.read()).toEqual(numbers.read());
        for (const each of [fork, numbers]) await takeStep(each, data, 6, 6);
        expect(fork.read()).toEqual(numbers.read());
        results.push(numbers);
      }
      needClose(results[0]!.read().parameters, results[1]!.read().parameters, STEPS, c.name);
      needClose(results[0]!.slots()['t']!, results[1]!.slots()['t']!, 0, c.name);
    }
  }
});

test('the last gradient of a state stays its own while others are evaluated, moved, copied and disposed of', () => {
  for (const c of [randomCase(33), mixedCase(34)]) {
    const task = taskOf(c.structure, { update: momentum() });
    for (const backend of both(task)) {
      const data = backend.bind(pointsOf(task, c.rows));
      const [a, b] = [backend.start(numbersOf(c.network.parameters), {}), backend.start(numbersOf(c.network.parameters.map((v) => v * 1.1)), {})];
      const { gradient } = atOnce(a.gradient(data, weighing()));
      expect(b.lastGradient().every((g) => g === 0)).toBe(true);
      const { gradient: other } = atOnce(b.gradient(data, weighing()));
      expect(a.lastGradient()).toEqual(gradient);
      const moved = a.moved(gradient, -0.1);
      moved.gradient(data, weighing());
      expect(a.lastGradient()).toEqual(gradient);
      moved.dispose();
      expect(b.lastGradient()).toEqual(other);
      a.copyFrom(b);
      expect(a.lastGradient()).toEqual(gradient);
      a.write(numbersOf(c.network.parameters));
      expect(a.lastGradient()).toEqual(gradient);
      b.dispose();
      expect(relativeError(a.lastGradient(), gradient)).toBe(0);
    }
  }
});

test('trials on a line are where the reference backend has them, constraints kept, and leave nothing behind', () => {
  for (const c of [mixedCase(3), mixedCase(8), mixedCase(11), randomCase(35)]) {
    const task = taskOf(c.structure, { parameters: 'effective' });
    const start = foldBasisWeights(c.structure, c.network.parameters);
    const stream = randomStream(1, c.name);
    const direction = Float64Array.from({ length: task.layout.unknowns }, () => stream.normal());
    const [kernels, reference] = both(task);
    const stretches = (): number => kernels.arena.stretches.length;
    const [a, b] = [kernels.start(numbersOf(start), {}), reference.start(numbersOf(start), {})];
    const before = stretches();
    for (const t of [0, 0.3, -5, 40]) {
      const [p, q] = [a.moved(direction, t), b.moved(direction, t)];
      needClose(p.read().parameters, q.read().parameters, 1e-15, `${c.name}, ${t}`);
      p.dispose();
    }
    expect(a.read().parameters).toEqual(start);
    expect(stretches()).toBe(before);
  }
});

describe('Jacobian rows and normal equations are those of the reference backend', () => {
  const rowsAndNormal = (c: Drawn, trainable: readonly SegmentRole[], name: string): void => {
    const options = { parameters: 'effective', trainable } as const;
    if (unknownsOf(c.structure, options) === 0) return;
    const start = foldBasisWeights(c.structure, c.network.parameters);
    const task = taskOf(c.structure, options);
    const [kernels, reference] = both(task).map((backend) => {
      const [numbers, data] = [backend.start(numbersOf(start), {}), backend.bind(pointsOf(task, c.rows))];
      const { hessian } = numbers.normal(data, weighing()) as { hessian: Float64Array };
      const result = { hessian: lower(hessian), rows: numbers.rows(data, task.blocks[0]!, 0, Math.min(c.rows.inputs.count, 5)) };
      backend.dispose();
      return result;
    }) as [Record<'hessian' | 'rows', Float64Array>, Record<'hessian' | 'rows', Float64Array>];
    needClose(kernels.rows, reference.rows, TOLERANCE.float64, `${name}: rows`);
    needClose(kernels.hessian, reference.hessian, TOLERANCE.float64, `${name}: Hessian`);
  };
  /** The lower triangle; nothing else means anything. */
  const lower = (h: Float64Array): Float64Array => { const n = Math.sqrt(h.length); return h.filter((_, k) => k % n <= Math.floor(k / n)); };

  test('whatever trains, for networks of every kind', () => {
    for (const seed of [51, 52, 53, 54]) {
      for (const c of [randomCase(seed), mixedCase(seed)]) {
        for (const trainable of [ROLES, ['coefficients'], ['baseWeight'], ['bias', 'shape']] as const) rowsAndNormal(c, trainable, `${c.name}, ${trainable.join()}`);
      }
    }
  });

  test('for windows of even and odd width side by side', () => {
    const basis = (degree: number): LayerRequest => parts({ basis: { kind: 'reference-spline', degree, intervals: 3 } });
    for (const degrees of [[2, 3], [4, 2], [3, 4], [2, 2]]) rowsAndNormal(draw([2, 2, 1], degrees.map(basis), { rows: 70 }), ROLES, degrees.join());
  });
});

test('targets may be more than the objective reads, and not fewer', async () => {
  const c = draw([2, 2], [parts()]);
  const { inputs, targets } = c.rows;
  const widen = (width: number): Rows => ({ inputs, targets: { count: targets.count, width, values: Float64Array.from({ length: targets.count * width }, (_, k) => (k % width < 2 ? targets.values[Math.floor(k / width) * 2 + (k % width)]! : 1e9)) } });
  const task = taskOf(c.structure);
  for (const backend of both(task)) {
    const numbers = backend.start(numbersOf(c.network.parameters), {});
    const [data, wide] = [backend.bind(pointsOf(task, c.rows)), backend.bind(pointsOf(task, widen(5)))];
    expect(numbers.value(wide, weighing())).toEqual(numbers.value(data, weighing()));
    expect(numbers.rows(wide, task.blocks[0]!, 130, 133)).toEqual(numbers.rows(data, task.blocks[0]!, 130, 133));
  }
  for (const kernels of ['auto', 'off'] as const) {
    const program = await (await native.create({ precision: 'float64', kernels })).compile(c.structure, task.objective, task.options);
    await expect(program.bind({ data: widen(1) })).rejects.toThrow('The block "data" of the objective reads target 1 as "t1", and the points "data" have 1 target.');
    await program.dispose();
  }
});

test('a loss that is not a number where all outputs are finite blames no edge', async () => {
  const c = draw([1, 1], [parts()]);
  const [block] = squaredError(1).blocks;
  const task = taskOf(c.structure, { objective: { blocks: [{ ...block!, form: 'loss', formula: trace(['y0', 't0'], (y, t) => ({ l: y!.sub(t!).square().neg().log() })) }] } });
  for (const backend of both(task)) {
    const { status, place } = await backend.start(numbersOf(c.network.parameters), {}).value(backend.bind(pointsOf(task, c.rows)), weighing());
    expect({ status, place }).toEqual({ status: 'not-finite', place: undefined });
  }
});

test('a block that is a loss has one output', async () => {
  const c = draw([1, 1], [parts()]);
  const { objective, options } = taskOf(c.structure);
  const two = { blocks: [{ ...objective.blocks[0]!, form: 'loss' as const, formula: trace(['y0', 't0'], (y, t) => ({ a: y!, b: t! })) }] };
  await expect((await native.create({ precision: 'float64' })).compile(c.structure, two, options)).rejects.toThrow('The block "data" of the objective has the form "loss", so its formula must have one output; it has 2.');
});

test('normal equations of many rows may pause between blocks of points, and have the same bits then', async () => {
  const { structure, network, rows } = draw([6, 12, 1], [parts(), parts()], { rows: 2000 });
  let pauses = 0;
  const normal = async (pause?: () => Promise<void>): Promise<{ hessian: Float64Array; gradient: Float64Array }> => {
    const task = taskOf(structure, { parameters: 'effective', trainable: ROLES, ...(pause === undefined ? {} : { pause }) });
    const backend = both(task)[0]!;
    const [numbers, data] = [await backend.start(numbersOf(foldBasisWeights(structure, network.parameters)), {}), await backend.bind(pointsOf(task, rows))];
    try { return await numbers.normal(data, weighing()) as { hessian: Float64Array; gradient: Float64Array }; } finally { await backend.dispose(); }
  };
  const { hessian, gradient } = await normal();
  const paused = await normal(async () => { pauses++; });
  expect(paused.hessian).toEqual(hessian);
  expect(paused.gradient).toEqual(gradient);
  expect(pauses).toBeGreaterThan(1);
  const reason = new Error('enough');
  await expect(normal(() => Promise.reject(reason))).rejects.toBe(reason);
});
