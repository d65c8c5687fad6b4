import { fstatSync } from 'node:fs';
import { writeAll } from '@knotwork/workspace';
import { standardOutputLost } from './errors.js';
import { EXIT } from './exit-status.js';

type StandardStream = NodeJS.WriteStream & { readonly fd: number };

/** The two streams of a command, looked after from its beginning to its end. */
export class StandardStreams {
  /** Why standard output is incomplete. */
  private lost: NodeJS.ErrnoException | null = null;
  /** Whether a program was promised a result there, which is worth nothing in part. */
  private owesResult = false;

  /** Begins to look after both: from here on, what cannot be printed ends the printing and not what is printed about. */
  constructor(private readonly output: StandardStream = process.stdout, private readonly errors: StandardStream = process.stderr) {
    for (const stream of [output, errors]) if (isFile(stream)) writeWhole(stream);
    // A reader that goes away, as `head` does, has what it wanted of lines for people.
    output.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE' || this.owesResult) this.lost ??= error; });
    // Nowhere is left to say it.
    errors.on('error', () => undefined);
  }

  /**
   * Prints what programs read. Where its reader is gone the command ends with status 3. An output that was closed beforehand cannot be told from the null device, which Node
   * puts in its place: whoever throws a result away may do so.
   */
  result(text: string): void {
    this.owesResult = true;
    this.output.write(text);
  }

  /**
   * Waits until all is printed. A command that did its work and could not print all of it says so, last of all.
   *
   * @param status of the command
   * @returns the exit status: 3 where the command would have ended with 0 and standard output is incomplete
   */
  async end(status: number): Promise<number> {
    await printed(this.output);
    if (this.lost !== null) this.errors.write(`knotwork: ${standardOutputLost(this.lost).message}\n`);
    await printed(this.errors);
    return this.lost !== null && status === EXIT.done ? EXIT.environment : status;
  }
}

/** Whether what is written to a stream lands in a file or a device, and neither in a pipe nor at a terminal. */
function isFile(stream: StandardStream): boolean {
  if (stream.isTTY) return false;
  try {
    const stats = fstatSync(stream.fd);
    return stats.isFile() || stats.isCharacterDevice();
  } catch {
    return false;
  }
}

/** Node takes a write of the first few bytes for one of all: on a disk that is nearly full, half a result would be no error. */
function writeWhole(stream: StandardStream): void {
  stream._write = (chunk: Uint8Array | string, _encoding, done): void => {
    try {
      writeAll(stream.fd, chunk);
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  };
}

/** Resolves when all that was written is gone, one way or the other. */
function printed(stream: NodeJS.WriteStream): Promise<void> {
  // What happened to it was told as an event, which comes after the answer.
  return new Promise((resolve) => { stream.write('', () => { setImmediate(resolve); }); });
}
