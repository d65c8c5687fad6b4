import type { PointRows } from '@knotwork/plugin';
import { casesFor, someRows } from './cases.js';
import * as claims from './claims.js';
import type { EngineCheck } from './engine-check.js';
import { needClose } from './need.js';
import { openCase, twinOf } from './open-case.js';

const STEP = 1e-6;
/** Differences of step 1e-6 in double precision. */
const DIFFERENCES = 1e-6;

/** Derivatives of outputs in inputs. */
export const inputDerivativeChecks: readonly EngineCheck[] = [
  {
    name: 'first derivatives of outputs in inputs agree with differences of outputs',
    how: 'Of every output in every input at a few points, beside outputs themselves; in single precision differences are those of the reference engine.',
    claim: claims.derivatives,
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of casesFor(subject, 6)) {
        const opened = await openCase(engine, c);
        const [inputs, outputs] = [c.widths[0]!, c.widths.at(-1)!];
        const rows = someRows(c.rows, 0, 7);
        const pairs = Array.from({ length: inputs * outputs }, (_, k) => [Math.floor(k / inputs), k % inputs] as const);
        const data = await opened.program.bind({ data: rows });
        const { values, width } = await opened.state.outputs(data, [...pairs.map(([output, i]) => ({ of: 'derivative', output, inputs: [i] } as const)), { of: 'output', index: 0 }]);
        const of = engine.precision === 'float64' ? opened : await twinOf(opened);
        const at = async (i: number, by: number): Promise<Float64Array> => {
          const shifted: PointRows = { ...rows, inputs: { ...rows.inputs, values: rows.inputs.values.map((v, k) => (k % inputs === i ? v + by : v)) } };
          return (await of.state.outputs(await of.program.bind({ data: shifted }))).values;
        };
        for (let i = 0; i < inputs; i++) {
          const [up, down] = [await at(i, STEP), await at(i, -STEP)];
          for (let o = 0; o < outputs; o++) {
            const column = pairs.findIndex(([output, of]) => output === o && of === i);
            const own = Float64Array.from({ length: data.count }, (_, n) => values[n * width + column]!);
            const expected = Float64Array.from({ length: data.count }, (_, n) => (up[n * outputs + o]! - down[n * outputs + o]!) / (2 * STEP));
            needClose(own, expected, Math.max(DIFFERENCES, tolerance.gradient), `${c.name}, output ${o} in input ${i}`);
          }
        }
        const plain = (await opened.state.outputs(data)).values;
        needClose(values.filter((_, k) => k % width === width - 1), plain.filter((_, k) => k % outputs === 0), 0, `${c.name}, output 0 beside derivatives`);
      }
    },
  },
];
