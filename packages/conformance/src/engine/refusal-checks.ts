import type { CompileOptions, Objective, Program } from '@knotwork/plugin';
import { randomCase } from '../subjects/engine-case.js';
import { squaredError } from '../subjects/squared-error.js';
import { mixedCasesFor } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { need } from './need.js';
import { openCase, ROLES } from './open-case.js';

/** What is reported and what is refused. */
export const refusalChecks: readonly EngineCheck[] = [
  {
    name: 'a number that is not finite is a status with its place',
    run: async (engine) => {
      const c = randomCase(1);
      const { program, state } = await openCase(engine, c);
      const data = await program.bind('data', c.rows);
      const layer = c.structure.layers.at(-1)!;
      const parameters = c.network.parameters.slice();
      const edge = layer.inputs * layer.outputs - 1;
      const { coefficients } = layer.terms[0]!.segments;
      parameters.fill(Infinity, coefficients.offset + edge * layer.terms[0]!.size, coefficients.offset + (edge + 1) * layer.terms[0]!.size);
      await state.write({ parameters });
      const value = await state.value(data);
      need(value.status === 'not-finite', `status ${value.status}`);
      const expected = { layer: layer.index, from: layer.inputs - 1, to: layer.outputs - 1 };
      need(JSON.stringify(value.place) === JSON.stringify(expected), `place ${JSON.stringify(value.place)}, expected ${JSON.stringify(expected)}`);
      const inputs = c.rows.inputs.values.slice();
      inputs[0] = NaN;
      await state.write({ parameters: c.network.parameters });
      const bad = await state.value(await program.bind('data', { ...c.rows, inputs: { ...c.rows.inputs, values: inputs } }));
      need(bad.status === 'not-finite' && bad.place?.layer === 0, `NaN in the data: ${JSON.stringify(bad.place)}`);
    },
  },
  {
    name: 'the place of a number that is not finite is found in networks of every kind',
    run: async (engine) => {
      for (const c of mixedCasesFor(engine)) {
        const layer = c.structure.layers.at(-1)!;
        const term = layer.terms.at(-1)!;
        const edge = term.mask.lastIndexOf(1);
        if (edge < 0) continue;
        const { program, state } = await openCase(engine, c);
        const data = await program.bind('data', c.rows);
        const parameters = c.network.parameters.slice();
        const from = term.segments.coefficients.offset + edge * term.size;
        // NaN, because a node formula may turn Infinity into a number.
        await state.write({ parameters: parameters.fill(NaN, from, from + term.size) });
        const value = await state.value(data);
        const expected = { layer: layer.index, from: Math.floor(edge / layer.outputs), to: edge % layer.outputs };
        need(value.status === 'not-finite' && JSON.stringify(value.place) === JSON.stringify(expected), `${c.name}: place ${JSON.stringify(value.place)}, expected ${JSON.stringify(expected)}`);
      }
    },
  },
  {
    name: 'what the engine cannot do is refused by name when compiling',
    run: async (engine) => {
      const c = randomCase(1);
      const compile = (objective: Objective, options: Partial<CompileOptions> = {}): Promise<Program> =>
        engine.compile(c.structure, objective, { precision: 'float64', trainable: ROLES, parameters: 'effective', ...options });
      const missing: [boolean, () => Promise<unknown>, string][] = [
        [engine.can.precisions.includes('float32'), () => compile(squaredError(c.widths.at(-1)!), { precision: 'float32' }), 'float32'],
        [engine.can.blocks.includes('loss'), () => {
          const objective = squaredError(c.widths.at(-1)!);
          return compile({ ...objective, blocks: objective.blocks.map((b) => ({ ...b, form: 'loss' as const })) });
        }, 'loss'],
        [engine.can.jets, async () => {
          const { program, state } = await openCase(engine, c);
          return state.outputs(await program.bind('data', c.rows), [{ inputs: [0] }]);
        }, 'jets'],
        [engine.can.moments, async () => {
          const { program, state } = await openCase(engine, c);
          return state.moments(await program.bind('data', c.rows), 0);
        }, 'moments'],
      ];
      for (const [can, attempt, word] of missing) {
        if (can) continue;
        let message = '';
        try { await attempt(); } catch (error) { message = (error as Error).message; }
        need(message.includes(word), `asking for ${word} must be refused by name; got "${message}"`);
      }
    },
  },
];
