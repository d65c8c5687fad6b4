import { SingleBar } from 'cli-progress';
import type { RunEvent, RunObserver } from '@knotwork/experiment';
import { digits } from './table.js';

/** A bar for people at a terminal: step, loss, validation, resolution, time left. Only the current stage or start is drawn. */
export class ProgressBar implements RunObserver {
  private bar: SingleBar | null = null;
  private key = '';
  private step = 0;
  private payload = { label: '', loss: '-', validation: '-', resolution: '' };

  constructor(private readonly stream: NodeJS.WriteStream) {}

  observe(event: RunEvent): void {
    if (event.event === 'stage-finished') { this.stop(); return; }
    if (event.event === 'widths-chosen') { this.stop(); return; }
    if (event.event === 'cross-validated') { this.showFits(event); return; }
    if (event.event !== 'step') return;
    const label = `${event.member === undefined ? '' : `member ${event.member}/${event.members!} `}${event.kind}${event.start === undefined ? '' : ` start ${event.start + 1}`}`;
    const key = `${event.stage} ${label} ${event.resolution.join()}`;
    this.payload = { label, loss: digits(event.loss), validation: digits(event.validation), resolution: event.resolution.join(',') };
    // Counting begins anew with every stage, start and level.
    const isNext = key !== this.key || event.step <= this.step;
    this.step = event.step;
    if (isNext) {
      this.stop();
      this.key = key;
      this.bar = new SingleBar({
        stream: this.stream, clearOnComplete: true, hideCursor: true, etaBuffer: 20,
        format: '{label} [{bar}] step {value}/{total}  loss {loss}  validation {validation}  resolution {resolution}  {eta_formatted} left', barsize: 20,
      });
      this.bar.start(event.steps, event.step, this.payload);
    } else this.bar?.update(event.step, this.payload);
  }

  /** Fits of the choice of widths; single steps of them are not told. */
  private showFits({ fit, fits, widths }: RunEvent & { readonly event: 'cross-validated' }): void {
    const payload = { widths: widths.join(',') };
    if (this.key === 'fits') { this.bar?.update(fit, payload); return; }
    this.key = 'fits';
    this.bar = new SingleBar({ stream: this.stream, clearOnComplete: true, hideCursor: true, format: 'comparing networks [{bar}] fit {value}/{total}  widths {widths}  {eta_formatted} left', barsize: 20 });
    this.bar.start(fits, fit, payload);
  }

  stop(): void {
    this.bar?.stop();
    this.bar = null;
    this.key = '';
  }
}
