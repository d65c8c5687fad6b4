import { relativeError } from '@knotwork/numerics';
import { casesFor, someRows } from './cases.js';
import { differences } from './differences.js';
import type { EngineCheck } from './engine-check.js';
import { GRADIENT_TOLERANCE, need, needClose, ROUNDING } from './need.js';
import { openCase } from './open-case.js';
import { penaltyProduct } from './penalty-product.js';

/** Gradients, Jacobians and normal equations. */
export const derivativeChecks: readonly EngineCheck[] = [
  {
    name: 'gradients agree with differences of values, penalty included',
    run: async (engine) => {
      for (const c of casesFor(engine)) {
        for (const parameters of ['trainable', 'effective'] as const) {
          const { program, state } = await openCase(engine, c, { parameters, strength: 1e-3 });
          const data = await program.bind('data', c.rows);
          const query = { penalty: await state.freeze(data) };
          const { gradient } = await state.gradient(data, query);
          const columns = await differences(program, state, async () => Float64Array.of((await state.value(data, query)).value));
          needClose(gradient, columns.map((v) => v[0]!), GRADIENT_TOLERANCE, `${c.name}, ${parameters}`);
        }
      }
    },
  },
  {
    name: 'Jacobian rows agree with differences of outputs',
    run: async (engine) => {
      for (const c of casesFor(engine)) {
        const { program, state } = await openCase(engine, c);
        const data = await program.bind('data', someRows(c.rows, 0, 7));
        const rows = data.count * c.widths.at(-1)!;
        const jacobian = await state.rows(data, 0, rows);
        const columns = await differences(program, state, async () => (await state.outputs(data)).values);
        const expected = Float64Array.from({ length: jacobian.length }, (_, k) => columns[k % program.layout.unknowns]![Math.floor(k / program.layout.unknowns)]!);
        needClose(jacobian, expected, GRADIENT_TOLERANCE, c.name);
        const part = await state.rows(data, 1, Math.min(3, rows));
        needClose(part, jacobian.subarray(program.layout.unknowns, program.layout.unknowns * Math.min(3, rows)), 0, `${c.name}, rows 1 to 3`);
      }
    },
  },
  {
    name: 'a damped step solves the normal equations of the Jacobian rows',
    run: async (engine) => {
      for (const c of casesFor(engine, 4)) {
        const { program, state } = await openCase(engine, c, { strength: 1e-4 });
        const data = await program.bind('data', c.rows);
        const query = { penalty: await state.freeze(data) };
        const normal = await state.normal(data, query);
        const before = (await state.read()).network.parameters;
        const { gradient } = await state.gradient(data, query);
        const trial = await state.tryStep(normal, { shape: 'identity', mu: 1 }, data, query);
        need(trial.status === 'ok', `${c.name}: status ${trial.status}`);
        need(relativeError((await state.read()).network.parameters, before) === 0, `${c.name}: a trial moved the state`);
        await state.accept(trial);
        needClose([(await state.value(data, query)).value], [trial.value.value], ROUNDING, `${c.name}, value after the step`);
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
        needClose(left, gradient.map((v) => -v), 1e-8, c.name);
      }
    },
  },
];
