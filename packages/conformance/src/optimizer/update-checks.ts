import { blockProgram, type Expr, formula, type Formula, input } from '@knotwork/algebra';
import type { OptimizerDefinition } from '@knotwork/plugin';
import type { UpdateFormula } from '@knotwork/plugin/engine';
import { need, needClose } from '../engine/need.js';
import { openCase } from '../engine/open-case.js';
import { kitNetwork } from '../kit/kit-network.js';
import { titled } from '../kit/option-checks.js';
import type { Options } from '../kit/option-values.js';
import type { PluginCheck } from '../kit/plugin-check.js';
import { areSameExpressions } from '../kit/same-expressions.js';
import type { OptimizerSubject } from './optimizer-checks.js';

type Update = Extract<OptimizerDefinition, { method: 'update' }>;

/** Sizes of gradients; squares of the largest are still numbers. */
const SIZES = [0, 1e-300, 1e-30, 1e-8, 1, 1e8, 1e30, 1e100];
/** Curvatures of the quadratic that is minimized, steps, and the share of its value that may be left: slow rates of a thousandth get there. */
const CURVATURES = [0.5, 1, 2];
const QUADRATIC_STEPS = 6000;
const LEFT = 0.1;
/** A first step after the memory is lost may be this many times what steps were: some methods take the first one in full. */
const AFTER_LOSS = 1.5;

const isUpdate = { text: "`method: 'update'`", isMade: ({ definition }: OptimizerSubject) => definition.method === 'update' };

const checks: readonly (Omit<PluginCheck<OptimizerSubject>, 'run' | 'claim'> & { run(definition: Update, sets: readonly Options[], subject: OptimizerSubject): Promise<void> | void })[] = [
  {
    name: 'the update is pure and has the slots it declares',
    how: 'The same formula when asked again; it reads parameter, gradient, step, steps, decays and its slots, and returns every slot and no other.',
    run: (definition, sets) => {
      for (const options of sets) {
        const [a, b] = [rootsOf(definition, options), rootsOf(definition, options)];
        need(areSameExpressions(Object.values(a), Object.values(b)), `${titled(definition, options)} gives another formula when asked again`);
        const returned = Object.keys(a).filter((name) => name !== 'parameter').sort().join(', ');
        need(returned === [...definition.slots].sort().join(', '), `${titled(definition, options)} declares the slots ${definition.slots.join(', ')} and returns ${returned}`);
        updateOf(definition, options);
      }
    },
  },
  {
    name: 'every slot is read',
    how: 'A slot that no output depends on is memory for nothing: one number per parameter.',
    run: (definition, sets) => {
      // Options may switch a memory off; some option set must use it.
      for (const slot of definition.slots) {
        const used = sets.some((options) => reads(updateOf(definition, options).formula, slot));
        need(used, `${definition.name} never reads its slot "${slot}"`);
      }
    },
  },
  {
    name: 'steps are finite for gradients of any size, from slots of zero',
    how: 'Gradients of 0, 1e-300 to 1e100, of both signs and changing: no 0/0 at the first step and none later.',
    run: (definition, sets) => {
      for (const options of sets) {
        for (const size of SIZES) {
          for (const gradients of [[size, size, size], [-size, 0, size], [0, size, 0], [size, 1, 1]]) {
            const at = pathOf(definition, options, gradients).findIndex(({ parameter }) => !Number.isFinite(parameter));
            need(at < 0, `${titled(definition, options)}: the parameter is not finite after the gradients ${gradients.slice(0, at + 1).join(', ')}`);
          }
        }
      }
    },
  },
  {
    name: 'numbers without a gradient are left alone, or shrink',
    how: 'With a gradient of zero all along a parameter stays or, where weights decay, comes nearer to zero without passing it; zero stays zero.',
    run: (definition, sets) => {
      for (const options of sets) {
        for (const start of [2, -0.7, 0]) {
          let before = start;
          for (const { parameter } of pathOf(definition, options, [0, 0, 0, 0, 0], start)) {
            need(Math.abs(parameter) <= Math.abs(before) && parameter * start >= 0, `${titled(definition, options)}: from ${before} to ${parameter} without a gradient`);
            before = parameter;
          }
        }
      }
    },
  },
  {
    name: 'weight decay leaves alone what it is told to',
    how: 'With `decays` 0, as for scalars of an objective, a parameter without a gradient stays bit by bit.',
    run: (definition, sets) => {
      for (const options of sets) {
        for (const start of [2, -0.7]) {
          const left = pathOf(definition, options, [0, 0, 0, 0, 0], start, Infinity, 0);
          need(left.every(({ parameter }) => parameter === start), `${titled(definition, options)}: from ${start} to ${left.at(-1)!.parameter} without a gradient, where nothing may decay`);
        }
      }
    },
  },
  {
    name: 'the first step goes downhill',
    how: 'Against the sign of the gradient, from slots of zero.',
    run: (definition, sets) => {
      for (const options of sets) {
        for (const gradient of [0.3, -2]) {
          const { parameter } = pathOf(definition, options, [gradient], 0)[0]!;
          need(parameter * gradient < 0, `${titled(definition, options)}: the gradient ${gradient} moved a parameter from 0 to ${parameter}`);
        }
      }
    },
  },
  {
    name: 'a convex quadratic is minimized',
    how: 'With the first options, curvatures of 1/2, 1 and 2, coupled: 6,000 steps leave at most a tenth of the value, and no step on the way is beyond numbers.',
    run: (definition, sets) => {
      const { first, last } = quadraticPath(definition, sets[0]!);
      need(last <= LEFT * first, `${titled(definition, sets[0]!)}: from ${first} to ${last} in ${QUADRATIC_STEPS} steps`);
    },
  },
  {
    name: 'slots that start from zero late do no harm',
    how: 'After 300 equal gradients the memory is lost, as when a grid moved: steps after it are no longer than 1.5 times those before; counting on from the step would make them so.',
    run: (definition, sets) => {
      for (const options of sets) {
        const path = pathOf(definition, options, Array<number>(330).fill(2), 5, 300);
        const sizes = path.map(({ parameter }, k) => Math.abs(parameter - (k === 0 ? 5 : path[k - 1]!.parameter)));
        const [before, after] = [Math.max(...sizes.slice(280, 300)), Math.max(...sizes.slice(300))];
        need(after <= AFTER_LOSS * before, `${titled(definition, options)}: steps of ${before.toPrecision(3)} before slots were lost, of ${after.toPrecision(3)} after`);
      }
    },
  },
  {
    name: 'steps that are cut in two are the same steps',
    how: 'Ten steps in a network, and four and six with parameters and slots read out and given back between, are the same numbers.',
    run: async (definition, sets, subject) => {
      for (const options of sets.slice(0, 3)) {
        const c = kitNetwork(subject, [2, 2, 1], {});
        const { program, state } = await openCase(subject.setup.engine, c, { parameters: 'trainable', update: updateOf(definition, options) });
        const data = await program.bind({ data: c.rows });
        await state.steps(10, data, { first: 1, total: 20 });
        const first = await program.start(c.network);
        await first.steps(4, data, { first: 1, total: 20 });
        const { network, slots } = await first.read();
        const second = await program.start(network, { slots });
        await second.steps(6, data, { first: 5, total: 20 });
        needClose((await second.read()).network.parameters, (await state.read()).network.parameters, 0, titled(definition, options));
      }
    },
  },
  {
    name: 'a network trains',
    how: 'Two hundred steps with the first options lower the squared error of a network.',
    run: async (definition, sets, subject) => {
      const c = kitNetwork(subject, [2, 2, 1], {});
      const { program, state } = await openCase(subject.setup.engine, c, { parameters: 'trainable', update: updateOf(definition, sets[0]!) });
      const data = await program.bind({ data: c.rows });
      const before = (await state.value(data)).value;
      await state.steps(200, data, { first: 1, total: 200 });
      const after = await state.value(data);
      need(after.status === 'ok' && after.value < before, `${c.name}: from ${before} to ${after.value} in 200 steps`);
    },
  },
];

/** What an elementwise update must do. */
export const updateChecks: readonly PluginCheck<OptimizerSubject>[] = checks.map(({ run, ...check }) => ({
  ...check, claim: isUpdate, run: (subject) => run(subject.definition as unknown as Update, subject.sets, subject),
}));

function rootsOf(definition: Update, options: Options): Record<string, Expr> {
  const slots = Object.fromEntries(definition.slots.map((name) => [name, input(name)]));
  const next = definition.update({ parameter: input('parameter'), gradient: input('gradient'), step: input('step'), steps: input('steps'), decays: input('decays'), slots }, options);
  return { parameter: next.parameter, ...next.slots };
}

/** The update as engines take it. @throws RangeError when it reads what it is not given */
function updateOf(definition: Update, options: Options): UpdateFormula {
  return { slots: definition.slots, formula: formula(['parameter', 'gradient', 'step', 'steps', 'decays', ...definition.slots], rootsOf(definition, options)) };
}

const reads = ({ nodes }: Formula, name: string): boolean => nodes.some((node) => node.args.some((arg) => arg.op === 'input' && arg.name === name));

/** A parameter and its slots. */
type State = Readonly<Record<string, number>> & { readonly parameter: number };

/** State of one parameter after each step. @param lostAt step before which all slots become zero, @param decays 0 for a number that weight decay leaves alone */
export function pathOf(definition: Update, options: Options, gradients: readonly number[], start = 1, lostAt = Infinity, decays: 0 | 1 = 1): State[] {
  const { formula: f } = updateOf(definition, options);
  const program = blockProgram(f, 1);
  let state: Record<string, number> = { parameter: start };
  return gradients.map((gradient, k) => {
    if (k === lostAt) state = { parameter: state['parameter']! };
    const at: Record<string, number> = { ...state, gradient, step: k + 1, steps: gradients.length, decays };
    f.inputs.forEach((name, i) => { program.inputs[i]![0] = at[name] ?? 0; });
    program.run(1);
    state = Object.fromEntries(f.outputs.map((name, i) => [name, program.outputs[i]![0]!]));
    return state as State;
  });
}

/** Values of 1/2 x'Ax at the beginning and the end, A with the curvatures above, turned by an angle so that coordinates are coupled. */
function quadraticPath(definition: Update, options: Options): { first: number; last: number } {
  const { formula: f } = updateOf(definition, options);
  const n = CURVATURES.length;
  const program = blockProgram(f, n);
  const [cos, sin] = [0.8, 0.6];
  const product = (x: Float64Array): Float64Array => {
    // A = R' D R with R a turn of the first two coordinates.
    const [a, b] = [(cos * x[0]! + sin * x[1]!) * CURVATURES[0]!, (cos * x[1]! - sin * x[0]!) * CURVATURES[1]!];
    return Float64Array.of(cos * a - sin * b, sin * a + cos * b, CURVATURES[2]! * x[2]!);
  };
  const value = (x: Float64Array): number => product(x).reduce((sum, v, i) => sum + (v * x[i]!) / 2, 0);
  const state = Object.fromEntries(['parameter', ...definition.slots].map((name) => [name, new Float64Array(n)]));
  state['parameter']!.set([1, -0.6, 0.8]);
  const first = value(state['parameter']!);
  for (let k = 1; k <= QUADRATIC_STEPS; k++) {
    const gradient = product(state['parameter']!);
    f.inputs.forEach((name, i) => {
      const column = program.inputs[i]!;
      if (name === 'gradient') column.set(gradient); else if (name === 'decays') column.fill(1); else if (name === 'step') column.fill(k); else if (name === 'steps') column.fill(QUADRATIC_STEPS); else column.set(state[name]!);
    });
    program.run(n);
    f.outputs.forEach((name, i) => { state[name]!.set(program.outputs[i]!); });
  }
  return { first, last: value(state['parameter']!) };
}
