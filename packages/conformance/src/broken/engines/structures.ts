import { gridOf, writeGrid } from '@knotwork/network';
import type { Structure } from '@knotwork/plugin';
import type { BrokenEngine } from '../broken-engine.js';
import { withEngine, withPrograms, withStates } from './change-engine.js';

const edgesOf = ({ layers }: Structure): number => layers.reduce((sum, { terms }) => sum + terms.reduce((s, { edges }) => s + edges.count, 0), 0);

/** Defects of masks, weights, grids and knots. */
export const brokenStructures: readonly BrokenEngine[] = [
  {
    defect: 'masked edges that leak', caughtBy: 'masked edges have no unknowns and pass nothing on',
    break: withStates((s, { program: { structure } }) => ({
      outputs: async (d, reads) => { const y = await s.outputs(d, reads); return edgesOf(structure) === structure.layers.length ? { ...y, values: y.values.map((v) => v + 1e-9) } : y; },
    })),
  },
  {
    defect: 'zero times infinity', caughtBy: 'a masked edge adds nothing, also where its features are not finite',
    break: withStates((s) => ({
      preActivations: async (d, l) => { const x = await s.preActivations(d, l); return (await s.preActivations(d, 0)).values.includes(0) ? { ...x, values: x.values.map(() => NaN) } : x; },
    })),
  },
  {
    defect: 'biases that are not trained', caughtBy: 'unknowns are the parameters that are counted',
    break: withEngine((sound) => ({ compile: (structure, objective, { trainable, ...options }) => sound.compile(structure, objective, { ...options, trainable: trainable.filter((role) => role !== 'bias') }) })),
  },
  {
    defect: 'zero times what is not a number', caughtBy: 'inputs without edges are not looked at',
    break: withStates((s) => ({
      outputs: async (d, reads) => { const y = await s.outputs(d, reads); return (await s.preActivations(d, 0)).values.some(Number.isNaN) ? { ...y, values: y.values.map(() => NaN) } : y; },
    })),
  },
  {
    defect: 'outputs that tell trainable parameters from effective ones', caughtBy: 'basis weights fold into coefficients without changing outputs',
    break: withStates((s, { options: { parameters } }) => ({ outputs: async (d, reads) => { const y = await s.outputs(d, reads); return parameters === 'effective' ? y : { ...y, values: y.values.map((v) => v * (1 + 1e-9)) }; } })),
  },
  {
    defect: 'outputs that grow with the number of parameters', caughtBy: 'a nested extension keeps the outputs to 1e-12',
    break: withStates((s, { program: { structure } }) => ({ outputs: async (d, reads) => { const y = await s.outputs(d, reads); return { ...y, values: y.values.map((v) => v * (1 + 1e-13 * structure.length)) }; } })),
  },
  {
    defect: 'knots that are even wherever they were written', caughtBy: 'knots beyond the ends continue the spacing at their own end',
    break: withPrograms((program) => ({
      start: (network, beginning) => {
        const parameters = network.parameters.slice();
        for (const { terms } of program.structure.layers) {
          for (const term of terms.filter(({ knots }) => knots === 'own')) {
            for (const i of term.edges.inputs) writeGrid(term, parameters, i, { ...gridOf(term, parameters, i), knots: Float64Array.from({ length: term.intervals! + 1 }, (_, j) => j) });
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
    break: withStates((s) => ({ alongLine: async (v, t, d, q) => { const at = await s.alongLine(v, t, d, q); return t < -1 ? { ...at, value: at.value * (1 + 1e-9) } : at; } })),
  },
];
