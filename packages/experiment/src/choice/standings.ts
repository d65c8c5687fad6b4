import type { JudgedNetwork } from './choice-report.js';
import { lossOf, pairedOverCommon } from './paired.js';

/** Standard errors of the difference from which on a network is not fitted without further parts, and how many are enough where its loss is so many times the other's: where few rows have most of the loss, errors are large. */
const HOPELESS = 5;
const CLEAR = 2;
const TIMES = 100;

/** Share of the loss that differences of single rows come to where two networks are one function: after pruning they often are. */
const SAME = 1e-6;

/** Of fewer rows nothing can be told of a network that is alone left: it is fitted without every part. */
const FEW_ROWS = 30;

/** A fit that is still to be made. */
export interface NextFit { readonly candidate: number; readonly fold: number }

interface Rules {
  /** Of every network. */
  readonly unknowns: readonly number[];
  /** Of the rows. */
  readonly parts: number;
  readonly race: boolean;
  /** Whether a network left nothing but rounding. */
  readonly isExact: (network: JudgedNetwork) => boolean;
  /** Whether it left no more than noise, as far as is known of it; what is exact did. */
  readonly isEnough?: (candidate: number, network: JudgedNetwork) => boolean;
  readonly weights: Float64Array | undefined;
}

/**
 * What is still to be fitted while networks are compared. In a race all are fitted without the first part, then without the next, and one that is clearly worse than another one
 * on the parts that both have predicted is out: it would not be taken. Where one alone is left, and has predicted some rows, it is taken. Without a race one network after the other is fitted without every part.
 *
 * A network that is exact on all that it has predicted, or leaves no more than noise, leaves nothing to be better by: those with as many unknowns or more that were not begun are left out.
 *
 * @source O. Maron and A. W. Moore, The racing algorithm: model selection for lazy learners, 1997
 */
export class Standings {
  constructor(private readonly rules: Rules) {}

  /** The fit that comes next; null where everything is decided. @param judged what a network has come to so far, null before its first fit, @param most parts that are fitted without, for now */
  next(judged: (candidate: number) => JudgedNetwork | null, most = this.rules.parts): NextFit | null {
    const { unknowns, parts, race } = this.rules;
    const so = unknowns.map((_, k) => judged(k));
    const out = this.out(judged);
    const running = unknowns.map((_, k) => k).filter((k) => !out.has(k) && (so[k] !== null || !this.isNeedless(k, so)));
    if (race && running.length === 1 && unknowns.length > 1 && this.isKnown(so[running[0]!] ?? null)) return null;
    const madeBy = (k: number): number => (so[k] === null ? 0 : so[k]!.parts ?? parts);
    const open = running.filter((k) => madeBy(k) < most);
    if (open.length === 0) return null;
    // The simplest first: where it is exact, no other one is needed.
    const candidate = race ? open.reduce((a, b) => (madeBy(b) < madeBy(a) || (madeBy(b) === madeBy(a) && unknowns[b]! < unknowns[a]!) ? b : a)) : open[0]!;
    return { candidate, fold: madeBy(candidate) };
  }

  /** Those that are clearly worse than another one, and those that say the same as one with fewer unknowns, with which of both it is. */
  out(judged: (candidate: number) => JudgedNetwork | null): ReadonlyMap<number, 'worse' | 'same'> {
    const { unknowns, race, isExact, weights } = this.rules;
    if (!race) return new Map();
    const begun = unknowns.flatMap((_, k) => { const network = judged(k); return network === null ? [] : [{ k, network }]; });
    const beside = (one: JudgedNetwork, other: JudgedNetwork): 'worse' | 'same' | null => {
      const [own, loss] = [lossOf(one, weights), lossOf(other, weights)];
      if (!Number.isFinite(own)) return Number.isFinite(loss) ? 'worse' : null;
      // What diverged later was no better before.
      if (!Number.isFinite(loss)) return null;
      const hasMore = one.unknowns > other.unknowns;
      // Which of two has less rounding says nothing.
      if (isExact(one)) return isExact(other) && hasMore ? 'same' : null;
      if (isExact(other)) return 'worse';
      const { mean, standardError } = pairedOverCommon(one, other, weights);
      if (hasMore && Math.max(Math.abs(mean), standardError) <= SAME * loss) return 'same';
      return mean > (own > TIMES * loss ? CLEAR : HOPELESS) * standardError ? 'worse' : null;
    };
    return new Map(begun.flatMap(({ k, network }): [number, 'worse' | 'same'][] => {
      const found = new Set(begun.map((other) => (other.k === k ? null : beside(network, other.network))));
      return found.has('same') ? [[k, 'same']] : found.has('worse') ? [[k, 'worse']] : [];
    }));
  }

  /** Whether enough is known of a network that is alone left: that it is exact, or how it did on some rows. */
  private isKnown(network: JudgedNetwork | null): boolean { return network !== null && (this.rules.isExact(network) || network.losses.filter((loss) => !Number.isNaN(loss)).length >= FEW_ROWS); }

  private isNeedless(k: number, so: readonly (JudgedNetwork | null)[]): boolean {
    const { unknowns, isExact, isEnough } = this.rules;
    return so.some((network, other) => network !== null && unknowns[other]! <= unknowns[k]! && (isExact(network) || isEnough?.(other, network) === true));
  }
}
