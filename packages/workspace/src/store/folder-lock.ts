import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { folderInUse } from './errors.js';
import { writeAll } from '../files/write-atomically.js';

interface Holder { readonly pid: number; readonly host: string; readonly since: string }

/** Locks that this process holds: another one may have had the same number before, as the first process of a container always does. */
const held = new Set<string>();
let isWatching = false;
/** A process writes its lock at once; a lock that is still empty after this many milliseconds was left by one that died. */
const EMPTY_FOR = 10_000;
const ATTEMPTS = 20;

/** Keeps other processes from writing a folder, or a part of it. The lock of a process that has died is taken over. */
export class FolderLock {
  readonly #path: string;

  /**
   * Takes the lock.
   * @param name of its file, where a folder has several
   * @throws KnotworkError `busy` when a living process, or one of another machine, holds it; what the operating system says
   */
  constructor(folder: string, name = 'lock') {
    this.#path = resolve(join(folder, name));
    for (let attempt = 0; !this.#isTaken(); attempt++) {
      // A name that is taken and still cannot be read, such as a link that leads nowhere, never becomes free by waiting.
      if (attempt === ATTEMPTS) throw folderInUse(folder, describe(null), this.#path);
      this.#removeIfDead(folder);
    }
    held.add(this.#path);
    if (!isWatching) process.once('exit', releaseAll);
    isWatching = true;
  }

  release(): void {
    if (held.delete(this.#path)) rmSync(this.#path, { force: true });
  }

  #isTaken(): boolean {
    const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
    let descriptor: number;
    try {
      descriptor = openSync(this.#path, 'wx');
    } catch (error) {
      if ((error as { code?: string }).code === 'EEXIST') return false;
      throw error;
    }
    try {
      writeAll(descriptor, `${JSON.stringify(holder)}\n`);
      return true;
    } catch (error) {
      // On a full disk an empty lock would keep this command from being given again.
      rmSync(this.#path, { force: true });
      throw error;
    } finally {
      closeSync(descriptor);
    }
  }

  #removeIfDead(folder: string): void {
    const text = readIfThere(this.#path);
    if (text === null) return;
    const holder = parse(text);
    if (holder === null ? isYoung(this.#path) : this.#isAlive(holder)) throw folderInUse(folder, describe(holder), this.#path);
    // Moving it away first shows whether it is still the one that was looked at: another process may have been faster.
    const aside = `${this.#path}.${process.pid}`;
    renameIfThere(this.#path, aside);
    if ((readIfThere(aside) ?? text) !== text) {
      renameIfThere(aside, this.#path);
      throw folderInUse(folder, describe(null), this.#path);
    }
    rmSync(aside, { force: true });
  }

  #isAlive({ pid, host }: Holder): boolean {
    if (host !== hostname()) return true; // Nobody can tell from here.
    if (pid === process.pid) return held.has(this.#path);
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return (error as { code?: string }).code !== 'ESRCH';
    }
  }
}

/** A process that ends in the middle of things leaves no locks where it can help it. */
function releaseAll(): void {
  for (const path of held) rmSync(path, { force: true });
}

function describe(holder: Holder | null): string {
  if (holder === null) return 'another process';
  const who = holder.pid === process.pid && holder.host === hostname() ? 'this process' : `process ${holder.pid}`;
  return `${who}${holder.host === hostname() ? '' : ` of ${holder.host}`} since ${holder.since}`;
}

function parse(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return null;
  }
}

function isYoung(path: string): boolean {
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return age < EMPTY_FOR;
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
