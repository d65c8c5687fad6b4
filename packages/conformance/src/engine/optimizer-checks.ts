import { evaluate } from '@knotwork/algebra';
import { gridOf, writeGrid } from '@knotwork/network';
import { randomCase } from '../subjects/engine-case.js';
import { casesFor, mixedCasesFor } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { GRADIENT_TOLERANCE, need, needClose, ROUNDING } from './need.js';
import { openCase } from './open-case.js';
import { momentum, scheduled } from './update-formulas.js';

/** Steps of update formulas, their slots, and directions. */
export const optimizerChecks: readonly EngineCheck[] = [
  {
    name: 'optimizer slots start at zero, are updated, read back, and reset where parameters were written',
    run: async (engine) => {
      const c = randomCase(4);
      const { program, state } = await openCase(engine, c, { parameters: 'trainable', update: momentum() });
      const data = await program.bind('data', c.rows);
      // Two steps by hand from gradients.
      const start = (await state.read()).network.parameters;
      const by = await state.fork();
      const velocity = new Float64Array(program.layout.unknowns);
      const parameters = start.slice();
      for (let k = 0; k < 2; k++) {
        await by.write({ parameters });
        const { gradient } = await by.gradient(data);
        program.layout.parameterOf.forEach((at, u) => { velocity[u] = 0.9 * velocity[u]! - 0.05 * gradient[u]!; parameters[at]! += velocity[u]!; });
      }
      const report = await state.steps(2, data, { first: 1, total: 2 });
      const read = await state.read();
      need(report.done === 2 && read.step === 2, `${report.done} steps done, step count ${read.step}`);
      needClose(read.network.parameters, parameters, ROUNDING, 'two steps');
      needClose(read.slots['v']!, velocity, ROUNDING, 'slots');
      const touched = read.network.parameters.slice();
      touched[program.layout.parameterOf[1]!]! += 1;
      await state.write({ parameters: touched });
      const slots = (await state.read()).slots['v']!;
      need(slots[1] === 0 && slots[0] === read.slots['v']![0], 'writing parameter 1 must reset its slot and no other');
    },
  },
  {
    name: 'optimizer slots of edges whose grid moved start from zero',
    run: async (engine) => {
      for (const c of [randomCase(9), ...mixedCasesFor(engine)]) {
        const { program, state } = await openCase(engine, c, { update: momentum() });
        await state.steps(3, await program.bind('data', c.rows), { first: 1, total: 3 });
        const { network: { parameters }, slots } = await state.read();
        const layer = c.structure.layers.at(-1)!;
        const term = layer.terms[0]!;
        const grid = gridOf(term, parameters, 0);
        // Numbers of the edges stay; on another grid they are another function.
        writeGrid(term, parameters, 0, { domain: [grid.domain[0] - 1, grid.domain[1]], knots: grid.knots?.slice() ?? null });
        await state.write({ parameters });
        const after = (await state.read()).slots['v']!;
        const own = [term.segments.coefficients, ...Object.entries(term.segments.shape).filter(([name]) => term.shape[name]!.scope !== 'layer').map(([, s]) => s)];
        program.layout.parameterOf.forEach((at, u) => {
          const isMoved = own.some(({ offset, length }) => at >= offset && at < offset + length / layer.inputs);
          const expected = isMoved ? 0 : slots['v']![u]!;
          need(after[u] === expected, `${c.name}: slot ${u} of parameter ${at} is ${after[u]}, expected ${expected}`);
        });
      }
    },
  },
  {
    name: 'one step is the update formula of the gradient, evaluated by hand',
    run: async (engine) => {
      const update = scheduled();
      for (const c of casesFor(engine)) {
        const { program, state } = await openCase(engine, c, { parameters: 'trainable', strength: 1e-3, update });
        const data = await program.bind('data', c.rows);
        const query = { penalty: await state.freeze(data) };
        await state.steps(2, data, { first: 3, total: 10 }, query);
        const before = await state.read();
        const { gradient } = await state.gradient(data, query);
        const { last } = await state.steps(1, data, { first: 5, total: 10 }, query);
        const after = await state.read();
        const expected = Array.from(program.layout.parameterOf, (at, u) => evaluate(update.formula, {
          parameter: before.network.parameters[at]!, gradient: gradient[u]!, step: 5, steps: 10, m: before.slots['m']![u]!, s: before.slots['s']![u]!,
        }));
        needClose(Array.from(program.layout.parameterOf, (at) => after.network.parameters[at]!), expected.map((e) => e['parameter']!), ROUNDING, `${c.name}, parameters`);
        for (const slot of update.slots) needClose(after.slots[slot]!, expected.map((e) => e[slot]!), ROUNDING, `${c.name}, slot ${slot}`);
        const trained = new Set(program.layout.parameterOf);
        need(after.network.parameters.every((v, at) => trained.has(at) || v === before.network.parameters[at]), `${c.name}: a step changed what is not trained`);
        await state.write(before.network);
        needClose([last.value], [(await state.value(data, query)).value], ROUNDING, `${c.name}, value before the step`);
      }
    },
  },
  {
    name: 'values and slopes along a line agree with moved states',
    run: async (engine) => {
      const c = randomCase(6);
      const { program, state } = await openCase(engine, c);
      const data = await program.bind('data', c.rows);
      const { gradient } = await state.gradient(data);
      const space = await state.vectors(3);
      await space.load(0, 'gradient');
      await space.copy(0, 1);
      await space.scale(-1, 1);
      await space.load(2, 'unknowns');
      await space.addScaled(2, 0, 2);
      const norm = gradient.reduce((s, g) => s + g * g, 0);
      needClose([await space.dot(0, 1)], [-norm], ROUNDING, 'dot product');
      const t = 0.1;
      const line = await state.alongLine({ space, index: 1 }, t, data);
      const h = 1e-6;
      const up = await state.alongLine({ space, index: 1 }, t + h, data);
      const down = await state.alongLine({ space, index: 1 }, t - h, data);
      needClose([line.slope], [(up.value - down.value) / (2 * h)], GRADIENT_TOLERANCE, 'slope');
      await state.alongLine({ space, index: 1 }, t, data);
      await space.load(0, 'gradient');
      needClose([await space.dot(0, 1)], [line.slope], ROUNDING, 'the gradient where the line was looked at');
      await state.move({ space, index: 1 }, t);
      needClose([(await state.value(data)).value], [line.value], ROUNDING, 'moved state');
    },
  },
];
