import { input, stepsOf } from '@knotwork/algebra';
import { conditionedOutputs, resolve, withConditions } from '@knotwork/network';
import type { NetworkSpec } from '@knotwork/plugin';
import { catalog, type EngineCase } from '../subjects/engine-case.js';
import { squaredError } from '../subjects/squared-error.js';
import { plainCases } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { needClose } from './need.js';
import { openCase } from './open-case.js';

/** Networks looked at. */
const NETWORKS = 3;

/** Outputs that hold conditions by construction. */
export const conditionChecks: readonly EngineCheck[] = [
  {
    name: 'outputs hold their conditions, and so does what is trained',
    how: 'Every other output is base + factor v of what the last layer gives: outputs, values and gradients against those of the network without conditions, put together outside of the engine.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of plainCases(subject, NETWORKS)) {
        const held = heldCase(c);
        const { outputs } = held.structure.spec;
        const [own, plain] = [await openCase(engine, held), await openCase(engine, c, { objective: withConditions(squaredError(c.widths.at(-1)!), { outputs }) })];
        const [data, plainData] = [await own.program.bind({ data: c.rows }), await plain.program.bind({ data: c.rows })];
        const { from } = conditionedOutputs(outputs.map((_, index) => ({ of: 'output', index })), outputs);
        needClose((await own.state.outputs(data)).values, from(await plain.state.outputs(plainData), c.rows.inputs).values, tolerance.rounding, `${c.name}, outputs`);
        const [a, b] = [await own.state.gradient(data), await plain.state.gradient(plainData)];
        needClose(Float64Array.of(a.value, ...a.gradient), Float64Array.of(b.value, ...b.gradient), tolerance.rounding, `${c.name}, value and gradient`);
      }
    },
  },
];

/** The same network whose outputs of even numbers hold conditions. */
function heldCase(c: EngineCase): EngineCase {
  const x = input('x');
  const conditions = { base: stepsOf(x.sin().add(0.3), ['x']), factor: stepsOf(x.square().add(0.5), ['x']) };
  const { spec } = c.network;
  const held: NetworkSpec = { ...spec, outputs: spec.outputs.map((variable, k) => (k % 2 === 0 ? { ...variable, conditions } : variable)) };
  return { ...c, network: { ...c.network, spec: held }, structure: resolve(held, catalog) };
}
