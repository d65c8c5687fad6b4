import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { folderInUse, leaseLost } from '../errors.js';
import { writeAll } from '../../files/write-atomically.js';
import { Beats, leaseText, RHYTHM, type Rhythm } from './beats.js';
import { describe, type Holder, isAlive, isOurs, thisHolder } from './holder.js';
import { type Seen, seenIn, Silence } from './silence.js';

/** First lines of the leases that this process has, by their paths. */
const held = new Map<string, string>();
let isWatching = false;
const ATTEMPTS = 20;

/** What the leases of a process share: their beats, and what was seen of others. */
export class Leases {
  readonly beats: Beats;
  readonly silence: Silence;

  constructor(readonly rhythm: Rhythm = RHYTHM) { [this.beats, this.silence] = [new Beats(rhythm.beat), new Silence(rhythm.lease)]; }
}

/** Those of this process. */
export const usualLeases = new Leases();
/** Name of the lease of a folder, which is nothing that was left in it. */
export const LEASE = 'lock';

/** How a lease is taken. */
export interface LeaseOptions {
  /** Of its file, where a folder has several; `lock` when left out. */
  readonly name?: string;
  /** Of this process when left out. */
  readonly leases?: Leases;
}

/**
 * Keeps other processes from writing a folder, or a part of it, on this machine or another one that sees it. Holders say every few seconds that they live. The lease of a process of this machine that has ended is taken over
 * at once; that of any other when it was seen to be silent for a minute. A holder that was stopped for so long, by a signal or with its machine, learns of it with its next beat, and {@link Lease.requireHeld} before.
 */
export class Lease {
  /** Aborted when somebody else has taken the lease over. */
  readonly lost: AbortSignal;
  readonly #path: string;
  readonly #folder: string;
  readonly #line: string;
  readonly #leases: Leases;
  readonly #lost = new AbortController();
  #verified = performance.now();

  /**
   * Takes the lease.
   * @throws KnotworkError `busy` when somebody holds it who is not known to be gone; what the operating system says
   */
  constructor(folder: string, { name = LEASE, leases = usualLeases }: LeaseOptions = {}) {
    this.#path = resolve(join(folder, name));
    this.#folder = folder;
    this.#leases = leases;
    this.#line = JSON.stringify(thisHolder());
    this.lost = this.#lost.signal;
    for (let attempt = 0; !this.#isTaken(); attempt++) {
      // A name that is taken and still cannot be read, such as a link that leads nowhere, never becomes free by waiting.
      if (attempt === ATTEMPTS) throw folderInUse(folder, describe(null), this.#path);
      this.#removeIfGone();
    }
    leases.silence.forget(this.#path);
    held.set(this.#path, this.#line);
    if (!isWatching) process.once('exit', releaseAll);
    isWatching = true;
    leases.beats.add(this.#path, this.#line, () => { this.#end(); });
  }

  /**
   * To be called before something is written. A lease that was looked at within a beat is taken for granted unless it matters.
   * @throws KnotworkError `busy` when somebody else has it by now
   */
  requireHeld(itMatters = true): void {
    const now = performance.now();
    if (!this.lost.aborted && !itMatters && now - this.#verified < this.#leases.rhythm.beat) return;
    this.#verified = now;
    if (!this.lost.aborted && !isThere(this.#path, this.#line)) this.#end();
    if (this.lost.aborted) throw leaseLost(this.#folder);
  }

  /** Gives it back, where it is still there to give. A second call does nothing. */
  release(): void {
    if (!held.delete(this.#path)) return;
    this.#leases.beats.remove(this.#path);
    if (isThere(this.#path, this.#line)) rmSync(this.#path, { force: true });
  }

  #end(): void {
    held.delete(this.#path);
    this.#leases.beats.remove(this.#path);
    this.#leases.beats.leap();
    this.#lost.abort(leaseLost(this.#folder));
  }

  #isTaken(): boolean {
    let descriptor: number;
    try {
      descriptor = openSync(this.#path, 'wx');
    } catch (error) {
      if ((error as { code?: string }).code === 'EEXIST') return false;
      throw error;
    }
    try {
      writeAll(descriptor, leaseText(this.#line, this.#leases.beats.counted));
      return true;
    } catch (error) {
      // On a full disk an empty lock would keep this command from being given again.
      rmSync(this.#path, { force: true });
      throw error;
    } finally {
      closeSync(descriptor);
    }
  }

  #removeIfGone(): void {
    const text = readIfThere(this.#path);
    if (text === null) return;
    const seen = seenIn(text);
    if (!isGone(this.#path, seen, this.#leases.silence)) throw folderInUse(this.#folder, describe(seen.holder), this.#path);
    // Moving it away first shows whether it is still the one that was looked at: somebody may have been faster, or its holder may have come back.
    const aside = `${this.#path}.${process.pid}-${Math.random().toString(36).slice(2)}`;
    renameIfThere(this.#path, aside);
    if ((readIfThere(aside) ?? text) !== text) {
      putBack(aside, this.#path);
      throw folderInUse(this.#folder, describe(null), this.#path);
    }
    rmSync(aside, { force: true });
  }
}

/**
 * Waits until it is known whether the holder of a lease lives, where that cannot be told at once: it may be a process of another machine. Returns at once where there is no lease, or its holder is a
 * process of this machine.
 *
 * A lease that is taken afterwards knows what was seen.
 *
 * @param tell called once, with who is waited for and the most seconds that it takes
 */
export async function seeHolder(folder: string, tell: (holder: string, seconds: number) => void = () => undefined, signal?: AbortSignal, { name = LEASE, leases = usualLeases }: LeaseOptions = {}): Promise<void> {
  const path = resolve(join(folder, name));
  const first = readIfThere(path);
  for (let text = first, isTold = false; text !== null && text === first && signal?.aborted !== true; text = readIfThere(path)) {
    const seen = seenIn(text);
    if ((seen.holder !== null && isAlive(seen.holder) !== null) || leases.silence.isGone(path, seen)) break;
    if (!isTold) tell(describe(seen.holder), leases.rhythm.lease / 1000);
    isTold = true;
    await wait(leases.rhythm.beat / 5, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
}

/**
 * Who holds a lease, without taking it.
 *
 * @param name of its file
 * @returns null where it is free: nobody took it, or who did is known to have ended. A holder that nobody can ask from here is told, silent or not
 */
export function holderOf(folder: string, name = LEASE): Holder | null {
  const path = resolve(join(folder, name));
  const text = readIfThere(path);
  const holder = text === null ? null : seenIn(text).holder;
  return holder === null || isAlive(holder) === false || (isOurs(holder) && !held.has(path)) ? null : holder;
}

/** Whether a lease may be taken over. A process of this machine that has ended is gone; one that lives is, too, when it does not beat: it was stopped. */
function isGone(path: string, seen: Seen, silence: Silence): boolean {
  if (held.has(path)) return false;
  const { holder } = seen;
  if (holder !== null) {
    const alive = isAlive(holder);
    // An earlier process may have had our number, as the first process of a container always does; where the system does not tell when it began, what is not held here was its.
    if (alive === false || isOurs(holder) || (alive === true && holder.began === null && holder.pid === process.pid)) return true;
  }
  return silence.isGone(path, seen);
}

/** Without harm to whoever took the place meanwhile: the one whose lease was moved away learns of it with its next beat. */
function putBack(aside: string, path: string): void {
  try {
    linkSync(aside, path);
  } catch {
    // Somebody is there, or the disk knows no links.
  }
  rmSync(aside, { force: true });
}

/** A process that ends in the middle of things leaves no leases where it can help it. */
function releaseAll(): void {
  for (const [path, line] of held) if (isThere(path, line)) rmSync(path, { force: true });
}

function isThere(path: string, line: string): boolean {
  return readIfThere(path)?.startsWith(`${line}\n`) === true;
}

function readIfThere(path: string): string | null {
  return ifThere(() => readFileSync(path, 'utf8'));
}

function renameIfThere(from: string, to: string): void {
  ifThere(() => renameSync(from, to));
}

function ifThere<T>(act: () => T): T | null {
  try {
    return act();
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}
