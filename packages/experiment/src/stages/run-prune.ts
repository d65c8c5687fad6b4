import { carryOver, countParameters, edgeSpreads, type LayerSpread, nodeOf, outputShares, type OutputShares, prune as pruneEdges, type PruneReport } from '@knotwork/network';
import type { PluginUse } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { rowsNamed } from '../data/prepare-data.js';
import { Elimination } from './eliminate.js';
import { eliminationOptions, type EliminationOptions } from './elimination-options.js';
import { functionChange } from './function-change.js';
import { hasPath, type Keep, keepWhere } from './keep-masks.js';
import { type FittingOptions, structureFor } from './problem.js';
import type { Model, StageContext, StageResult } from './stage.js';

interface Thresholds { readonly edgeThreshold: number; readonly nodeThreshold: number }
type Options = Thresholds & { readonly data: string; readonly eliminate: boolean | EliminationOptions; readonly fit: Omit<FittingOptions, 'data'> & { readonly refreshEvery: number } };

/** Switches off what passes on next to nothing, and takes away what is not needed. */
export async function runPrune(context: StageContext, { data: dataSet, eliminate, fit, ...thresholds }: Options): Promise<StageResult> {
  const before: Model = { structure: context.structure, network: context.trained! };
  const spreads = await spreadsOf(context, dataSet, before);
  const shares = outputShares(before.structure, spreads);
  const keep = keepMasks(before.structure, shares, thresholds);
  const { report: cut, ...after } = pruneEdges(before.structure, before.network, keep, spreads.map(({ mean }) => mean), context.catalog);
  const isSkipped = !hasPath(after.structure);
  // What is eliminated after that says itself how it ended.
  if (isSkipped && eliminate === false) {
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
}

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
function keepMasks(structure: Structure, { edgeScore, nodeScore }: OutputShares, { edgeThreshold, nodeThreshold }: Thresholds): Keep {
  const stays = (level: number, node: number): boolean => level === 0 || level === structure.layers.length || nodeScore[level]![node]! >= nodeThreshold;
  return keepWhere(structure, (l, from, to, t, e) => edgeScore[l]![t]![e]! >= edgeThreshold && stays(l, from) && stays(l + 1, nodeOf(structure.layers[l]!.nodes, to)));
}

const largest = ({ edgeScore }: OutputShares): number => edgeScore.flat().reduce((m, scores) => scores.reduce((a, b) => Math.max(a, b), m), 0);
