import { countParameters, resolutionOf, unreadEdges } from '@knotwork/network';
import type { ChoiceReport } from '../choice/choice-report.js';
import type { ResolvedExperiment } from '../config/index.js';
import type { Model, StageStatus } from '../stages/stage.js';

/** The network that a run has come to; null before the first stage has ended. */
export type Reached = Pick<Model, 'structure'> & { readonly network: Model['network'] | null };

/** How a run ended, and why it diverged. */
export interface Verdict { readonly status: StageStatus; readonly reason?: string }

/** Which network of several the parts of a result that are about one are about, and what became of all. */
export interface MembersReport { readonly one: Readonly<Record<string, unknown>>; readonly all: readonly unknown[] }

/**
 * Content of result.json.
 *
 * @param measured what was measured: `metrics`, `outside`, and `dataSets` where there are several; `choice`, where widths were chosen
 * @param reached whose structure is counted, @param stages reports of those that made it
 * @param members in a run of several networks
 */
export function runResult(
  { name, seed }: ResolvedExperiment, verdict: Verdict, measured: Readonly<Record<string, unknown>> & { readonly choice?: ChoiceReport }, { structure, network }: Reached, stages: readonly unknown[], members?: MembersReport,
): Record<string, unknown> {
  return {
    schema: 1, ...verdict, deterministic: verdict.status !== 'stopped' && measured.choice?.isStopped !== true, name, seed, ...measured, ...members?.one,
    network: network === null ? null : networkCounts(structure),
    formula: null, stages, ...(members === undefined ? {} : { members: members.all }),
  };
}

/** What `network` of result.json says: widths, and how many parameters, nodes and edges there are. */
export function networkCounts(structure: Reached['structure']): Readonly<Record<string, unknown>> {
  const { trainable, effective, grid, external, internal } = countParameters(structure);
  const symbolic = external.edges - unreadEdges(structure).length;
  const masked = structure.layers.reduce((n, l) => n + l.inputs * l.sums, 0) - external.edges;
  return {
    widths: [structure.layers[0]!.inputs, ...structure.layers.map((l) => l.outputs)], resolution: resolutionOf(structure),
    parameters: { trainable, effective, grid }, external, internal, edges: { free: external.edges - symbolic, symbolic, pruned: masked },
  };
}
