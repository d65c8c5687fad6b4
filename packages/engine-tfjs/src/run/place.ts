import type { Device } from '../device.js';
import type { KnotTable, Quantity } from '../formulas/tensor-operations.js';
import type { Tensor } from '../tfjs-module.js';
import type { Piece } from './pieces.js';
import type { UnknownVector } from './unknown-vector.js';

/** Where the groups of a term are evaluated: `[1][groups]` each, or one number that all have. */
export interface Grids {
  readonly min: Quantity;
  readonly max: Quantity;
  readonly tables: Readonly<Record<string, KnotTable>>;
}

/** What a network has on the device besides its unknowns. States that began from one another share it; the last one gives it back. */
export class Fixed {
  private users = 1;

  /**
   * @param numbers pieces that are not trained, by their ids
   * @param grids of every term, `[layer][term]`
   * @param ones ids of pieces that are 1 throughout, @param zeros of those that are 0
   */
  constructor(readonly numbers: ReadonlyMap<number, Tensor>, readonly grids: readonly (readonly Grids[])[], readonly ones: ReadonlySet<number>, readonly zeros: ReadonlySet<number>, private readonly all: readonly Tensor[]) {}

  share(): this {
    this.users++;
    return this;
  }

  release(): void {
    if (--this.users === 0) for (const tensor of this.all) tensor.dispose();
  }
}

/** The numbers that something is evaluated with. */
export class Place {
  constructor(readonly device: Device, readonly unknowns: UnknownVector, readonly fixed: Fixed) {}

  /** The numbers of a piece. */
  read({ id, part, at, parameters: { length } }: Piece): Tensor {
    if (part < 0) return this.fixed.numbers.get(id)!;
    const all = this.unknowns[part]!;
    return all.size === length ? all : this.device.tf.slice(all, [at], [length]);
  }
}
