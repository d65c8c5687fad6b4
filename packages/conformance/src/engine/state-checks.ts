import { relativeError } from '@knotwork/numerics';
import { randomCase } from '../subjects/engine-case.js';
import type { EngineCheck } from './engine-check.js';
import { need, needClose, throws } from './need.js';
import { openCase } from './open-case.js';

/** Forks, copies and trials. */
export const stateChecks: readonly EngineCheck[] = [
  {
    name: 'forks are independent, copies are exact, stale trials are refused',
    run: async (engine) => {
      const c = randomCase(5);
      const { program, state } = await openCase(engine, c);
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
      const { program, state } = await openCase(engine, c);
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
];
