import { evaluate, formula, input } from '@knotwork/algebra';
import type { BoundData, Engine, Objective } from '@knotwork/plugin/engine';
import type { EngineCase } from '../subjects/engine-case.js';
import { type ReferenceLoss, referenceLosses } from '../subjects/reference-losses.js';
import { DATA, oneBlock, outputsAndTargets } from '../subjects/squared-error.js';
import { casesFor, type Networks, someRows } from './cases.js';
import * as claims from './claims.js';
import { dot } from './dense.js';
import type { EngineCheck } from './engine-check.js';
import { need, needClose } from './need.js';
import { openCase, type Opened, twinOf } from './open-case.js';
import { slopesOf } from './slopes.js';
import { unknownsOf } from './step-by-hand.js';
import { momentum } from './update-formulas.js';

const WEIGHT = 0.7;
const DAMPING = { shape: 'identity', mu: 1 } as const;

/** Losses that are no sums of squares: their values, gradients, rows, normal equations and steps. */
export const lossChecks: readonly EngineCheck[] = [
  {
    name: 'a loss is the mean of its formula, and its gradient agrees with differences',
    how: 'The formula evaluated at the outputs row by row; differences in every unknown, in single precision the gradient of the reference engine.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const { c, objective } of lossCases(subject)) {
        for (const parameters of ['trainable', 'effective'] as const) {
          const opened = await openCase(engine, c, { objective, parameters });
          const { state } = opened;
          const data = await opened.program.bind({ data: c.rows });
          const { gradient, ...value } = await state.gradient(data);
          const y = await state.outputs(data);
          const each = rowsOf(y.values, y.width).map((row, n) => evaluate(objective.blocks[0]!.formula, named(row, targetsOf(c, n)))['l']!);
          const mean = each.reduce((a, b) => a + b, 0) / each.length;
          needClose([value.value, value.data, value.blocks[0]!], [WEIGHT * mean, WEIGHT * mean, mean], tolerance.rounding, `${c.name}, value`);
          needClose([(await state.value(data)).value], [value.value], tolerance.rounding, `${c.name}, value without gradient`);
          const expected = await slopesOf(opened, async () => Float64Array.of((await state.value(data)).value), async (twin) => (await twin.state.gradient(await twin.program.bind({ data: c.rows }))).gradient);
          needClose(gradient, expected, Math.max(tolerance.gradient, tolerance.loss), `${c.name}, ${parameters}`);
        }
      }
    },
  },
  {
    name: 'Jacobian rows of a loss are those of the outputs',
    how: 'Of all outputs that it reads at a few points, against differences of them; in single precision against the rows of the reference engine.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const { c, objective } of lossCases(subject)) {
        const opened = await openCase(engine, c, { objective });
        const { state } = opened;
        const some = someRows(c.rows, 0, 7);
        const data = await opened.program.bind({ data: some });
        const count = data.count * c.widths.at(-1)!;
        const expected = await slopesOf(opened, async () => (await state.outputs(data)).values, async (twin) => twin.state.rows(await twin.program.bind({ data: some }), DATA, 0, count));
        needClose(await state.rows(data, DATA, 0, count), expected, tolerance.gradient, c.name);
      }
    },
  },
  {
    name: "a damped step of a loss solves J'HJ, with what is negative in the curvature of a row left out",
    how: 'Row by row with curvature by hand; the reduction that is predicted is that of the same model.',
    claim: claims.normalEquations,
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const { c, loss, objective } of lossCases(subject)) {
        const opened = await openCase(engine, c, { objective });
        const { program, state } = opened;
        const data = await program.bind({ data: c.rows });
        const { gradient } = await state.gradient(data);
        const y = await state.outputs(data);
        const j = await state.rows(data, DATA, 0, y.values.length);
        const p = program.layout.unknowns;
        const { step, value, predicted } = await damped(opened, data);
        needClose([(await state.value(data)).value], [value], tolerance.rounding, `${c.name}, value after the step`);
        const { product, trace } = curvatureProduct(c, loss, rowsOf(y.values, y.width), j, step);
        const within = Math.max(tolerance.equations, tolerance.loss);
        needClose(product.map((v, k) => v + ((1 + 1e-15) * trace / p) * step[k]!), gradient.map((g) => -g), within, c.name);
        needClose([predicted], [-dot(gradient, step) - 0.5 * dot(step, product)], within, `${c.name}, predicted reduction`);
      }
    },
  },
  {
    name: 'steps and lines see the gradient of a loss',
    how: 'The slope along the gradient is its square, slots after a step are what momentum makes of it, and a look along a line leaves the state alone.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const { c, objective } of lossCases(subject)) {
        const { program, state } = await openCase(engine, c, { objective, update: momentum() });
        const data = await program.bind({ data: c.rows });
        const { gradient } = await state.gradient(data);
        const space = await state.vectors(1);
        await space.load(0, 'gradient');
        const line = await state.alongLine({ space, index: 0 }, 0, data);
        needClose([line.slope], [gradient.reduce((s, g) => s + g * g, 0)], tolerance.rounding, `${c.name}, slope`);
        const before = (await state.read()).network.parameters;
        const { last } = await state.steps(1, data, { first: 1, total: 1 });
        needClose([last.value], [line.value], tolerance.rounding, `${c.name}, value before the step`);
        needClose((await state.read()).slots['v']!, gradient.map((g) => -0.05 * g), tolerance.rounding, `${c.name}, slots`);
        const after = (await state.read()).network.parameters;
        const ahead = await program.start({ ...c.network, parameters: before });
        need(program.layout.parameterOf.some((at) => after[at] !== before[at]) && (await ahead.value(data)).value === line.value, `${c.name}: a line moved the state, or a step did not`);
      }
    },
  },
  {
    name: 'losses and their gradients are those of the reference engine',
    how: 'Of every reference loss in turn.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const { c, objective } of lossCases(subject)) {
        const opened = await openCase(engine, c, { objective });
        const twin = await twinOf(opened);
        const [a, b] = [await opened.state.gradient(await opened.program.bind({ data: c.rows })), await twin.state.gradient(await twin.program.bind({ data: c.rows }))];
        needClose([a.value], [b.value], tolerance.loss, `${c.name}, value`);
        needClose(a.gradient, b.gradient, tolerance.loss, `${c.name}, gradient`);
      }
    },
  },
  {
    name: 'damped steps of losses are those of the reference engine',
    how: 'With as much damping as there is curvature.',
    claim: claims.normalEquations,
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const { c, objective } of lossCases(subject)) {
        const opened = await openCase(engine, c, { objective });
        const twin = await twinOf(opened);
        const [a, b] = [await damped(opened, await opened.program.bind({ data: c.rows })), await damped(twin, await twin.program.bind({ data: c.rows }))];
        needClose(a.step, b.step, Math.max(tolerance.loss, tolerance.equations), `${c.name}, step`);
        needClose([a.value, a.predicted], [b.value, b.predicted], Math.max(tolerance.loss, tolerance.equations), `${c.name}, value after it and predicted reduction`);
      }
    },
  },
];

interface LossCase { readonly c: EngineCase; readonly loss: ReferenceLoss; readonly objective: Objective }

/** Networks with a loss each in turn. */
function lossCases(asked: { readonly engine: Engine; readonly networks: Networks }): LossCase[] {
  return casesFor(asked, 7).map((c, k) => {
    const loss = referenceLosses[k % referenceLosses.length]!;
    return { c: { ...c, name: `${c.name}, ${loss.definition.name}` }, loss, objective: objectiveOf(loss, c.widths.at(-1)!) };
  });
}

function objectiveOf({ definition }: ReferenceLoss, outputs: number): Objective {
  const reads = outputsAndTargets(outputs);
  const range = Array.from({ length: outputs }, (_, q) => q);
  const [l] = definition.formula(range.map((q) => input(`y${q}`)), range.map((q) => input(`t${q}`)), {});
  return oneBlock({ form: 'loss', weight: WEIGHT, formula: formula(Object.keys(reads), { l: l! }), reads });
}

/** Takes a step with as much damping as there is curvature. */
async function damped({ program: { layout }, state }: Opened, data: BoundData): Promise<{ step: Float64Array; value: number; predicted: number }> {
  const before = unknownsOf(layout, await state.read());
  const trial = await state.tryStep(await state.normal(data), DAMPING, data);
  need(trial.status === 'ok', `status ${trial.status}`);
  await state.accept(trial);
  return { step: unknownsOf(layout, await state.read()).map((v, k) => v - before[k]!), value: trial.value.value, predicted: trial.predicted };
}

/** J'HJ s and the trace of J'HJ, row by row with curvature by hand: it shares nothing with how an engine makes it. */
function curvatureProduct(c: EngineCase, { curvature }: ReferenceLoss, outputs: readonly number[][], j: Float64Array, s: Float64Array): { product: Float64Array; trace: number } {
  const p = s.length;
  const product = new Float64Array(p);
  let trace = 0;
  outputs.forEach((y, n) => {
    const h = curvature(y, targetsOf(c, n));
    const row = (q: number): Float64Array => j.subarray((n * y.length + q) * p, (n * y.length + q + 1) * p);
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
