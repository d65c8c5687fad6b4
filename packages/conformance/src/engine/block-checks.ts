import { randomStream } from '@knotwork/numerics';
import type { PointRows, Vec } from '@knotwork/plugin';
import type { BatchPlan, BoundData, ObjectiveBlock, Value } from '@knotwork/plugin/engine';
import { blockCase, type BlockCase, INSIDE, type PointValues } from '../subjects/block-case.js';
import { DATA, squaredError } from '../subjects/squared-error.js';
import { pick, rowsOfStep } from './batch-checks.js';
import { casesFor } from './cases.js';
import * as claims from './claims.js';
import { symmetric } from './dense.js';
import type { EngineCheck, EngineSubject } from './engine-check.js';
import { need, needClose, needRefused } from './need.js';
import { openCase, type Opened, type Opening } from './open-case.js';
import { oracleOf, stepByHand, unknownsOf } from './step-by-hand.js';
import { decaying } from './update-formulas.js';

/** Blocks in the order of the objective, and of sets in that in which blocks name them first. */
const BLOCKS = ['fit', 'bend', 'level'];
const SETS = [DATA, INSIDE];
const STEPS = 6;
const TOTAL = 40;

/** Objectives of several blocks over several sets of points. */
export const blockChecks: readonly EngineCheck[] = [
  {
    name: 'an objective is the weighted sum of its blocks, each of them by hand',
    how: 'Residuals and a loss, over two sets of weighted points, one without targets, with scalars: every point from the outputs of the network there.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of blockCases(subject)) {
        const { program, state } = await open(engine, c);
        const data = await program.bind(c.points);
        const counts = SETS.map((points) => c.points[points]!.inputs.count);
        need(JSON.stringify(data.sets) === JSON.stringify(SETS.map((points, s) => ({ points, count: counts[s] }))), `${c.name}: the sets are ${JSON.stringify(data.sets)}`);
        need(data.count === counts[0]! + counts[1]! && data.blocks.join() === BLOCKS.join(), `${c.name}: ${data.count} points, blocks ${data.blocks.join()}`);
        const at = await pointsOf(c, { state }, data);
        const means = c.objective.blocks.map(({ name, points, form }) => {
          const each = at[points]!.map((values) => c.by(name, values));
          const sum = each.reduce((total, r, n) => total + weightOf(c, points, n) * r.reduce((s, v) => s + (form === 'loss' ? v : 0.5 * v * v), 0), 0);
          return sum / (each.length * each[0]!.length);
        });
        const expected = c.objective.blocks.reduce((sum, { weight }, b) => sum + weight * means[b]!, 0);
        for (const value of [await state.value(data), await state.gradient(data)]) {
          needClose(value.blocks, means, tolerance.rounding, `${c.name}, blocks`);
          needClose([value.value, value.data], [expected, expected], tolerance.rounding, `${c.name}, value`);
          need(value.penalty === 0 && value.status === 'ok', `${c.name}: penalty ${value.penalty}, status ${value.status}`);
        }
      }
    },
  },
  {
    name: 'several blocks add up to what they are apart',
    how: 'Value and gradient against the weighted sums of programs of one block each, and the rows of each block against those of its own program.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of blockCases(subject)) {
        const { program, state } = await open(engine, c);
        const data = await program.bind(c.points);
        const { gradient, blocks } = await state.gradient(data);
        const sum = new Float64Array(program.layout.unknowns);
        for (const [b, { name, weight }] of c.objective.blocks.entries()) {
          const alone = await openAlone(engine, c, name);
          const own = await alone.state.gradient(alone.data);
          needClose([blocks[b]!], [own.value], tolerance.rounding, `${c.name}, block ${name}`);
          own.gradient.forEach((g, u) => { sum[u]! += weight * g; });
          const count = rowCount(c, name);
          needClose(await state.rows(data, name, 0, count), await alone.state.rows(alone.data, name, 0, count), tolerance.rounding, `${c.name}, rows of ${name}`);
        }
        needClose(gradient, sum, tolerance.rounding, `${c.name}, gradient`);
      }
    },
  },
  {
    name: 'normal equations of several blocks add up to what they are apart',
    how: "J'WJ, gradient and value against the weighted sums of programs of one block each.",
    claim: claims.normalEquations,
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of blockCases(subject)) {
        const { program, program: { layout: { unknowns } }, state } = await open(engine, c);
        const data = await program.bind(c.points);
        const normal = await state.normal(data);
        const [hessian, gradient] = [new Float64Array(unknowns ** 2), new Float64Array(unknowns)];
        let value = 0;
        for (const { name, weight } of c.objective.blocks) {
          const alone = await openAlone(engine, c, name);
          const own = await alone.state.normal(alone.data);
          symmetric(own.hessian, unknowns).forEach((v, k) => { hessian[k]! += weight * v; });
          own.gradient.forEach((v, k) => { gradient[k]! += weight * v; });
          value += weight * own.value.value;
        }
        needClose(symmetric(normal.hessian, unknowns), hessian, tolerance.products, `${c.name}, J'WJ`);
        needClose(normal.gradient, gradient, tolerance.rounding, `${c.name}, gradient`);
        needClose([normal.value.value], [value], tolerance.rounding, `${c.name}, value`);
      }
    },
  },
  {
    name: 'Jacobian rows of blocks go through what they read, scalars in the last columns',
    how: 'Slopes of every residual by hand times the rows of the outputs; of a loss the rows of what it reads of the network and of the scalars, in the order of its reads.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of blockCases(subject)) {
        const { program, state } = await open(engine, c);
        const data = await program.bind(c.points);
        const at = await pointsOf(c, { state }, data);
        for (const { name, points, form } of c.objective.blocks) {
          const outputs = await outputRows(engine, c, points);
          const expected = at[points]!.flatMap((values, n) => (form === 'loss' ? [{ shift: 1 }, { y0: 1 }] : c.slopes(name, values)).map((slopes) => combined(c, points, slopes, outputs, n)));
          const rows = await state.rows(data, name, 0, expected.length);
          needClose(rows, Float64Array.from(expected.flatMap((row) => [...row])), tolerance.reference, `${c.name}, rows of ${name}`);
        }
      }
    },
  },
  {
    name: "normal equations of several blocks are J'WJ by hand, scalars included",
    how: 'Weights of points and of blocks, and 1 / count of means, times the products of rows by hand; of the loss with its second derivatives in output and scalar.',
    claim: claims.normalEquations,
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of blockCases(subject)) {
        const { program, state } = await open(engine, c);
        const p = program.layout.unknowns;
        const data = await program.bind(c.points);
        const at = await pointsOf(c, { state }, data);
        const weights = { bend: 2.5, level: 0 };
        const { hessian } = await state.normal(data, { weights });
        const expected = new Float64Array(p * p);
        for (const { name, points, weight } of c.objective.blocks) {
          const outputs = await outputRows(engine, c, points);
          for (const [n, values] of at[points]!.entries()) {
            const rows = c.slopes(name, values).map((slopes) => combined(c, points, slopes, outputs, n));
            const factor = ((weights as Record<string, number>)[name] ?? weight) * weightOf(c, points, n) / (at[points]!.length * rows.length);
            for (const row of rows) for (let i = 0; i < p; i++) if (row[i] !== 0) for (let j = 0; j < p; j++) expected[i * p + j]! += factor * row[i]! * row[j]!;
          }
        }
        needClose(symmetric(hessian, p), expected, tolerance.reference, c.name);
      }
    },
  },
  {
    name: 'a query replaces the weights of the blocks that it names',
    how: 'Of value, gradient, steps and lines; the blocks themselves are told without weights, and those of weight 0 too.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of blockCases(subject)) {
        const weights = { fit: 0.2, bend: 0 };
        const reweighted = { ...c, objective: { ...c.objective, blocks: c.objective.blocks.map((b) => ({ ...b, weight: (weights as Record<string, number>)[b.name] ?? b.weight })) } };
        const [own, other] = [await open(engine, c, { update: decaying() }), await open(engine, reweighted, { update: decaying() })];
        const [data, expectedData] = [await own.program.bind(c.points), await other.program.bind(c.points)];
        const [a, b] = [await own.state.gradient(data, { weights }), await other.state.gradient(expectedData)];
        needClose([a.value, a.data, ...a.blocks], [b.value, b.data, ...b.blocks], tolerance.rounding, `${c.name}, value and blocks`);
        needClose(a.blocks, (await own.state.value(data)).blocks, tolerance.rounding, `${c.name}, blocks without their weights`);
        needClose(a.gradient, b.gradient, tolerance.rounding, `${c.name}, gradient`);
        const lines = [];
        for (const [opened, bound, query] of [[own, data, { weights }], [other, expectedData, {}]] as const) {
          const space = await opened.state.vectors(1);
          await space.load(0, 'gradient');
          lines.push(await opened.state.alongLine({ space, index: 0 }, -0.1, bound, query));
          await opened.state.steps(3, bound, { first: 1, total: 9 }, query);
        }
        needClose([lines[0]!.value, lines[0]!.slope], [lines[1]!.value, lines[1]!.slope], tolerance.rounding, `${c.name}, value and slope along a line`);
        needClose(unknownsOf(own.program.layout, await own.state.read()), unknownsOf(other.program.layout, await other.state.read()), tolerance.rounding, `${c.name}, unknowns after three steps`);
        await needRefused(() => own.state.value(data, { weights: { fit: -1 } }), ['"fit"'], `${c.name}: a weight below 0`);
      }
    },
  },
  {
    name: 'blocks that are not asked for are not evaluated',
    how: 'Bound with one set of points and the blocks over it: value, blocks, gradient and outputs are theirs alone; rows of the others are refused.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of blockCases(subject)) {
        const { program, state } = await open(engine, c);
        for (const asked of [['bend'], ['level'], ['level', 'fit']]) {
          const chosen = c.objective.blocks.filter(({ name }) => asked.includes(name));
          const points = chosen[0]!.points;
          const data = await program.bind({ [points]: c.points[points]! }, { blocks: asked });
          const what = `${c.name}, ${asked.join(' and ')}`;
          const names = chosen.map(({ name }) => name);
          need(data.blocks.join() === names.join() && data.sets.map((set) => set.points).join() === points, `${what}: blocks ${data.blocks.join()} over ${data.sets.map((set) => set.points).join()}`);
          const sum = new Float64Array(program.layout.unknowns);
          const means: number[] = [];
          for (const { name, weight } of chosen) {
            const alone = await openAlone(engine, c, name);
            const { gradient, value } = await alone.state.gradient(alone.data);
            means.push(value);
            gradient.forEach((g, u) => { sum[u]! += weight * g; });
          }
          const { gradient, blocks, value } = await state.gradient(data);
          needClose(blocks, means, tolerance.rounding, `${what}, blocks`);
          needClose([value], [chosen.reduce((total, { weight }, b) => total + weight * means[b]!, 0)], tolerance.rounding, `${what}, value`);
          needClose(gradient, sum, tolerance.rounding, `${what}, gradient`);
          need((await state.outputs(data)).count === c.points[points]!.inputs.count, `${what}: outputs of other points`);
          const missing = BLOCKS.find((name) => !asked.includes(name))!;
          await needRefused(() => state.rows(data, missing, 0, 1), [`"${missing}"`], `${what}: rows of the block ${missing}`);
        }
      }
    },
  },
  {
    name: 'what is told by point goes through the sets in the order of the blocks',
    how: 'Outputs and inputs of layers of two sets bound together, against those of each by itself.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of blockCases(subject)) {
        const { program, state } = await open(engine, c);
        // The caller's order says nothing.
        const data = await program.bind({ [INSIDE]: c.points[INSIDE]!, [DATA]: c.points[DATA]! });
        const apart = [];
        for (const points of SETS) apart.push(await program.bind({ [points]: c.points[points]! }, { blocks: c.objective.blocks.filter((b) => b.points === points).map(({ name }) => name) }));
        const joined = (parts: readonly { readonly values: Vec }[]): Vec => Float64Array.from(parts.flatMap(({ values }) => [...values]));
        needClose((await state.outputs(data)).values, joined([await state.outputs(apart[0]!), await state.outputs(apart[1]!)]), tolerance.rounding, `${c.name}, outputs`);
        for (const { index } of c.structure.layers) {
          needClose((await state.preActivations(data, index)).values, joined([await state.preActivations(apart[0]!, index), await state.preActivations(apart[1]!, index)]), tolerance.rounding, `${c.name}, inputs of layer ${index}`);
        }
      }
    },
  },
  {
    name: 'moments of several sets are those of all their points, weights all equal',
    how: 'Means of the two sets bound apart, by how many points they have.',
    claim: claims.moments,
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of blockCases(subject)) {
        const { program, state } = await open(engine, c);
        const data = await program.bind(c.points);
        const apart = [];
        for (const points of SETS) apart.push(await program.bind({ [points]: c.points[points]! }, { blocks: c.objective.blocks.filter((b) => b.points === points).map(({ name }) => name) }));
        for (const { index } of c.structure.layers) {
          const { count, terms } = await state.moments(data, index);
          const parts = [await state.moments(apart[0]!, index), await state.moments(apart[1]!, index)];
          need(count === data.count, `${c.name}: moments of ${count} points, expected ${data.count}`);
          terms.forEach(({ mean, second }, t) => {
            const share = (of: 'mean' | 'second'): Vec => parts[0]!.terms[t]![of].map((v, k) => (v * parts[0]!.count + parts[1]!.terms[t]![of][k]! * parts[1]!.count) / count);
            needClose(mean, share('mean'), tolerance.rounding, `${c.name}, layer ${index}, term ${t}, mean`);
            needClose(second, share('second'), tolerance.rounding, `${c.name}, layer ${index}, term ${t}, second`);
          });
        }
      }
    },
  },
  {
    name: 'a set is seen in batches while another is seen whole',
    how: 'Either set, and both with streams of their own, over the end of an epoch: every step also by hand, what blocks over a short batch say counted by its share.',
    run: async (subject) => {
      for (const c of blockCases(subject)) {
        const plans: readonly Readonly<Record<string, BatchPlan>>[] = [
          { [DATA]: { size: Math.min(3, c.rows.inputs.count), stream: randomStream(1, 'data') } }, { [INSIDE]: { size: 19, stream: randomStream(2, 'inside') } },
          { [DATA]: { size: 1, stream: randomStream(3, 'data') }, [INSIDE]: { size: 7, stream: randomStream(3, 'inside') } },
        ];
        for (const batch of plans) await needStepsByHand(subject, c, batch, `${c.name}, ${Object.entries(batch).map(([points, { size }]) => `${size} of ${points}`).join(' and ')}`);
        const { program, state } = await open(subject.engine, c, { update: decaying() });
        const data = await program.bind(c.points);
        await needRefused(() => state.steps(1, data, { first: 1, total: 1, batch: { others: { size: 1, stream: randomStream(1, 'others') } } }), ['"others"'], `${c.name}: batches of points that are not bound`);
        await needRefused(() => state.steps(1, data, { first: 1, total: 1, batch: { [INSIDE]: { size: 1000, stream: randomStream(1, 'inside') } } }), [], `${c.name}: a batch of more points than there are`);
      }
    },
  },
  {
    name: 'weights of points are replaced where they are bound',
    how: 'By others, of sets that had some and of one that had none: value, gradient and steps over batches are those of points bound with them. Weights that are none are refused.',
    run: async (subject) => {
      const { engine } = subject;
      for (const c of blockCases(subject)) {
        const { weights: _, ...bare } = c.points[INSIDE]!;
        const { program, state } = await open(engine, c, { update: decaying() });
        const data = await program.bind({ ...c.points, [INSIDE]: bare });
        // Whatever an engine remembers of points that weigh the same, it remembers now.
        await state.value(data);
        const next = (points: string): Vec => c.points[points]!.inputs.values.slice(0, c.points[points]!.inputs.count).map((_v, n) => (n % 3 === 0 ? 0 : 1 + Math.sin(n)));
        for (const points of SETS) await data.reweigh(points, next(points));
        const expected = await program.bind(Object.fromEntries(SETS.map((points) => [points, { ...c.points[points]!, weights: next(points) }])));
        const [a, b] = [await state.gradient(data), await state.gradient(expected)];
        needClose([a.value, ...a.blocks], [b.value, ...b.blocks], 0, `${c.name}, value and blocks`);
        needClose(a.gradient, b.gradient, 0, `${c.name}, gradient`);
        const fork = await state.fork();
        const plan = { first: 1, total: 9, batch: { [INSIDE]: { size: 5, stream: randomStream(1, 'weights') } } };
        await state.steps(4, data, plan);
        await fork.steps(4, expected, plan);
        needClose(unknownsOf(program.layout, await state.read()), unknownsOf(program.layout, await fork.read()), 0, `${c.name}, unknowns after four steps`);
        const { count } = c.points[INSIDE]!.inputs;
        for (const [what, bad] of [['a weight below 0', new Float64Array(count).fill(-1)], ['NaN', new Float64Array(count).fill(NaN)], ['too few', new Float64Array(count - 1)]] as const) {
          await needRefused(() => data.reweigh(INSIDE, bad), [`"${INSIDE}"`], `${c.name}: ${what}`);
        }
        await needRefused(() => data.reweigh('others', new Float64Array(count)), ['"others"'], `${c.name}: weights of points that are not bound`);
      }
    },
  },
];

const blockCases = (subject: EngineSubject): BlockCase[] => casesFor(subject, 3).map((c, k) => blockCase(c, k + 1));

const open = (engine: EngineSubject['engine'], c: BlockCase, change: Opening = {}): Promise<Opened> => openCase(engine, c, { objective: c.objective, ...change });

/** A program of one block, of weight 1, with its points bound; with all scalars, so that unknowns are the same. */
async function openAlone(engine: EngineSubject['engine'], c: BlockCase, name: string): Promise<Opened & { readonly data: BoundData }> {
  const block: ObjectiveBlock = { ...c.objective.blocks.find((b) => b.name === name)!, weight: 1 };
  const opened = await openCase(engine, c, { objective: { ...c.objective, blocks: [block] } });
  return { ...opened, data: await opened.program.bind({ [block.points]: c.points[block.points]! }) };
}

const weightOf = (c: BlockCase, points: string, n: number): number => c.points[points]!.weights![n]!;

/** Rows that the Jacobian of a block has. */
const rowCount = (c: BlockCase, name: string): number => {
  const { points, form, formula } = c.objective.blocks.find((b) => b.name === name)!;
  return c.points[points]!.inputs.count * (form === 'loss' ? 2 : formula.roots.length);
};

/** What there is at every point, with the outputs of the network as it is. */
async function pointsOf(c: BlockCase, { state }: Pick<Opened, 'state'>, data: BoundData): Promise<Readonly<Record<string, readonly PointValues[]>>> {
  const { values, width } = await state.outputs(data);
  const { scalars } = await state.read();
  const row = (of: Vec, w: number, n: number): number[] => [...of.subarray(n * w, (n + 1) * w)];
  let first = 0;
  return Object.fromEntries(SETS.map((points) => {
    const { inputs, targets } = c.points[points]!;
    const from = first;
    first += inputs.count;
    return [points, Array.from({ length: inputs.count }, (_, n) => ({
      y: row(values, width, from + n), x: row(inputs.values, inputs.width, n), t: targets === undefined ? [] : row(targets.values, targets.width, n), scalars,
    }))];
  }));
}

/** Rows of all outputs at the points of a set: `[points * outputs][unknowns of the network]`. */
async function outputRows(engine: EngineSubject['engine'], c: BlockCase, points: string): Promise<Vec> {
  const { inputs } = c.points[points]!;
  const outputs = c.widths.at(-1)!;
  const { program, state } = await openCase(engine, c, { objective: squaredError(outputs) });
  const data = await program.bind({ [DATA]: { inputs, targets: { count: inputs.count, width: outputs, values: new Float64Array(inputs.count * outputs) } } });
  return state.rows(data, DATA, 0, inputs.count * outputs);
}

/** A row of the Jacobian from slopes in outputs and scalars: `[unknowns]`. */
function combined(c: BlockCase, points: string, slopes: Readonly<Record<string, number>>, outputs: Vec, n: number): Vec {
  const width = c.widths.at(-1)!;
  const network = outputs.length / (width * c.points[points]!.inputs.count);
  const names = Object.keys(c.objective.scalars!);
  const row = new Float64Array(network + names.length);
  for (const [name, slope] of Object.entries(slopes)) {
    const scalar = names.indexOf(name);
    if (scalar >= 0) row[network + scalar] = slope;
    else for (let u = 0; u < network; u++) row[u]! += slope * outputs[(n * width + Number(name.slice(1))) * network + u]!;
  }
  return row;
}

/** Takes steps, each of them also by hand from gradients of the points that it sees. */
async function needStepsByHand(subject: EngineSubject, c: BlockCase, batch: Readonly<Record<string, BatchPlan>>, what: string): Promise<void> {
  const { engine, tolerance: { rounding } } = subject;
  const update = decaying();
  const { program, program: { layout }, state } = await open(engine, c, { parameters: 'trainable', update });
  const data = await program.bind(c.points);
  const oracle = await open(await oracleOf(engine), c, { parameters: 'trainable' });
  for (let step = 1; step <= STEPS; step++) {
    const before = await state.read();
    const { last } = await state.steps(1, data, { first: step, total: TOTAL, batch });
    const after = await state.read();
    await oracle.state.write({ parameters: before.network.parameters, scalars: before.scalars });
    const gradient = new Float64Array(layout.unknowns);
    const blocks: number[] = [];
    let value = 0;
    for (const points of SETS) {
      const rows: PointRows = c.points[points]!;
      const plan = batch[points];
      const seen = plan === undefined ? null : rowsOfStep(rows.inputs.count, plan, step);
      const share = seen === null ? 1 : seen.length / plan!.size;
      const names = c.objective.blocks.filter((b) => b.points === points).map(({ name }) => name);
      const part = await oracle.state.gradient(await oracle.program.bind({ [points]: seen === null ? rows : pick(rows, seen) }, { blocks: names }));
      part.gradient.forEach((g, u) => { gradient[u]! += share * g; });
      value += share * part.value;
      names.forEach((name, k) => { blocks[BLOCKS.indexOf(name)] = share * part.blocks[k]!; });
    }
    const byHand = stepByHand(update, layout, before, gradient, step, TOTAL);
    const told: Pick<Value, 'value' | 'blocks'> = last;
    needClose([told.value, ...told.blocks], [value, ...blocks], rounding, `${what}, step ${step}, value and blocks before it`);
    needClose(unknownsOf(layout, after), byHand.unknowns, rounding, `${what}, step ${step}, unknowns`);
    for (const slot of update.slots) needClose(after.slots[slot]!, byHand.slot(slot), rounding, `${what}, step ${step}, slot ${slot}`);
  }
}
