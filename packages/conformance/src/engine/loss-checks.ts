import { evaluate, formula, input } from '@knotwork/algebra';
import type { CompileOptions, Engine, Objective, Program, State, Value } from '@knotwork/plugin';
import type { EngineCase } from '../subjects/engine-case.js';
import { type ReferenceLoss, referenceLosses } from '../subjects/reference-losses.js';
import { casesFor, someRows } from './cases.js';
import { differences } from './differences.js';
import type { EngineCheck } from './engine-check.js';
import { GRADIENT_TOLERANCE, need, needClose, ROUNDING } from './need.js';
import { ROLES } from './open-case.js';
import { momentum } from './update-formulas.js';

const WEIGHT = 0.7;

/** Through logarithms of sums in float32, and curvature that is factored in it. */
const SINGLE = 1e-3;

/** Losses that are no sums of squares: their values, gradients, rows, normal equations and steps. */
export const lossChecks: readonly EngineCheck[] = [
  {
    name: 'a loss is the mean of its formula, and its gradient agrees with differences',
    run: async (engine) => {
      for (const { c, loss } of lossCases(engine)) {
        for (const parameters of ['trainable', 'effective'] as const) {
          const { program, state, objective } = await openLoss(engine, c, loss, { parameters });
          const data = await program.bind('data', c.rows);
          const { gradient, ...value } = await state.gradient(data);
          const y = await state.outputs(data);
          const each = rowsOf(y.values, y.width).map((row, n) => evaluate(objective.blocks[0]!.formula, named(row, targetsOf(c, n)))['l']!);
          needClose([value.value, value.data], [1, 1].map((w) => (w * WEIGHT * each.reduce((a, b) => a + b, 0)) / each.length), ROUNDING, `${c.name}, value`);
          needClose([(await state.value(data)).value], [value.value], ROUNDING, `${c.name}, value without gradient`);
          const columns = await differences(program, state, async () => Float64Array.of((await state.value(data)).value));
          needClose(gradient, columns.map((v) => v[0]!), GRADIENT_TOLERANCE, `${c.name}, ${parameters}`);
        }
      }
    },
  },
  {
    name: 'Jacobian rows of a loss are those of the outputs',
    run: async (engine) => {
      for (const { c, loss } of lossCases(engine)) {
        const { program, state } = await openLoss(engine, c, loss);
        const data = await program.bind('data', someRows(c.rows, 0, 7));
        const count = data.count * c.widths.at(-1)!;
        const jacobian = await state.rows(data, 0, count);
        const columns = await differences(program, state, async () => (await state.outputs(data)).values);
        needClose(jacobian, jacobian.map((_, k) => columns[k % columns.length]![Math.floor(k / columns.length)]!), GRADIENT_TOLERANCE, c.name);
      }
    },
  },
  {
    name: "a damped step of a loss solves J'HJ, with what is negative in the curvature of a row left out",
    run: async (engine) => {
      for (const { c, loss } of lossCases(engine)) {
        const { program, state } = await openLoss(engine, c, loss);
        const data = await program.bind('data', c.rows);
        const { gradient } = await state.gradient(data);
        const y = await state.outputs(data);
        const j = await state.rows(data, 0, y.values.length);
        const p = program.layout.unknowns;
        const { step, trial } = await damped(program, state, data);
        needClose([(await state.value(data)).value], [trial.value], ROUNDING, `${c.name}, value after the step`);
        const { product, trace } = curvatureProduct(c, loss, rowsOf(y.values, y.width), j, step);
        needClose(product.map((v, k) => v + ((1 + 1e-15) * trace / p) * step[k]!), gradient.map((g) => -g), 1e-8, c.name);
      }
    },
  },
  {
    name: 'steps and lines see the gradient of a loss',
    run: async (engine) => {
      for (const { c, loss } of lossCases(engine)) {
        const { program, state } = await openLoss(engine, c, loss, { update: momentum() });
        const data = await program.bind('data', c.rows);
        const { gradient } = await state.gradient(data);
        const space = await state.vectors(1);
        await space.load(0, 'gradient');
        const line = await state.alongLine({ space, index: 0 }, 0, data);
        needClose([line.slope], [gradient.reduce((s, g) => s + g * g, 0)], ROUNDING, `${c.name}, slope`);
        const before = (await state.read()).network.parameters;
        const { last } = await state.steps(1, data, { first: 1, total: 1 });
        needClose([last.value], [line.value], ROUNDING, `${c.name}, value before the step`);
        needClose((await state.read()).slots['v']!, gradient.map((g) => -0.05 * g), ROUNDING, `${c.name}, slots`);
        const after = (await state.read()).network.parameters;
        const ahead = await program.start({ ...c.network, parameters: before });
        need(program.layout.parameterOf.some((at) => after[at] !== before[at]) && (await ahead.value(data)).value === line.value, `${c.name}: a line moved the state, or a step did not`);
      }
    },
  },
  {
    name: 'losses in float32 agree with float64 to 1e-3',
    run: async (engine) => {
      if (!engine.can.precisions.includes('float32')) return;
      for (const { c, loss } of lossCases(engine)) {
        const results = [];
        for (const precision of ['float32', 'float64'] as const) {
          const { program, state } = await openLoss(engine, c, loss, { precision });
          const data = await program.bind('data', c.rows);
          const { gradient, value } = await state.gradient(data);
          results.push({ gradient, value, step: (await damped(program, state, data)).step });
        }
        const [single, double] = results as [typeof results[number], typeof results[number]];
        needClose([single.value], [double.value], SINGLE, `${c.name}, value`);
        needClose(single.gradient, double.gradient, SINGLE, `${c.name}, gradient`);
        needClose(single.step, double.step, SINGLE, `${c.name}, damped step`);
      }
    },
  },
];

/** Networks with a loss each in turn, if the engine says it can do losses. */
function lossCases(engine: Engine): { c: EngineCase; loss: ReferenceLoss }[] {
  if (!engine.can.blocks.includes('loss')) return [];
  return casesFor(engine, 7).map((c, k) => {
    const loss = referenceLosses[k % referenceLosses.length]!;
    return { c: { ...c, name: `${c.name}, ${loss.definition.name}` }, loss };
  });
}

async function openLoss(
  engine: Engine, c: EngineCase, { definition }: ReferenceLoss, change: Partial<CompileOptions> = {},
): Promise<{ program: Program; state: State; objective: Objective }> {
  const range = Array.from({ length: c.widths.at(-1)! }, (_, q) => q);
  const [l] = definition.formula(range.map((q) => input(`y${q}`)), range.map((q) => input(`t${q}`)), {});
  const objective: Objective = {
    blocks: [{ points: 'data', form: 'loss', weight: WEIGHT, formula: formula([...range.map((q) => `y${q}`), ...range.map((q) => `t${q}`)], { l: l! }) }], penalties: [],
  };
  const program = await engine.compile(c.structure, objective, { precision: 'float64', trainable: ROLES, parameters: 'effective', ...change });
  return { program, state: await program.start(c.network), objective };
}

/** Takes a step with as much damping as there is curvature. */
async function damped(program: Program, state: State, data: Awaited<ReturnType<Program['bind']>>): Promise<{ step: Float64Array; trial: Value }> {
  const before = (await state.read()).network.parameters;
  const trial = await state.tryStep(await state.normal(data), { shape: 'identity', mu: 1 }, data);
  need(trial.status === 'ok', `status ${trial.status}`);
  await state.accept(trial);
  const after = (await state.read()).network.parameters;
  return { step: Float64Array.from(program.layout.parameterOf, (at) => after[at]! - before[at]!), trial: trial.value };
}

/** J'HJ s and the trace of J'HJ, row by row with curvature by hand: it shares nothing with how an engine makes it. */
function curvatureProduct(c: EngineCase, { curvature }: ReferenceLoss, outputs: readonly number[][], j: Float64Array, s: Float64Array): { product: Float64Array; trace: number } {
  const p = s.length;
  const product = new Float64Array(p);
  let trace = 0;
  outputs.forEach((y, n) => {
    const h = curvature(y, targetsOf(c, n));
    const row = (q: number): Float64Array => j.subarray((n * y.length + q) * p, (n * y.length + q + 1) * p);
    const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, k) => sum + v * b[k]!, 0);
    const js = y.map((_, q) => dot(row(q), s));
    for (const [i, hi] of h.entries()) {
      for (const [q, entry] of hi.entries()) {
        const factor = (WEIGHT * entry) / outputs.length;
        trace += factor * dot(row(i), row(q));
        row(i).forEach((v, k) => { product[k]! += factor * v * js[q]!; });
      }
    }
  });
  return { product, trace };
}

const rowsOf = (values: Float64Array, width: number): number[][] => Array.from({ length: values.length / width }, (_, n) => [...values.subarray(n * width, (n + 1) * width)]);
const targetsOf = ({ rows: { targets: { width, values } } }: EngineCase, n: number): number[] => [...values.subarray(n * width, (n + 1) * width)];
const named = (y: readonly number[], t: readonly number[]): Record<string, number> =>
  Object.fromEntries([...y.map((v, q) => [`y${q}`, v] as const), ...t.map((v, q) => [`t${q}`, v] as const)]);
