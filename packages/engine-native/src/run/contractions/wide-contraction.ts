import { type Contraction, FOLD_BYTES, foldJob, Job } from '@knotwork/contraction';
import type { LayerStructure } from '@knotwork/plugin/engine';
import type { Memory } from '../../memory/arena.js';
import type { Lanes } from '../../code/emitter.js';
import type { RowsLayout } from '../../memory/memory-layout.js';
import { RowsContraction } from './rows-contraction.js';
import type { TermRun } from './term-contraction.js';

/** Bytes of coefficients from which they are weighed natively: of fewer the call takes longer than what it saves. Both ways give the same bits. */
const WEIGH_FROM = 2 ** 15;

/** Contraction in rows by native code, on the same memory: tiles are whole wide vectors, and all of them are one job, which can weigh what it contracts. */
export class WideContraction extends RowsContraction {
  override readonly foldsOnTheWay: boolean;
  /** What is to be done, and where it is put. */
  private readonly job: Job;
  private readonly words: Int32Array;
  private readonly at: number;
  /** Whether coefficients have weights, and there are enough of them for a job, and where that is put. */
  private readonly weighs: boolean;
  private readonly weighAt: number;
  /** An effective entry, and one of gradients, which is zero between two calls: for those that nobody reads later. */
  private readonly entry: number;
  private readonly entryGradients: number;

  constructor(arena: Memory, layout: RowsLayout, v: Lanes, layer: Pick<LayerStructure, 'inputs' | 'sums'>, arrangement: Int32Array, private readonly contraction: Contraction) {
    super(arena, layout, v, layer, arrangement, false);
    const { fixed, window, cells } = layout;
    const bytes = Job.bytes(this.tiles.length);
    this.at = arena.allocate(bytes);
    this.weighs = layout.hasWeight && this.tiles.reduce((sum, { entry, count }) => sum + entry * count, 0) >= WEIGH_FROM;
    this.weighAt = arena.allocate(FOLD_BYTES);
    this.foldsOnTheWay = layout.hasWeight;
    const longest = layout.hasWeight ? Math.max(...this.tiles.map(({ entry }) => entry)) : 0;
    [this.entry, this.entryGradients] = [arena.allocate(longest), arena.allocate(longest)];
    const words = this.words = new Int32Array(bytes / 4);
    const job = this.job = new Job(0, this.tiles.length);
    job.set(words, { size: v.size, groups: layer.inputs, stride: this.stride, fixed, window, cells, base: layout.base });
    this.tiles.forEach(({ list, count, masks, lane, width, entry }, k) => job.setTile(words, k, { list, count, masks, lane, width, entry, step: entry }));
  }

  override forward(values: number, run: TermRun, rows: number): void { this.run('forward', values, run, rows, 0); }

  override toInputs(values: number, run: TermRun, rows: number, _gz: number, gx: number): void { this.run('toInputs', values, run, rows, gx); }

  override toCoefficients(values: number, run: TermRun, rows: number, _gz: number, gradient: number): void { this.run('toCoefficients', values, run, rows, 0, gradient); }

  override fold(trained: number): void { if (this.weighs) this.weigh('fold', trained, 0); else super.fold(trained); }

  override unfold(trained: number, gradient: number): void { if (this.weighs) this.weigh('unfold', trained, gradient); else super.unfold(trained, gradient); }

  private weigh(kind: 'fold' | 'unfold', trained: number, gradient: number): void {
    const { arena, tiles, rows, v: { size }, layout: { base } } = this;
    for (const tile of tiles) {
      arena.put(this.weighAt, foldJob(kind, {
        size, from: trained + tile.at, weights: trained + tile.weights, effective: kind === 'fold' ? this.coefficients(tile, trained) : this.gradientsOf(tile, gradient),
        gradient: gradient + tile.at, weightGradient: gradient + tile.weights, entries: tile.count, rows, base, width: tile.width,
      }));
      arena.contract(this.contraction, this.weighAt);
    }
  }

  private run(kind: 'forward' | 'toInputs' | 'toCoefficients', values: number, { samples, trained, starts, planes, folds, unfolds, keeps }: TermRun, rows: number, inputs: number, gradient = 0): void {
    const { arena, job, words, tiles } = this;
    const weighs = this.foldsOnTheWay && ((kind === 'forward' && folds) || (kind === 'toCoefficients' && unfolds));
    // Of a pass of one block everything is in a near cache but what trains and its gradients.
    const isPassing = weighs && folds && (kind === 'forward' ? !keeps : unfolds);
    job.tell(words, kind, { values, starts, rows, inputs, samples, planes, weighs: Number(weighs) });
    for (let k = 0; k < tiles.length; k++) {
      const tile = tiles[k]!;
      if (kind === 'toCoefficients') job.tellTile(words, k, 'gradients', isPassing ? this.entryGradients : this.gradientsOf(tile, gradient));
      else job.tellTile(words, k, 'coefficients', isPassing ? this.entry : this.coefficients(tile, trained));
      if (!this.foldsOnTheWay) continue;
      job.tellTile(words, k, 'step', isPassing ? 0 : tile.entry);
      if (!weighs) continue;
      job.tellTile(words, k, 'from', trained + tile.at);
      job.tellTile(words, k, 'weights', trained + tile.weights);
      job.tellTile(words, k, 'gradient', gradient + tile.at);
      job.tellTile(words, k, 'weightGradient', gradient + tile.weights);
    }
    arena.put(this.at, words);
    arena.contract(this.contraction, this.at);
  }
}
