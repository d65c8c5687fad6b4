import type { Contraction } from '@knotwork/contraction';
import type { Precision } from '@knotwork/plugin/engine';
import { noMemory, outOfMemory } from '../errors.js';
import { type FunctionBuilder, MOST_PAGES } from '../code/emitter.js';
import { moduleOf } from '../code/module-cache.js';
import { memorySet } from '../emit/memory-kernels.js';
import { type Kernels, webAssembly, type WasmMemory } from '../code/web-assembly.js';

const PAGE = 65536;
const ALIGNMENT = 64;
/** What one program can address. */
export const MOST_BYTES = PAGE * MOST_PAGES;

/** A stretch of an arena: `bytes` are used, `reserved` is kept until it is freed. */
export interface Stretch { readonly at: number; readonly bytes: number; readonly reserved: number }

/**
 * What a pass over blocks of samples asks of a memory. All that it does there goes through kernels and through `zero`, `copy`, `put` and `contract`, so that it
 * can be written down and done by another thread (`Tape`).
 */
export type Memory = Pick<Arena, 'allocate' | 'integers' | 'release' | 'kernels' | 'numbers' | 'zero' | 'copy' | 'put' | 'contract'>;

/**
 * The memory of one program, and its kernels bound to it. Stretches are handed out first fit and can be given back; the memory grows
 * when none fits. Views (`f32`, ...) are new after growth: read them anew, never keep one.
 *
 * @param slack bytes kept free behind every stretch: vectors may read, never write, a few numbers beyond an end
 */
export class Arena {
  f32: Float32Array = new Float32Array(0);
  f64: Float64Array = new Float64Array(0);
  i32: Int32Array = new Int32Array(0);
  u8: Uint8Array = new Uint8Array(0);
  readonly memory: WasmMemory;
  private readonly used = new Map<number, Stretch>();
  /** Free stretches by address, never side by side. Address 0 stays unused, so that it can mean "none". */
  private free: { at: number; bytes: number }[];
  private readonly instances = new Map<string, Kernels>();
  /** Kernels whose calls are timed, as they were. */
  private readonly untimed = new Map<Kernels, Kernels>();
  private times: Record<string, number> = {};

  /** @param isShared whether threads share it @throws KnotworkError `capability` when the host gives no memory */
  constructor(readonly slack = 64, pages = 16, readonly isShared = false) {
    try {
      this.memory = new (webAssembly()!.Memory)({ initial: pages, maximum: MOST_PAGES, shared: isShared });
    } catch (cause) {
      throw noMemory(cause);
    }
    this.free = [{ at: ALIGNMENT, bytes: pages * PAGE - ALIGNMENT }];
    this.look();
  }

  private look(): void {
    const { buffer } = this.memory;
    [this.f32, this.f64, this.i32, this.u8] = [new Float32Array(buffer), new Float64Array(buffer), new Int32Array(buffer), new Uint8Array(buffer)];
  }

  get bytes(): number { return this.u8.length; }

  /** Stretches in use. */
  get stretches(): readonly Stretch[] { return [...this.used.values()]; }

  /** @returns the address of so many bytes, all zero. @throws KnotworkError `capability` when 4 GiB, or what the host gives, are not enough */
  allocate(bytes: number): number {
    // At least one unit: no two stretches share an address, however short.
    const reserved = Math.max(1, Math.ceil((bytes + this.slack) / ALIGNMENT)) * ALIGNMENT;
    let index = this.free.findIndex((f) => f.bytes >= reserved);
    if (index < 0) {
      this.grow(reserved);
      index = this.free.length - 1;
    }
    const place = this.free[index]!;
    const { at } = place;
    if (place.bytes === reserved) this.free.splice(index, 1);
    else this.free[index] = { at: at + reserved, bytes: place.bytes - reserved };
    this.used.set(at, { at, bytes, reserved });
    this.zero(at, bytes);
    return at;
  }

  /** Sets bytes to zero. */
  zero(at: number, bytes: number): void {
    // Hosts fill and copy shared memory number by number, as others might look at it.
    if (this.isShared) memorySet(this)['zero']!(at, bytes); else this.u8.fill(0, at, at + bytes);
  }

  copy(from: number, to: number, bytes: number): void { if (this.isShared) memorySet(this)['copy']!(from, to, bytes); else this.u8.copyWithin(to, from, from + bytes); }

  /** Writes integers, for kernels that read them. */
  put(at: number, values: ArrayLike<number>): void { this.i32.set(values, at / 4); }

  /** Does a job that lies in this memory. */
  contract({ run, kinds }: Contraction, job: number): void {
    const from = this.untimed.size === 0 ? 0 : performance.now();
    run(this.u8, job);
    if (from > 0) this.addTime(`native.${kinds[this.i32[job / 4]!]!}`, from);
  }

  /** Puts integers into memory. @returns their address; 0 for none */
  integers(values: Int32Array): number {
    if (values.length === 0) return 0;
    const at = this.allocate(4 * values.length);
    this.i32.set(values, at / 4);
    return at;
  }

  /** Gives a stretch back. @param at what `allocate` returned */
  release(at: number): void {
    const stretch = this.used.get(at);
    if (stretch === undefined) return;
    this.used.delete(at);
    this.free.push({ at, bytes: stretch.reserved });
    this.free.sort((a, b) => a.at - b.at);
    const joined: { at: number; bytes: number }[] = [];
    for (const f of this.free) {
      const last = joined.at(-1);
      if (last !== undefined && last.at + last.bytes === f.at) last.bytes += f.bytes;
      else joined.push({ ...f });
    }
    this.free = joined;
  }

  /** Gives everything back, and ends a profile that nobody ended: it would slow down whoever comes next. */
  clear(): void {
    this.stopProfile();
    this.used.clear();
    this.free = [{ at: ALIGNMENT, bytes: this.bytes - ALIGNMENT }];
  }

  /** Makes the last free stretch at least so long. */
  private grow(bytes: number): void {
    const before = this.bytes;
    const last = this.free.at(-1);
    const reachesEnd = last !== undefined && last.at + last.bytes === before;
    const missing = Math.ceil((bytes - (reachesEnd ? last.bytes : 0)) / PAGE);
    // A quarter more than there is, so that many small requests do not copy the memory again and again.
    const pages = Math.min(Math.max(missing, Math.ceil(before / PAGE / 4)), Math.max(missing, MOST_PAGES - before / PAGE));
    try {
      this.memory.grow(pages);
    } catch {
      // Which of them it is, and in which precision, is not known here.
      throw outOfMemory(before + bytes, ['network', 'numbers', 'rows', 'starts', 'otherPrecision']);
    }
    this.look();
    if (reachesEnd) this.free[this.free.length - 1] = { at: last.at, bytes: last.bytes + pages * PAGE };
    else this.free.push({ at: before, bytes: pages * PAGE });
  }

  /** The functions of a module over this memory. @param key as in `moduleOf` */
  kernels(key: string, functions: () => readonly FunctionBuilder[]): Kernels {
    const known = this.instances.get(key);
    if (known !== undefined) return known;
    const { exports } = new (webAssembly()!.Instance)(moduleOf(key, functions, this.isShared), { env: { memory: this.memory } });
    // A memory that is used again keeps its kernels, but not without bound.
    if (this.instances.size >= MOST_INSTANCES) this.instances.clear();
    // A copy: the host's exports object is slow to read.
    const kernels = { ...(exports as Kernels) };
    this.instances.set(key, kernels);
    return kernels;
  }

  /** From now on every call of a kernel is timed. Kernels that are bound later are not. */
  startProfile(): void {
    this.stopProfile();
    for (const [key, kernels] of this.instances) {
      const untimed = { ...kernels };
      this.untimed.set(kernels, untimed);
      for (const [name, run] of Object.entries(untimed)) {
        const entry = `${key.split(' ')[0]}.${name}`;
        (kernels as Record<string, (...args: number[]) => void>)[name] = (...args): void => {
          const from = performance.now();
          run(...args);
          this.addTime(entry, from);
        };
      }
    }
  }

  private addTime(entry: string, from: number): void { this.times[entry] = (this.times[entry] ?? 0) + performance.now() - from; }

  /** @returns milliseconds by kernel since the profile was started */
  stopProfile(): Readonly<Record<string, number>> {
    for (const [kernels, untimed] of this.untimed) Object.assign(kernels, untimed);
    this.untimed.clear();
    const { times } = this;
    this.times = {};
    return times;
  }

  /** Numbers of a precision. */
  numbers(precision: Precision): Float32Array | Float64Array { return precision === 'float32' ? this.f32 : this.f64; }
}

const MOST_INSTANCES = 256;
/** Memories that wait for the next program: few, and small but for one that threads share. */
const MOST_IDLE = 4;
const LARGEST_IDLE = 64 * 2 ** 20;
const idle: Arena[] = [];
/** Memories in use. Those of programs that nobody disposed of are left to the garbage collector. */
const lent = new Set<WeakRef<Arena>>();

/** A memory with nothing in it: one that was given back, or a new one. @param isShared whether threads share it */
export function borrowArena(isShared = false): Arena {
  const at = idle.findLastIndex((arena) => arena.isShared === isShared);
  const arena = at < 0 ? new Arena(undefined, undefined, isShared) : idle.splice(at, 1)[0]!;
  forget(undefined);
  lent.add(new WeakRef(arena));
  return arena;
}

/** Bytes of all stretches that are in use, of memories that were lent. */
export function lentBytes(): number {
  return [...lent].reduce((sum, ref) => sum + (ref.deref()?.stretches ?? []).reduce((bytes, { reserved }) => bytes + reserved, 0), 0);
}

/** @param arena one that is lent no longer; undefined for those that were collected */
function forget(arena: Arena | undefined): void { for (const ref of lent) if (ref.deref() === arena) lent.delete(ref); }

/** Ends the use of a memory. Nothing of it may be touched afterwards. @returns bytes that are left to the host's collector; 0 where it waits for the next program */
export function giveBackArena(arena: Arena): number {
  arena.clear();
  forget(arena);
  // Hosts collect shared memory late, as they do not count it: one large one is used again and again in place of being left to them.
  const isKept = idle.length < MOST_IDLE && (arena.bytes <= LARGEST_IDLE || (arena.isShared && idle.every(({ bytes }) => bytes <= LARGEST_IDLE)));
  if (isKept) idle.push(arena);
  return isKept ? 0 : arena.bytes;
}
