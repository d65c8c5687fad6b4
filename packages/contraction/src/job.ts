/** As `native/job.h` has them: 32-bit numbers in this order. Addresses and what is called bytes count from the beginning of the memory. */
const FIELDS = ['what', 'size', 'values', 'starts', 'rows', 'inputs', 'groups', 'samples', 'planes', 'stride', 'fixed', 'window', 'cells', 'tiles'] as const;
const TILE = ['list', 'count', 'coefficients', 'gradients', 'masks', 'lane', 'width', 'entry'] as const;
const KINDS = ['forward', 'toInputs', 'toCoefficients'] as const;

/** Everything of a job but its tiles; `native/job.h` says what it means. */
export type JobFields = Readonly<Record<Exclude<(typeof FIELDS)[number], 'what' | 'tiles'>, number>>;
/** A tile of coefficients. */
export type JobTile = Readonly<Record<(typeof TILE)[number], number>>;

const PLACE = Object.fromEntries(FIELDS.map((name, k) => [name, k])) as Readonly<Record<(typeof FIELDS)[number], number>>;
const TILE_PLACE = Object.fromEntries(TILE.map((name, k) => [name, FIELDS.length + k])) as Readonly<Record<(typeof TILE)[number], number>>;

/** A job in the memory that it is about. */
export class Job {
  /** Bytes of a job of so many tiles. */
  static bytes(tiles: number): number { return 4 * (FIELDS.length + TILE.length * tiles); }

  /** @param at where it lies, a multiple of 8 */
  constructor(readonly at: number, private readonly tiles: number) {}

  /** @param view of the whole memory; views end where a memory grows */
  set(view: Int32Array, fields: Partial<JobFields>): void {
    const first = this.at / 4;
    view[first + PLACE.tiles] = this.tiles;
    for (const name in fields) view[first + PLACE[name as keyof JobFields]] = fields[name as keyof JobFields]!;
  }

  setTile(view: Int32Array, tile: number, fields: Partial<JobTile>): void {
    const first = this.at / 4 + TILE.length * tile;
    for (const name in fields) view[first + TILE_PLACE[name as keyof JobTile]] = fields[name as keyof JobTile]!;
  }

  /** Says which contraction it is. */
  choose(view: Int32Array, kind: (typeof KINDS)[number]): void { view[this.at / 4] = KINDS.indexOf(kind); }
}
