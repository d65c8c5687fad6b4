import { use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { dataSetName } from '../config/index.js';
import { noSuchEdge, sameEdgeTwice } from '../errors.js';
import { AUTO } from '../measure/standard-loss.js';
import { defineStage } from './stage.js';

/** Edges at most that are looked at: a network of more is no equation that anybody reads. */
const MOST_EDGES = 300;
const TRIALS = 200;

/** Makes functions of edges: what was learned as curves is read as an equation. */
export const symbolify = defineStage({
  name: 'symbolify',
  needsTrained: true,
  summary: 'Makes functions of the edges, chosen together, and fits their numbers to the last digit; edges that no function fits stay',
  options: z.strictObject({
    data: dataSetName().describe('data set whose training rows edges are read and fitted by, and whose validation rows judge'),
    loss: use('loss', { words: [AUTO.kind] }).default(AUTO).describe('what is minimized; when left out, that of the stage before'),
    functions: z.union([z.literal('installed'), z.array(use('function')).min(1).max(100)]).default('installed')
      .describe('functions that edges may become, besides constants, lines and polynomials; installed: all that say what is known of them'),
    edges: z.array(z.strictObject({
      layer: z.int().min(0).describe('number of the layer, from 0'),
      from: z.int().min(0).describe('number of the input of the edge, from 0'),
      to: z.int().min(0).describe('number of the sum at its end, from 0'),
      f: use('function', { words: ['keep', 'constant', 'linear', 'polynomial'] }).describe('the function that it becomes, whatever the rows say; keep: it stays what it is'),
    })).max(1000).default([]).describe('edges that are not left to the choice'),
    trials: z.int().min(1).max(100_000).default(TRIALS).describe('choices of functions at most that the network is fitted and judged with'),
    mostEdges: z.int().min(1).default(MOST_EDGES).describe('edges at most; a network with more is left as it is'),
  }),
  defaults: (_written, { before }) => ({ options: before['loss'] === undefined ? {} : { loss: before['loss'] }, network: {} }),
  choosesByValidation: () => true,
  loss: ({ loss }) => loss,
  check: ({ structure, path }, { edges }) => {
    const { layers } = structure;
    edges.forEach(({ layer, from, to }, k) => {
      const { inputs, sums } = layers[layer] ?? { inputs: 0, sums: 0 };
      if (from >= inputs || to >= sums) throw noSuchEdge(`${path}.edges.${k}`, { layer, from, to }, layers);
      if (edges.slice(0, k).some((other) => other.layer === layer && other.from === from && other.to === to)) throw sameEdgeTwice(`${path}.edges.${k}`, { layer, from, to });
    });
    return Promise.resolve(structure);
  },
  // What it takes comes when it is needed: most runs have no such stage.
  run: async (context, options) => (await import('../symbolify/run-stage.js')).runSymbolify(context, options),
});
