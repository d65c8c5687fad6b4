import { relativeError } from '@knotwork/numerics';
import type { PointRows } from '@knotwork/plugin';
import { randomCase } from '../subjects/engine-case.js';
import { casesFor } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { need, needClose } from './need.js';
import { openCase } from './open-case.js';
import { momentum } from './update-formulas.js';

/** Forks, copies, and what is read out. */
export const stateChecks: readonly EngineCheck[] = [
  {
    name: 'forks are independent, copies are exact',
    how: 'Steps of a fork leave its origin; parameters, slots and the count of steps are copied, and go on alike.',
    run: async ({ engine }) => {
      const c = randomCase(5);
      const { program, state } = await openCase(engine, c, { update: momentum() });
      const data = await program.bind({ data: c.rows });
      const fork = await state.fork();
      const before = await state.read();
      await fork.steps(2, data, { first: 1, total: 9 });
      const untouched = await state.read();
      need(relativeError(untouched.network.parameters, before.network.parameters) === 0 && untouched.step === 0 && untouched.slots['v']!.every((v) => v === 0), 'a step of a fork moved its origin');
      await state.copyFrom(fork);
      for (const what of ['a copy', 'a copy after one more step']) {
        const [copy, origin] = [await state.read(), await fork.read()];
        needClose(copy.network.parameters, origin.network.parameters, 0, what);
        needClose(copy.slots['v']!, origin.slots['v']!, 0, `${what}, slots`);
        need(copy.step === origin.step, `${what} has taken ${copy.step} steps, its origin ${origin.step}`);
        for (const one of [state, fork]) await one.steps(1, data, { first: 3, total: 9 });
      }
    },
  },
  {
    name: 'what is read out is taken back unchanged, so that a run goes on as if it had not stopped',
    how: 'After three steps a state is read, and started again with its slots and its count; it, a fork and the state itself take the same three steps bit by bit.',
    run: async (subject) => {
      const { engine } = subject;
      for (const c of casesFor(subject)) {
        const { program, state } = await openCase(engine, c, { update: momentum() });
        const data = await program.bind({ data: c.rows });
        await state.steps(3, data, { first: 1, total: 9 });
        const { network, slots, step } = await state.read();
        const again = await program.start(network, { slots, step });
        const fork = await state.fork();
        const ends = [];
        for (const each of [state, again, fork]) {
          await each.steps(3, data, { first: 4, total: 9 });
          ends.push(await each.read());
        }
        for (const end of ends) {
          needClose(end.network.parameters, ends[0]!.network.parameters, 0, `${c.name}, after the same steps`);
          need(end.step === 6, `${c.name}: ${end.step} steps are counted, expected 6`);
        }
      }
    },
  },
  {
    name: 'arrays that go in or out are copies',
    how: 'Points, weights, parameters, outputs and gradients of the caller are overwritten: the value stays.',
    run: async ({ engine }) => {
      const c = randomCase(2);
      const { program, state } = await openCase(engine, c);
      const { inputs, targets } = c.rows;
      const rows = {
        inputs: { ...inputs, values: inputs.values.slice() }, targets: { ...targets, values: targets.values.slice() }, weights: new Float64Array(inputs.count).fill(0.7),
      } satisfies PointRows;
      const data = await program.bind({ data: rows });
      const before = await state.value(data);
      for (const values of [rows.inputs.values, rows.targets.values, rows.weights]) values.fill(7);
      (await state.read()).network.parameters.fill(3);
      (await state.outputs(data)).values.fill(3);
      (await state.gradient(data)).gradient.fill(3);
      const written = (await state.read()).network.parameters;
      await state.write({ parameters: written });
      written.fill(3);
      const weights = new Float64Array(data.count).fill(0.7);
      await data.reweigh('data', weights);
      weights.fill(3);
      need((await state.value(data)).value === before.value, 'the value changed with an array of the caller');
    },
  },
];
