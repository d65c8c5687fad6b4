import type { InputMap } from '@knotwork/plugin';
import { someRows } from '../engine/cases.js';
import { differences } from '../engine/differences.js';
import { GRADIENT_TOLERANCE, need, needClose } from '../engine/need.js';
import { openCase } from '../engine/open-case.js';
import { kitNetwork, useOf } from '../kit/kit-network.js';
import type { PluginCheck } from '../kit/plugin-check.js';
import type { BasisSubject } from './basis-term.js';

/** Maps that fix the domain: what comes out of them, or, for raw inputs, [-1, 1] with all of them, also those outside. */
const MAPS: readonly InputMap[] = ['tanh', 'sigmoid', 'raw'];
/** Central differences in every number are dear, and gradients of so few rows as telling as of many. */
const ROWS = 7;

/** A basis behind something other than the domain of its rows. */
export const mapChecks: readonly PluginCheck<BasisSubject>[] = [
  {
    name: 'behind every input map gradients agree with differences',
    how: 'Networks whose inputs go through tanh or sigmoid first, or through nothing at all: outputs are finite, and gradients agree with differences.',
    run: async (subject) => {
      for (const inputMap of MAPS) {
        const c = kitNetwork(subject, [2, 1, 1], { basis: useOf(subject.definition, subject.sets[0]!), inputMap });
        const { program, state } = await openCase(subject.setup.engine, c, { parameters: 'trainable' });
        need((await state.outputs(await program.bind({ data: c.rows }))).values.every(Number.isFinite), `${c.name} behind ${inputMap}: outputs are not finite`);
        const data = await program.bind({ data: someRows(c.rows, 0, ROWS) });
        const { gradient } = await state.gradient(data);
        const columns = await differences({ program, state }, async () => Float64Array.of((await state.value(data)).value));
        needClose(gradient, columns.map((v) => v[0]!), GRADIENT_TOLERANCE, `${c.name} behind ${inputMap}`);
      }
    },
  },
];
