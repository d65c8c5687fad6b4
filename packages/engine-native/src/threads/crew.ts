import type { WasmMemory } from '../code/web-assembly.js';
import { type Hand, type Host, nodeHost, type NodeProcess, pageHost, type PageScope } from './hosts.js';
import { DONE, FAILED, LATE, SIZE, STATE, TOLD, WORKS } from './program.js';
import type { Entry } from './tape.js';

// Loaded where there can be threads, and by itself, with hosts and programs: what it shares with others would be a file of its own in a page.

/** What a thread is told: to play a tape over a memory, whose calls it learns with the first tape that makes them; or to forget a memory. */
export type Order =
  | { readonly number: number; readonly memory: WasmMemory; readonly entries: readonly Entry[]; readonly tape: { readonly words: Int32Array; readonly length: number } }
  | { readonly number: number; readonly forget: true };

/** Threads of a process where nobody says how many: there are no more lanes, and memory is shared by all. */
const MOST = 8;
/** Bytes that threads may hold for nobody. */
const MOST_HELD = 2 ** 28;
/** Milliseconds that a thread has to begin: it takes a few hundredths of a second. */
const BEGIN_MS = 10_000;

/** What is global, in Node or in a page. */
type Global = { readonly process?: NodeProcess } & PageScope;

/** A thread at work. */
interface Member { readonly hand: Hand; readonly control: Int32Array; told: number }

/** Threads of this process that play tapes, for all programs. They begin when there is something to do, and keep no process. */
export class Crew {
  private readonly members: Member[] = [];
  private count: number;
  /** Bytes that threads forgot and may hold still. */
  private held = 0;

  /** @param size threads besides this one */
  constructor(private readonly host: Host, size: number, private readonly patience = BEGIN_MS) { this.count = size; }

  private static own: Crew | null | undefined;

  /** That of this process, made when it is asked for first; null where it is to have one thread only. @param asked threads, this one among them; null for as many as the machine has, up to eight */
  static here(asked: number | null): Crew | null {
    if (Crew.own === undefined) Crew.own = Crew.open(globalThis as Global, asked);
    return Crew.own;
  }

  static open(scope: Global, asked: number | null): Crew | null {
    const host = nodeHost(scope.process) ?? pageHost(scope);
    if (host === null) return null;
    const all = asked ?? Math.min(MOST, host.processors());
    return all === 1 ? null : new Crew(host, all - 1);
  }

  /** Threads besides this one. None, once one could not begin. */
  get size(): number { return this.count; }

  /** What stands for a thread, of which there may be another one later under the same number. @param k 0 to size - 1 @returns null where none can be had, or not yet */
  member(k: number): object | null {
    try {
      const one = this.members[k] ??= this.begin();
      // Where it only begins while this one does nothing it would be waited for in vain.
      return this.host.beginsMeanwhile || Atomics.load(one.control, STATE) === WORKS ? one : null;
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
    const hand = this.host.begin(control);
    // One that ends before it works is one that never begins.
    hand.onFailure(() => { if (Atomics.compareExchange(control, STATE, 0, LATE) === 0) this.count = 0; });
    return { hand, control, told: 0 };
  }
}
