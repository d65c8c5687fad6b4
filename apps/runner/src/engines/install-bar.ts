import { SingleBar } from 'cli-progress';
import type { InstallEvent } from '@knotwork/tfjs-bindings/install';
import { progressLine } from '../progress-line.js';

const COLUMNS = 80;
const MEGABYTE = 1e6;

/** A bar for people at a terminal: the step, and how much of it was brought. */
export class InstallBar {
  private bar: SingleBar | null = null;
  private place = '';

  constructor(private readonly stream: NodeJS.WriteStream) {}

  observe(event: InstallEvent): void {
    if (event.event === 'plan') return;
    if (event.event === 'step') { this.stop(); this.place = event.step; return; }
    const [done, of] = [Math.min(event.done, event.of), event.of].map((bytes) => Math.round(bytes / MEGABYTE)) as [number, number];
    const format = (): string => progressLine({ places: [this.place], done, of, unit: 'MB', figures: [], left: '' }, this.stream.columns ?? COLUMNS);
    this.bar?.stop();
    this.bar = new SingleBar({ stream: this.stream, clearOnComplete: true, hideCursor: true, format });
    this.bar.start(of, done);
  }

  stop(): void {
    this.bar?.stop();
    this.bar = null;
  }
}
