import type { ProgramLayout } from '@knotwork/engine-core';

/** Numbers of a network that lie together on the device, in an order that suits contractions. */
export interface Piece {
  readonly id: number;
  /** Part of the unknowns that holds it, and where; -1 for numbers that are not trained. */
  readonly part: number;
  readonly at: number;
  /** Index into the network's parameter vector of each. */
  readonly parameters: Uint32Array;
}

/** Numbers from which a piece is a part by itself: what is cut out of a part is copied with all of it where the device is a WebAssembly, and many small parts cost many operations. */
const LARGE = 2 ** 17;

/** Lays out what is trained: large pieces by themselves, the small ones together, then the scalars of the objective. Within a piece the order is its maker's. */
export class Pieces {
  readonly list: Piece[] = [];
  /** Numbers of every part. */
  private readonly lengths: number[] = [];
  private readonly unknownOf: Int32Array;
  private small = -1;

  constructor(private readonly layout: ProgramLayout, parameters: number) {
    this.unknownOf = new Int32Array(parameters).fill(-1);
    layout.parameterOf.forEach((at, k) => { this.unknownOf[at] = k; });
  }

  isTrained(parameter: number): boolean { return this.unknownOf[parameter]! >= 0; }

  /** @param parameters all of them trained, or none */
  add(parameters: ArrayLike<number>): Piece {
    const isTrained = parameters.length > 0 && this.isTrained(parameters[0]!);
    const part = isTrained ? this.partFor(parameters.length) : -1;
    const piece: Piece = { id: this.list.length, part, at: isTrained ? this.lengths[part]! : 0, parameters: Uint32Array.from(parameters) };
    if (isTrained) this.lengths[part]! += parameters.length;
    this.list.push(piece);
    return piece;
  }

  private partFor(length: number): number {
    if (length >= LARGE) return this.lengths.push(0) - 1;
    if (this.small < 0) this.small = this.lengths.push(0) - 1;
    return this.small;
  }

  /** Pieces of unknowns in the order of the device. */
  trained(): readonly Piece[] { return this.list.filter(({ part }) => part >= 0).sort((a, b) => a.part - b.part || a.at - b.at); }

  /** Unknowns, as the layout numbers them, of every part: those of the network, then one of scalars where there are any. */
  parts(): readonly Uint32Array[] {
    const { layout, lengths, unknownOf } = this;
    const pieces = this.trained();
    const network = lengths.map((_, part) => Uint32Array.from(pieces.filter((piece) => piece.part === part).flatMap(({ parameters }) => Array.from(parameters, (p) => unknownOf[p]!))));
    return layout.scalars.length === 0 ? network : [...network, Uint32Array.from(layout.scalars, (_, k) => layout.parameterOf.length + k)];
  }
}
