import { casesFor } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { needClose } from './need.js';
import { openCase } from './open-case.js';

/** Sums of a few hundred products in float32, whose own rounding is 6e-8, lose two or three digits where terms cancel. */
const SINGLE = 1e-4;

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
];
