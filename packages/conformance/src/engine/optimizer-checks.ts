import { gridOf, writeGrid } from '@knotwork/network';
import type { Segment } from '@knotwork/plugin/engine';
import { randomCase } from '../subjects/engine-case.js';
import { allPenalties } from '../subjects/reference-penalties.js';
import { casesFor, mixedCases, plainCases } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { frozenPenalty } from './freeze.js';
import { need, needClose } from './need.js';
import { openCase, twinOf } from './open-case.js';
import { type Numbers, stepByHand, unknownsOf } from './step-by-hand.js';
import { breaking, LAST_GOOD, momentum, scheduled } from './update-formulas.js';

/** Steps of update formulas, their slots, and directions. */
export const optimizerChecks: readonly EngineCheck[] = [
  {
    name: 'optimizer slots start at zero, are updated, read back, and reset where parameters were written',
    how: 'Two steps with momentum by hand from gradients; then one parameter is written, whose slot alone is zero after it.',
    run: async ({ engine, tolerance }) => {
      const c = randomCase(4);
      const { program, state } = await openCase(engine, c, { parameters: 'trainable', update: momentum() });
      const data = await program.bind({ data: c.rows });
      const start = (await state.read()).network.parameters;
      need((await state.read()).slots['v']!.every((v) => v === 0), 'slots do not start at zero');
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
      needClose(read.network.parameters, parameters, tolerance.rounding, 'two steps');
      needClose(read.slots['v']!, velocity, tolerance.rounding, 'slots');
      const touched = read.network.parameters.slice();
      touched[program.layout.parameterOf[1]!]! += 1;
      await state.write({ parameters: touched });
      const slots = (await state.read()).slots['v']!;
      need(slots[1] === 0 && slots.every((v, u) => u === 1 || v === read.slots['v']![u]), 'writing parameter 1 must reset its slot and no other');
    },
  },
  {
    name: 'optimizer slots of edges whose grid moved start from zero',
    how: 'The domain of the first input that a term uses is written, and parameters as they were: what edges and shape parameters of that input remembered is gone, and nothing else.',
    run: async (subject) => {
      const { engine } = subject;
      for (const c of [...plainCases(subject, 9).slice(-2), ...mixedCases(subject)].filter(({ structure }) => structure.layers.at(-1)!.terms[0]!.edges.count > 0)) {
        const { program, state } = await openCase(engine, c, { update: momentum() });
        await state.steps(3, await program.bind({ data: c.rows }), { first: 1, total: 3 });
        const { network: { parameters }, slots } = await state.read();
        const layer = c.structure.layers.at(-1)!;
        const term = layer.terms[0]!;
        const { edges, segments, shape } = term;
        if (edges.count === 0) continue;
        const input = edges.inputs[0]!;
        const grid = gridOf(term, parameters, input);
        // Numbers of the edges stay; on another grid they are another function.
        writeGrid(term, parameters, input, { domain: [grid.domain[0] - 1, grid.domain[1]], knots: grid.knots?.slice() ?? null });
        await state.write({ parameters });
        const after = (await state.read()).slots['v']!;
        // Edges of the first input come first.
        const byEdge = (s: Segment): [number, number] => [s.offset, s.offset + (s.length / edges.count) * edges.starts[1]!];
        const byInput = (s: Segment): [number, number] => [s.offset, s.offset + s.length / edges.inputs.length];
        const own = [byEdge(segments.coefficients), ...Object.entries(segments.shape).filter(([name]) => shape[name]!.scope !== 'layer').map(([name, s]) => (shape[name]!.scope === 'edge' ? byEdge(s) : byInput(s)))];
        program.layout.parameterOf.forEach((at, u) => {
          const isMoved = own.some(([from, to]) => at >= from && at < to);
          const expected = isMoved ? 0 : slots['v']![u]!;
          need(after[u] === expected, `${c.name}: slot ${u} of parameter ${at} is ${after[u]}, expected ${expected}`);
        });
      }
    },
  },
  {
    name: 'one step is the update formula of the gradient, evaluated by hand',
    how: 'A formula with two slots and a schedule, number by number, with penalties; what is not trained stays bit by bit, and the value told is that before the step.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      const update = scheduled();
      for (const c of casesFor(subject)) {
        const opened = await openCase(engine, c, { parameters: 'trainable', update });
        const { program: { layout }, state } = opened;
        const data = await opened.program.bind({ data: c.rows });
        const query = { penalty: await frozenPenalty(opened, c.rows, allPenalties(c.structure, 1e-3)) };
        await state.steps(2, data, { first: 3, total: 10 }, query);
        const before = await state.read();
        const { gradient } = await state.gradient(data, query);
        const { last, done } = await state.steps(1, data, { first: 5, total: 10 }, query);
        const after = await state.read();
        const expected = stepByHand(update, layout, before, gradient, 5, 10);
        need(done === 1 && after.step === before.step + 1, `${c.name}: ${done} steps done, step count ${after.step} after ${before.step}`);
        needClose(unknownsOf(layout, after), expected.unknowns, tolerance.rounding, `${c.name}, parameters`);
        for (const slot of update.slots) needClose(after.slots[slot]!, expected.slot(slot), tolerance.rounding, `${c.name}, slot ${slot}`);
        const trained = new Set(layout.parameterOf);
        need(after.network.parameters.every((v, at) => trained.has(at) || v === before.network.parameters[at]), `${c.name}: a step changed what is not trained`);
        await state.write(before.network);
        needClose([last.value], [(await state.value(data, query)).value], tolerance.rounding, `${c.name}, value before the step`);
      }
    },
  },
  {
    name: 'steps that meet a number that is not finite leave the state where `done` says',
    how: 'An update that makes no numbers of all unknowns after some steps: of ten in one call either those before the bad one stand or none, with their parameters, slots and step count.',
    run: async (subject) => {
      const { engine } = subject;
      for (const c of casesFor(subject, 3)) {
        const { program, state } = await openCase(engine, c, { parameters: 'trainable', update: breaking });
        const data = await program.bind({ data: c.rows });
        const start = await state.read();
        /** The state after each good step. */
        const walked: (typeof start)[] = [start];
        const walker = await state.fork();
        while (walked.length <= COUNT && (await walker.steps(1, data, { first: walked.length, total: COUNT })).done === 1) walked.push(await walker.read());
        const good = walked.length - 1;
        need(good === LAST_GOOD + 1, `${c.name}: ${good} single steps were taken; the numbers that step ${LAST_GOOD + 1} leaves are none`);
        needSame(await walker.read(), walked[good]!, `${c.name}, after a single step that was not taken`);
        const { done, last } = await state.steps(COUNT, data, { first: 1, total: COUNT });
        need(last.status === 'not-finite' && !Number.isFinite(last.value), `${c.name}: the last value is ${last.value} with the status ${last.status}`);
        need(done === good || done === 0, `${c.name}: ${done} steps stand of ${good} good ones; all of them or none may`);
        needSame(await state.read(), walked[done]!, `${c.name}, ${done} steps`);
      }
    },
  },
  {
    name: 'values and slopes along a line agree with moved states',
    how: 'Slopes against differences of step 1e-6, in single precision against the reference engine; vectors are added, scaled and multiplied on the way.',
    run: async ({ engine, tolerance }) => {
      const c = randomCase(7);
      const opened = await openCase(engine, c);
      const { program, state } = opened;
      const data = await program.bind({ data: c.rows });
      const { gradient } = await state.gradient(data);
      const space = await state.vectors(3);
      await space.load(0, 'gradient');
      await space.copy(0, 1);
      await space.scale(-1, 1);
      await space.load(2, 'unknowns');
      await space.addScaled(2, 0, 2);
      const norm = gradient.reduce((s, g) => s + g * g, 0);
      needClose([await space.dot(0, 1)], [-norm], tolerance.rounding, 'dot product');
      const start = unknownsOf(program.layout, await state.read());
      needClose(await space.read(2), start.map((v, k) => v + 2 * gradient[k]!), tolerance.rounding, 'a vector that was added to');
      const t = 0.1;
      const line = await state.alongLine({ space, index: 1 }, t, data);
      let slope: number;
      if (engine.precision === 'float64') {
        const h = 1e-6;
        const up = await state.alongLine({ space, index: 1 }, t + h, data);
        const down = await state.alongLine({ space, index: 1 }, t - h, data);
        slope = (up.value - down.value) / (2 * h);
      } else {
        const twin = await twinOf(opened);
        const across = await twin.state.vectors(1);
        await across.write(0, await space.read(1));
        slope = (await twin.state.alongLine({ space: across, index: 0 }, t, await twin.program.bind({ data: c.rows }))).slope;
      }
      needClose([line.slope], [slope], tolerance.gradient, 'slope');
      await state.alongLine({ space, index: 1 }, t, data);
      await space.load(0, 'gradient');
      needClose([await space.dot(0, 1)], [line.slope], tolerance.rounding, 'the gradient where the line was looked at');
      needClose(unknownsOf(program.layout, await state.read()), start, 0, 'unknowns after looks along a line');
      await state.move({ space, index: 1 }, t);
      needClose(unknownsOf(program.layout, await state.read()), start.map((v, k) => v - t * gradient[k]!), tolerance.rounding, 'unknowns after a move');
      needClose([(await state.value(data)).value], [line.value], tolerance.rounding, 'moved state');
    },
  },
  {
    name: 'vectors are read and written unchanged, so that a method goes on as if it had not stopped',
    how: 'What a vector holds is written into another space of a state that was read out and started again: products and moves are the same bit by bit.',
    run: async ({ engine }) => {
      const c = randomCase(2);
      const { program, state } = await openCase(engine, c);
      const data = await program.bind({ data: c.rows });
      await state.gradient(data);
      const space = await state.vectors(2);
      await space.load(0, 'gradient');
      await space.load(1, 'unknowns');
      const { network, ...beginning } = await state.read();
      const again = await program.start(network, beginning);
      const other = await again.vectors(2);
      for (const k of [0, 1]) {
        const values = await space.read(k);
        await other.write(k, values);
        values.fill(3);
        needClose(await other.read(k), await space.read(k), 0, `vector ${k}`);
      }
      need(await other.dot(0, 1) === await space.dot(0, 1), 'the product of two vectors is another after they were read and written');
      await state.move({ space, index: 0 }, -0.1);
      await again.move({ space: other, index: 0 }, -0.1);
      needClose((await again.read()).network.parameters, (await state.read()).network.parameters, 0, 'parameters after the same move');
    },
  },
];

/** Steps in one call. */
const COUNT = 10;

/** Bit by bit, NaN included. */
function needSame(actual: Numbers, expected: Numbers, what: string): void {
  need(actual.step === expected.step, `${what}: step count ${actual.step}, expected ${expected.step}`);
  const needEqual = (a: Float64Array, b: Float64Array, of: string): void => need(a.length === b.length && a.every((v, k) => Object.is(v, b[k])), `${what}: ${of} are not those of ${expected.step} steps`);
  needEqual(actual.network.parameters, expected.network.parameters, 'parameters');
  for (const [name, values] of Object.entries(expected.slots)) needEqual(actual.slots[name]!, values, `slots ${name}`);
}
