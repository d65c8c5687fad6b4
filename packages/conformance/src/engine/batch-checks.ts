import { evaluate } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import type { Engine, Precision, Program, Query, Rows, State, StepPlan, Value } from '@knotwork/plugin';
import type { EngineCase } from '../subjects/engine-case.js';
import { casesFor } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { need, needClose, ROUNDING, SINGLE } from './need.js';
import { openCase } from './open-case.js';
import { scheduled } from './update-formulas.js';

const TOTAL = 40;
/** Batches that fill blocks and vectors or not; a check takes those that there are rows for. */
const SIZES = [1, 7, 64, 100];
/** Steps to go: into the second epoch and beyond a short batch where rows are few. */
const STEPS = 5;
const stream = randomStream(11, 'batches');

/** What may be said of batches and clipping. */
type Plan = Pick<StepPlan, 'batch' | 'clip'>;

/** Mini-batches and clipped gradients, against updates by hand from gradients of the same rows. */
export const batchChecks: readonly EngineCheck[] = [
  {
    name: 'a step over a batch is the update formula of the gradient of its rows, weighted by their share',
    run: (engine) => inEveryPrecision(engine, async (precision, tolerance) => {
      for (const c of casesFor(engine, 6)) {
        for (const size of sizesFor(c)) await needStepsByHand(engine, c, precision, { batch: { size, stream } }, tolerance, `${c.name}, batches of ${size}`);
      }
    }),
  },
  {
    name: 'a gradient that is too long is shortened to its limit, any other left alone',
    run: (engine) => inEveryPrecision(engine, async (precision, tolerance) => {
      for (const c of casesFor(engine, 6)) {
        const size = sizesFor(c).at(-1)!;
        for (const clip of [0.05, 1e6]) {
          await needStepsByHand(engine, c, precision, { clip }, tolerance, `${c.name}, clipped to ${clip}`);
          await needStepsByHand(engine, c, precision, { clip, batch: { size, stream } }, tolerance, `${c.name}, batches of ${size} clipped to ${clip}`);
        }
      }
    }),
  },
  {
    name: 'what steps over batches come to does not depend on how they are cut into calls',
    run: (engine) => inEveryPrecision(engine, async (precision) => {
      for (const c of casesFor(engine, 6)) {
        const plan = { total: TOTAL, clip: 0.5, batch: { size: sizesFor(c).at(-1)!, stream } };
        const { program, state } = await openCase(engine, c, { precision, parameters: 'trainable', update: scheduled() });
        const [data, other] = [await program.bind('data', c.rows), await program.bind('data', c.rows)];
        const cut = await state.fork();
        const whole = await state.steps(9, data, { ...plan, first: 1 });
        let last: Value | null = null;
        for (const [first, count] of [[1, 1], [2, 4], [6, 3], [9, 1]] as const) {
          // Other steps in between, over the same rows and over others, and of another size.
          const beside = await cut.fork();
          await beside.steps(2, first === 2 ? other : data, { first: 3, total: TOTAL, batch: { size: 1, stream: randomStream(12, 'others') } });
          await beside.dispose();
          last = (await cut.steps(count, data, { ...plan, first })).last;
        }
        needClose((await cut.read()).network.parameters, (await state.read()).network.parameters, 0, `${c.name}, parameters`);
        need(last!.value === whole.last.value, `${c.name}: the last value is ${last!.value}, in one call ${whole.last.value}`);
      }
    }),
  },
];

async function inEveryPrecision({ can }: Engine, run: (precision: Precision, tolerance: number) => Promise<void>): Promise<void> {
  for (const precision of can.precisions) await run(precision, precision === 'float64' ? ROUNDING : SINGLE);
}

const sizesFor = ({ rows }: EngineCase): number[] => SIZES.filter((size) => size <= rows.inputs.count);

/** Computes with the same penalty, in float64. */
interface Oracle { readonly program: Program; readonly state: State; readonly query: Query }

/** Takes steps, each of them also by hand: the gradient of its rows in float64, shortened, put into the formula. */
async function needStepsByHand(engine: Engine, c: EngineCase, precision: Precision, plan: Plan, tolerance: number, what: string): Promise<void> {
  const update = scheduled();
  const { program, state } = await openCase(engine, c, { precision, parameters: 'trainable', strength: 1e-3, update });
  const data = await program.bind('data', c.rows);
  const query = { penalty: await state.freeze(data) };
  const other = await openCase(engine, c, { parameters: 'trainable', strength: 1e-3 });
  const oracle: Oracle = { ...other, query: { penalty: await other.state.freeze(await other.program.bind('data', c.rows)) } };
  const trained = new Set(program.layout.parameterOf);
  for (let step = 1; step <= STEPS; step++) {
    const before = await state.read();
    const { last } = await state.steps(1, data, { first: step, total: TOTAL, ...plan }, query);
    const after = await state.read();
    const expected = await gradientOf(oracle, c, before.network.parameters, plan, step);
    const results = Array.from(program.layout.parameterOf, (at, u) => evaluate(update.formula, {
      parameter: before.network.parameters[at]!, gradient: expected.gradient[u]!, step, steps: TOTAL, m: before.slots['m']![u]!, s: before.slots['s']![u]!,
    }));
    needClose([last.value, last.data, last.penalty], [expected.data + expected.penalty, expected.data, expected.penalty], tolerance, `${what}, step ${step}, value before it`);
    needClose(Array.from(program.layout.parameterOf, (at) => after.network.parameters[at]!), results.map((r) => r['parameter']!), tolerance, `${what}, step ${step}, parameters`);
    for (const slot of update.slots) needClose(after.slots[slot]!, results.map((r) => r[slot]!), tolerance, `${what}, step ${step}, slot ${slot}`);
    need(after.network.parameters.every((v, at) => trained.has(at) || v === before.network.parameters[at]), `${what}: a step changed what is not trained`);
  }
}

/** Objective and gradient of one step: those of its rows by themselves times their share of a batch, and the whole penalty. */
async function gradientOf(
  { program, state, query }: Oracle, c: EngineCase, parameters: Float64Array, { batch, clip = Infinity }: Plan, step: number,
): Promise<{ data: number; penalty: number; gradient: Float64Array }> {
  await state.write({ parameters });
  const rows = batch === undefined ? null : rowsOf(c.rows, batch, step);
  const share = rows === null ? 1 : rows.length / batch!.size;
  const data = await program.bind('data', rows === null ? c.rows : picked(c.rows, rows));
  const fit = await state.gradient(data);
  const all = await state.gradient(data, query);
  await data.dispose();
  const gradient = all.gradient.map((g, u) => g - (1 - share) * fit.gradient[u]!);
  const norm = Math.hypot(...gradient);
  return { data: share * fit.data, penalty: all.penalty, gradient: norm > clip ? gradient.map((g) => clip / norm * g) : gradient };
}

/** The rows of a step by the words of the contract. */
function rowsOf({ inputs: { count } }: Rows, { size, stream: from }: NonNullable<StepPlan['batch']>, step: number): number[] {
  const perEpoch = Math.ceil(count / size);
  const epoch = Math.floor((step - 1) / perEpoch);
  const first = (step - 1 - epoch * perEpoch) * size;
  return [...from.fork(`epoch.${epoch}`).permutation(count)].slice(first, first + size);
}

function picked({ inputs, targets }: Rows, rows: readonly number[]): Rows {
  const pick = ({ width, values }: Rows['inputs']): Rows['inputs'] => (
    { count: rows.length, width, values: Float64Array.from(rows.flatMap((row) => [...values.subarray(row * width, (row + 1) * width)])) }
  );
  return { inputs: pick(inputs), targets: pick(targets) };
}
