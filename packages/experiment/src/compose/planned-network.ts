import { countParameters, networkOperations, type OperationAccounts, resolutionFor, resolve, specify } from '@knotwork/network';
import { AS_GIVEN, type Catalog } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { layerRequests } from './build-structure.js';
import { isFresh, type ResolvedExperiment, type SizedExperiment, widthsChoice } from '../config/index.js';

/** How large a network is before anything is trained. */
export interface PlannedSize {
  /** Effective parameters. */
  readonly parameters: number;
  /** Numbers of one edge, by layer. */
  readonly perEdge: readonly number[];
  readonly operations: OperationAccounts;
}

/** Whether the network that training begins with follows from the file alone: it is made anew, and its widths are said. */
export function isSized(experiment: ResolvedExperiment): experiment is SizedExperiment { return isFresh(experiment) && widthsChoice(experiment) === null; }

/** How large the network would be that training begins with, without any data. @throws KnotworkError as whoever resolves it */
export function plannedSize(experiment: SizedExperiment, catalog: Catalog): PlannedSize {
  const structure = structureOf(experiment, catalog);
  const { effective, internal } = countParameters(structure);
  return { parameters: effective, perEdge: internal.perEdge, operations: networkOperations(structure, catalog) };
}

/**
 * Overrides with which every basis that the file names has the resolution that comes closest to a number of parameters per edge, as the bases say themselves. Layers whose bases have no resolution, or
 * that have bases of their own making, are left as they are.
 *
 * @returns `path` and value, in order
 * @throws KnotworkError as whoever resolves the network
 */
export function resolutionOverrides(experiment: SizedExperiment, catalog: Catalog, parametersPerEdge: number): readonly (readonly [path: string, value: unknown])[] {
  const structure = structureOf(experiment, catalog);
  if (structure.layers.every(({ terms }) => terms.every(({ claims: { refine } }) => refine === null))) return [];
  const levels = resolutionFor(structure, parametersPerEdge, catalog);
  const requests = layerRequests(experiment);
  const wanted = structure.layers.flatMap(({ terms }, l) => {
    const { basis } = requests[l]!;
    const term = terms.findIndex(({ basisName, claims: { refine } }) => basisName === basis.kind && refine !== null);
    return term < 0 ? [] : [{ layer: l, basis, option: terms[term]!.claims.refine!.option, level: levels[l]![term]! }];
  });
  const [first] = wanted;
  const own = wanted.filter(({ layer }) => experiment.network.layers[layer]?.basis !== undefined);
  const shared = wanted.filter((one) => !own.includes(one));
  const isOne = shared.every(({ level }) => level === shared[0]!.level);
  if (first === undefined) return [];
  return [
    ...(isOne && shared.length > 0 ? [[`network.basis.${shared[0]!.option}`, shared[0]!.level] as const] : shared.map(({ layer, basis, option, level }) => [`network.layers.${layer}.basis`, { ...basis, [option]: level }] as const)),
    ...own.map(({ layer, option, level }) => [`network.layers.${layer}.basis.${option}`, level] as const),
  ];
}

/** The same experiment with other widths. */
export function withWidths(experiment: SizedExperiment, widths: readonly number[]): SizedExperiment { return { ...experiment, network: { ...experiment.network, widths } }; }

/** Variables are called by their numbers: what they are called changes no size. */
function structureOf(experiment: SizedExperiment, catalog: Catalog): Structure {
  const { widths } = experiment.network;
  const variables = (count: number) => Array.from({ length: count }, (_, k) => ({ name: `x${k + 1}`, map: AS_GIVEN }));
  return resolve(specify(widths, layerRequests(experiment), variables(widths[0]!), variables(widths.at(-1)!), catalog), catalog);
}
