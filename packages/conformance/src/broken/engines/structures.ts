import { gridOf, writeGrid } from '@knotwork/network';
import type { Samples } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import type { BrokenEngine } from '../broken-engine.js';
import { answering, withEngine, withPrograms, withStates } from './change-engine.js';

const edgesOf = ({ layers }: Structure): number => layers.reduce((sum, { terms }) => sum + terms.reduce((s, { edges }) => s + edges.count, 0), 0);

/** Samples, or no numbers at all. */
const nanWhere = (isBad: boolean, { values, ...rest }: Samples): Samples => ({ ...rest, values: isBad ? values.map(() => NaN) : values });

/** Samples that are off by a share. */
const offBy = (share: number, { values, ...rest }: Samples): Samples => ({ ...rest, values: values.map((v) => v * (1 + share)) });

/** Defects of edges that are off, weights, grids and knots. */
export const brokenStructures: readonly BrokenEngine[] = [
  {
    defect: 'edges that are off and leak', caughtBy: 'edges that are off have no unknowns and pass nothing on',
    alsoFails: [{ because: 'its network is a single edge too', checks: ['knots beyond the ends continue the spacing at their own end'] }],
    break: answering('outputs', (y, _, { program: { structure } }) => (edgesOf(structure) === structure.layers.length ? { ...y, values: y.values.map((v) => v + 1e-9) } : y)),
  },
  {
    defect: 'conditions of outputs that are forgotten', caughtBy: 'outputs hold their conditions, and so does what is trained',
    break: withEngine((sound) => ({
      compile: (structure, ...asked) => sound.compile({ ...structure, spec: { ...structure.spec, outputs: structure.spec.outputs.map(({ conditions: _, ...variable }) => variable) } }, ...asked),
    })),
  },
  {
    defect: 'zero times infinity', caughtBy: 'an edge that is off adds nothing, also where its features would not be finite',
    break: withStates((s) => ({
      preActivations: async (d, l) => nanWhere((await s.preActivations(d, 0)).values.includes(0), await s.preActivations(d, l)),
    })),
  },
  {
    defect: 'biases that are not trained', caughtBy: 'unknowns are the parameters that are counted',
    alsoFails: [{
      because: 'it trains what the other does not',
      checks: [
        'losses and their gradients are those of the reference engine', 'damped steps of losses are those of the reference engine',
        'edges that are off have no unknowns and pass nothing on', 'values and gradients are those of the reference engine',
        'outputs, inputs of layers and Jacobian rows are those of the reference engine',
        'a damped step is that of the reference engine, and predicts the same', 'an examination counts the unknowns that the program has',
      ],
    }],
    break: withEngine((sound) => ({
      compile: (structure, objective, { trainable, ...options }) => sound.compile(structure, objective, { ...options, trainable: trainable.filter((role) => role !== 'bias') }),
    })),
  },
  {
    defect: 'zero times what is not a number', caughtBy: 'inputs without edges are not looked at',
    break: withStates((s) => ({
      outputs: async (d, reads) => nanWhere((await s.preActivations(d, 0)).values.some(Number.isNaN), await s.outputs(d, reads)),
    })),
  },
  {
    defect: 'outputs that tell trainable parameters from effective ones', caughtBy: 'basis weights fold into coefficients without changing outputs',
    alsoFails: [{ because: 'it computes with outputs', checks: ['a loss is the mean of its formula, and its gradient agrees with differences'] }],
    break: answering('outputs', (y, _, { options: { parameters } }) => offBy(parameters === 'effective' ? 0 : 1e-9, y)),
  },
  {
    defect: 'outputs that grow with the number of parameters', caughtBy: 'a nested extension keeps the outputs to 1e-12',
    alsoFails: [{
      because: 'they know outputs to as many digits',
      checks: [
        'edge functions add up to the layer, and their derivatives agree with differences',
        'knots beyond the ends continue the spacing at their own end', 'outputs hold their conditions, and so does what is trained',
      ],
    }],
    break: answering('outputs', (y, _, { program: { structure } }) => offBy(1e-13 * structure.length, y)),
  },
  {
    defect: 'knots that are even wherever they were written', caughtBy: 'knots beyond the ends continue the spacing at their own end',
    alsoFails: [{
      because: 'they compute with knots by themselves',
      checks: [
        'moments are averages of the features and of their products', 'values and gradients are those of the reference engine',
        'outputs, inputs of layers and Jacobian rows are those of the reference engine', 'moments are those of the reference engine',
        'a damped step is that of the reference engine, and predicts the same',
      ],
    }],
    break: withPrograms((program) => ({
      start: (network, beginning) => {
        const parameters = network.parameters.slice();
        for (const { terms } of program.structure.layers) {
          for (const term of terms.filter(({ knots }) => knots === 'own')) {
            for (const i of term.edges.inputs) writeGrid(term, parameters, i, { ...gridOf(term, parameters, i), knots: null });
          }
        }
        return program.start({ ...network, parameters }, beginning);
      },
    })),
  },
  {
    defect: 'a constraint that steps forget', caughtBy: 'shape parameters that must be positive stay so after steps and moves',
    break: withStates((s) => ({
      steps: async (n, d, plan, q) => {
        const { network: { parameters: before } } = await s.read();
        const report = await s.steps(n, d, plan, q);
        await s.write({ parameters: (await s.read()).network.parameters.map((v, k) => (v === Math.max(0.1 * before[k]!, 1e-6) ? 1e-6 : v)) });
        return report;
      },
    })),
  },
  {
    defect: 'a value along a line that does not keep constraints', caughtBy: 'shape parameters that must be positive stay so after steps and moves',
    alsoFails: [{ because: 'a line leads beyond constraints there too', checks: ['scalars that must be positive stay so after steps, moves and trials'] }],
    break: answering('alongLine', (at, [, t]) => (t < -1 ? { ...at, value: at.value * (1 + 1e-9) } : at)),
  },
];
