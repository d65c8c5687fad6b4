import { allPenalties } from '../subjects/reference-penalties.js';
import { DATA } from '../subjects/squared-error.js';
import { casesFor, someRows } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { frozenPenalty } from './freeze.js';
import { needClose } from './need.js';
import { openCase } from './open-case.js';
import { slopesOf } from './slopes.js';

/** Gradients and Jacobians. */
export const derivativeChecks: readonly EngineCheck[] = [
  {
    name: 'gradients agree with differences of values, penalty included',
    how: 'In every unknown, of trainable and effective parameters; in single precision against the gradient of the reference engine.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of casesFor(subject)) {
        for (const parameters of ['trainable', 'effective'] as const) {
          const opened = await openCase(engine, c, { parameters });
          const { program, state } = opened;
          const data = await program.bind({ data: c.rows });
          const query = { penalty: await frozenPenalty(opened, c.rows, allPenalties(c.structure, 1e-3)) };
          const { gradient } = await state.gradient(data, query);
          const expected = await slopesOf(opened, async () => Float64Array.of((await state.value(data, query)).value),
            async (twin) => (await twin.state.gradient(await twin.program.bind({ data: c.rows }), query)).gradient);
          needClose(gradient, expected, tolerance.gradient, `${c.name}, ${parameters}`);
        }
      }
    },
  },
  {
    name: 'Jacobian rows agree with differences of outputs',
    how: 'All rows of a few points, and some of them asked for by themselves; in single precision against those of the reference engine.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of casesFor(subject)) {
        const opened = await openCase(engine, c);
        const { program, state } = opened;
        const some = someRows(c.rows, 0, 7);
        const data = await program.bind({ data: some });
        const rows = data.count * c.widths.at(-1)!;
        const jacobian = await state.rows(data, DATA, 0, rows);
        const expected = await slopesOf(opened, async () => (await state.outputs(data)).values,
          async (twin) => twin.state.rows(await twin.program.bind({ data: some }), DATA, 0, rows));
        needClose(jacobian, expected, tolerance.gradient, c.name);
        const part = await state.rows(data, DATA, 1, Math.min(3, rows));
        needClose(part, jacobian.subarray(program.layout.unknowns, program.layout.unknowns * Math.min(3, rows)), 0, `${c.name}, rows 1 to 3`);
      }
    },
  },
];
