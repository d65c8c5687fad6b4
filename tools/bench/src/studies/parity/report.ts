import { PARITY, type ParityRecord, type ParityTensor, TENSORS } from '@knotwork/conformance';
import type { Precision } from '@knotwork/plugin/engine';
import { digits, table } from '../../lib/table.js';

/** What was compared of one engine. */
export interface EngineParity { readonly name: string; readonly precision: Precision; readonly records: readonly ParityRecord[] }

/** The worst of one sort of tensor; undefined where none was compared. */
function worstOf(records: readonly ParityRecord[], tensor: ParityTensor): ParityRecord | undefined {
  return records.filter((record) => record.tensor === tensor).reduce<ParityRecord | undefined>((worst, record) => (worst === undefined || record.error > worst.error ? record : worst), undefined);
}

/** A line for every engine and sort of tensor: its worst error, what is allowed, the network it came from, and how much was compared. */
export function parityReport(engines: readonly EngineParity[]): string[] {
  const lines = engines.flatMap(({ name, precision, records }) => TENSORS.flatMap((tensor) => {
    const worst = worstOf(records, tensor);
    if (worst === undefined) return [];
    const own = records.filter((record) => record.tensor === tensor);
    const numbers = own.reduce((sum, { count }) => sum + count, 0);
    return [[name, tensor, digits(worst.error), digits(PARITY[precision][tensor]), String(own.length), String(numbers), `${worst.about}: ${worst.network}`]];
  }));
  return table(['engine', 'tensor', 'worst error', 'allowed', 'networks', 'numbers', 'of'], lines);
}

/** A line for each network on which an engine gave no numbers, or numbers that are too far away. */
export function parityTroubles(engines: readonly EngineParity[]): string[] {
  return engines.flatMap(({ name, precision, records }) => records.filter(({ tensor, error }) => !(error <= PARITY[precision][tensor]))
    .map(({ about, network, tensor, error, trouble }) => `${name}, ${about}: ${network}: ${tensor} ${trouble === undefined ? `off by ${digits(error)}` : `not there: ${trouble}`}`));
}
