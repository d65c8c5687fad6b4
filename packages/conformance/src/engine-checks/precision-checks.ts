import { casesFor } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { needClose, SINGLE } from './need.js';
import { openCase } from './open-case.js';
import { momentum } from './update-formulas.js';

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
