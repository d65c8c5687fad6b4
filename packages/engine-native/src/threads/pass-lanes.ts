import { input } from '@knotwork/algebra';
import type { Task } from '@knotwork/engine-core';
import type { FunctionBuilder, Lanes } from '../code/emitter.js';
import { mapKernel } from '../emit/map-kernel.js';
import type { Arena, Memory } from '../memory/arena.js';
import type { NumbersAt } from '../memory/block-run.js';
import { type BlockPass, OTHER_LANE, shareOf, type Sums, WHOLE_PASS } from '../run/block-pass.js';
import type { KernelSet } from '../run/kernel-data.js';
import type { Crew } from './crew.js';
import { canDivide, edgesOf, laneCount } from './lane-count.js';
import { CallTable, Tape } from './tape.js';

/** What lanes come to: bytes of gradients, and how many sums there are. */
export interface LaneSizes { readonly bytes: number; readonly v: Lanes; readonly sums: number }

/** One that another thread does: its pass, which is written on a tape. */
interface Lane { readonly pass: BlockPass; readonly tape: Tape }

/** A tape, and the thread that plays it; -1 for this one. */
interface Given { readonly tape: Tape; readonly hand: number }

let programs = 0;
/** What a memory has that nobody gave back, as a guess. */
const SOME = 2 ** 24;
/** Threads hold the memories that they know: of programs that nobody disposed of, until these are collected. */
const collected = new FinalizationRegistry<() => void>((forget) => { forget(); });

/**
 * A pass, divided: the first lane is the pass of the program, which runs as always. Lanes of other threads are written on tapes, which these play meanwhile; those of this thread
 * run by the same pass, over the same memory, to sums of their own. How many lanes there are follows from the network and the samples alone, and they are added up in their
 * order, so that bits do not depend on the threads.
 */
export class PassLanes {
  /** By the number of the lane, as far as other threads ever had it. */
  private readonly lanes: Lane[] = [];
  /** What lanes of this thread add up to, by the number of the lane: of one thread all have the first, since they are added up one by one. */
  private readonly own: Sums[] = [];
  private readonly table = new CallTable();
  private readonly number = ++programs;
  /** Calls that threads know, by what stands for a thread. */
  private readonly known = new Map<object, number>();
  /** For work that is spread. */
  private readonly tapes: Tape[] = [];
  /** Lanes of the next pass, and passes of those that other threads do. */
  count = 1;
  passes: readonly BlockPass[] = [];
  private threads = 1;
  private given: readonly Given[] = [];
  private sets: readonly KernelSet[] = [];

  /** @param countOf lanes for so many samples, @param passOver makes the pass of a lane; null where passes cannot be divided, @param crew threads; null for none but this one */
  constructor(
    private readonly countOf: (samples: number) => number, private readonly arena: Arena, private readonly passOver: ((memory: Memory) => BlockPass) | null, private readonly of: LaneSizes,
    private readonly crew: Crew | null,
  ) { if (crew !== null) collected.register(this, forgetting(crew, this.number, this.known), this); }

  /** Says over what the next pass is, whose lanes get what memory they need. */
  ready(sets: readonly KernelSet[]): void {
    const { passOver, arena, of: { bytes, sums } } = this;
    this.sets = sets;
    const count = passOver === null ? 1 : this.countOf(sets.reduce((sum, set) => sum + set.count, 0));
    const threads = this.threadsFor(count);
    if (this.count !== count || this.threads !== threads) {
      [this.count, this.threads] = [count, threads];
      const passes: BlockPass[] = [];
      for (let k = 1; k < count; k++) {
        if (k % threads === 0) this.own[this.ownOf(k)] ??= { gradient: arena.allocate(bytes), at: arena.allocate(8 * sums) };
        else passes.push((this.lanes[k] ??= this.lane(passOver!)).pass);
      }
      this.passes = passes;
    }
  }

  private lane(passOver: (memory: Memory) => BlockPass): Lane {
    const tape = new Tape(this.arena, this.table);
    return { tape, pass: passOver(tape) };
  }

  /** Which of the sums of this thread a lane has. */
  private ownOf(lane: number): number { return this.threads === 1 ? 0 : lane; }

  /** Threads that so many parts are dealt to, this one among them. */
  private threadsFor(parts: number): number { return Math.min(parts, 1 + (this.crew?.size ?? 0)); }

  /** Has the other threads begin. */
  start(at: NumbersAt, withGradient: boolean): void {
    const { count, threads, sets } = this;
    const given: Given[] = [];
    for (let k = 1; k < count; k++) {
      if (k % threads === 0) continue;
      const { pass, tape } = this.lanes[k]!;
      tape.clear();
      pass.run(sets, shareOf(k, count), at, withGradient, WHOLE_PASS);
      if (withGradient) pass.unfold(at);
      given.push(this.give(tape, k % threads));
    }
    this.given = given;
  }

  /** Gives a tape to a thread, of which this one is number 0. */
  private give(tape: Tape, thread: number): Given {
    const { table: { entries }, number, arena: { memory }, crew, known } = this;
    const hand = thread - 1;
    const one = hand < 0 ? null : crew!.member(hand);
    if (one === null) return { tape, hand: -1 };
    crew!.tell(hand, { number, memory, entries: entries.slice(known.get(one) ?? 0), tape: { words: tape.words, length: tape.length } });
    known.set(one, entries.length);
    return { tape, hand };
  }

  /** Plays what was given to nobody, and waits for the others. */
  private allPlayed(given: readonly Given[]): void {
    for (const { hand, tape } of given) if (hand < 0) tape.play();
    const missing = [...new Set(given.map(({ hand }) => hand))].filter((hand) => hand >= 0 && !this.crew!.wait(hand));
    for (const { hand, tape } of given) if (missing.includes(hand)) tape.play();
  }

  /** Does work of which every number is by itself, such as an update, in as many parts as there are threads. @param work does part k of n, by kernels of the memory */
  spread(work: (memory: Memory, k: number, n: number) => void): void {
    const { arena, table, tapes } = this;
    const threads = this.threadsFor(Infinity);
    while (tapes.length < threads - 1) tapes.push(new Tape(arena, table));
    const given = tapes.slice(0, threads - 1).map((tape, k) => {
      tape.clear();
      work(tape, k + 1, threads);
      return this.give(tape, k + 1);
    });
    work(arena, 0, threads);
    this.allPlayed(given);
  }

  /** Does the lanes of this thread and what nobody else was told to do, waits for the others, and adds what lanes came to to the first pass, whose numbers are folded. */
  finish(first: BlockPass, at: NumbersAt, withGradient: boolean): void {
    const { count, threads, sets } = this;
    if (count === 1) return;
    const own = (k: number): Sums => this.own[this.ownOf(k)]!;
    const run = (k: number): void => first.into(own(k), () => {
      first.run(sets, shareOf(k, count), at, withGradient, OTHER_LANE);
      if (withGradient) first.unfold(at);
    });
    if (threads > 1) {
      for (let k = threads; k < count; k += threads) run(k);
      this.allPlayed(this.given);
    }
    for (let k = 1; k < count; k++) {
      if (threads === 1) run(k);
      this.add(first, k % threads === 0 ? own(k) : this.lanes[k]!.pass.sums, withGradient);
    }
  }

  private add({ sums }: BlockPass, from: Sums, withGradient: boolean): void {
    const { arena, of: { bytes, v, sums: count } } = this;
    if (withGradient) arena.kernels(`add ${v.precision}`, () => [addKernel(v)])['add']!(sums.gradient, from.gradient, bytes);
    for (let k = 0; k < count; k++) arena.f64[sums.at / 8 + k]! += arena.f64[from.at / 8 + k]!;
  }

  /** @param left bytes of its memory where no other program will use it */
  dispose(left: number): void {
    const { crew, number, known } = this;
    if (crew === null || known.size === 0) return;
    collected.unregister(this);
    crew.forget(known.keys(), number, left);
  }
}

/** Without what it is for, which would never be collected: how large the memory was is not known. */
function forgetting(crew: Crew, number: number, known: ReadonlyMap<object, number>): () => void { return () => { if (known.size > 0) crew.forget(known.keys(), number, SOME); }; }

/** add(to, from, bytes) */
function addKernel(v: Lanes): FunctionBuilder {
  const lane = (pointer: number): { pointer: number; offset: number; each: 'lane' } => ({ pointer, offset: 0, each: 'lane' });
  return mapKernel('add', v, { pointers: 2, inputs: { a: lane(0), b: lane(1) }, outputs: [{ expr: input('a').add(input('b')), pointer: 0, offset: 0 }] });
}

/** Makes the lanes of a program over a memory that threads share. */
export type MakeLanes = (...of: readonly [arena: Arena, passOver: ((memory: Memory) => BlockPass) | null, sizes: LaneSizes]) => PassLanes;

/** @param crew threads, null for none but this one @returns null for networks that have nothing to divide */
export function lanesFor({ structure }: Pick<Task, 'structure'>, crew: Crew | null): MakeLanes | null {
  const edges = edgesOf(structure.layers);
  return !canDivide(structure) ? null : (...of) => new PassLanes((samples) => laneCount(edges, samples), ...of, crew);
}
