import { casesFor, someRows } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { needClose, ROUNDING } from './need.js';
import { openCase } from './open-case.js';

/** Rows do not see each other. */
export const rowChecks: readonly EngineCheck[] = [
  {
    name: 'a row by itself gives what it gives among others',
    run: async (engine) => {
      for (const c of casesFor(engine)) {
        const { program, state } = await openCase(engine, c);
        const all = await program.bind('data', c.rows);
        const together = await state.outputs(all);
        const residuals = c.widths.at(-1)!;
        // The first and last row, and one beyond any block that an engine may run at once.
        for (const n of new Set([0, Math.min(130, all.count - 1), all.count - 1])) {
          const one = await program.bind('data', someRows(c.rows, n, 1));
          const outputs = together.values.subarray(n * together.width, (n + 1) * together.width);
          needClose((await state.outputs(one)).values, outputs, ROUNDING, `${c.name}, row ${n}`);
          needClose(await state.rows(one, 0, residuals), await state.rows(all, n * residuals, (n + 1) * residuals), ROUNDING, `${c.name}, Jacobian of row ${n}`);
        }
      }
    },
  },
];
