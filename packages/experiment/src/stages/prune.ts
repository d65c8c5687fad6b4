import { countParameters, edgeSpreads, type LayerSpread, nodeOf, outputShares, type OutputShares, prune as pruneEdges } from '@knotwork/network';
import * as z from '@knotwork/plugin/zod';
import type { Structure } from '@knotwork/plugin/engine';
import { dataSetName } from '../config/index.js';
import { rowsNamed } from '../data/prepare-data.js';
import { functionChange } from './function-change.js';
import { defineStage, type Model, type StageContext } from './stage.js';

/** Switches off edges and hidden nodes through which next to nothing of the output flows. */
export const prune = defineStage({
  name: 'prune',
  needsTrained: true,
  summary: 'Switches off edges and hidden nodes whose share of the output is small; their means stay as biases',
  options: z.strictObject({
    data: dataSetName().describe('data set whose training rows shares of the output are taken over'),
    edgeThreshold: z.number().min(0).default(0.02).describe('edges with a smaller share of the output are switched off; 0 for none'),
    nodeThreshold: z.number().min(0).default(0.02).describe('hidden nodes whose edges pass on a smaller share are switched off with all their edges; 0 for none'),
  }),
  check: (context) => Promise.resolve(context.structure),
  run: async (context, { data: dataSet, ...thresholds }) => {
    const before: Model = { structure: context.structure, network: context.trained! };
    const spreads = await spreadsOf(context, dataSet, before);
    const shares = outputShares(before.structure, spreads);
    const keep = keepMasks(before.structure, shares, thresholds);
    const { report: pruned, ...after } = pruneEdges(before.structure, before.network, keep, spreads.map(({ mean }) => mean), context.catalog);
    const hasPath = after.structure.layers.at(-1)!.terms.some(({ edges }) => edges.count > 0);
    if (!hasPath) {
      context.note(`nothing was pruned: no path from an input to an output would be left. The largest share of an edge is ${largest(shares).toPrecision(2)}; lower ${context.path}.edgeThreshold or ${context.path}.nodeThreshold`);
    }
    const model = hasPath ? after : before;
    const { nodes, edges } = countParameters(model.structure).external;
    return {
      ...model, status: 'completed',
      report: {
        kind: 'prune', isSkipped: !hasPath, pruned: hasPath ? pruned : { edges: [], nodes: [] }, left: { edges, nodes },
        inputShares: [...shares.nodeScore[0]!], functionChange: hasPath ? await functionChange(context, dataSet, before, after) : 0,
        metrics: await context.measure(model, dataSet),
      },
    };
  },
});

async function spreadsOf({ data, activations }: StageContext, dataSet: string, model: Model): Promise<LayerSpread[]> {
  const inputs = await activations(model, rowsNamed(data, dataSet).train);
  return edgeSpreads(model.structure, model.network.parameters, (layer) => inputs[layer]!);
}

/** 1 for edges that stay: large enough, from and to nodes that are. The network's inputs and outputs are not hidden nodes. */
function keepMasks(structure: Structure, { edgeScore, nodeScore }: OutputShares, { edgeThreshold, nodeThreshold }: { readonly edgeThreshold: number; readonly nodeThreshold: number }): Uint8Array[][] {
  const stays = (level: number, node: number): boolean => level === 0 || level === structure.layers.length || nodeScore[level]![node]! >= nodeThreshold;
  return structure.layers.map(({ index: l, nodes, terms }) => edgeScore[l]!.map((scores, t) => {
    const { from, to } = terms[t]!.edges;
    return Uint8Array.from(scores, (score, e) => (score >= edgeThreshold && stays(l, from[e]!) && stays(l + 1, nodeOf(nodes, to[e]!)) ? 1 : 0));
  }));
}

const largest = ({ edgeScore }: OutputShares): number => edgeScore.flat().reduce((m, scores) => scores.reduce((a, b) => Math.max(a, b), m), 0);
