import { SingleBar } from 'cli-progress';
import type { InstallEvent } from '@knotwork/tfjs-bindings/install';
import { progressLine } from '../progress-line.js';

const COLUMNS = 80;
const MEGABYTE = 1e6;

/** A bar for people at a terminal: the step, and how much of it is done. */
export class InstallBar {
  private bar: SingleBar | null = null;
  private place = '';
  private done = 0;
  private of = 0;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  /** Hears an event before its lines are written. */
  observe(event: InstallEvent): void {
    if (event.event === 'plan') return;
    if (event.event === 'step') { this.stop(); this.place = event.step; return; }
    [this.done, this.of] = [Math.min(event.done, event.of), event.of].map((bytes) => Math.round(bytes / MEGABYTE)) as [number, number];
    if (this.bar !== null) { this.bar.update(this.done); return; }
    this.bar = new SingleBar({ stream: this.stream, clearOnComplete: true, hideCursor: true, format: () => this.line() });
    this.bar.start(this.of, this.done);
  }

  stop(): void {
    this.bar?.stop();
    this.bar = null;
  }

  private line(): string {
    const { place, done, of, stream } = this;
    return progressLine({ places: [place], done, of, unit: 'MB', figures: [], left: '' }, stream.columns || COLUMNS);
  }
}
