import { input } from '@knotwork/algebra';
import type { Task } from '@knotwork/engine-core';
import type { FunctionBuilder, Lanes } from '../code/emitter.js';
import { mapKernel } from '../emit/map-kernel.js';
import type { Arena, Memory } from '../memory/arena.js';
import type { NumbersAt } from '../memory/block-run.js';
import { type BlockPass, shareOf } from '../run/block-pass.js';
import type { KernelSet } from '../run/kernel-data.js';
import type { Crew } from './crew.js';
import { edgesOf, laneCount, LEAST_EDGES } from './lane-count.js';
import { CallTable, Tape } from './tape.js';

/** What lanes come to: bytes of gradients, and how many sums there are. */
export interface LaneSizes { readonly bytes: number; readonly v: Lanes; readonly sums: number }

/** One of the others: its pass, which is written on a tape. */
interface Lane { readonly pass: BlockPass; readonly tape: Tape }

/** A tape, and the thread that plays it; -1 for this one. */
interface Given { readonly tape: Tape; readonly hand: number }

let programs = 0;
/** What a memory has that nobody gave back, as a guess. */
const SOME = 2 ** 24;
/** Threads hold the memories that they know: of programs that nobody disposed of, until these are collected. */
const collected = new FinalizationRegistry<() => void>((forget) => { forget(); });

/**
 * A pass, divided: the first lane is the pass of the program, which runs as always; the others are written on tapes, which threads play meanwhile. How many lanes there are
 * follows from the network and the samples alone, and they are added up in their order, so that bits do not depend on the threads.
 */
export class PassLanes {
  private readonly lanes: Lane[] = [];
  private readonly table = new CallTable();
  private readonly number = ++programs;
  /** Calls that threads know, by what stands for a thread. */
  private readonly known = new Map<object, number>();
  /** For work that is spread. */
  private readonly tapes: Tape[] = [];
  private active: readonly Lane[] = [];
  private given: readonly Given[] = [];
  private passes: readonly BlockPass[] = [];
  private sets: readonly KernelSet[] = [];

  /** @param countOf lanes for so many samples, @param passOver makes the pass of a lane; null where passes cannot be divided, @param crew threads; null for none but this one */
  constructor(
    private readonly countOf: (samples: number) => number, private readonly arena: Arena, private readonly passOver: ((memory: Memory) => BlockPass) | null, private readonly of: LaneSizes,
    private readonly crew: Crew | null,
  ) { if (crew !== null) collected.register(this, forgetting(crew, this.number, this.known), this); }

  /** Says over what the next pass is. @returns passes of the other lanes; none where it is not divided */
  ready(sets: readonly KernelSet[]): readonly BlockPass[] {
    this.sets = sets;
    const { passOver } = this;
    const count = passOver === null ? 0 : this.countOf(sets.reduce((sum, set) => sum + set.count, 0)) - 1;
    if (this.active.length === count) return this.passes;
    while (this.lanes.length < count) {
      const tape = new Tape(this.arena, this.table);
      this.lanes.push({ tape, pass: passOver!(tape) });
    }
    this.active = this.lanes.slice(0, count);
    return this.passes = this.active.map(({ pass }) => pass);
  }

  /** Threads that so many parts are dealt to, this one among them. */
  private threadsFor(parts: number): number { return Math.min(parts, 1 + (this.crew?.size ?? 0)); }

  /** Has the other threads begin. */
  start(at: NumbersAt, withGradient: boolean): void {
    const { active, sets } = this;
    const count = active.length + 1;
    const threads = this.threadsFor(count);
    this.given = active.map(({ pass, tape }, k) => {
      tape.clear();
      pass.run(sets, shareOf(k + 1, count), at, withGradient);
      if (withGradient) pass.unfold(at);
      return this.give(tape, (k + 1) % threads);
    });
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

  /** Does what nobody was told to do, waits for the others, and adds what lanes came to to the first pass. */
  finish(first: BlockPass, withGradient: boolean): void {
    const { active, arena, of: { bytes, v, sums } } = this;
    if (active.length === 0) return;
    this.allPlayed(this.given);
    const { add } = arena.kernels(`add ${v.precision}`, () => [addKernel(v)]);
    for (const { pass } of active) {
      if (withGradient) add!(first.gradient, pass.gradient, bytes);
      for (let k = 0; k < sums; k++) arena.f64[first.sumOf(0) / 8 + k]! += arena.f64[pass.sumOf(0) / 8 + k]!;
    }
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
export function lanesFor({ structure: { layers } }: Pick<Task, 'structure'>, crew: Crew | null): MakeLanes | null {
  const edges = edgesOf(layers);
  return edges < LEAST_EDGES ? null : (...of) => new PassLanes((samples) => laneCount(edges, samples), ...of, crew);
}
