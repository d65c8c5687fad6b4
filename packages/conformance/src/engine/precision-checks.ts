import type { Network, Precision } from '@knotwork/plugin';
import type { EngineCase } from '../subjects/engine-case.js';
import { penalizedError } from '../subjects/squared-error.js';
import { casesFor, plainCases } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { needMoments } from './moment-checks.js';
import { need, needClose, SINGLE } from './need.js';
import { openCase, ROLES } from './open-case.js';
import { momentum } from './update-formulas.js';

/** Coefficients of which smoothness and roughness leave little: a level of 3 and a thousandth of what was there. */
function levelled({ structure, network: { parameters } }: EngineCase): Float64Array {
  const level = parameters.slice();
  for (const { terms } of structure.layers) {
    for (const { segments: { coefficients: { offset, length } } } of terms) for (let k = offset; k < offset + length; k++) level[k] = 3 + level[k]! / 1000;
  }
  return level;
}

/** Number formats. */
export const precisionChecks: readonly EngineCheck[] = [
  {
    name: 'float32 agrees with float64 to 1e-4',
    run: async (engine) => {
      if (!engine.can.precisions.includes('float32')) return;
      for (const c of casesFor(engine)) {
        const [single, double] = [await openCase(engine, c, { precision: 'float32' }), await openCase(engine, c)];
        const [a, b] = [await single.state.gradient(await single.program.bind('data', c.rows)), await double.state.gradient(await double.program.bind('data', c.rows))];
        needClose([a.value], [b.value], SINGLE, `${c.name}, value`);
        needClose(a.gradient, b.gradient, SINGLE, `${c.name}, gradient`);
      }
    },
  },
  {
    name: 'float32 gives outputs, inputs of layers, Jacobian rows and moments to 1e-4',
    run: async (engine) => {
      if (!engine.can.precisions.includes('float32')) return;
      for (const c of casesFor(engine)) {
        const [single, double] = [await openCase(engine, c, { precision: 'float32' }), await openCase(engine, c)];
        const [a, b] = [await single.program.bind('data', c.rows), await double.program.bind('data', c.rows)];
        needClose((await single.state.outputs(a)).values, (await double.state.outputs(b)).values, SINGLE, `${c.name}, outputs`);
        const rows = Math.min(a.count, 9) * c.widths.at(-1)!;
        needClose(await single.state.rows(a, 0, rows), await double.state.rows(b, 0, rows), SINGLE, `${c.name}, Jacobian rows`);
        for (const { index } of c.structure.layers) {
          const inputs = [await single.state.preActivations(a, index), await double.state.preActivations(b, index)] as const;
          needClose(inputs[0].values, inputs[1].values, SINGLE, `${c.name}, inputs of layer ${index}`);
          if (!engine.can.moments) continue;
          const [moments, expected] = [await single.state.moments(a, index), await double.state.moments(b, index)];
          expected.terms.forEach((term, t) => needMoments(moments.terms[t]!, term, SINGLE, `${c.name}, layer ${index}, term ${t}`));
        }
      }
    },
  },
  {
    name: 'float32 takes the damped step that float64 takes, to 1e-4, and predicts the same of it',
    run: async (engine) => {
      if (!engine.can.precisions.includes('float32')) return;
      for (const c of casesFor(engine)) {
        const steps = [];
        // Damped by the mean of the diagonal: so the equations magnify what rounding there is by no more than the number of unknowns.
        for (const precision of ['float32', 'float64'] as const) {
          const { program, state } = await openCase(engine, c, { precision, strength: 1e-4 });
          const data = await program.bind('data', c.rows);
          const query = { penalty: await state.freeze(data) };
          const { network: { parameters: before } } = await state.read();
          const trial = await state.tryStep(await state.normal(data, query), { shape: 'identity', mu: 1 }, data, query);
          need(trial.status === 'ok', `${c.name}, ${precision}: status ${trial.status}`);
          await state.accept(trial);
          const { network: { parameters: after } } = await state.read();
          steps.push({ step: Float64Array.from(program.layout.parameterOf, (at) => after[at]! - before[at]!), value: trial.value.value, predicted: trial.predicted });
        }
        const [single, double] = steps;
        needClose([single!.value], [double!.value], SINGLE, `${c.name}, value after the step`);
        needClose([single!.predicted], [double!.predicted], SINGLE, `${c.name}, predicted reduction`);
        needClose(single!.step, double!.step, SINGLE, `${c.name}, step`);
      }
    },
  },
  {
    name: 'in float32 a penalty is what it is of the rounded coefficients, not what rounding makes of it',
    run: async (engine) => {
      if (!engine.can.precisions.includes('float32')) return;
      for (const c of plainCases()) {
        const penaltyOf = async (precision: Precision, network: Network): Promise<{ readonly penalty: number; readonly rounded: Network }> => {
          const program = await engine.compile(c.structure, penalizedError(c.structure, 1, false), { precision, trainable: ROLES, parameters: 'effective' });
          const [state, data] = [await program.start(network), await program.bind('data', c.rows)];
          const { penalty } = await state.value(data, { penalty: await state.freeze(data) });
          return { penalty, rounded: (await state.read()).network };
        };
        const { penalty, rounded } = await penaltyOf('float32', { ...c.network, parameters: levelled(c) });
        needClose([penalty], [(await penaltyOf('float64', rounded)).penalty], SINGLE, `${c.name}, penalty`);
      }
    },
  },
  {
    name: 'what float32 reads out it takes back unchanged, so that a run goes on as if it had not stopped',
    run: async (engine) => {
      if (!engine.can.precisions.includes('float32')) return;
      for (const c of casesFor(engine)) {
        const { program, state } = await openCase(engine, c, { precision: 'float32', update: momentum() });
        const data = await program.bind('data', c.rows);
        await state.steps(3, data, { first: 1, total: 9 });
        const saved = await state.read();
        const again = await program.start(saved.network, saved.slots);
        const fork = await state.fork();
        const ends = [];
        for (const each of [state, again, fork]) {
          await each.steps(3, data, { first: 4, total: 9 });
          ends.push((await each.read()).network.parameters);
        }
        for (const end of ends) needClose(end, ends[0]!, 0, `${c.name}, after the same steps`);
      }
    },
  },
];
