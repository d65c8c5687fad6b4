import { JOB_KINDS } from './job-kinds.js';

/** As `native/job.h` has them: 32-bit numbers in this order. Addresses and what is called bytes count from the beginning of the memory. */
const FIELDS = ['what', 'size', 'values', 'starts', 'rows', 'inputs', 'groups', 'samples', 'planes', 'stride', 'fixed', 'window', 'cells', 'weighs', 'base', 'tiles'] as const;
const TILE = ['list', 'count', 'coefficients', 'gradients', 'masks', 'lane', 'width', 'entry', 'step', 'from', 'weights', 'gradient', 'weightGradient'] as const;

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

  /** What differs from call to call, without a loop over names: of narrow layers telling takes as long as doing. */
  tell(view: Int32Array, kind: 'forward' | 'toInputs' | 'toCoefficients', { values, starts, rows, inputs, samples, planes, weighs }: Pick<JobFields, 'values' | 'starts' | 'rows' | 'inputs' | 'samples' | 'planes' | 'weighs'>): void {
    const first = this.at / 4;
    this.choose(view, kind);
    view[first + PLACE.values] = values;
    view[first + PLACE.starts] = starts;
    view[first + PLACE.rows] = rows;
    view[first + PLACE.inputs] = inputs;
    view[first + PLACE.samples] = samples;
    view[first + PLACE.planes] = planes;
    view[first + PLACE.weighs] = weighs;
  }

  /** A place of a tile that differs from call to call, such as where its coefficients begin. */
  tellTile(view: Int32Array, tile: number, name: keyof JobTile, at: number): void { view[this.at / 4 + TILE.length * tile + TILE_PLACE[name]] = at; }

  /** Says which contraction it is. */
  choose(view: Int32Array, kind: 'forward' | 'toInputs' | 'toCoefficients'): void { view[this.at / 4] = JOB_KINDS.indexOf(kind); }
}
