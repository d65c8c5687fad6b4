import { type Contraction, FOLD_BYTES, foldJob, Job } from '@knotwork/contraction';
import type { LayerStructure } from '@knotwork/plugin/engine';
import type { Memory } from '../../memory/arena.js';
import type { Lanes } from '../../code/emitter.js';
import type { RowsLayout } from '../../memory/memory-layout.js';
import { type Folding, RowsContraction } from './rows-contraction.js';
import type { TermRun } from './term-contraction.js';

/** Bytes of coefficients from which they are weighed natively: of fewer the call takes longer than what it saves. Both ways give the same bits. */
const FOLD_FROM = 2 ** 15;

const isLarge = ({ entries, rows, width }: Folding): boolean => entries * rows * width >= FOLD_FROM;

/** Contraction in rows by native code, on the same memory: tiles are whole wide vectors, and all of them are one job. */
export class WideContraction extends RowsContraction {
  /** What is to be done, and where it is put. */
  private readonly job: Job;
  private readonly words: Int32Array;
  private readonly at: number;
  private readonly foldAt: number;

  constructor(arena: Memory, layout: RowsLayout, v: Lanes, layer: Pick<LayerStructure, 'inputs' | 'sums'>, arrangement: Int32Array, private readonly contraction: Contraction) {
    super(arena, layout, v, layer, arrangement, false);
    const { fixed, window, cells } = layout;
    const bytes = Job.bytes(this.tiles.length);
    this.at = arena.allocate(bytes);
    this.foldAt = arena.allocate(FOLD_BYTES);
    const words = this.words = new Int32Array(bytes / 4);
    const job = this.job = new Job(0, this.tiles.length);
    job.set(words, { size: v.size, groups: layer.inputs, stride: this.stride, fixed, window, cells });
    this.tiles.forEach(({ list, count, masks, lane, width, entry }, k) => job.setTile(words, k, { list, count, masks, lane, width, entry }));
  }

  override forward(values: number, run: TermRun, rows: number): void { this.run('forward', values, run, rows, 0); }

  override toInputs(values: number, run: TermRun, rows: number, _gz: number, gx: number): void { this.run('toInputs', values, run, rows, gx); }

  override toCoefficients(values: number, run: TermRun, rows: number, _gz: number, gradient: number): void { this.run('toCoefficients', values, run, rows, 0, gradient); }

  protected override foldTile(of: Folding): void { if (isLarge(of)) this.weigh('fold', of); else super.foldTile(of); }

  protected override unfoldTile(of: Folding): void { if (isLarge(of)) this.weigh('unfold', of); else super.unfoldTile(of); }

  private weigh(kind: 'fold' | 'unfold', of: Folding): void {
    this.arena.put(this.foldAt, foldJob(kind, { size: this.v.size, ...of }));
    this.arena.contract(this.contraction, this.foldAt);
  }

  private run(kind: 'forward' | 'toInputs' | 'toCoefficients', values: number, { samples, trained, starts, planes }: TermRun, rows: number, inputs: number, gradient = 0): void {
    const { arena, job, words, tiles } = this;
    job.tell(words, kind, { values, starts, rows, inputs, samples, planes });
    for (let k = 0; k < tiles.length; k++) {
      const tile = tiles[k]!;
      if (kind === 'toCoefficients') job.tellTile(words, k, 'gradients', this.gradientsOf(tile, gradient));
      else job.tellTile(words, k, 'coefficients', this.coefficients(tile, trained));
    }
    arena.put(this.at, words);
    arena.contract(this.contraction, this.at);
  }
}
