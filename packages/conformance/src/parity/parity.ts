import { reference } from '@knotwork/engine-reference';
import type { Vec } from '@knotwork/plugin';
import type { Engine, FrozenPenalty } from '@knotwork/plugin/engine';
import { hasOwnKnots } from '../engine/cases.js';
import type { ParityGroup, ParityNetwork } from './parity-network.js';
import { type ParityTensor, type ParityTensors, penaltyOf, TENSORS, tensorsOf } from './parity-tensors.js';

/** How far one tensor of one network is from that of the reference engine. */
export interface ParityRecord {
  readonly about: ParityGroup;
  /** Name of the network. */
  readonly network: string;
  readonly tensor: ParityTensor;
  /**
   * Largest difference, relative to the largest magnitude of the reference engine's: dimensionless. Infinity where there are more numbers or fewer, or one is not
   * finite. Of several tensors of a sort, such as gradients in two kinds of unknowns, the worst.
   */
  readonly error: number;
  /** Numbers that were compared. */
  readonly count: number;
  /** What the engine threw where it gave no numbers; left out where it gave some. */
  readonly trouble?: string;
}

/**
 * Compares an engine with the engine "reference": outputs, values, gradients, rows of Jacobians and, where both have them, normal equations, from the same numbers
 * in double precision. Networks with knots of their own are left out for engines that do not claim `can.ownKnots`.
 *
 * @param networks such as {@link parityNetworks} draws; what the reference engine says of them is kept, so that it is asked once for several engines
 * @returns one record for each network and tensor, as they come
 *
 * @example
 * const { networks } = parityNetworks(catalog, { seeds: [1, 2, 3] });
 * for await (const { network, tensor, error } of parity(await native.create({}), networks)) console.log(network, tensor, error);
 */
export async function* parity(engine: Engine, networks: Iterable<ParityNetwork>): AsyncGenerator<ParityRecord> {
  for (const of of networks) {
    if (!engine.can.ownKnots && hasOwnKnots(of.structure)) continue;
    const { penalty, tensors } = await referenceOf(of);
    const own = await tensorsOf(engine, of, penalty).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    for (const tensor of TENSORS) {
      const expected = tensors[tensor];
      // An objective that does not bend has no normal equations, with any engine; an engine that lacks them has none.
      if (expected.length === 0 || (tensor === 'normal' && !engine.can.normalEquations)) continue;
      const place = { about: of.about, network: of.name, tensor, count: expected.reduce((sum, { length }) => sum + length, 0) };
      yield typeof own === 'string' ? { ...place, error: Infinity, trouble: own } : { ...place, error: worstOf(own[tensor], expected) };
    }
  }
}

function worstOf(actual: readonly Vec[], expected: readonly Vec[]): number {
  return actual.length === expected.length ? Math.max(...expected.map((e, k) => largestError(actual[k]!, e))) : Infinity;
}

interface Reference { readonly penalty: FrozenPenalty | undefined; readonly tensors: ParityTensors }

const known = new WeakMap<ParityNetwork, Promise<Reference>>();

function referenceOf(of: ParityNetwork): Promise<Reference> {
  const before = known.get(of);
  if (before !== undefined) return before;
  const made = (async (): Promise<Reference> => {
    const engine = await reference.create({});
    const penalty = await penaltyOf(engine, of);
    return { penalty, tensors: await tensorsOf(engine, of, penalty) };
  })();
  known.set(of, made);
  return made;
}

/** Largest difference over the largest magnitude that is expected. */
function largestError(actual: Vec, expected: Vec): number {
  if (actual.length !== expected.length) return Infinity;
  let [error, size] = [0, 0];
  for (let k = 0; k < expected.length; k++) {
    const difference = Math.abs(actual[k]! - expected[k]!);
    if (!Number.isFinite(difference)) return Infinity;
    error = Math.max(error, difference);
    size = Math.max(size, Math.abs(expected[k]!));
  }
  return error === 0 ? 0 : error / size;
}
