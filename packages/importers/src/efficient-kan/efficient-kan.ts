import { cite, defineImporter, inFull, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { baseOfLayer, notesOnBase } from '../base-function.js';
import { ForeignNetwork } from '../foreign-network.js';
import { edgesOn, NetworkDraft } from '../network-draft.js';
import { innerDomain } from '../splines/inner-domain.js';
import { splineTerm } from '../splines/spline-term.js';

const about = z.object({ base_activation: z.array(z.string()) });

/** Networks of efficient-kan, `KAN` or single layers in a row: splines, base function and, where it has one, the scale of each spline. */
export const efficientKan = defineImporter({
  name: 'efficient-kan',
  summary: 'Networks of efficient-kan: its state_dict as safetensors or npz',
  source: cite({ authors: ['H. Cao'], year: 2024, title: 'An efficient pure-PyTorch implementation of Kolmogorov-Arnold Network', id: 'https://github.com/Blealtan/efficient-kan' }),
  options: z.strictObject({
    base: use('function', { words: ['none'] }).default({ kind: 'silu' }).describe('Base function of a file that does not say which it has: a bare state_dict does not'),
    prefix: z.string().default('layers.').describe('What names of arrays begin with, before the number of a layer'),
  }),
  read(file, { base, prefix }) {
    const foreign = new ForeignNetwork(file, 'efficient-kan');
    const said = foreign.about('efficient-kan', (value) => about.parse(value));
    const count = foreign.layers(prefix, 'base_weight');
    const draft = new NetworkDraft();
    let inputs: number | null = null;
    let domains: [number, number][] = [];
    for (let l = 0; l < count; l++) {
      const of = (name: string): string => `${prefix}${l}.${name}`;
      const { shape: [sums = 0, own = 0], values: baseWeight } = foreign.array(of('base_weight'), [null, inputs]);
      const { shape: [, , size = 0], values: coefficients } = foreign.array(of('spline_weight'), [sums, own, null]);
      const grid = foreign.array(of('grid'), [own, null]);
      const scaler = foreign.has(of('spline_scaler')) ? foreign.array(of('spline_scaler'), [sums, own]).values : null;
      const knots = grid.shape[1]!;
      const degree = knots - 1 - size;
      if (degree < 0 || knots < 2 * degree + 2) throw foreign.refusal(`its array "${of('grid')}" has ${knots} knots, which do not go with ${size} coefficients`);
      const gridOf = (input: number): Float64Array => grid.values.subarray(input * knots, (input + 1) * knots);
      if (l === 0) domains = Array.from({ length: own }, (_, i) => innerDomain(gridOf(i), degree));
      draft.add({ kind: 'kan' }, { inputs: own, outputs: sums, bias: new Float64Array(sums) }, [splineTerm({
        file: file.name, layer: `layer ${l}`, inputs: own, sums, degree, isSingle: grid.isSingle, edges: edgesOn(own, sums, () => true), grid: gridOf,
        coefficients: ([i, s]) => coefficients.subarray((s * own + i) * size, (s * own + i + 1) * size),
        base: said === null ? inFull(base) : baseOfLayer(said.base_activation[l], l, file.name), baseWeight: ([i, s]) => baseWeight[s * own + i]!, basisWeight: ([i, s]) => scaler?.[s * own + i] ?? 1,
      })]);
      inputs = sums;
    }
    return {
      inputs: domains.map((_, i) => `x${i + 1}`), outputs: Array.from({ length: inputs! }, (_, o) => `y${o + 1}`), layers: draft.layers, numbers: draft.numbers, domains,
      notes: said === null ? [`The file does not say which base function its layers have; it was taken to be ${inFull(base).kind}.`] : notesOnBase(said.base_activation, inFull(base)),
    };
  },
});
