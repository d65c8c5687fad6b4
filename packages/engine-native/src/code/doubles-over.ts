import { type Code, type Lanes, lanes } from './emitter.js';

/** Vectors of two doubles, and how to read and write pairs of numbers in memory with them. */
export interface DoublesOver {
  readonly v: Lanes;
  /** Bytes of a pair in memory. */
  readonly bytes: number;
  readonly load: (address: Code) => Code;
  /** Adds a pair of doubles to the pair in memory. */
  readonly addTo: (address: Code, pair: Code) => Code;
}

/** Double precision over numbers of either precision: for the few sums in which nearly everything cancels. */
export function doublesOver({ precision }: Pick<Lanes, 'precision'>): DoublesOver {
  const v = lanes('float64');
  if (precision === 'float64') return { v, bytes: 16, load: v.load, addTo: (address, pair) => v.store(address, v.add(v.load(address), pair)) };
  const { add } = lanes('float32');
  // Eight bytes are one double to a load or store, whatever stands in them.
  const pairAt = (address: Code): Code => v.loadFirst(address);
  return { v, bytes: 8, load: (address) => v.fromSingle(pairAt(address)), addTo: (address, pair) => v.storeLane(address, add(pairAt(address), v.toSingle(pair)), 0) };
}
