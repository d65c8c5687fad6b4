import type { WasmMemory } from '../code/web-assembly.js';
import type { Entry } from './tape.js';

// Loaded where there can be threads, and by itself: what it shares with others would be a file of its own in a page.

/** A thread, as this file uses it. */
export interface Hand {
  postMessage(message: unknown): void;
  on(event: 'error', listener: () => void): unknown;
  unref(): void;
  terminate(): unknown;
}

/** Begins a thread, such as the class `Worker` of Node. */
export type Hire = new (program: string, options: { readonly eval: true; readonly execArgv: readonly string[]; readonly env: object; readonly workerData: object }) => Hand;

/** The part of Node that is asked. At run time, so that what is bundled for a page names nothing of it. */
interface NodeHost {
  getBuiltinModule?(name: 'node:worker_threads'): { readonly Worker: Hire };
  getBuiltinModule?(name: 'node:os'): { availableParallelism(): number };
}

/** What a thread is told: to play a tape over a memory, whose calls it learns with the first tape that makes them; or to forget a memory. */
export type Order =
  | { readonly number: number; readonly memory: WasmMemory; readonly entries: readonly Entry[]; readonly tape: { readonly words: Int32Array; readonly length: number } }
  | { readonly number: number; readonly forget: true };

/** Places of the numbers that both sides look at: how many orders were given and how many are done, 1 where one failed, and who was first to say what becomes of the thread. */
const [TOLD, DONE, FAILED, STATE, SIZE] = [0, 1, 2, 3, 4];
/** States: it works, or it came too late. */
const [WORKS, LATE] = [1, 2];
/** Threads of a process where nobody says how many: there are no more lanes, and memory is shared by all. */
const MOST = 8;
/** Bytes that threads may hold for nobody. */
const MOST_HELD = 2 ** 28;
/** Milliseconds that a thread has to begin: it takes a few hundredths of a second. */
const BEGIN_MS = 10_000;

/**
 * What a thread does. While it waits it hears nothing, so that orders are fetched and not delivered. Memories grow in other threads: `grow(0)` makes
 * their buffers those of now.
 */
const PROGRAM = `
const { parentPort, receiveMessageOnPort, workerData: { control } } = require('node:worker_threads');
const memories = new Map();
function callOf({ module, name, file, variant }, own) {
  if (file !== undefined) {
    const { run } = require(file);
    return (job) => { run(own.u8, job, variant); };
  }
  let functions = own.functions.get(module);
  if (functions === undefined) own.functions.set(module, functions = { ...new WebAssembly.Instance(module, { env: { memory: own.memory } }).exports });
  return functions[name];
}
function play(own, { words, length }) {
  const { memory, calls } = own;
  memory.grow(0);
  own.u8 = new Uint8Array(memory.buffer);
  const integers = new Int32Array(memory.buffer);
  for (let k = 0; k < length;) {
    const call = words[k];
    const from = k + 2;
    k = from + words[k + 1];
    if (call < 0) integers.set(words.subarray(from + 1, k), words[from] / 4);
    else calls[call](...words.subarray(from, k));
  }
}
function follow({ number, memory, entries, tape, forget }) {
  if (forget) { memories.delete(number); return; }
  let own = memories.get(number);
  if (own === undefined) memories.set(number, own = { memory, calls: [], functions: new Map(), u8: null });
  for (const entry of entries) own.calls.push(callOf(entry, own));
  play(own, tape);
}
if (Atomics.compareExchange(control, ${STATE}, 0, ${WORKS}) === 0) {
  for (let done = 0; ; done++) {
    while (Atomics.load(control, ${TOLD}) === done) Atomics.wait(control, ${TOLD}, done);
    try { follow(receiveMessageOnPort(parentPort).message); } catch { Atomics.store(control, ${FAILED}, 1); }
    Atomics.store(control, ${DONE}, done + 1);
    Atomics.notify(control, ${DONE});
  }
}`;

/** A thread at work. */
interface Member { readonly hand: Hand; readonly control: Int32Array; told: number }

/** Threads of this process that play tapes, for all programs. They begin when there is something to do, and keep no process. */
export class Crew {
  private readonly members: Member[] = [];
  private count: number;
  /** Bytes that threads forgot and may hold still. */
  private held = 0;

  /** @param size threads besides this one */
  constructor(private readonly hire: Hire, size: number, private readonly patience = BEGIN_MS) { this.count = size; }

  private static own: Crew | null | undefined;

  /** That of this process, made when it is asked for first; null where it is to have one thread only. @param asked threads, this one among them; null for as many as the machine has, up to eight */
  static here(asked: number | null): Crew | null {
    if (Crew.own === undefined) Crew.own = Crew.open((globalThis as { readonly process?: NodeHost }).process, asked);
    return Crew.own;
  }

  /** @param process what Node calls so; undefined in a page */
  static open(process: NodeHost | undefined, asked: number | null): Crew | null {
    const threads = process?.getBuiltinModule?.('node:worker_threads');
    if (process === undefined || threads === undefined) return null;
    const all = asked ?? Math.min(MOST, process.getBuiltinModule!('node:os').availableParallelism());
    return all === 1 ? null : new Crew(threads.Worker, all - 1);
  }

  /** Threads besides this one. None, once one could not begin. */
  get size(): number { return this.count; }

  /** What stands for a thread, of which there may be another one later under the same number. @param k 0 to size - 1 @returns null where none can be had */
  member(k: number): object | null {
    try {
      return this.members[k] ??= this.begin();
    } catch {
      // The host allows none, or no more.
      this.count = 0;
      return null;
    }
  }

  /** Gives an order to a thread that there is. */
  tell(k: number, order: Order): void { this.order(this.members[k]!, order); }

  /**
   * Has threads forget a memory, those of them that are still there.
   *
   * @param left bytes of it that are free as soon as no thread holds it
   */
  forget(members: Iterable<object>, number: number, left: number): void {
    for (const known of members) {
      const own = this.members.find((one) => one === known);
      if (own !== undefined) this.order(own, { number, forget: true });
    }
    this.held += left;
    if (this.held < MOST_HELD) return;
    // They collect what they forgot when they make something new, which they hardly do. They do nothing now: what they hold is free with them, and others begin when there is something to do.
    this.held = 0;
    for (const { hand } of this.members.splice(0)) void hand.terminate();
  }

  private order(member: Member, order: Order): void {
    member.hand.postMessage(order);
    member.told++;
    Atomics.store(member.control, TOLD, member.told);
    Atomics.notify(member.control, TOLD);
  }

  /**
   * Waits until a thread has done what it was told.
   *
   * @returns false where it never began, and will not
   * @throws Error where it could not do it
   */
  wait(k: number): boolean {
    const { control, told } = this.members[k]!;
    for (let done = Atomics.load(control, DONE); done < told; done = Atomics.load(control, DONE)) {
      if (Atomics.wait(control, DONE, done, this.patience) !== 'timed-out') continue;
      if (Atomics.compareExchange(control, STATE, 0, LATE) === WORKS) continue;
      this.count = 0;
      return false;
    }
    if (Atomics.exchange(control, FAILED, 0) === 1) throw new Error('A thread could not do its part of a pass.');
    return true;
  }

  private begin(): Member {
    const control = new Int32Array(new SharedArrayBuffer(4 * SIZE));
    // What this process was started with, such as loaders and coverage, is nothing to the thread.
    const hand = new this.hire(PROGRAM, { eval: true, execArgv: [], env: {}, workerData: { control } });
    // One that ends before it works is one that never begins.
    hand.on('error', () => undefined);
    hand.unref();
    return { hand, control, told: 0 };
  }
}
