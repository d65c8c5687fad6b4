import { formula, input } from '@knotwork/algebra';
import { extendGrid, foldBasisWeights, gridOf, resolve, writeGrid } from '@knotwork/network';
import { relativeError } from '@knotwork/numerics';
import type { CompileOptions, Engine, Objective, Program, Rows, SegmentRole, State, UpdateFormula } from '@knotwork/plugin';
import { catalog, type EngineCase, randomCase, squaredError } from './engine-case.js';

/** A named check of an engine; it throws an Error that says what is wrong. */
export interface EngineCheck {
  readonly name: string;
  run(engine: Engine): Promise<void>;
}

const ROLES: readonly SegmentRole[] = ['coefficients', 'baseWeight', 'basisWeight', 'bias'];
/** Gradients in float64 against central differences of step 1e-6: truncation and rounding leave about 1e-9. */
const GRADIENT_TOLERANCE = 1e-6;
/** The same sums in another order. */
const ROUNDING = 1e-12;

async function open(engine: Engine, c: EngineCase, parameters: 'trainable' | 'effective', smoothing = 0, update?: UpdateFormula): Promise<{ program: Program; state: State }> {
  const options: CompileOptions = { precision: 'float64', trainable: ROLES, parameters, ...(update === undefined ? {} : { update }) };
  const program = await engine.compile(c.structure, squaredError(c.widths.at(-1)!, smoothing), options);
  return { program, state: await program.start(c.network) };
}

const need = (condition: boolean, message: string): void => { if (!condition) throw new Error(message); };

function needClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string): void {
  const error = relativeError(actual, expected);
  need(error <= tolerance, `${what}: relative error ${error.toExponential(2)}, allowed ${tolerance.toExponential(0)}`);
}

/** Central differences of a function of the unknowns. */
async function differences(program: Program, state: State, f: () => Promise<Float64Array>): Promise<Float64Array[]> {
  const { network: { parameters } } = await state.read();
  const columns: Float64Array[] = [];
  for (const at of program.layout.parameterOf) {
    const h = 1e-6 * Math.max(1, Math.abs(parameters[at]!));
    const shifted = async (by: number): Promise<Float64Array> => {
      const moved = parameters.slice();
      moved[at]! += by;
      await state.write({ parameters: moved });
      return f();
    };
    const [up, down] = [await shifted(h), await shifted(-h)];
    columns.push(up.map((v, i) => (v - down[i]!) / (2 * h)));
  }
  await state.write({ parameters });
  return columns;
}

async function throws(f: () => Promise<unknown>): Promise<boolean> {
  try { await f(); return false; } catch { return true; }
}

/** Gradient descent with momentum 0.9 and rate 0.05. */
function momentum(): UpdateFormula {
  const v = input('v').mul(0.9).sub(input('gradient').mul(0.05));
  return { slots: ['v'], formula: formula(['parameter', 'gradient', 'step', 'steps', 'v'], { parameter: input('parameter').add(v), v }) };
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** What every engine with float64, window terms and normal equations must do. */
export const engineChecks: readonly EngineCheck[] = [
  {
    name: 'gradients agree with differences of values, penalty included',
    run: async (engine) => {
      for (const seed of seeds) {
        for (const parameters of ['trainable', 'effective'] as const) {
          const c = randomCase(seed);
          const { program, state } = await open(engine, c, parameters, 1e-3);
          const data = await program.bind('data', c.rows);
          const query = { penalty: await state.freeze(data) };
          const { gradient } = await state.gradient(data, query);
          const columns = await differences(program, state, async () => Float64Array.of((await state.value(data, query)).value));
          needClose(gradient, columns.map((v) => v[0]!), GRADIENT_TOLERANCE, `seed ${seed}, ${parameters}`);
        }
      }
    },
  },
  {
    name: 'Jacobian rows agree with differences of outputs',
    run: async (engine) => {
      for (const seed of seeds) {
        const c = randomCase(seed);
        const { program, state } = await open(engine, c, 'effective');
        const few = (s: Rows['inputs']): Rows['inputs'] => ({ ...s, count: Math.min(7, s.count), values: s.values.slice(0, Math.min(7, s.count) * s.width) });
        const data = await program.bind('data', { inputs: few(c.rows.inputs), targets: few(c.rows.targets) });
        const rows = data.count * c.widths.at(-1)!;
        const jacobian = await state.rows(data, 0, rows);
        const columns = await differences(program, state, async () => (await state.outputs(data)).values);
        const expected = Float64Array.from({ length: jacobian.length }, (_, k) => columns[k % program.layout.unknowns]![Math.floor(k / program.layout.unknowns)]!);
        needClose(jacobian, expected, GRADIENT_TOLERANCE, `seed ${seed}`);
        const part = await state.rows(data, 1, Math.min(3, rows));
        needClose(part, jacobian.subarray(program.layout.unknowns, program.layout.unknowns * Math.min(3, rows)), 0, `seed ${seed}, rows 1 to 3`);
      }
    },
  },
  {
    name: 'a damped step solves the normal equations of the Jacobian rows',
    run: async (engine) => {
      for (const seed of seeds.slice(0, 4)) {
        const c = randomCase(seed);
        const { program, state } = await open(engine, c, 'effective', 1e-4);
        const data = await program.bind('data', c.rows);
        const query = { penalty: await state.freeze(data) };
        const normal = await state.normal(data, query);
        const before = (await state.read()).network.parameters;
        const { gradient } = await state.gradient(data, query);
        const trial = await state.tryStep(normal, { shape: 'identity', mu: 1 }, data, query);
        need(trial.status === 'ok', `seed ${seed}: status ${trial.status}`);
        need(relativeError((await state.read()).network.parameters, before) === 0, `seed ${seed}: a trial moved the state`);
        await state.accept(trial);
        const after = (await state.read()).network.parameters;
        const step = Float64Array.from(program.layout.parameterOf, (at) => after[at]! - before[at]!);
        const p = program.layout.unknowns;
        // H s through J (J s), without forming H: the oracle shares nothing with the accumulation of H.
        await state.write({ parameters: before });
        const j = await state.rows(data, 0, data.count * c.widths.at(-1)!);
        const n = j.length / p;
        const hs = new Float64Array(p);
        let trace = 0;
        for (let r = 0; r < n; r++) {
          let js = 0;
          for (let k = 0; k < p; k++) { js += j[r * p + k]! * step[k]!; trace += j[r * p + k]! ** 2 / n; }
          for (let k = 0; k < p; k++) hs[k]! += (js * j[r * p + k]!) / n;
        }
        const smooth = await penaltyProduct(state, program, data, step);
        trace += smooth.trace;
        const left = hs.map((v, k) => v + smooth.product[k]! + ((1 + 1e-15) * trace / p) * step[k]!);
        needClose(left, gradient.map((v) => -v), 1e-8, `seed ${seed}`);
      }
    },
  },
  {
    name: 'masked edges have no unknowns and pass nothing on',
    run: async (engine) => {
      const c = randomCase(3);
      const masked = { ...c.structure.spec, layers: c.structure.spec.layers.map((l) => ({ ...l, terms: l.terms.map((t) => ({ ...t, masked: allEdges(l.inputs, l.outputs).slice(1) })) })) };
      const structure = resolve(masked, catalog);
      const { program, state } = await open(engine, { ...c, structure, network: { spec: masked, parameters: c.network.parameters } }, 'effective');
      // Nodes that no edge reaches have a bias to train.
      const perLayer = structure.layers.map((l) => l.terms.reduce((s, t) => s + t.size + (t.base === null ? 0 : 1), 0) + l.outputs - 1);
      need(program.layout.unknowns === perLayer.reduce((a, b) => a + b, 0), `${program.layout.unknowns} unknowns, expected those of one edge per layer and the biases of nodes without edges`);
      const y = await state.outputs(await program.bind('data', c.rows));
      for (let n = 0; n < y.count; n++) for (let o = 1; o < y.width; o++) need(y.values[n * y.width + o] === 0, 'a masked edge reached an output');
    },
  },
  {
    name: 'basis weights fold into coefficients without changing outputs',
    run: async (engine) => {
      for (const seed of seeds) {
        const c = randomCase(seed);
        const a = await open(engine, c, 'trainable');
        const b = await open(engine, { ...c, network: { ...c.network, parameters: foldBasisWeights(c.structure, c.network.parameters) } }, 'effective');
        needClose((await b.state.outputs(await b.program.bind('data', c.rows))).values, (await a.state.outputs(await a.program.bind('data', c.rows))).values, ROUNDING, `seed ${seed}`);
      }
    },
  },
  {
    name: 'forks are independent, copies are exact, stale trials are refused',
    run: async (engine) => {
      const c = randomCase(5);
      const { program, state } = await open(engine, c, 'effective');
      const data = await program.bind('data', c.rows);
      const fork = await state.fork();
      const before = (await state.read()).network.parameters;
      const normal = await fork.normal(data);
      const trial = await fork.tryStep(normal, { shape: 'marquardt', mu: 1e-2 }, data);
      const other = await fork.tryStep(normal, { shape: 'marquardt', mu: 1 }, data);
      await fork.accept(trial);
      need(relativeError((await state.read()).network.parameters, before) === 0, 'a step of a fork moved its origin');
      need(await throws(() => fork.accept(other)), 'a trial of an earlier state was accepted');
      need(await throws(() => fork.tryStep(normal, { shape: 'marquardt', mu: 1 }, data)), 'normal equations of an earlier state were used');
      await state.copyFrom(fork);
      needClose((await state.read()).network.parameters, (await fork.read()).network.parameters, 0, 'copy');
    },
  },
  {
    name: 'arrays that go in or out are copies',
    run: async (engine) => {
      const c = randomCase(2);
      const { program, state } = await open(engine, c, 'effective');
      const rows = { inputs: { ...c.rows.inputs, values: c.rows.inputs.values.slice() }, targets: { ...c.rows.targets, values: c.rows.targets.values.slice() } };
      const data = await program.bind('data', rows);
      const before = await state.value(data);
      rows.inputs.values.fill(7);
      rows.targets.values.fill(7);
      (await state.read()).network.parameters.fill(3);
      (await state.outputs(data)).values.fill(3);
      (await state.gradient(data)).gradient.fill(3);
      const written = (await state.read()).network.parameters;
      await state.write({ parameters: written });
      written.fill(3);
      need((await state.value(data)).value === before.value, 'the value changed with an array of the caller');
    },
  },
  {
    name: 'optimizer slots start at zero, are updated, read back, and reset where parameters were written',
    run: async (engine) => {
      const c = randomCase(4);
      const { program, state } = await open(engine, c, 'trainable', 0, momentum());
      const data = await program.bind('data', c.rows);
      // Two steps by hand from gradients.
      const start = (await state.read()).network.parameters;
      const by = await state.fork();
      const velocity = new Float64Array(program.layout.unknowns);
      const parameters = start.slice();
      for (let k = 0; k < 2; k++) {
        await by.write({ parameters });
        const { gradient } = await by.gradient(data);
        program.layout.parameterOf.forEach((at, u) => { velocity[u] = 0.9 * velocity[u]! - 0.05 * gradient[u]!; parameters[at]! += velocity[u]!; });
      }
      const report = await state.steps(2, data, { first: 1, total: 2 });
      const read = await state.read();
      need(report.done === 2 && read.step === 2, `${report.done} steps done, step count ${read.step}`);
      needClose(read.network.parameters, parameters, ROUNDING, 'two steps');
      needClose(read.slots['v']!, velocity, ROUNDING, 'slots');
      const touched = read.network.parameters.slice();
      touched[program.layout.parameterOf[1]!]! += 1;
      await state.write({ parameters: touched });
      const slots = (await state.read()).slots['v']!;
      need(slots[1] === 0 && slots[0] === read.slots['v']![0], 'writing parameter 1 must reset its slot and no other');
    },
  },
  {
    name: 'optimizer slots of edges whose grid moved start from zero',
    run: async (engine) => {
      const c = randomCase(9);
      const { program, state } = await open(engine, c, 'effective', 0, momentum());
      await state.steps(3, await program.bind('data', c.rows), { first: 1, total: 3 });
      const { network: { parameters }, slots } = await state.read();
      const layer = c.structure.layers.at(-1)!;
      const term = layer.terms[0]!;
      const grid = gridOf(term, parameters, 0);
      // Numbers of the edges stay; on another grid they are another function.
      writeGrid(term, parameters, 0, { domain: [grid.domain[0] - 1, grid.domain[1]], knots: grid.knots?.slice() ?? null });
      await state.write({ parameters });
      const after = (await state.read()).slots['v']!;
      const from = term.segments.coefficients.offset;
      const to = from + layer.outputs * term.size;
      program.layout.parameterOf.forEach((at, u) => {
        const expected = at >= from && at < to ? 0 : slots['v']![u]!;
        need(after[u] === expected, `slot ${u} of parameter ${at} is ${after[u]}, expected ${expected}`);
      });
    },
  },
  {
    name: 'values and slopes along a line agree with moved states',
    run: async (engine) => {
      const c = randomCase(6);
      const { program, state } = await open(engine, c, 'effective');
      const data = await program.bind('data', c.rows);
      const { gradient } = await state.gradient(data);
      const space = await state.vectors(3);
      await space.load(0, 'gradient');
      await space.copy(0, 1);
      await space.scale(-1, 1);
      await space.load(2, 'unknowns');
      await space.addScaled(2, 0, 2);
      const norm = gradient.reduce((s, g) => s + g * g, 0);
      needClose([await space.dot(0, 1)], [-norm], ROUNDING, 'dot product');
      const t = 0.1;
      const line = await state.alongLine({ space, index: 1 }, t, data);
      const h = 1e-6;
      const up = await state.alongLine({ space, index: 1 }, t + h, data);
      const down = await state.alongLine({ space, index: 1 }, t - h, data);
      needClose([line.slope], [(up.value - down.value) / (2 * h)], GRADIENT_TOLERANCE, 'slope');
      await state.move({ space, index: 1 }, t);
      needClose([(await state.value(data)).value], [line.value], ROUNDING, 'moved state');
    },
  },
  {
    name: 'edge functions add up to the layer, and their derivatives agree with differences',
    run: async (engine) => {
      for (const seed of seeds) {
        const c = randomCase(seed);
        const { program, state } = await open(engine, c, 'effective');
        const one = { inputs: { ...c.rows.inputs, count: 1, values: c.rows.inputs.values.slice(0, c.widths[0]!) }, targets: { ...c.rows.targets, count: 1, values: c.rows.targets.values.slice(0, c.widths.at(-1)!) } };
        const data = await program.bind('data', one);
        const outputs = c.widths[1]!;
        const at = Float64Array.from(one.inputs.values);
        const edges = await state.edges(0, at, 0);
        const sums = Float64Array.from({ length: outputs }, (_, o) => at.reduce((s, _x, i) => s + edges[(i * outputs + o) * at.length + i]!, 0));
        needClose((await state.preActivations(data, 1)).values, sums, ROUNDING, `seed ${seed}, sums`);
        const points = Float64Array.of(-0.613, -0.1777, 0.2345, 0.8111);
        for (const order of [1, 2] as const) {
          const h = 1e-6;
          const [up, down] = [await state.edges(0, points.map((x) => x + h), (order - 1) as 0 | 1), await state.edges(0, points.map((x) => x - h), (order - 1) as 0 | 1)];
          needClose(await state.edges(0, points, order), up.map((v, k) => (v - down[k]!) / (2 * h)), GRADIENT_TOLERANCE, `seed ${seed}, order ${order}`);
        }
      }
    },
  },
  {
    name: 'a nested extension keeps the outputs to 1e-12',
    run: async (engine) => {
      for (const seed of seeds) {
        const c = randomCase(seed);
        const levels = c.structure.layers.map((l) => 3 * l.terms[0]!.intervals!);
        const { network, structure, report } = extendGrid(c.structure, c.network, levels, catalog);
        need(report.isExact, 'a threefold extension must be declared exact');
        const a = await open(engine, c, 'effective');
        const b = await open(engine, { ...c, network, structure }, 'effective');
        needClose((await b.state.outputs(await b.program.bind('data', c.rows))).values, (await a.state.outputs(await a.program.bind('data', c.rows))).values, 1e-12, `seed ${seed}`);
      }
    },
  },
  {
    name: 'a number that is not finite is a status with its place',
    run: async (engine) => {
      const c = randomCase(1);
      const { program, state } = await open(engine, c, 'effective');
      const data = await program.bind('data', c.rows);
      const layer = c.structure.layers.at(-1)!;
      const parameters = c.network.parameters.slice();
      const edge = layer.inputs * layer.outputs - 1;
      const { coefficients } = layer.terms[0]!.segments;
      parameters.fill(Infinity, coefficients.offset + edge * layer.terms[0]!.size, coefficients.offset + (edge + 1) * layer.terms[0]!.size);
      await state.write({ parameters });
      const value = await state.value(data);
      need(value.status === 'not-finite', `status ${value.status}`);
      const expected = { layer: layer.index, from: layer.inputs - 1, to: layer.outputs - 1 };
      need(JSON.stringify(value.place) === JSON.stringify(expected), `place ${JSON.stringify(value.place)}, expected ${JSON.stringify(expected)}`);
      const inputs = c.rows.inputs.values.slice();
      inputs[0] = NaN;
      await state.write({ parameters: c.network.parameters });
      const bad = await state.value(await program.bind('data', { ...c.rows, inputs: { ...c.rows.inputs, values: inputs } }));
      need(bad.status === 'not-finite' && bad.place?.layer === 0, `NaN in the data: ${JSON.stringify(bad.place)}`);
    },
  },
  {
    name: 'what the engine cannot do is refused by name when compiling',
    run: async (engine) => {
      const c = randomCase(1);
      const compile = (objective: Objective, options: Partial<CompileOptions> = {}): Promise<Program> =>
        engine.compile(c.structure, objective, { precision: 'float64', trainable: ROLES, parameters: 'effective', ...options });
      const missing: [boolean, () => Promise<unknown>, string][] = [
        [engine.can.precisions.includes('float32'), () => compile(squaredError(c.widths.at(-1)!), { precision: 'float32' }), 'float32'],
        [engine.can.blocks.includes('loss'), () => {
          const objective = squaredError(c.widths.at(-1)!);
          return compile({ ...objective, blocks: objective.blocks.map((b) => ({ ...b, form: 'loss' as const })) });
        }, 'loss'],
        [engine.can.jets, async () => {
          const { program, state } = await open(engine, c, 'effective');
          return state.outputs(await program.bind('data', c.rows), [{ inputs: [0] }]);
        }, 'jets'],
        [engine.can.moments, async () => {
          const { program, state } = await open(engine, c, 'effective');
          return state.moments(await program.bind('data', c.rows), 0);
        }, 'moments'],
      ];
      for (const [can, attempt, word] of missing) {
        if (can) continue;
        let message = '';
        try { await attempt(); } catch (error) { message = (error as Error).message; }
        need(message.includes(word), `asking for ${word} must be refused by name; got "${message}"`);
      }
    },
  },
];

const allEdges = (inputs: number, outputs: number): [number, number][] =>
  Array.from({ length: inputs * outputs }, (_, e) => [Math.floor(e / outputs), e % outputs]);

/** Product of the penalty's Hessian with a step, from gradients: the penalty is quadratic, so differences of gradients are exact. */
async function penaltyProduct(state: State, program: Program, data: Awaited<ReturnType<Program['bind']>>, step: Float64Array): Promise<{ product: Float64Array; trace: number }> {
  const query = { penalty: await state.freeze(data) };
  const { network: { parameters } } = await state.read();
  const penaltyGradient = async (p: Float64Array): Promise<Float64Array> => {
    await state.write({ parameters: p });
    const [all, fit] = [(await state.gradient(data, query)).gradient, (await state.gradient(data)).gradient];
    return all.map((v, k) => v - fit[k]!);
  };
  const zero = await penaltyGradient(parameters);
  const along = async (direction: (k: number) => number): Promise<Float64Array> => {
    const moved = parameters.slice();
    program.layout.parameterOf.forEach((at, k) => { moved[at]! += direction(k); });
    return (await penaltyGradient(moved)).map((v, k) => v - zero[k]!);
  };
  const product = await along((k) => step[k]!);
  let trace = 0;
  for (let u = 0; u < program.layout.unknowns; u++) trace += (await along((k) => (k === u ? 1 : 0)))[u]!;
  await state.write({ parameters });
  return { product, trace };
}
