import type { Task } from '@knotwork/plugin';

/** How an address is found of an input of a layer: the number of the nearest of 2^bits values from `min` to `max`, evenly spaced, both ends among them; beyond these the first or the last. */
export interface TableRange {
  /** What address 0 stands for: of the first layer in the units of the data, of others in those of the network. */
  readonly min: number;
  /** What the last address stands for; above `min`. */
  readonly max: number;
  /** Of inputs of the first layer that are no multiple of their address: the address is the number of these that are at most the input. `[2^bits - 1]`, ascending, in the units of the data. */
  readonly thresholds?: readonly number[];
}

/** The function of an edge. */
export interface EdgeTable {
  readonly from: number;
  readonly to: number;
  /** By address: whole numbers of `entryBits` bits. */
  readonly entries: Int32Array;
}

/** A node: S = `bias` + what its edges say, a whole number. */
export interface TableNode {
  readonly bias: number;
  /** The address that the next layer is given is floor(S / 2^shift), which is a shift of bits, and at least 0, at most the last one; null in the last layer. */
  readonly shift: number | null;
  /** What S stands for is `scale` S + `offset`: of the last layer an output in the units of the data, of others an activation. */
  readonly scale: number;
  readonly offset: number;
}

export interface TableLayer {
  readonly addressBits: number;
  readonly entryBits: number;
  /** Signed bits that hold S of every node, whatever the addresses are. */
  readonly sumBits: number;
  readonly inputs: readonly TableRange[];
  readonly nodes: readonly TableNode[];
  /** Ascending by `from`, then by `to`; edges whose entries would all be 0 are left out. */
  readonly tables: readonly EdgeTable[];
}

export interface TableNetwork { readonly layers: readonly TableLayer[] }

/** What the file of an export holds, as JSON. */
export interface TableFile {
  readonly format: 'knotwork-tables';
  readonly version: 1;
  readonly name: string;
  readonly origin: readonly string[];
  readonly task: Task;
  readonly classes: readonly string[];
  readonly inputs: readonly { readonly name: string; readonly unit?: string }[];
  readonly outputs: readonly { readonly name: string; readonly unit?: string }[];
  /** Outputs are the means of those of the networks; of a classification the largest tells the class. */
  readonly networks: readonly TableNetwork[];
}
