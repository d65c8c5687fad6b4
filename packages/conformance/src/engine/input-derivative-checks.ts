import type { PointRows } from '@knotwork/plugin';
import type { BoundData } from '@knotwork/plugin/engine';
import { type DerivativeCase, derivativeCase } from '../subjects/derivative-case.js';
import type { EngineCase } from '../subjects/engine-case.js';
import { DATA } from '../subjects/squared-error.js';
import { casesFor, someRows } from './cases.js';
import * as claims from './claims.js';
import { symmetric } from './dense.js';
import type { EngineCheck, EngineSubject } from './engine-check.js';
import { needClose } from './need.js';
import { openCase, type Opened, twinOf } from './open-case.js';
import { slopesOf } from './slopes.js';

const STEP = 1e-6;
/** Differences of step 1e-6 in double precision. */
const DIFFERENCES = 1e-6;

/** Derivatives of outputs in inputs. */
export const inputDerivativeChecks: readonly EngineCheck[] = [
  {
    name: 'first derivatives of outputs in inputs agree with differences of outputs',
    how: 'Of every output in every input at a few points, beside outputs themselves; in single precision differences are those of the reference engine.',
    claim: claims.derivatives,
    run: async (subject) => {
      for (const { c, opened, rows, data } of await atFewPoints(subject)) {
        await needDifferences(subject, c.name, opened, rows, data, Array.from({ length: rows.inputs.width }, (_, i) => [i]));
        const beside = await opened.state.outputs(data, [{ of: 'derivative', output: 0, inputs: [0] }, { of: 'output', index: 0 }]);
        const { values, width } = await opened.state.outputs(data);
        needClose(beside.values.filter((_, k) => k % 2 === 1), values.filter((_, k) => k % width === 0), subject.tolerance.rounding, `${c.name}, output 0 beside derivatives`);
      }
    },
  },
  {
    name: 'derivatives of higher orders agree with differences of those below',
    how: 'Of all outputs, in one input again and again and in several, in any order, up to the order that the engine says; in single precision differences are those of the reference engine.',
    claim: claims.higherDerivatives,
    run: async (subject) => {
      for (const { c, opened, rows, data } of await atFewPoints(subject)) {
        const last = rows.inputs.width - 1;
        // In one input alone, and in others in every place.
        const wanted = [[0, 0], [0, last], [last, 0], [last, last], [0, 0, 0], [0, 0, last], [0, last, 0], [last, Math.floor(last / 2), 0]];
        await needDifferences(subject, c.name, opened, rows, data, wanted.filter(({ length }) => length <= subject.engine.can.derivatives));
      }
    },
  },
  {
    name: 'gradients of objectives that read derivatives agree with differences',
    how: 'Residuals of an equation and a loss of derivatives of every order that the engine says, with a scalar, in every unknown; in single precision against the reference engine.',
    claim: claims.derivatives,
    run: async (subject) => {
      for (const { c, opened } of await derivativeCases(subject)) {
        const { program, state } = opened;
        const data = await program.bind(c.points);
        const { gradient } = await state.gradient(data);
        const expected = await slopesOf(opened, async () => Float64Array.of((await state.value(data)).value), async (twin) => (await twin.state.gradient(await twin.program.bind(c.points))).gradient);
        needClose(gradient, expected, subject.tolerance.gradient, c.name);
      }
    },
  },
  {
    name: 'Jacobian rows of objectives that read derivatives agree with differences',
    how: 'Of the residuals of an equation against differences of them; of a loss the rows of the derivatives that it reads against differences of these.',
    claim: claims.derivatives,
    run: async (subject) => {
      for (const { c, opened } of await derivativeCases(subject)) {
        const { program, state } = opened;
        const some = Object.fromEntries(Object.entries(c.points).map(([points, { inputs, targets }]) => [points, someRows({ inputs, targets: targets! }, 0, 3)]));
        const data = await program.bind(some);
        for (const block of c.objective.blocks) {
          const values = async (): Promise<Float64Array> => c.rowsOf(block.name, await c.readsAt(state, data));
          const count = (await values()).length;
          const expected = await slopesOf(opened, values, async (twin) => twin.state.rows(await twin.program.bind(some), block.name, 0, count));
          needClose(await state.rows(data, block.name, 0, count), expected, subject.tolerance.gradient, `${c.name}, ${block.name}`);
        }
      }
    },
  },
  {
    name: "normal equations of objectives that read derivatives are J'WJ by hand",
    how: 'Weights of points and blocks times the products of rows that were read out; of the loss with its second derivatives by hand.',
    claim: { text: '`can.derivatives` of at least 1 and `can.normalEquations`', isMade: (engine) => engine.can.derivatives > 0 && engine.can.normalEquations },
    run: async (subject) => {
      for (const { c, opened: { program, state } } of await derivativeCases(subject)) {
        const p = program.layout.unknowns;
        const data = await program.bind(c.points);
        const expected = new Float64Array(p * p);
        const reads = await c.readsAt(state, data);
        for (const { name, weight } of c.objective.blocks) {
          const count = c.rowsOf(name, reads).length;
          const rows = await state.rows(data, name, 0, count);
          const own = c.curvature(name, reads);
          const points = data.count;
          const terms = c.objective.blocks.find((block) => block.name === name)!.form === 'loss' ? 1 : count / points;
          for (let r = 0; r < count; r++) {
            const factor = weight * own[r]! * (c.points[DATA]!.weights?.[Math.floor(r / (count / points))] ?? 1) / (points * terms);
            for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) expected[i * p + j]! += factor * rows[r * p + i]! * rows[r * p + j]!;
          }
        }
        needClose(symmetric((await state.normal(data)).hessian, p), expected, subject.tolerance.products, c.name);
      }
    },
  },
];

/** Networks with a few points each. */
async function atFewPoints(subject: EngineSubject): Promise<{ c: EngineCase; opened: Opened; rows: EngineCase['rows']; data: BoundData }[]> {
  return Promise.all(casesFor(subject, 6).map(async (c) => {
    const [opened, rows] = [await openCase(subject.engine, c), someRows(c.rows, 0, 7)];
    return { c, opened, rows, data: await opened.program.bind({ data: rows }) };
  }));
}

/** Derivatives of all outputs against differences of those of one order less. @param wanted inputs of each */
async function needDifferences({ tolerance }: EngineSubject, name: string, opened: Opened, rows: PointRows, data: BoundData, wanted: readonly (readonly number[])[]): Promise<void> {
  const at = await outputsNear(opened, rows);
  const { outputs } = opened.program.structure.layers.at(-1)!;
  for (const of of wanted) {
    const [rest, i] = [of.slice(0, -1), of.at(-1)!];
    const [up, down] = [await at(rest, i, STEP), await at(rest, i, -STEP)];
    const own = await opened.state.outputs(data, Array.from({ length: outputs }, (_, output) => ({ of: 'derivative', output, inputs: of })));
    needClose(own.values, own.values.map((_, k) => (up[k]! - down[k]!) / (2 * STEP)), Math.max(DIFFERENCES, tolerance.gradient), `${name}, in the inputs ${of.join()}`);
  }
}

/** Networks with an objective that reads derivatives of all orders that the engine says. */
async function derivativeCases(subject: EngineSubject): Promise<{ c: DerivativeCase; opened: Opened }[]> {
  const { engine } = subject;
  const cases = casesFor(subject, 6).map((c) => derivativeCase({ ...c, rows: someRows(c.rows, 0, 71) }, engine.can.derivatives));
  return Promise.all(cases.map(async (c) => ({ c, opened: await openCase(engine, c, { objective: c.objective }) })));
}

/** Derivatives of all outputs, or outputs for none, with one input of all points shifted: `[points][outputs]`. In single precision those of the reference engine. */
async function outputsNear(opened: Opened, rows: PointRows): Promise<(of: readonly number[], input: number, by: number) => Promise<Float64Array>> {
  const { program, state } = opened.engine.precision === 'float64' ? opened : await twinOf(opened);
  const { width } = rows.inputs;
  const { outputs } = program.structure.layers.at(-1)!;
  return async (of, input, by) => {
    const shifted: PointRows = { ...rows, inputs: { ...rows.inputs, values: rows.inputs.values.map((v, k) => (k % width === input ? v + by : v)) } };
    const data = await program.bind({ data: shifted });
    return (await state.outputs(data, Array.from({ length: outputs }, (_, output) => (of.length === 0 ? { of: 'output', index: output } : { of: 'derivative', output, inputs: of })))).values;
  };
}
