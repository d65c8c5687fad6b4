import { reference } from '@knotwork/engine-reference';
import type { Network } from '@knotwork/plugin';
import type { Engine } from '@knotwork/plugin/engine';
import type { EngineCase } from '../subjects/engine-case.js';
import { allPenalties, coefficientPenalties } from '../subjects/reference-penalties.js';
import { DATA } from '../subjects/squared-error.js';
import { casesFor, plainCases } from './cases.js';
import * as claims from './claims.js';
import type { EngineCheck } from './engine-check.js';
import { frozenPenalty } from './freeze.js';
import { needMoments } from './moment-checks.js';
import { need, needClose } from './need.js';
import { openCase, type Opened } from './open-case.js';
import { unknownsOf } from './step-by-hand.js';

/** An engine beside the reference engine: whatever its precision, they compute the same network up to rounding. */
export const referenceChecks: readonly EngineCheck[] = [
  {
    name: 'values and gradients are those of the reference engine',
    how: 'Of a squared error with penalties, in both kinds of unknowns, from the same numbers.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of casesFor(subject)) {
        for (const parameters of ['trainable', 'effective'] as const) {
          const [own, other] = await both(engine, (each) => openCase(each, c, { parameters }));
          const query = { penalty: await frozenPenalty(other, c.rows, allPenalties(c.structure, 1e-3)) };
          for (const asked of [{}, query]) {
            const [a, b] = [await own.state.gradient(await own.program.bind({ data: c.rows }), asked), await other.state.gradient(await other.program.bind({ data: c.rows }), asked)];
            needClose([a.value], [b.value], tolerance.reference, `${c.name}, ${parameters}, value`);
            needClose(a.gradient, b.gradient, tolerance.reference, `${c.name}, ${parameters}, gradient`);
          }
        }
      }
    },
  },
  {
    name: 'outputs, inputs of layers and Jacobian rows are those of the reference engine',
    how: 'Of all points; rows of the first few.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of casesFor(subject)) {
        const [own, other] = await both(engine, (each) => openCase(each, c));
        const [a, b] = [await own.program.bind({ data: c.rows }), await other.program.bind({ data: c.rows })];
        needClose((await own.state.outputs(a)).values, (await other.state.outputs(b)).values, tolerance.reference, `${c.name}, outputs`);
        const rows = Math.min(a.count, 9) * c.widths.at(-1)!;
        needClose(await own.state.rows(a, DATA, 0, rows), await other.state.rows(b, DATA, 0, rows), tolerance.reference, `${c.name}, Jacobian rows`);
        for (const { index } of c.structure.layers) {
          needClose((await own.state.preActivations(a, index)).values, (await other.state.preActivations(b, index)).values, tolerance.reference, `${c.name}, inputs of layer ${index}`);
        }
      }
    },
  },
  {
    name: 'moments are those of the reference engine',
    how: 'Of every term of every layer.',
    claim: claims.moments,
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of casesFor(subject)) {
        const [own, other] = await both(engine, (each) => openCase(each, c));
        const [a, b] = [await own.program.bind({ data: c.rows }), await other.program.bind({ data: c.rows })];
        for (const { index } of c.structure.layers) {
          const [moments, expected] = [await own.state.moments(a, index), await other.state.moments(b, index)];
          expected.terms.forEach((term, t) => needMoments(moments.terms[t]!, term, tolerance.reference, `${c.name}, layer ${index}, term ${t}`));
        }
      }
    },
  },
  {
    name: 'a damped step is that of the reference engine, and predicts the same',
    how: 'Damped by the mean of the diagonal, so that the equations magnify what rounding there is by no more than the number of unknowns.',
    claim: claims.normalEquations,
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of casesFor(subject)) {
        const opened = await both(engine, (each) => openCase(each, c));
        const query = { penalty: await frozenPenalty(opened[1], c.rows, allPenalties(c.structure, 1e-4)) };
        const steps = [];
        for (const { engine: { name }, program, state } of opened) {
          const data = await program.bind({ data: c.rows });
          const before = unknownsOf(program.layout, await state.read());
          const trial = await state.tryStep(await state.normal(data, query), { shape: 'identity', mu: 1 }, data, query);
          need(trial.status === 'ok', `${c.name}, ${name}: status ${trial.status}`);
          await state.accept(trial);
          steps.push({ step: unknownsOf(program.layout, await state.read()).map((v, k) => v - before[k]!), value: trial.value.value, predicted: trial.predicted });
        }
        const [own, other] = steps as [(typeof steps)[0], (typeof steps)[0]];
        needClose([own.value], [other.value], tolerance.equations, `${c.name}, value after the step`);
        needClose([own.predicted], [other.predicted], tolerance.equations, `${c.name}, predicted reduction`);
        needClose(own.step, other.step, tolerance.equations, `${c.name}, step`);
      }
    },
  },
  {
    name: 'a penalty is what it is of the numbers that are read out, not what rounding makes of it',
    how: 'Coefficients of which smoothness and roughness leave little, a level of 3 and a thousandth of what was there, against the reference engine at the numbers as they were rounded.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of plainCases(subject)) {
        const penaltyOf = async (of: Engine, network: Network): Promise<{ readonly penalty: number; readonly rounded: Network }> => {
          const opened = await openCase(of, { ...c, network });
          const data = await opened.program.bind({ data: c.rows });
          const { penalty } = await opened.state.value(data, { penalty: await frozenPenalty(opened, c.rows, coefficientPenalties(c.structure, 1)) });
          return { penalty, rounded: (await opened.state.read()).network };
        };
        const { penalty, rounded } = await penaltyOf(engine, { ...c.network, parameters: levelled(c) });
        needClose([penalty], [(await penaltyOf(await reference.create({}), rounded)).penalty], tolerance.reference, `${c.name}, penalty`);
      }
    },
  },
];

/** A case in an engine and in the reference engine, at the numbers of the case. */
async function both(engine: Engine, open: (engine: Engine) => Promise<Opened>): Promise<readonly [Opened, Opened]> {
  return [await open(engine), await open(await reference.create({}))];
}

/** Coefficients of which smoothness and roughness leave little: a level of 3 and a thousandth of what was there. */
function levelled({ structure, network: { parameters } }: EngineCase): Float64Array {
  const level = parameters.slice();
  for (const { terms } of structure.layers) {
    for (const { segments: { coefficients: { offset, length } } } of terms) for (let k = offset; k < offset + length; k++) level[k] = 3 + level[k]! / 1000;
  }
  return level;
}
