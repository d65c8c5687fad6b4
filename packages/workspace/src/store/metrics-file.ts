import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { lineJson } from '@knotwork/experiment';
import { writeAll } from '../files/write-atomically.js';

/** A file that grows by one JSON line per event. Every line is with the operating system when `append` returns: killing this process loses none. */
export class MetricsFile {
  readonly #descriptor: number;

  /** Opens or creates it. A last line that a crash cut off is removed, so that the next one starts on its own. */
  constructor(path: string) {
    this.#descriptor = openSync(path, 'a+');
    const { size } = fstatSync(this.#descriptor);
    const end = size === 0 ? 0 : readFileSync(path).lastIndexOf('\n') + 1;
    if (end < size) ftruncateSync(this.#descriptor, end);
  }

  append(event: object): void {
    writeAll(this.#descriptor, `${lineJson(event)}\n`);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
