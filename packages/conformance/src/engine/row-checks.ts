import { DATA } from '../subjects/squared-error.js';
import { casesFor, someRows } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { needClose, needRefused } from './need.js';
import { openCase } from './open-case.js';

/** Rows do not see each other. */
export const rowChecks: readonly EngineCheck[] = [
  {
    name: 'a row by itself gives what it gives among others',
    how: 'Outputs and Jacobian rows of the first, the last and one beyond the first block, bound by themselves.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of casesFor(subject)) {
        const { program, state } = await openCase(engine, c);
        const all = await program.bind({ data: c.rows });
        const together = await state.outputs(all);
        const residuals = c.widths.at(-1)!;
        // The first and last row, and one beyond any block that an engine may run at once.
        for (const n of new Set([0, Math.min(130, all.count - 1), all.count - 1])) {
          const one = await program.bind({ data: someRows(c.rows, n, 1) });
          const outputs = together.values.subarray(n * together.width, (n + 1) * together.width);
          needClose((await state.outputs(one)).values, outputs, tolerance.rounding, `${c.name}, row ${n}`);
          needClose(await state.rows(one, DATA, 0, residuals), await state.rows(all, DATA, n * residuals, (n + 1) * residuals), tolerance.rounding, `${c.name}, Jacobian of row ${n}`);
        }
      }
    },
  },
  {
    name: 'outputs that are asked for come in the order in which they are asked',
    how: 'All outputs by reads, in reverse and one of them twice, against those that come unasked; one that is not there is refused.',
    run: async (subject) => {
      const { engine } = subject;
      for (const c of casesFor(subject, 3)) {
        const { program, state } = await openCase(engine, c);
        const data = await program.bind({ data: c.rows });
        const width = c.widths.at(-1)!;
        const order = [...Array.from({ length: width }, (_, q) => width - 1 - q), 0];
        const all = await state.outputs(data);
        const asked = await state.outputs(data, order.map((index) => ({ of: 'output', index })));
        needClose([asked.count, asked.width], [data.count, order.length], 0, `${c.name}, rows and columns`);
        needClose(asked.values, asked.values.map((_, k) => all.values[Math.floor(k / order.length) * width + order[k % order.length]!]!), 0, c.name);
        await needRefused(() => state.outputs(data, [{ of: 'output', index: width }]), [], `${c.name}: output ${width} of ${width}`);
      }
    },
  },
];
