import { formula, input } from '@knotwork/algebra';
import type { Vec } from '@knotwork/plugin';
import type { Objective, Scalars } from '@knotwork/plugin/engine';
import { blockCase, type BlockCase } from '../subjects/block-case.js';
import { DATA, outputsAndTargets } from '../subjects/squared-error.js';
import { casesFor } from './cases.js';
import * as claims from './claims.js';
import type { EngineCheck, EngineSubject } from './engine-check.js';
import { need, needClose, needRefused } from './need.js';
import { openCase, type Opened, type Opening } from './open-case.js';
import { LEAST, LEAST_SHARE } from './shape-checks.js';
import { slopesOf } from './slopes.js';
import { stepByHand, unknownsOf } from './step-by-hand.js';
import { decaying, falling, momentum } from './update-formulas.js';

/** A scalar that is to be found, and where it begins. */
const NU = 0.7;
const START = 2;

/** Trainable numbers of an objective. */
export const scalarChecks: readonly EngineCheck[] = [
  {
    name: 'scalars are the last unknowns, begin where they are told to, and are read by name',
    how: 'At their initial numbers, or at those that a state is started or written with; one that is not there is refused.',
    run: async (subject) => {
      const { engine } = subject;
      for (const c of scalarCases(subject)) {
        const { program, program: { layout }, state } = await open(engine, c);
        need(layout.scalars.join() === 'gain,shift' && layout.unknowns === layout.parameterOf.length + 2, `${c.name}: scalars ${layout.scalars.join()} behind ${layout.parameterOf.length} of ${layout.unknowns} unknowns`);
        needScalars(engine, (await state.read()).scalars, { gain: 1.2, shift: -0.3 }, `${c.name}, initial`);
        const started = await program.start(c.network, { scalars: { shift: 0.5 } });
        needScalars(engine, (await started.read()).scalars, { gain: 1.2, shift: 0.5 }, `${c.name}, started`);
        await started.write({ scalars: { gain: 3 } });
        needScalars(engine, (await started.read()).scalars, { gain: 3, shift: 0.5 }, `${c.name}, written`);
        needClose((await started.read()).network.parameters, (await state.read()).network.parameters, 0, `${c.name}, parameters beside written scalars`);
        const fork = await started.fork();
        await state.copyFrom(fork);
        for (const [what, one] of [['a fork', fork], ['a copy', state]] as const) needScalars(engine, (await one.read()).scalars, { gain: 3, shift: 0.5 }, `${c.name}, ${what}`);
        await fork.write({ parameters: c.network.parameters });
        needScalars(engine, (await fork.read()).scalars, { gain: 3, shift: 0.5 }, `${c.name}, after parameters were written`);
        await needRefused(() => program.start(c.network, { scalars: { mu: 1 } }), ['"mu"'], `${c.name}: starting with a scalar that is not there`);
        await needRefused(() => state.write({ scalars: { mu: 1 } }), ['"mu"'], `${c.name}: writing a scalar that is not there`);
      }
    },
  },
  {
    name: 'gradients in scalars agree with differences',
    how: 'Of three blocks in all unknowns, the scalars among them; in single precision against the gradient of the reference engine.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of scalarCases(subject)) {
        const opened = await open(engine, c, { parameters: 'trainable' });
        const { program, program: { layout }, state } = opened;
        const data = await program.bind(c.points);
        const { gradient } = await state.gradient(data);
        const expected = await slopesOf(opened, async () => Float64Array.of((await state.value(data)).value), async (twin) => (await twin.state.gradient(await twin.program.bind(c.points))).gradient);
        needClose(gradient, expected, tolerance.gradient, c.name);
        needClose(gradient.subarray(layout.parameterOf.length), expected.subarray(layout.parameterOf.length), tolerance.gradient, `${c.name}, scalars alone`);
      }
    },
  },
  {
    name: 'steps update scalars by the formula, and no weight decay reaches them',
    how: 'Steps by hand with `decays` 1 for numbers of the network and 0 for scalars; slots of scalars are read, taken back, and lost where a scalar is written.',
    run: async ({ engine, tolerance: { rounding }, networks }) => {
      const update = decaying();
      for (const c of scalarCases({ engine, networks })) {
        const { program, program: { layout }, state } = await open(engine, c, { parameters: 'trainable', update });
        const data = await program.bind(c.points);
        await state.steps(2, data, { first: 1, total: 9 });
        const before = await state.read();
        const { gradient } = await state.gradient(data);
        await state.steps(1, data, { first: 3, total: 9 });
        const after = await state.read();
        const expected = stepByHand(update, layout, before, gradient, 3, 9);
        needClose(unknownsOf(layout, after), expected.unknowns, rounding, `${c.name}, unknowns`);
        const last = (values: ArrayLike<number>): number[] => Array.from(values).slice(layout.parameterOf.length);
        needClose(last(unknownsOf(layout, after)), last(expected.unknowns), rounding, `${c.name}, scalars alone`);
        for (const slot of update.slots) needClose(last(after.slots[slot]!), last(expected.slot(slot)), rounding, `${c.name}, slot ${slot} of scalars`);
        const { network, ...beginning } = after;
        const again = await program.start(network, beginning);
        for (const each of [state, again]) await each.steps(2, data, { first: 4, total: 9 });
        needClose(unknownsOf(layout, await again.read()), unknownsOf(layout, await state.read()), 0, `${c.name}, unknowns of a state that was read and started again`);
        const walked = await state.read();
        await state.write({ scalars: { shift: walked.scalars['shift']! + 1 } });
        const { slots } = await state.read();
        const at = layout.parameterOf.length + 1;
        for (const slot of update.slots) need(slots[slot]!.every((v, u) => (u === at ? v === 0 : v === walked.slots[slot]![u])), `${c.name}: writing a scalar must reset its slot ${slot} and no other`);
        await state.write({ scalars: (await state.read()).scalars, slots: walked.slots });
        needClose((await state.read()).slots['m']!, walked.slots['m']!, 0, `${c.name}, slots that were written`);
      }
    },
  },
  {
    name: 'vectors and moves have scalars behind the numbers of the network',
    how: 'Loaded, multiplied and moved along; the slope along a line counts them.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of scalarCases(subject)) {
        const { program, program: { layout }, state } = await open(engine, c);
        const data = await program.bind(c.points);
        const { gradient } = await state.gradient(data);
        const space = await state.vectors(2);
        await space.load(0, 'gradient');
        await space.load(1, 'unknowns');
        const start = unknownsOf(layout, await state.read());
        needClose(await space.read(0), gradient, tolerance.rounding, `${c.name}, gradient`);
        needClose(await space.read(1), start, tolerance.rounding, `${c.name}, unknowns`);
        const scalarsAlone = Float64Array.from(start, (_, u) => (u < layout.parameterOf.length ? 0 : gradient[u]!));
        await space.write(1, scalarsAlone);
        const line = await state.alongLine({ space, index: 1 }, -0.01, data);
        const there = await state.fork();
        await there.move({ space, index: 1 }, -0.01);
        const moved = await there.gradient(data);
        needClose([line.value, line.slope], [moved.value, moved.gradient.reduce((sum, g, u) => sum + g * scalarsAlone[u]!, 0)], tolerance.rounding, `${c.name}, value and slope along a line`);
        needClose(unknownsOf(layout, await there.read()), start.map((v, u) => v - 0.01 * scalarsAlone[u]!), tolerance.rounding, `${c.name}, after a move`);
      }
    },
  },
  {
    name: 'scalars that must be positive stay so after steps, moves and trials',
    how: 'Far below zero a tenth is left of what was there, and 1e-6 at least; a value along a line and that of a trial are those of the place that is gone to.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of scalarCases(subject)) {
        const { program, state } = await open(engine, c, { update: falling });
        const data = await program.bind(c.points);
        for (const gain of [1.2, 4e-6]) {
          const least = Math.max(LEAST_SHARE * gain, LEAST);
          await state.write({ scalars: { gain } });
          const stepped = await state.fork();
          await stepped.steps(1, data, { first: 1, total: 1 });
          const moved = await state.fork();
          const space = await moved.vectors(1);
          await space.load(0, 'unknowns');
          const line = await moved.alongLine({ space, index: 0 }, -3, data);
          await moved.move({ space, index: 0 }, -3);
          need(line.value === (await moved.value(data)).value, `${c.name}: the value along the line is not that of the moved state`);
          for (const [what, one] of [['a step', stepped], ['a move', moved]] as const) {
            needClose([(await one.read()).scalars['gain']!], [least], tolerance.rounding, `${c.name}, ${what} from ${gain}`);
          }
        }
        await needRefused(() => open(engine, { ...c, objective: { ...c.objective, scalars: { ...c.objective.scalars!, gain: { initial: -1, constraint: 'positive' } } } }), ['"gain"'], `${c.name}: a scalar that begins below zero and must stay positive`);
      }
    },
  },
  {
    name: 'a trial that would take a scalar below zero is looked at where it may go',
    how: 'A step of the normal equations towards a negative gain: the value that is promised is that of the state once it is accepted, and the gain is a tenth of what it was.',
    claim: claims.normalEquations,
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of scalarCases(subject)) {
        const { program, state } = await openCase(engine, c, { trainable: [], objective: found(c, 'positive') });
        const y = await state.outputs(await program.bind({ [DATA]: c.rows }));
        const data = await program.bind({ [DATA]: { ...c.rows, targets: { ...y, values: y.values.map((v) => -NU * v) } } });
        const trial = await state.tryStep(await state.normal(data), { shape: 'marquardt', mu: 1e-9 }, data);
        await state.accept(trial);
        needClose([trial.value.value], [(await state.value(data)).value], tolerance.rounding, `${c.name}, value of the trial`);
        needClose([(await state.read()).scalars['nu']!], [LEAST_SHARE * START], tolerance.rounding, `${c.name}, the scalar`);
      }
    },
  },
  {
    name: 'a frozen network with one scalar is a problem: steps find the scalar',
    how: 'y = nu f(x) with nothing of f trained: one unknown, and gradient descent finds nu = 0.7.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of scalarCases(subject)) {
        const { program, state, data } = await openFound(engine, c);
        need(program.layout.unknowns === 1 && program.layout.parameterOf.length === 0, `${c.name}: ${program.layout.unknowns} unknowns, expected the scalar alone`);
        const before = (await state.read()).network.parameters;
        // The curvature of a problem of one unknown, by hand: a step of its inverse is Newton's.
        const slopes: number[] = [];
        for (const nu of [START, START + 1]) {
          await state.write({ scalars: { nu } });
          slopes.push((await state.gradient(data)).gradient[0]!);
        }
        await state.write({ scalars: { nu: START } });
        const space = await state.vectors(1);
        await state.gradient(data);
        await space.load(0, 'gradient');
        await state.move({ space, index: 0 }, -1 / (slopes[1]! - slopes[0]!));
        needClose([(await state.read()).scalars['nu']!], [NU], Math.max(1e-8, tolerance.rounding), `${c.name}, the scalar`);
        needClose((await state.read()).network.parameters, before, 0, `${c.name}, numbers that are not trained`);
        await state.write({ scalars: { nu: START } });
        const value = (await state.value(data)).value;
        await state.steps(5, data, { first: 1, total: 5 });
        need((await state.value(data)).value < value, `${c.name}: five steps of momentum do not lower the value`);
      }
    },
  },
  {
    name: 'normal equations find a scalar of a frozen network in one step',
    how: 'y = nu f(x) is linear in nu: a step with next to no damping leads to 0.7.',
    claim: claims.normalEquations,
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of scalarCases(subject)) {
        const { state, data } = await openFound(engine, c);
        const trial = await state.tryStep(await state.normal(data), { shape: 'marquardt', mu: 1e-12 }, data);
        need(trial.status === 'ok', `${c.name}: status ${trial.status}`);
        await state.accept(trial);
        needClose([(await state.read()).scalars['nu']!], [NU], Math.max(1e-8, tolerance.rounding), `${c.name}, the scalar`);
      }
    },
  },
];

const scalarCases = (subject: Pick<EngineSubject, 'engine' | 'networks'>): BlockCase[] => casesFor(subject, 3).map((c, k) => blockCase(c, k + 1));

const open = (engine: EngineSubject['engine'], c: BlockCase, change: Opening = {}): Promise<Opened> => openCase(engine, c, { objective: c.objective, ...change });

/** Scalars are the engine's numbers, or more exact than those. */
function needScalars({ precision }: EngineSubject['engine'], actual: Scalars, expected: Scalars, what: string): void {
  need(Object.keys(actual).join() === Object.keys(expected).join(), `${what}: scalars ${Object.keys(actual).join()}, expected ${Object.keys(expected).join()}`);
  for (const [name, value] of Object.entries(expected)) {
    need(actual[name] === value || (precision === 'float32' && Math.fround(actual[name]!) === Math.fround(value)), `${what}: ${name} is ${actual[name]}, expected ${value}`);
  }
}

/** nu y - t, with nu to be found. */
function found(c: BlockCase, constraint?: 'positive'): Objective {
  const outputs = c.widths.at(-1)!;
  const reads = { ...outputsAndTargets(outputs), nu: { of: 'scalar', name: 'nu' } as const };
  const residuals = Array.from({ length: outputs }, (_, q) => [`r${q}`, input('nu').mul(input(`y${q}`)).sub(input(`t${q}`))] as const);
  return {
    blocks: [{ name: DATA, points: DATA, form: 'residuals', weight: 1, formula: formula(Object.keys(reads), Object.fromEntries(residuals)), reads }],
    scalars: { nu: { initial: START, ...(constraint === undefined ? {} : { constraint }) } },
  };
}

/** Nothing of the network trained, and targets 0.7 times its outputs. */
async function openFound(engine: EngineSubject['engine'], c: BlockCase): Promise<Opened & { readonly data: Awaited<ReturnType<Opened['program']['bind']>> }> {
  const opened = await openCase(engine, c, { trainable: [], objective: found(c), update: momentum() });
  const y = await opened.state.outputs(await opened.program.bind({ [DATA]: c.rows }));
  const targets: Vec = y.values.map((v) => NU * v);
  return { ...opened, data: await opened.program.bind({ [DATA]: { ...c.rows, targets: { ...y, values: targets } } }) };
}
