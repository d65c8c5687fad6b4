import type { ProgramLayout } from '@knotwork/engine-core';

/** Numbers of a network that lie together on the device, in an order that suits contractions. */
export interface Piece {
  readonly id: number;
  /** Place of the first among the unknowns on the device; -1 for numbers that are not trained. */
  readonly at: number;
  /** Index into the network's parameter vector of each. */
  readonly parameters: Uint32Array;
}

/** Lays out what is trained: piece by piece, then the scalars of the objective. Within a piece the order is its maker's. */
export class Pieces {
  readonly list: Piece[] = [];
  private readonly unknownOf: Int32Array;
  private trained = 0;

  constructor(private readonly layout: ProgramLayout, parameters: number) {
    this.unknownOf = new Int32Array(parameters).fill(-1);
    layout.parameterOf.forEach((at, k) => { this.unknownOf[at] = k; });
  }

  isTrained(parameter: number): boolean { return this.unknownOf[parameter]! >= 0; }

  /** @param parameters all of them trained, or none */
  add(parameters: ArrayLike<number>): Piece {
    const piece: Piece = { id: this.list.length, at: parameters.length > 0 && this.isTrained(parameters[0]!) ? this.trained : -1, parameters: Uint32Array.from(parameters) };
    if (piece.at >= 0) this.trained += parameters.length;
    this.list.push(piece);
    return piece;
  }

  /** Unknown, as the layout numbers them, of every unknown on the device. */
  order(): Uint32Array {
    const { layout } = this;
    const network = this.list.filter(({ at }) => at >= 0).flatMap(({ parameters }) => Array.from(parameters, (p) => this.unknownOf[p]!));
    return Uint32Array.from([...network, ...layout.scalars.map((_, k) => layout.parameterOf.length + k)]);
  }
}
