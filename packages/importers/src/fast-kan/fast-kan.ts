import { cite, defineImporter, inFull, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { baseOfLayer, notesOnBase } from '../base-function.js';
import { cannotExpress } from '../errors.js';
import { ForeignNetwork } from '../foreign-network.js';
import { NetworkDraft } from '../network-draft.js';
import { gaussianTerms } from '../rbf/gaussian-terms.js';

const about = z.object({ denominator: z.array(z.number().positive()), base_activation: z.array(z.string()) });

/** Networks of fast-kan without its LayerNorm: Gaussian bumps, and a base function with weights of its own. */
export const fastKan = defineImporter({
  name: 'fast-kan',
  summary: 'Networks of fast-kan without LayerNorm: Gaussian bumps and a base function',
  source: cite({ authors: ['Z. Li'], year: 2024, title: 'Kolmogorov-Arnold Networks are Radial Basis Function Networks', id: 'arXiv:2405.06721' }),
  options: z.strictObject({
    base: use('function', { words: ['none'] }).default({ kind: 'silu' }).describe('Base function of a file that does not say which it has: a bare state_dict does not'),
    prefix: z.string().default('layers.').describe('What names of arrays begin with, before the number of a layer'),
  }),
  read(file, { base, prefix }) {
    const foreign = new ForeignNetwork(file, 'fast-kan');
    const said = foreign.about('fast-kan', (value) => about.parse(value));
    const count = foreign.layers(prefix, 'spline_linear.weight');
    const draft = new NetworkDraft();
    let inputs: number | null = null;
    let domains: [number, number][] = [];
    for (let l = 0; l < count; l++) {
      const of = (name: string): string => `${prefix}${l}.${name}`;
      if (foreign.has(of('layernorm.weight'))) throw normed(file.name, l);
      const { values: centers, isSingle, shape: [bumps = 0] } = foreign.array(of('rbf.grid'), [null]);
      const { values: coefficients, shape: [sums = 0, all = 0] } = foreign.array(of('spline_linear.weight'), [null, inputs === null ? null : inputs * bumps]);
      const own = all / bumps;
      if (!Number.isInteger(own)) throw foreign.refusal(`its array "${of('spline_linear.weight')}" has ${all} columns, which are no multiple of ${bumps} bumps`);
      const hasBase = foreign.has(of('base_linear.weight'));
      const weights = hasBase ? foreign.array(of('base_linear.weight'), [sums, own]).values : null;
      const bias = hasBase ? foreign.array(of('base_linear.bias'), [sums]).values : new Float64Array(sums);
      const [first, last] = [centers[0]!, centers[bumps - 1]!];
      const reach = said === null ? (last - first) / (bumps - 1) : said.denominator[l];
      if (reach === undefined || !(reach > 0)) throw foreign.refusal(`nothing says how wide the bumps of layer ${l} are`);
      if (l === 0) domains = Array.from({ length: own }, () => (first < last ? [first, last] : [first - 1, first + 1]));
      draft.add({ kind: 'kan' }, { inputs: own, outputs: sums, bias }, gaussianTerms({
        inputs: own, sums, centers: () => centers, reach, isSingle, coefficients: ([i, s]) => coefficients.subarray(s * all + i * bumps, s * all + (i + 1) * bumps),
        base: !hasBase ? { kind: 'none' } : said === null ? inFull(base) : baseOfLayer(said.base_activation[l], l, file.name), baseWeight: ([i, s]) => weights![s * own + i]!, basisWeight: () => 1,
      }));
      inputs = sums;
    }
    return {
      inputs: domains.map((_, i) => `x${i + 1}`), outputs: Array.from({ length: inputs! }, (_, o) => `y${o + 1}`), layers: draft.layers, numbers: draft.numbers, domains,
      notes: said === null ? [`The file does not say which base function its layers have, nor how wide bumps are; these were taken to be ${inFull(base).kind}, and as wide as they are apart.`] : notesOnBase(said.base_activation, inFull(base)),
    };
  },
});

function normed(file: string, layer: number): Error {
  return cannotExpress(file, `layer ${layer} has a LayerNorm, which divides each input by the spread of all: no functions of one input add up to that`,
    'Train one without: "for layer in model.layers: layer.layernorm = None" behind FastKAN(...), or layers with use_layernorm=False.');
}
