import { carryOver, countParameters, edgeSpreads, type LayerSpread, nodeOf, outputShares, type OutputShares, prune as pruneEdges, type PruneReport } from '@knotwork/network';
import { type PluginUse, use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { Structure } from '@knotwork/plugin/engine';
import { dataSetName } from '../config/index.js';
import { rowsNamed } from '../data/prepare-data.js';
import { Elimination, eliminationOptions, type EliminationOptions } from './eliminate.js';
import { fittingShape, smoothsItself, unknownsAllowed, UPDATE_GRID } from './fit.js';
import { functionChange } from './function-change.js';
import { structureFor, tryProblem } from './problem.js';
import { hasPath, type Keep, keepWhere } from './removals.js';
import { defineStage, type Model, type StageContext } from './stage.js';

const GRID: PluginUse = { kind: 'moving' };
const { data: _, ...fitting } = fittingShape;

/** Switches off edges and hidden nodes through which next to nothing of the output flows, and those without which a network is as good. */
export const prune = defineStage({
  name: 'prune',
  needsTrained: true,
  summary: 'Switches off edges and hidden nodes whose share of the output is small, and with eliminate all without which the network is as good; their means stay as biases',
  options: z.strictObject({
    data: dataSetName().describe('data set whose training rows shares of the output are taken over, and smaller networks are fitted to'),
    edgeThreshold: z.number().min(0).default(0.02).describe('edges with a smaller share of the output are switched off; 0 for none'),
    nodeThreshold: z.number().min(0).default(0.02).describe('hidden nodes whose edges pass on a smaller share are switched off with all their edges; 0 for none'),
    eliminate: z.union([z.boolean(), eliminationOptions]).default(false)
      .describe('true, or its numbers: what is left after the thresholds goes node by node and edge by edge, as long as the rest, fitted anew, is as good'),
    fit: z.strictObject({
      optimizer: use('optimizer').default({ kind: 'levenberg-marquardt' }).describe('how steps are taken'),
      ...fitting,
      grid: use('grid').default(GRID).describe('when and where grids move'),
    }).prefault({}).describe('how smaller networks are fitted; only with eliminate. What is left out is as in the stage before'),
  }),
  defaults: ({ fit: written = {} }, situation) => {
    const own = typeof written === 'object' ? written as Readonly<Record<string, unknown>> : {};
    const { before } = situation;
    const isAuto = (situation.isTrained || before['smoothing'] !== undefined) && smoothsItself(own, situation);
    const inherited = { smoothing: isAuto ? 'auto' : own['regularizers'] === undefined && before['smoothing'] !== 'auto' ? before['smoothing'] : undefined, loss: before['loss'], grid: situation.method(own['optimizer']) === 'update' ? UPDATE_GRID : undefined };
    return { options: { fit: Object.fromEntries(Object.entries(inherited).filter(([, value]) => value !== undefined)) }, network: {} };
  },
  choosesByValidation: ({ eliminate, fit }) => eliminate !== false && fit.smoothing !== 'auto',
  loss: ({ fit }) => fit.loss,
  optimizer: ({ fit }) => fit.optimizer,
  mostUnknowns: ({ eliminate, fit }) => (eliminate === false ? null : unknownsAllowed(fit, 'fit.')),
  check: async (context, options) => {
    if (options.eliminate === false) return context.structure;
    const fit = { ...options.fit, data: options.data };
    const structure = structureFor(context, context.structure, fit.grid);
    await tryProblem(context, structure, fit, `${context.path}.fit.grid`, GRID);
    return structure;
  },
  run: async (context, { data: dataSet, eliminate, fit, ...thresholds }) => {
    const before: Model = { structure: context.structure, network: context.trained! };
    const spreads = await spreadsOf(context, dataSet, before);
    const shares = outputShares(before.structure, spreads);
    const keep = keepMasks(before.structure, shares, thresholds);
    const { report: cut, ...after } = pruneEdges(before.structure, before.network, keep, spreads.map(({ mean }) => mean), context.catalog);
    const isSkipped = !hasPath(after.structure);
    if (isSkipped) {
      context.note(`nothing was pruned: no path from an input to an output would be left. The largest share of an edge is ${largest(shares).toPrecision(2)}; lower ${context.path}.edgeThreshold or ${context.path}.nodeThreshold`);
    }
    const left = isSkipped ? before : { structure: after.structure, network: after.network };
    const eliminated = eliminate === false ? null : await new Elimination(context, withKnots(context, left, fit.grid), numbersOf(eliminate), { ...fit, data: dataSet }).run();
    if (eliminate !== false && eliminated === null) return { ...left, status: 'interrupted', report: {} };
    const model = eliminated?.model ?? left;
    if (eliminated !== null && !hasPath(model.structure)) context.note('the rows say nothing that a constant does not: no edge is left. More rows, less noise or other inputs may help');
    const pruned: PruneReport = isSkipped ? { edges: [], nodes: [] } : cut;
    const { nodes, edges } = countParameters(model.structure).external;
    return {
      ...model, status: 'completed',
      report: {
        kind: 'prune', isSkipped,
        pruned: { edges: [...pruned.edges, ...eliminated?.edges ?? []], nodes: [...pruned.nodes, ...eliminated?.nodes ?? []] }, left: { edges, nodes },
        inputShares: [...shares.nodeScore[0]!], unusedInputs: unusedInputs(model.structure),
        ...(eliminated === null ? {} : { counts: eliminated.counts, elimination: eliminated.report }),
        functionChange: model === before ? 0 : await functionChange(context, dataSet, before, model),
        metrics: await context.measure(model, dataSet),
      },
    };
  },
});

/** The network with the knots that a grid strategy needs. */
function withKnots(context: StageContext, { structure, network }: Model, grid: PluginUse): Model {
  const own = structureFor(context, structure, grid);
  return { structure: own, network: carryOver(network, structure, own) };
}

const numbersOf = (eliminate: true | EliminationOptions): EliminationOptions => (eliminate === true ? eliminationOptions.parse({}) : eliminate);

/** Names of the inputs that no edge leaves any more. */
const unusedInputs = ({ layers, spec }: Structure): string[] => spec.inputs.filter((_input, i) => layers[0]!.terms.every(({ edges }) => edges.inputAt[i]! < 0)).map(({ name }) => name);

async function spreadsOf({ data, activations }: StageContext, dataSet: string, model: Model): Promise<LayerSpread[]> {
  const inputs = await activations(model, rowsNamed(data, dataSet).train);
  return edgeSpreads(model.structure, model.network.parameters, (layer) => inputs[layer]!);
}

/** 1 for edges that stay: large enough, from and to nodes that are. The network's inputs and outputs are not hidden nodes. */
function keepMasks(structure: Structure, { edgeScore, nodeScore }: OutputShares, { edgeThreshold, nodeThreshold }: { readonly edgeThreshold: number; readonly nodeThreshold: number }): Keep {
  const stays = (level: number, node: number): boolean => level === 0 || level === structure.layers.length || nodeScore[level]![node]! >= nodeThreshold;
  return keepWhere(structure, (l, from, to, t, e) => edgeScore[l]![t]![e]! >= edgeThreshold && stays(l, from) && stays(l + 1, nodeOf(structure.layers[l]!.nodes, to)));
}

const largest = ({ edgeScore }: OutputShares): number => edgeScore.flat().reduce((m, scores) => scores.reduce((a, b) => Math.max(a, b), m), 0);
