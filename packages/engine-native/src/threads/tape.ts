import type { Contraction } from '@knotwork/contraction';
import type { FunctionBuilder } from '../code/emitter.js';
import { moduleOf } from '../code/module-cache.js';
import { memorySet } from '../emit/memory-kernels.js';
import type { Kernels, WasmModule } from '../code/web-assembly.js';
import type { Arena, Memory } from '../memory/arena.js';

/** Something that a thread can call: a function of a module, or native code by its file; both are found again in another thread. */
export type Entry = { readonly module: WasmModule; readonly name: string } | { readonly file: string; readonly variant: number };

/** What tapes over one memory call, by number. */
export class CallTable {
  readonly entries: Entry[] = [];
  readonly calls: ((...args: number[]) => void)[] = [];

  add(entry: Entry, call: (...args: number[]) => void): number {
    this.calls.push(call);
    return this.entries.push(entry) - 1;
  }
}

/** In place of the number of a call: integers are written. */
export const PUT = -1;

/**
 * A memory that does nothing to what is in it, but writes down what is to be done: `[number of the call, count of arguments, arguments ...]`, and so on. Who plays it, in
 * whatever thread, does it. Stretches come from the memory below, as always.
 */
export class Tape implements Memory {
  /** Shared among threads, where these share the memory; it has room for more than it holds. */
  words: Int32Array;
  length = 0;
  private readonly recorders = new Map<string, Kernels>();
  private readonly contractions = new Map<Contraction, number>();

  constructor(private readonly arena: Arena, private readonly table: CallTable) { this.words = this.room(1024); }

  private room(count: number): Int32Array { return new Int32Array(this.arena.isShared ? new SharedArrayBuffer(4 * count) : new ArrayBuffer(4 * count)); }

  allocate(bytes: number): number { return this.arena.allocate(bytes); }
  integers(values: Int32Array): number { return this.arena.integers(values); }
  release(at: number): void { this.arena.release(at); }
  numbers(...of: Parameters<Memory['numbers']>): ReturnType<Memory['numbers']> { return this.arena.numbers(...of); }

  kernels(key: string, functions: () => readonly FunctionBuilder[]): Kernels {
    const known = this.recorders.get(key);
    if (known !== undefined) return known;
    const { arena, table } = this;
    const module = moduleOf(key, functions, arena.isShared);
    const recorders = Object.fromEntries(Object.entries(arena.kernels(key, functions)).map(([name, run]) => {
      const number = table.add({ module, name }, run);
      return [name, (...args: number[]): void => { this.write(number, args); }];
    }));
    this.recorders.set(key, recorders);
    return recorders;
  }

  zero(at: number, bytes: number): void { memorySet(this)['zero']!(at, bytes); }

  copy(from: number, to: number, bytes: number): void { memorySet(this)['copy']!(from, to, bytes); }

  put(at: number, values: ArrayLike<number>): void { this.write(PUT, [at, ...Array.from(values)]); }

  contract(contraction: Contraction, job: number): void {
    let number = this.contractions.get(contraction);
    if (number === undefined) {
      const { arena } = this;
      number = this.table.add(contraction.origin, (at) => { arena.contract(contraction, at!); });
      this.contractions.set(contraction, number);
    }
    this.write(number, [job]);
  }

  /** Begins anew. */
  clear(): void { this.length = 0; }

  /** Does what stands on it. */
  play(): void {
    const { words, length, table: { calls }, arena } = this;
    for (let k = 0; k < length;) {
      const [call, from] = [words[k]!, k + 2];
      k = from + words[k + 1]!;
      if (call === PUT) arena.put(words[from]!, words.subarray(from + 1, k));
      else calls[call]!(...words.subarray(from, k));
    }
  }

  private write(call: number, args: readonly number[]): void {
    const end = this.length + 2 + args.length;
    if (end > this.words.length) {
      const longer = this.room(2 * end);
      longer.set(this.words.subarray(0, this.length));
      this.words = longer;
    }
    this.words[this.length] = call;
    this.words[this.length + 1] = args.length;
    for (let k = 0; k < args.length; k++) this.words[this.length + 2 + k] = args[k]!;
    this.length = end;
  }
}
