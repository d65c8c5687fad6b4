import { Worker } from 'node:worker_threads';

/** How often holders say that they live, and how long they may be silent, in milliseconds. */
export interface Rhythm { readonly beat: number; readonly lease: number }

/** A holder that was silent for twelve beats is gone: a process that trains never is, since the beats come from a thread of their own. */
export const RHYTHM: Rhythm = { beat: 5000, lease: 60_000 };

/** Milliseconds of a lease without a thread. */
const FIRST = 1000;
/** Digits of the counter: its place in a file never moves. */
const DIGITS = 12;

/** What a lease holds: a line that says by whom, and a line that counts. */
export const leaseText = (holder: string, count: number): string => `${holder}\n${String(count).padStart(DIGITS, '0')}\n`;

/**
 * What the thread does. It reads and writes through one descriptor: where a file was moved aside meanwhile, the beat goes with it and harms nobody.
 * The count goes through all leases of a process, so that one of them tells of all.
 */
const PROGRAM = `
const { closeSync, openSync, readSync, writeSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const leases = new Map();
const count = new Int32Array(workerData.count);
parentPort.on('message', ({ path, holder }) => { if (holder === null) leases.delete(path); else leases.set(path, holder); });
function isBeaten(path, holder) {
  let file;
  try { file = openSync(path, 'r+'); } catch (error) { return error.code !== 'ENOENT'; }
  try {
    const line = Buffer.from(holder + '\\n');
    const there = Buffer.alloc(line.length);
    if (readSync(file, there, 0, line.length, 0) < line.length || !there.equals(line)) return false;
    writeSync(file, String(Atomics.load(count, 0)).padStart(${DIGITS}, '0'), line.length);
    return true;
  } catch { return true; } finally { closeSync(file); }
}
setInterval(() => {
  Atomics.add(count, 0, 1);
  for (const [path, holder] of leases) if (!isBeaten(path, holder)) { leases.delete(path); parentPort.postMessage(path); }
}, workerData.beat);
`;

/**
 * Beats for the leases of this process, in a thread of its own, since training may keep this one for long. It begins a while after the first lease:
 * what is over sooner needs none.
 */
export class Beats {
  private readonly count = new SharedArrayBuffer(4);
  private readonly held = new Map<string, { readonly holder: string; readonly lost: () => void }>();
  private thread: Worker | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly beat: number) {}

  /** Beats so far. */
  get counted(): number { return Atomics.load(new Int32Array(this.count), 0); }

  /** To be called where a lease was lost: what is said of leases before does not hold for those that come. */
  leap(): void { Atomics.add(new Int32Array(this.count), 0, 3); }

  /** @param holder first line of the file @param lost called when the file is somebody else's */
  add(path: string, holder: string, lost: () => void): void {
    this.held.set(path, { holder, lost });
    this.thread?.postMessage({ path, holder });
    if (this.thread === null) this.timer ??= setTimeout(() => { this.start(); }, Math.min(FIRST, this.beat)).unref();
  }

  remove(path: string): void {
    if (!this.held.delete(path)) return;
    this.thread?.postMessage({ path, holder: null });
  }

  private start(): void {
    this.timer = null;
    if (this.thread !== null || this.held.size === 0) return;
    // What this process was started with, such as loaders and coverage, is nothing to the thread.
    this.thread = new Worker(PROGRAM, { eval: true, execArgv: [], env: {}, workerData: { count: this.count, beat: this.beat }, stdin: false });
    this.thread.on('message', (path: string) => {
      const lease = this.held.get(path);
      this.held.delete(path);
      lease?.lost();
    });
    // After the listener, which would keep the process.
    this.thread.unref();
    for (const [path, { holder }] of this.held) this.thread.postMessage({ path, holder });
  }
}
