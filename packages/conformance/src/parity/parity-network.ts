import type { Penalty } from '@knotwork/network';
import type { Network, PointRows } from '@knotwork/plugin';
import type { Objective, Structure } from '@knotwork/plugin/engine';

/** What networks of parity are there for: each group has something that the others do without. */
export const GROUPS = ['basis', 'edge', 'layer', 'function', 'mask', 'single edge', 'nodes', 'loss', 'regularizer', 'blocks', 'mixture'] as const;

export type ParityGroup = (typeof GROUPS)[number];

/** A network with what is asked of it, for one engine and another. */
export interface ParityNetwork {
  /** Says what it is made of, with which options, and its seed. */
  readonly name: string;
  readonly about: ParityGroup;
  readonly network: Network;
  readonly structure: Structure;
  readonly objective: Objective;
  /** By the names that the blocks of the objective have for them. */
  readonly points: Readonly<Record<string, PointRows>>;
  /** As they are frozen at this network they count as much as the objective does, whatever their strengths. */
  readonly penalties: readonly Penalty[];
}

/** Networks, and what could not be made one of. */
export interface ParityNetworks {
  readonly networks: readonly ParityNetwork[];
  /** Plugins of the catalog that no network was made of, with the reason: a sentence each. */
  readonly omitted: readonly string[];
}
