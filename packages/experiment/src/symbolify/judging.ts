import { blockProgram } from '@knotwork/algebra';
import type { Rows, Samples } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import type { Model } from '../stages/stage.js';

/** What a network does wrong on some rows, by what its loss is made of: squares of single residuals, or the loss itself where it is a likelihood. */
export interface Errors {
  /** `[parts][rows]`, each times the weight of its row. */
  readonly parts: readonly Float64Array[];
  readonly means: readonly number[];
}

/** A network, judged. */
export interface Judgement {
  readonly train: Errors;
  /** Null without validation rows. */
  readonly validation: Errors | null;
  /** Numbers that were fitted. */
  readonly numbers: number;
}

/** Networks are judged on these rows. */
export interface JudgedRows {
  readonly train: Rows;
  readonly validation: Rows | null;
  /** Mean square up to which targets are not known, in network units; left out where they are taken at their word. */
  readonly unsure?: number;
}

const BLOCK = 256;
/** Standard errors by which a mean difference is no chance any more. */
const SIGNIFICANT = 2;
/** A mean square that is larger by such a share, 3 % of its root, is the same for all purposes, however many rows say that it is not. */
const SAME = 0.06;
/** Beyond such a share of as many numbers as rows, nobody knows how much of the rows was learned by heart. */
const MOST_FITTED = 0.5;
/** Of a mean square in network units, what is left of nothing: rounding of a formula, or of single precision. */
const ROUNDING = { float64: 1e-22, float32: 1e-11 };

/** Compares networks by what they do wrong, row by row. */
export class Judge {
  /** Rows, as many as all have the weight of. */
  private readonly count: number;

  /** @param isLikelihood whether the loss is one by itself, as that of classes is; others have noise of a size that is not known */
  constructor(
    private readonly objective: Objective, private readonly rows: JudgedRows, private readonly outputs: (model: Model, sets: readonly Rows[]) => Promise<Samples[]>,
    private readonly precision: keyof typeof ROUNDING, private readonly isLikelihood: boolean,
  ) {
    this.count = rows.train.inputs.count;
  }

  async judge(model: Model, numbers: number): Promise<Judgement> {
    const { train, validation } = this.rows;
    const [onTrain, onValidation] = await this.outputs(model, validation === null ? [train] : [train, validation]);
    return { train: this.errors(onTrain!, train), validation: validation === null ? null : this.errors(onValidation!, validation), numbers };
  }

  /**
   * Whether a network is no worse than another one: on validation rows, in every part, by a paired comparison, and by what its training error is with
   * the numbers that were fitted taken into account: a few large errors make validation rows unsure of anything.
   */
  isNoWorse(one: Judgement, than: Judgement): boolean {
    if (!isFinite(one)) return false;
    if (!one.train.means.every((_, k) => this.isNoWorseInTraining(one, than, k))) return false;
    if (one.validation === null || than.validation === null) return true;
    return one.validation.parts.every((part, k) => isNoLarger(part, than.validation!.parts[k]!, than.validation!.means[k]!, this.floor));
  }

  /**
   * Length of the description of the rows by a network, in nats: of what it leaves of those that it was fitted to and of those that it predicts, and of its numbers, each half a
   * logarithm of the number of rows that they were fitted to. Infinite where something is not finite.
   *
   * @source G. Schwarz, Estimating the dimension of a model, 1978
   */
  length(judgement: Judgement): number {
    if (!isFinite(judgement)) return Infinity;
    const { train, validation, numbers } = judgement;
    return this.errorsInNats(train) + (validation === null ? 0 : this.errorsInNats(validation)) + (numbers / 2) * Math.log(this.count);
  }

  private errorsInNats({ parts, means }: Errors): number {
    return means.reduce((sum, mean, k) => sum + parts[k]!.length * (this.isLikelihood ? mean : Math.log(Math.max(mean, this.floor)) / 2), 0);
  }

  /** Whether nothing but rounding is left. */
  isExact({ train: { means } }: Judgement): boolean { return !this.isLikelihood && means.every((mean) => mean <= this.floor); }

  private get floor(): number { return Math.max(ROUNDING[this.precision], this.rows.unsure ?? 0); }

  /** By generalized cross-validation, which counts numbers. */
  private isNoWorseInTraining(one: Judgement, than: Judgement, k: number): boolean {
    const n = this.count;
    const share = ({ numbers }: Judgement): number => Math.min(numbers / n, MOST_FITTED);
    const cross = (of: Judgement): number => of.train.means[k]! / (1 - share(of)) ** 2;
    return cross(one) <= Math.max((1 + SIGNIFICANT * Math.sqrt(2 / n)) * cross(than), this.floor);
  }

  private errors(outputs: Samples, rows: Rows): Errors {
    const parts = this.objective.blocks.flatMap((block): Float64Array[] => {
      const program = blockProgram(block.formula, BLOCK);
      const columns = block.formula.inputs.map((name) => {
        const read = block.reads[name]!;
        const samples = read.of === 'output' ? outputs : read.of === 'target' ? rows.targets : rows.inputs;
        return { samples, index: 'index' in read ? read.index : 0 };
      });
      const found = block.formula.roots.map(() => new Float64Array(outputs.count));
      for (let from = 0; from < outputs.count; from += BLOCK) {
        const count = Math.min(BLOCK, outputs.count - from);
        columns.forEach(({ samples, index }, i) => { for (let n = 0; n < count; n++) program.inputs[i]![n] = samples.values[(from + n) * samples.width + index]!; });
        program.run(count);
        program.outputs.forEach((values, r) => { for (let n = 0; n < count; n++) found[r]![from + n] = block.form === 'residuals' ? values[n]! ** 2 : values[n]!; });
      }
      return found;
    });
    const { weights } = rows;
    if (weights !== undefined) for (const part of parts) for (let n = 0; n < part.length; n++) part[n] = weights[n] === 0 ? 0 : part[n]! * weights[n]!;
    return { parts, means: parts.map((part) => part.reduce((sum, v) => sum + v, 0) / part.length) };
  }
}

/** Whether every mean is finite. */
export const isFinite = ({ train, validation }: Judgement): boolean => [...train.means, ...(validation?.means ?? [])].every(Number.isFinite);

/**
 * Whether one mean is no larger than another, for all that pairs of rows say. Pairs are as unsure at most as the other mean itself: a pole beside a single row would
 * make them as unsure as it is large.
 */
function isNoLarger(one: Float64Array, other: Float64Array, mean: number, floor: number): boolean {
  let [sum, square, spread] = [0, 0, 0];
  for (let n = 0; n < one.length; n++) {
    const d = one[n]! - other[n]!;
    sum += d;
    square += d * d;
    spread += (other[n]! - mean) ** 2;
  }
  const difference = sum / one.length;
  const error = Math.sqrt(Math.min(Math.max(square / one.length - difference ** 2, 0), spread / one.length) / one.length);
  return difference <= Math.max(SIGNIFICANT * error, SAME * Math.abs(mean), floor);
}
