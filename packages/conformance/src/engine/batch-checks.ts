import { randomStream } from '@knotwork/numerics';
import type { PointRows, Samples, Vec } from '@knotwork/plugin';
import type { BatchPlan, Query, StepPlan, Value } from '@knotwork/plugin/engine';
import type { EngineCase } from '../subjects/engine-case.js';
import { allPenalties } from '../subjects/reference-penalties.js';
import { DATA } from '../subjects/squared-error.js';
import { casesFor } from './cases.js';
import type { EngineCheck, EngineSubject } from './engine-check.js';
import { frozenPenalty } from './freeze.js';
import { need, needClose } from './need.js';
import { openCase, type Opened } from './open-case.js';
import { oracleOf, stepByHand, unknownsOf } from './step-by-hand.js';
import { scheduled } from './update-formulas.js';

const TOTAL = 40;
/** Batches that fill blocks and vectors or not; a check takes those that there are rows for. */
const SIZES = { all: [1, 7, 64, 100], few: [7, 64] };
/** Steps to go: into the second epoch and beyond a short batch where rows are few. */
const STEPS = 5;
const stream = randomStream(11, 'batches');

/** What may be said of batches and clipping. */
interface Plan { readonly batch?: BatchPlan; readonly clip?: number }

const planOf = ({ batch, ...plan }: Plan): Pick<StepPlan, 'batch' | 'clip'> => ({ ...plan, ...(batch === undefined ? {} : { batch: { [DATA]: batch } }) });

/** Mini-batches and clipped gradients, against updates by hand from gradients of the same rows. */
export const batchChecks: readonly EngineCheck[] = [
  {
    name: 'a step over a batch is the update formula of the gradient of its rows, weighted by their share',
    how: 'Batches of one row to a hundred, over the end of an epoch: every step also by hand from the gradient of the rows that the stream gives; a penalty counts fully.',
    run: async (subject) => {
      for (const c of casesFor(subject, 6)) {
        for (const size of sizesFor(subject, c)) await needStepsByHand(subject, c, { batch: { size, stream } }, `${c.name}, batches of ${size}`);
      }
    },
  },
  {
    name: 'a gradient that is too long is shortened to its limit, any other left alone',
    how: 'Limits far below and above the norm, with batches and without, against steps by hand.',
    run: async (subject) => {
      for (const c of casesFor(subject, 6)) {
        const size = sizesFor(subject, c).at(-1)!;
        for (const clip of [0.05, 1e6]) {
          await needStepsByHand(subject, c, { clip }, `${c.name}, clipped to ${clip}`);
          await needStepsByHand(subject, c, { clip, batch: { size, stream } }, `${c.name}, batches of ${size} clipped to ${clip}`);
        }
      }
    },
  },
  {
    name: 'what steps over batches come to does not depend on how they are cut into calls',
    how: 'Nine steps in one call, and in four with steps of other states over the same points in between: the same numbers bit by bit.',
    run: async (subject) => {
      const { engine } = subject;
      for (const c of casesFor(subject, 6)) {
        const plan = { total: TOTAL, ...planOf({ clip: 0.5, batch: { size: sizesFor(subject, c).at(-1)!, stream } }) };
        const { program, state } = await openCase(engine, c, { parameters: 'trainable', update: scheduled() });
        const [data, other] = [await program.bind({ data: c.rows }), await program.bind({ data: c.rows })];
        const cut = await state.fork();
        const whole = await state.steps(9, data, { ...plan, first: 1 });
        let last: Value | null = null;
        for (const [first, count] of [[1, 1], [2, 4], [6, 3], [9, 1]] as const) {
          // Other steps in between, over the same rows and over others, and of another size.
          const beside = await cut.fork();
          await beside.steps(2, first === 2 ? other : data, { first: 3, total: TOTAL, ...planOf({ batch: { size: 1, stream: randomStream(12, 'others') } }) });
          await beside.dispose();
          last = (await cut.steps(count, data, { ...plan, first })).last;
        }
        needClose((await cut.read()).network.parameters, (await state.read()).network.parameters, 0, `${c.name}, parameters`);
        need(last!.value === whole.last.value, `${c.name}: the last value is ${last!.value}, in one call ${whole.last.value}`);
      }
    },
  },
];

const sizesFor = ({ networks }: EngineSubject, { rows }: EngineCase): number[] => SIZES[networks].filter((size) => size <= rows.inputs.count);

/** Takes steps, each of them also by hand: the gradient of its rows, shortened, put into the formula. */
async function needStepsByHand({ engine, tolerance: { rounding } }: EngineSubject, c: EngineCase, plan: Plan, what: string): Promise<void> {
  const update = scheduled();
  const opened = await openCase(engine, c, { parameters: 'trainable', update });
  const { program: { layout }, state } = opened;
  const data = await opened.program.bind({ data: c.rows });
  const query = { penalty: await frozenPenalty(opened, c.rows, allPenalties(c.structure, 1e-3)) };
  const oracle = await openCase(await oracleOf(engine), c, { parameters: 'trainable' });
  const trained = new Set(layout.parameterOf);
  for (let step = 1; step <= STEPS; step++) {
    const before = await state.read();
    const { last } = await state.steps(1, data, { first: step, total: TOTAL, ...planOf(plan) }, query);
    const after = await state.read();
    await oracle.state.write({ parameters: before.network.parameters });
    const expected = await gradientOf(oracle, c.rows, plan, step, query);
    const byHand = stepByHand(update, layout, before, expected.gradient, step, TOTAL);
    needClose([last.value, last.data, last.penalty], [expected.data + expected.penalty, expected.data, expected.penalty], rounding, `${what}, step ${step}, value before it`);
    needClose(unknownsOf(layout, after), byHand.unknowns, rounding, `${what}, step ${step}, parameters`);
    for (const slot of update.slots) needClose(after.slots[slot]!, byHand.slot(slot), rounding, `${what}, step ${step}, slot ${slot}`);
    need(after.network.parameters.every((v, at) => trained.has(at) || v === before.network.parameters[at]), `${what}: a step changed what is not trained`);
  }
}

/** Objective and gradient of one step: those of its rows by themselves times their share of a batch, and the whole penalty. */
async function gradientOf({ program, state }: Opened, rows: EngineCase['rows'], { batch, clip = Infinity }: Plan, step: number, query: Query): Promise<{ data: number; penalty: number; gradient: Vec }> {
  const picked = batch === undefined ? null : rowsOfStep(rows.inputs.count, batch, step);
  const share = picked === null ? 1 : picked.length / batch!.size;
  const data = await program.bind({ data: picked === null ? rows : pick(rows, picked) });
  const fit = await state.gradient(data);
  const all = await state.gradient(data, query);
  await data.dispose();
  const gradient = all.gradient.map((g, u) => g - (1 - share) * fit.gradient[u]!);
  const norm = Math.hypot(...gradient);
  return { data: share * fit.data, penalty: all.penalty, gradient: norm > clip ? gradient.map((g) => clip / norm * g) : gradient };
}

/** The rows of a step by the words of the contract. */
export function rowsOfStep(count: number, { size, stream: from }: BatchPlan, step: number): number[] {
  const perEpoch = Math.ceil(count / size);
  const epoch = Math.floor((step - 1) / perEpoch);
  const first = (step - 1 - epoch * perEpoch) * size;
  return [...from.fork(`epoch.${epoch}`).permutation(count)].slice(first, first + size);
}

/** Some rows by their numbers. */
export function pick<R extends PointRows>({ inputs, targets, weights }: R, rows: readonly number[]): R {
  const of = ({ width, values }: Samples): Samples => ({ count: rows.length, width, values: Float64Array.from(rows.flatMap((row) => [...values.subarray(row * width, (row + 1) * width)])) });
  return {
    inputs: of(inputs), ...(targets === undefined ? {} : { targets: of(targets) }), ...(weights === undefined ? {} : { weights: Float64Array.from(rows, (row) => weights[row]!) }),
  } as R;
}
