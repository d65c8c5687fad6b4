import { Worker } from 'node:worker_threads';

/** Milliseconds after which it is said that a check takes long: sound ones take one or two seconds. */
const PATIENCE = 10_000;
/** Bytes that the name of a check may have. */
const MOST = 400;

// It has a thread of its own: where a plugin goes round in circles, nothing else is heard.
const WATCH = `
const { workerData: { beat, name, patience } } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const count = new Int32Array(beat);
for (let seen = 0, told = -1; ; seen = Atomics.load(count, 0)) {
  if (Atomics.wait(count, 0, seen, told === seen ? Infinity : patience) !== 'timed-out' || seen === 0) continue;
  told = seen;
  const bytes = Buffer.from(name);
  writeSync(2, 'note: ' + bytes.toString('utf8', 0, Atomics.load(count, 1)) + ' has been running for ' + patience / 1000 + ' s; Ctrl-C ends it.\\n');
}`;

/** Says which check does not come back, once for each. */
export class CheckWatch {
  private readonly beat = new SharedArrayBuffer(8);
  private readonly name = new SharedArrayBuffer(MOST);
  private readonly worker = new Worker(WATCH, { eval: true, workerData: { beat: this.beat, name: this.name, patience: PATIENCE } });

  constructor() { this.worker.unref(); }

  /** @param what the check that begins, in words */
  begins(what: string): void {
    const { written } = new TextEncoder().encodeInto(what, new Uint8Array(MOST));
    new Uint8Array(this.name).set(new TextEncoder().encode(what).subarray(0, written));
    const count = new Int32Array(this.beat);
    Atomics.store(count, 1, written);
    Atomics.add(count, 0, 1);
    Atomics.notify(count, 0);
  }

  async end(): Promise<void> { await this.worker.terminate(); }
}
