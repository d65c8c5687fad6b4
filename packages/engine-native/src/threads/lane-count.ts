import type { LayerStructure, Structure } from '@knotwork/plugin/engine';

/** Lanes that a pass is divided into at most. */
const MOST_LANES = 8;
/** Samples of a lane at least: what it costs to clear the gradients of a lane and to add them up is worth about a quarter as many. */
const SAMPLES = 400;
/** Edges times samples of a lane at least, a millisecond or two: what threads need to begin and to end is a twentieth of it. */
const WORK = 2e6;

/** Networks of fewer edges are never divided: so many samples would be needed that there are seldom as many. */
const LEAST_DIVIDED = 256;
/** Networks of fewer edges have nothing to spread either, such as normal equations. */
const LEAST_EDGES = 32;

/** Multiply-adds from which linear algebra is spread over threads, half a millisecond: for fewer, telling them costs about what they save. */
export const SPREAD_FROM = 5e6;

/** Lanes that a pass is divided into, whatever threads there are: what is summed with what decides the last bits. */
export function laneCount(edges: number, samples: number): number {
  return edges < LEAST_DIVIDED ? 1 : Math.max(1, Math.min(MOST_LANES, Math.floor(samples / SAMPLES), Math.floor((edges * samples) / WORK)));
}

export const edgesOf = (layers: readonly LayerStructure[]): number => layers.reduce((sum, { terms }) => sum + terms.reduce((s, { edges: { count } }) => s + count, 0), 0);

/** Whether a network has anything to divide or to spread. */
export function canDivide({ layers }: Pick<Structure, 'layers'>): boolean { return edgesOf(layers) >= LEAST_EDGES; }
