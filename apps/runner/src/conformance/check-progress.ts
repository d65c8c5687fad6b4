import { SingleBar } from 'cli-progress';
import { progressLine } from '../progress-line.js';

const COLUMNS = 80;

/** A bar for people at a terminal: the plugin, and the check that is under way. */
export class CheckProgress {
  private bar: SingleBar | null = null;
  private now = { title: '', check: '', done: 0, of: 1 };

  constructor(private readonly stream: NodeJS.WriteStream) {}

  /** @param check that begins, @param done how many came before it */
  show(title: string, check: string, done: number, of: number): void {
    this.now = { title, check, done, of };
    if (this.bar !== null) { this.bar.update(done); this.bar.render(); return; }
    this.bar = new SingleBar({ stream: this.stream, clearOnComplete: true, hideCursor: true, format: () => this.line() });
    this.bar.start(of, done);
  }

  stop(): void {
    this.bar?.stop();
    this.bar = null;
  }

  private line(): string {
    const { title, check, done, of } = this.now;
    return progressLine({ places: [title], done, of, unit: 'check', figures: [check], left: '' }, this.stream.columns || COLUMNS);
  }
}
