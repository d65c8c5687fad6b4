import type { Engine, Precision } from '@knotwork/plugin/engine';
import { need } from '../engine/need.js';
import type { Check } from '../kit/check.js';
import { parity, type ParityRecord } from './parity.js';
import type { ParityGroup, ParityNetwork } from './parity-network.js';
import { type ParityTensor, TENSORS } from './parity-tensors.js';

/** How far tensors may be from those of the reference engine, relative to the largest magnitude. */
export const PARITY: Readonly<Record<Precision, Readonly<Record<ParityTensor, number>>>> = {
  // Single precision rounds at 6e-8; sums of some hundred products through several layers lose two digits, and derivatives one more.
  float32: { outputs: 1e-5, value: 1e-5, gradient: 1e-4, rows: 1e-4, normal: 1e-4 },
  // The same digits lost from 1e-16.
  float64: { outputs: 1e-13, value: 1e-13, gradient: 1e-12, rows: 1e-12, normal: 1e-12 },
};

/** What one check of parity is about. */
export interface ParityCheck extends Check { readonly about: ParityGroup; readonly tensor: ParityTensor }

/**
 * That an engine is the reference engine up to its rounding, on networks of everything that is installed: a check for each sort of network and of tensor.
 *
 * @param networks such as {@link parityNetworks} draws; each is computed once for all checks
 *
 * @example
 * for (const { name, run } of checkParity(engine, parityNetworks(catalog).networks)) test(name, run, 60_000);
 */
export function checkParity(engine: Engine, networks: readonly ParityNetwork[]): readonly ParityCheck[] {
  const tolerance = PARITY[engine.precision];
  return [...new Set(networks.map(({ about }) => about))].flatMap((about) => {
    let records: Promise<readonly ParityRecord[]> | null = null;
    const recordsOf = (): Promise<readonly ParityRecord[]> => (records ??= allOf(parity(engine, networks.filter((of) => of.about === about))));
    return TENSORS.filter((tensor) => tensor !== 'normal' || engine.can.normalEquations).map((tensor): ParityCheck => ({
      about, tensor, name: `${engine.name}: ${about}: ${tensor} are within ${tolerance[tensor]} of the reference engine`,
      run: async () => {
        for (const { network, error, trouble, ...record } of await recordsOf()) {
          if (record.tensor === tensor) need(error <= tolerance[tensor], `${network}: ${tensor} off by ${error.toExponential(2)} of the largest${trouble === undefined ? '' : `: ${trouble}`}`);
        }
      },
    }));
  });
}

async function allOf<T>(from: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const each of from) all.push(each);
  return all;
}
