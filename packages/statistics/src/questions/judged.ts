import { pairedComparison, type ComparisonOptions, type PairedComparison } from '../paired-comparison.js';
import { alphaOfLooks } from '../several/looks.js';
import { type EnoughSeeds, enoughSeeds } from '../several/enough-seeds.js';
import { holm } from '../several/holm.js';
import type { Loss } from '../losses.js';

/** How a study is judged. */
export interface VerdictOptions extends Pick<ComparisonOptions, 'level' | 'resamples' | 'seed'> {
  /** Share of studies in which one comparison or more may be called different though none is; in (0, 1), default 0.05. */
  readonly alpha?: number | undefined;
  /** How often the study is looked at, alpha is divided by it; default 1. */
  readonly looks?: number | undefined;
  /** Comparisons of the family that have no losses, since their arms were stopped by what was seen on the same data sets: Holm's method counts them, with p of 1. Default 0. */
  readonly untested?: number | undefined;
}

/** Two arms, what was seen of them, and what that is worth among the other comparisons. */
export interface JudgedComparison extends PairedComparison {
  readonly name: string;
  readonly arm: string;
  readonly baseline: string;
  /** p after Holm's method. */
  readonly adjustedP: number;
  /** Whether that is at most alpha divided by looks. */
  readonly isSignificant: boolean;
  readonly enoughSeeds: EnoughSeeds;
}

/** Losses of two arms in pairs. */
export interface Paired {
  readonly name: string;
  readonly arm: string;
  readonly baseline: string;
  readonly a: readonly Loss[];
  readonly b: readonly Loss[];
  readonly targetDeviation?: number | undefined;
}

/** What is compared with p now, and what more pairs would be judged at: another look. */
export function alphasOf({ alpha = 0.05, looks = 1 }: VerdictOptions): readonly [now: number, further: number] { return [alphaOfLooks(alpha, looks), alphaOfLooks(alpha, looks + 1)]; }

/** Comparisons that are one family: Holm's method counts all of them. */
export function judged(family: readonly Paired[], options: VerdictOptions): JudgedComparison[] {
  const [alpha, furtherAlpha] = alphasOf(options);
  const { untested = 0 } = options;
  const compared = family.map(({ a, b, targetDeviation }) => pairedComparison(a, b, { level: options.level, resamples: options.resamples, seed: options.seed, targetDeviation }));
  const adjusted = holm(family.map(({ name }, k) => ({ name, p: compared[k]!.p })), untested);
  return family.map(({ name, arm, baseline }, k) => {
    const adjustedP = adjusted[k]!.adjusted;
    return {
      name, arm, baseline, ...compared[k]!, adjustedP, isSignificant: adjustedP <= alpha,
      enoughSeeds: enoughSeeds(compared[k]!, { alpha, furtherAlpha, comparisons: family.length + untested, adjustedP }),
    };
  });
}
