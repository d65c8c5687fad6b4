import type { EdgeCandidates } from './edge-candidates.js';

/** For every edge the number of its reading; null where it stays as it is. */
export type Choice = readonly (number | null)[];

/** What a choice came to. */
export interface Trial {
  /** Whether the network is no worse than before. */
  readonly passes: boolean;
  /** Nats that it takes to describe the rows by it: less is better. */
  readonly length: number;
  /** Whether nothing but rounding is left of the training rows. */
  readonly isExact: boolean;
}

/** Trials by choice, as plain data: with them a search goes on where it was. */
export type TrialsMade = readonly (readonly [choice: string, passes: boolean, length: number, isExact: boolean])[];

export interface SearchPlan {
  /** Most trials. */
  readonly trials: number;
  /** Readings that an edge must have, or null where it must stay; left out of the map where the rows decide. */
  readonly fixed: ReadonlyMap<number, number | null>;
  readonly try: (choice: Choice) => Promise<Trial>;
  readonly made: TrialsMade;
  /** After every trial. */
  readonly save: (made: TrialsMade) => Promise<void>;
}

export interface Found { readonly choice: Choice; readonly trial: Trial; readonly trials: number; readonly isOver: boolean }

/** Choices that are gone on from at once while edges are read one by one. */
const BEAM = 3;
/** Shares of the variance of curves that simple readings explain of all of them, to begin with. */
const LIKENESSES = [0.8, 0.95, 0.99];
/** Readings of an edge that are tried: near ties one by one, and more where the whole is improved. */
const [FEW, MANY] = [3, 5];
/** In large networks one after the other is all there is time for. */
const LARGE = 24;
/** Nats by which a swap must be better, so that rounding decides nothing; and one to what is more far-fetched, which the edge's own curve puts behind. */
const BETTER = 0.01;
const MUCH_BETTER = 1;

/**
 * Chooses functions of all edges together. At first every edge becomes the best that its own curve says; where the network is no worse then, that is a beginning. Where
 * it is, edges that no function fits stay; and where that is not enough, edges are read one by one, those that are surest first, and the few best choices go on
 * together, so that one that was wrong can be dropped later. Beside that, where rows are not met exactly, plainer choices of all edges are tried. At last single readings are swapped as long as that makes the description of the rows shorter.
 */
export class Search {
  private readonly made = new Map<string, Trial>();
  /** Edges whose reading is open, the surest first. */
  private readonly open: readonly number[];

  constructor(private readonly edges: readonly EdgeCandidates[], private readonly plan: SearchPlan) {
    for (const [key, passes, length, isExact] of plan.made) this.made.set(key, { passes, length, isExact });
    this.open = edges.map((_, k) => k).filter((k) => !plan.fixed.has(k) && edges[k]!.readings.length > 0).sort((a, b) => doubt(edges[a]!) - doubt(edges[b]!) || a - b);
  }

  async run(): Promise<Found> {
    const none: Choice = this.edges.map((_, k) => this.plan.fixed.get(k) ?? null);
    const base = await this.attempt(none, true);
    const best = await this.allAtOnce(none) ?? await this.oneByOne(none, base!);
    const begun = best.trial.isExact ? best : await this.plainly(none, best);
    const { choice, trial } = await this.swapped(begun);
    return { choice, trial, trials: this.made.size, isOver: this.isOver };
  }

  private get isOver(): boolean { return this.made.size >= this.plan.trials; }

  /** @returns null where there are no trials left */
  private async attempt(choice: Choice, isNeeded = false): Promise<Trial | null> {
    const key = choice.map((k) => k ?? '-').join(' ');
    const known = this.made.get(key);
    if (known !== undefined) return known;
    if (this.isOver && !isNeeded) return null;
    const trial = await this.plan.try(choice);
    this.made.set(key, trial);
    await this.plan.save([...this.made].map(([of, { passes, length, isExact }]) => [of, passes, length, isExact] as const));
    return trial;
  }

  private async allAtOnce(none: Choice): Promise<Known | null> {
    const best = (isOnly: (edge: EdgeCandidates) => boolean): Choice => none.map((now, k) => (this.open.includes(k) && isOnly(this.edges[k]!) ? 0 : now));
    for (const choice of [best(() => true), best(hasAnswer)]) {
      const trial = await this.attempt(choice);
      if (trial?.passes === true) return { choice, trial };
    }
    return null;
  }

  /**
   * All edges at once as the simplest that is anything like their curves, chains of two edges as one function and a line. Where a curve and the next one may both be bent, the one
   * undoing what the other does, each by itself is nearest to something far-fetched, and no swap of a single reading leads back.
   */
  private async plainly(none: Choice, begun: Known): Promise<Known> {
    let best = begun;
    for (const begin of [this.straight(begun.choice), ...LIKENESSES.map((likeness) => this.straight(none.map((now, k) => (this.open.includes(k) ? simplest(this.edges[k]!, likeness) ?? now : now))))]) {
      const trial = await this.attempt(begin);
      if (trial?.passes === true && trial.length < best.trial.length - BETTER) best = { choice: begin, trial };
    }
    return best;
  }

  /** A choice with chains of two edges as one function and a line. */
  private straight(choice: Choice): Choice {
    let changed = choice;
    for (const k of this.open) {
      const { straight } = this.edges[k]!;
      if (straight === undefined || !this.open.includes(straight.next) || changed[straight.next] === null) continue;
      const line = this.edges[straight.next]!.readings.findIndex(({ name }) => name === 'linear');
      if (line >= 0) changed = changed.with(k, straight.first).with(straight.next, line);
    }
    return changed;
  }

  private async oneByOne(none: Choice, base: Trial): Promise<Known> {
    const [width, few] = this.open.length > LARGE ? [1, 1] : [BEAM, FEW];
    let beam: Known[] = [{ choice: none, trial: base }];
    for (const k of this.open) {
      const next = [...beam];
      for (const { choice } of beam) {
        for (const r of nearest(this.edges[k]!, few)) {
          const changed = choice.with(k, r);
          const trial = await this.attempt(changed);
          if (trial?.passes === true) next.push({ choice: changed, trial });
        }
      }
      beam = next.sort((a, b) => a.trial.length - b.trial.length).slice(0, width);
    }
    return beam[0]!;
  }

  /** Takes swaps of single readings as long as one of them is better, and reads edges that stayed. */
  private async swapped(begun: Known): Promise<Known> {
    let best = begun;
    for (let improved = true; improved && !this.isOver;) {
      improved = false;
      // The least sure first: there is most to gain.
      for (const k of this.open.toReversed()) {
        for (const r of this.alternatives(k, best)) {
          const choice = best.choice.with(k, r);
          const trial = await this.attempt(choice);
          if (trial === null || !trial.passes || !(trial.length < best.trial.length - this.leastGain(k, best.choice[k]!, r))) continue;
          best = { choice, trial };
          improved = true;
        }
      }
    }
    return best;
  }

  private leastGain(k: number, now: number | null, next: number): number {
    const { readings } = this.edges[k]!;
    const isFarther = now !== null && readings[next]!.candidate.complexity > readings[now]!.candidate.complexity && readings[next]!.candidate.excessLength > readings[now]!.candidate.excessLength;
    return isFarther ? MUCH_BETTER : BETTER;
  }

  /** Where nothing is left to explain only what is simpler can be better. */
  private alternatives(k: number, { choice, trial: { isExact } }: Known): number[] {
    const edge = this.edges[k]!;
    const now = choice[k]!;
    if (now !== null && edge.straight !== undefined && now >= edge.straight.first) return edge.readings.map((_, r) => r).filter((r) => r >= edge.straight!.first && r !== now);
    const isLarge = this.open.length > LARGE;
    const first = nearest(edge, isLarge ? FEW : MANY);
    // What is less far-fetched and may be as good: noise decides which of these its own curve puts first.
    const plain = isLarge || now === null ? [] : own(edge).filter((r) => !first.includes(r) && edge.readings[r]!.nats < edge.readings[now]!.nats && edge.readings[r]!.candidate.excessLength < NEAR);
    // What is nearly a line beside a function that makes up for the rest, as exp of a hundredth, is one more number that nothing fixes.
    const like = isLarge || now === null ? null : simplest(edge, LIKENESSES.at(-1)!);
    const others = [...new Set([...first, ...plain.slice(0, MANY), ...(like === null ? [] : [like])])].filter((r) => r !== now);
    return isExact && now !== null ? others.filter((r) => edge.readings[r]!.candidate.complexity < edge.readings[now]!.candidate.complexity) : others;
  }
}

interface Known { readonly choice: Choice; readonly trial: Trial }

const hasAnswer = ({ suggestion }: EdgeCandidates): boolean => suggestion?.answer !== null && suggestion !== null;

/** How unsure an edge is: that nothing fits is worse than any doubt between what does. */
const doubt = ({ suggestion, readings }: EdgeCandidates): number => (suggestion === null ? Infinity : Math.max(suggestion.misfit, 3) - 3 + 1 - (readings[0]?.candidate.probability ?? 0));

/** Numbers of the readings of an edge's own curve. */
const own = ({ readings, straight }: EdgeCandidates): number[] => Array.from({ length: straight?.first ?? readings.length }, (_, r) => r);

/** The reading with the fewest and least numbers of those that are as much like a curve as that: r squared. Constants leave an edge out, which is not asked here. */
function simplest(edge: EdgeCandidates, likeness: number): number | null {
  const { readings } = edge;
  const like = own(edge).filter((r) => readings[r]!.candidate.r2 >= likeness && readings[r]!.name !== 'constant');
  return like.length === 0 ? null : like.reduce((a, b) => (readings[b]!.candidate.complexity < readings[a]!.candidate.complexity ? b : a));
}

/** Nats beyond the best from which on a reading is tried only where there are hardly others. */
const FAR = 30;
const NEAR = 10;
const LEAST = 2;

/** Numbers of the readings that are looked at: the best ones, with the simple ones among them that are as near as any of theirs. */
function nearest(edge: EdgeCandidates, most: number): number[] {
  const { readings, suggestion } = edge;
  const front = new Set(suggestion!.front.map(({ name }) => name));
  const near = own(edge).filter((r) => r < LEAST || readings[r]!.candidate.excessLength < FAR);
  return near.filter((r, place) => place < most || (front.has(readings[r]!.name) && place < 2 * most));
}
