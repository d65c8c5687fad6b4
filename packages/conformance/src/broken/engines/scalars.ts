import { constant, formula, substitute } from '@knotwork/algebra';
import type { UpdateFormula } from '@knotwork/plugin/engine';
import type { BrokenEngine } from '../broken-engine.js';
import { answering, withEngine, withPrograms, withStates, withVectors } from './change-engine.js';

/** An update whose decay reaches every unknown. */
function decayingAll({ formula: f, slots }: UpdateFormula): UpdateFormula {
  const roots = substitute(f.roots, { decays: constant(1) });
  return { slots, formula: formula(f.inputs, Object.fromEntries(f.outputs.map((name, k) => [name, roots[k]!]))) };
}

/** Defects of trainable numbers of an objective. */
export const brokenScalars: readonly BrokenEngine[] = [
  {
    defect: 'scalars that begin anew whatever a state is started with', caughtBy: 'scalars are the last unknowns, begin where they are told to, and are read by name',
    alsoFails: [{ because: 'a state goes on where another was read', checks: ['steps update scalars by the formula, and no weight decay reaches them'] }],
    break: withPrograms((program) => ({
      // What is not there is refused all the same.
      start: (network, { scalars = {}, ...beginning } = {}) => program.start(network, 'mu' in scalars ? { ...beginning, scalars } : beginning),
    })),
  },
  {
    defect: 'gradients in scalars that are doubled', caughtBy: 'gradients in scalars agree with differences',
    alsoFails: [{ because: 'so it is where derivatives are read', checks: ['gradients of objectives that read derivatives agree with differences'] }, {
      because: 'they go by gradients in scalars',
      checks: [
        'a set is seen in batches while another is seen whole', 'steps update scalars by the formula, and no weight decay reaches them',
        'vectors and moves have scalars behind the numbers of the network', 'a frozen network with one scalar is a problem: steps find the scalar',
      ],
    }],
    break: answering('gradient', (g, _, { program: { layout: { parameterOf } } }) => ({ ...g, gradient: g.gradient.map((v, u) => (u < parameterOf.length ? v : 2 * v)) })),
  },
  {
    defect: 'weight decay that reaches scalars', caughtBy: 'steps update scalars by the formula, and no weight decay reaches them',
    alsoFails: [{ because: 'its steps decay too', checks: ['a set is seen in batches while another is seen whole'] }],
    break: withEngine((sound) => ({
      compile: (structure, objective, { update, ...options }) => sound.compile(structure, objective, { ...options, ...(update === undefined ? {} : { update: decayingAll(update) }) }),
    })),
  },
  {
    defect: 'vectors of unknowns without the scalars', caughtBy: 'vectors and moves have scalars behind the numbers of the network',
    alsoFails: [{ because: 'it moves along unknowns', checks: ['scalars that must be positive stay so after steps, moves and trials'] }],
    break: withVectors((space, { program: { layout: { parameterOf } } }) => ({
      load: async (index, from) => {
        await space.load(index, from);
        if (from === 'unknowns') await space.write(index, (await space.read(index)).map((v, u) => (u < parameterOf.length ? v : 0)));
      },
    })),
  },
  {
    defect: 'scalars that a step takes to the very bottom', caughtBy: 'scalars that must be positive stay so after steps, moves and trials',
    break: withStates((s) => ({
      steps: async (n, d, plan, q) => {
        const { scalars: before } = await s.read();
        const report = await s.steps(n, d, plan, q);
        const { scalars: after } = await s.read();
        const low = Object.keys(after).filter((name) => before[name]! > 0 && after[name]! > 0 && Math.abs(after[name]! / before[name]! - 0.1) < 1e-6);
        if (low.length > 0) await s.write({ scalars: Object.fromEntries(low.map((name) => [name, 1e-6])) });
        return report;
      },
    })),
  },
  {
    defect: 'trials that are looked at beyond where scalars may go', caughtBy: 'a trial that would take a scalar below zero is looked at where it may go',
    break: answering('tryStep', (t, _, { objective: { scalars = {} } }) => (
      Object.values(scalars).some(({ constraint }) => constraint === 'positive') ? Object.assign(t, { value: { ...t.value, value: 0 } }) : t)),
  },
  {
    defect: 'a network of which nothing is trained that is no problem', caughtBy: 'a frozen network with one scalar is a problem: steps find the scalar',
    alsoFails: [{
      because: 'nothing but a scalar is trained there',
      checks: [
        'a trial that would take a scalar below zero is looked at where it may go', 'normal equations find a scalar of a frozen network in one step',
        'an examination counts the unknowns that the program has',
      ],
    }],
    break: withEngine((sound) => ({
      compile: (structure, objective, options) => {
        if (options.trainable.length === 0) throw new Error('nothing is trainable');
        return sound.compile(structure, objective, options);
      },
    })),
  },
  {
    defect: 'normal equations that hardly bend in scalars', caughtBy: 'normal equations find a scalar of a frozen network in one step',
    alsoFails: [{ because: 'so it is where derivatives are read', checks: ["normal equations of objectives that read derivatives are J'WJ by hand"] }, { because: 'it sees how scalars bend', checks: ["normal equations of several blocks are J'WJ by hand, scalars included"] }],
    break: withStates((s, { program: { layout: { unknowns, parameterOf } } }) => ({
      normal: async (d, q) => {
        const normal = await s.normal(d, q);
        normal.hessian.forEach((v, k) => { if (Math.floor(k / unknowns) >= parameterOf.length) normal.hessian[k] = 0.9 * v; });
        return normal;
      },
    })),
  },
];
